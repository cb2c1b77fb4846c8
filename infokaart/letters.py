"""What we write to who ordered. Before an editor has seen the order no letter holds anything that was typed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.intake import links
from core.intake.letters import Letter
from core.listing import listed
from core.models import Submission
from infokaart import limits, office
from infokaart.models import Delivery, InfokaartOrderPage, Order, OrderMove

Status = Order.Status
Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """Packs of one product; `key` is the line's."""

    key: int
    title: str
    pack_size: int
    packs: int
    packs_sent: int = 0


@dataclass(frozen=True)
class Summary:
    """What letters say of an order: nothing that was typed."""

    number: str
    lines: tuple[Line, ...]
    is_pickup: bool = False
    # Name, address and opening hours of the place to pick up.
    place: tuple[str, str, str] | None = None
    days_to_send: int = 5


def summary(order: Order) -> Summary:
    """Put together what letters say of an order, in the present language."""
    point, page = order.pickup_point, office.order_page() or InfokaartOrderPage()
    lines = order.lines.select_related("product").order_by("pk")
    return Summary(
        number=order.number,
        lines=tuple(
            # The name in the language of the letter, where it was translated.
            Line(line.pk, line.product.localized.title, line.pack_size, line.packs, line.packs_sent)
            for line in lines
        ),
        is_pickup=order.is_pickup,
        place=(point.name, point.address, point.opening_hours) if point else None,
        days_to_send=page.days_to_send,
    )


def about(submission: Submission, order: Order, move: OrderMove) -> Letter | None:
    """The letter about a move; None for one that the orderer need not hear of."""
    if move.after == Status.CANCELLED:
        write = cancelled if move.user_id is None else cancelled_by_us
        return write(submission, summary(order))
    if order.is_pickup:
        return ready(submission, summary(order)) if move.after == Status.PACKED else None
    if move.after == Status.RETURNED:
        return came_back(submission, summary(order))
    if move.after == Status.SENT and not move.packs:
        return no_rest(submission, summary(order))
    if move.after in {Status.SENT, Status.PARTLY_SENT}:
        code = Delivery.objects.filter(submission=submission.pk).values_list("track_code", flat=True).first() or ""
        went = {int(key): packs for key, packs in move.packs.items()}
        tell = sent if move.after == Status.SENT else partly_sent
        return tell(submission, summary(order), went, code)
    return None


def please_confirm(submission: Submission) -> Letter:
    """Asks whether the address is the orderer's: until then the cards are held, for a few days."""
    return Letter(
        subject=_("Please confirm your e-mail address"),
        paragraphs=[
            _("You ordered cards on our site. Thank you!"),
            _("Press the button to show that this e-mail address is yours. After that we pack your order."),
            _("We hold the cards for you for %(days)s days.") % {"days": limits.HELD.days},
        ],
        button=(_("Yes, I ordered this"), links.confirm_url(submission)),
        closing=[_("Did you not send us anything? Then do nothing. We erase it after two weeks.")],
    )


def ordered(submission: Submission, order: Summary) -> Letter:
    """Confirms what was ordered, and how it goes on."""
    return Letter(
        subject=_("Your order %(number)s") % {"number": order.number},
        paragraphs=[_("Thank you! We have your order."), _what_follows(order)],
        facts=_all_facts(order),
        button=_button(submission),
        closing=[
            _("You can change or cancel your order until it is packed. Did you not order this? Then cancel it."),
            _keep(),
        ],
    )


def changed(submission: Submission, order: Summary) -> Letter:
    """Confirms other quantities."""
    return Letter(
        subject=_("You changed your order %(number)s") % {"number": order.number},
        paragraphs=[_("You changed your order. This is what you get now."), _what_follows(order)],
        facts=_all_facts(order),
        button=_button(submission),
        closing=[_keep()],
    )


def cancelled(submission: Submission, order: Summary) -> Letter:
    """Confirms that the orderer cancelled it."""
    return Letter(
        subject=_("You cancelled your order %(number)s") % {"number": order.number},
        paragraphs=[_("You cancelled your order. We send you nothing."), _order_again()],
        facts=[_number(order)],
    )


def cancelled_by_us(submission: Submission, order: Summary) -> Letter:
    """Says that the office cancelled it."""
    return Letter(
        subject=_("We cancelled your order %(number)s") % {"number": order.number},
        name=submission.name,
        paragraphs=[_("We are sorry: we cannot send your order. We cancelled it.")],
        facts=_all_facts(order),
        closing=[_("Do you want to know why? Answer this e-mail.")],
    )


def ready(submission: Submission, order: Summary) -> Letter:
    """Says that it can be picked up, and where."""
    return Letter(
        subject=_("Your order %(number)s is ready") % {"number": order.number},
        name=submission.name,
        paragraphs=[_("Your order is ready. You can pick it up. Take this e-mail or the order number with you.")],
        facts=_all_facts(order),
        button=_button(submission),
    )


def sent(submission: Submission, order: Summary, went: dict[int, int], code: str) -> Letter:
    """Says that it is on its way."""
    return Letter(
        subject=_("Your order %(number)s is on its way") % {"number": order.number},
        name=submission.name,
        paragraphs=[_("Your order is on its way. Thank you for sharing the cards!")],
        facts=[_number(order), *_went(order, went), *_track_code(code)],
        button=_button(submission),
        closing=[_("Is something wrong with it? Answer this e-mail.")],
    )


def partly_sent(submission: Submission, order: Summary, went: dict[int, int], code: str) -> Letter:
    """Says which part is on its way, and that the rest follows."""
    rest = [(line, line.packs - line.packs_sent) for line in order.lines]
    follows = listed(f"{line.title}: {_packs(line, packs)}" for line, packs in rest if packs)
    return Letter(
        subject=_("A part of your order %(number)s is on its way") % {"number": order.number},
        name=submission.name,
        paragraphs=[_("A part of your order is on its way. The rest follows.")],
        facts=[_number(order), *_went(order, went), *_track_code(code), (_("Follows later"), follows)],
        button=_button(submission),
    )


def no_rest(submission: Submission, order: Summary) -> Letter:
    """Says that what did not go yet does not come."""
    return Letter(
        subject=_("The rest of your order %(number)s") % {"number": order.number},
        name=submission.name,
        paragraphs=[_("We are sorry: we cannot send the rest of your order."), _order_again()],
        facts=[_number(order)],
        closing=[_("Do you want to know why? Answer this e-mail.")],
    )


def came_back(submission: Submission, order: Summary) -> Letter:
    """Says that the post brought it back."""
    return Letter(
        subject=_("Your order %(number)s came back") % {"number": order.number},
        name=submission.name,
        paragraphs=[
            _("The post brought your order back to us."),
            _("Is the address right? Answer this e-mail, or order again with the right address."),
        ],
        facts=[_number(order)],
        button=_button(submission),
    )


def _what_follows(order: Summary) -> str:
    if order.is_pickup:
        return _("We write to you as soon as you can pick it up.")
    words = ngettext(
        "It is on its way within %(days)s working day.",
        "It is on its way within %(days)s working days.",
        order.days_to_send,
    )
    return words % {"days": order.days_to_send}


def _order_again() -> str:
    return _("You can always order again on our site.")


def _keep() -> str:
    return _("Keep this e-mail: with the button you can change things later, without an account. Do not pass it on.")


def _button(submission: Submission) -> tuple[str, str]:
    return _("See how your order is doing"), links.manage_url(submission)


def _number(order: Summary) -> tuple[str, str]:
    return _("Order number"), order.number


def _all_facts(order: Summary) -> Facts:
    """The number, what was ordered, and where it can be picked up."""
    facts = [_number(order), *((line.title, _packs(line, line.packs)) for line in order.lines)]
    if order.place:
        name, address, opening_hours = order.place
        facts.append((_("Pick up at"), f"{name}, {address}"))
        facts += [(_("Opening hours"), opening_hours)] if opening_hours else []
    return facts


def _went(order: Summary, went: dict[int, int]) -> Facts:
    """What one parcel holds."""
    return [(line.title, _packs(line, went[line.key])) for line in order.lines if line.key in went]


def _track_code(code: str) -> Facts:
    return [(_("Track code"), code)] if code else []


def _packs(line: Line, packs: int) -> str:
    if line.pack_size == 1:
        return str(packs)
    words = ngettext("%(packs)s pack of %(size)s", "%(packs)s packs of %(size)s", packs)
    return words % {"packs": packs, "size": line.pack_size}

"""Everything that changes an order: one function per verb, each one transaction, each safe to do twice.

A verb locks the submission, then the order, then the products by key; looks whether the move is legal; puts the stock
right; notes the move; and writes the letter. So either all of it happened or nothing did, whatever dies when.

An order that was partly sent is completed by sending all of the rest, or by `finish`, which lets the rest go.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone, translation

from core.intake import services
from core.intake.services import IllegalMove
from core.languages import words_in
from core.models import District, Submission
from infokaart import limits, stock, telling
from infokaart.limits import Buyer, Closed, Present, TooMany
from infokaart.models import Delivery, Order, OrderLine, OrderMove, PickupPoint
from infokaart.moving import lines_of, settle
from infokaart.stock import Kind, OutOfStock
from partners.models import PartnerPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["Closed", "IllegalMove", "OutOfStock", "TooMany", "Wish", "cancel", "change", "confirmed", "finish"]
__all__ += ["pack", "place", "send", "take_back", "undo", "undoable"]
Status = Order.Status
Arguments = ParamSpec("Arguments")
# What the orderer may still change or cancel.
CHANGEABLE = frozenset({Status.UNCONFIRMED, Status.NEW})


@dataclass(frozen=True)
class Wish:
    """What somebody wants and where to; checked by the form. `packs` by product (the page in the source language)."""

    packs: dict[int, int]
    orderer: str
    purpose: str
    name: str
    email: str
    phone: str = ""
    organisation: str = ""
    partner_id: int | None = None
    district_id: int | None = None
    is_pickup: bool = False
    pickup_point_id: int | None = None
    street: str = ""
    house_number: int | None = None
    addition: str = ""
    postcode: str = ""
    city: str = ""
    note: str = ""


def _verb(
    function: Callable[Concatenate[Order, Arguments], Any],
) -> Callable[Concatenate[Order, Arguments], Order]:
    """Run in one transaction, with submission and order locked and read anew; answer with the order."""

    @functools.wraps(function)
    def run(order: Order, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Order:
        with transaction.atomic():
            mine = Order.objects.filter(pk=order.pk).values("submission")
            submission = Submission.objects.select_for_update().filter(pk__in=mine).first()
            locked = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
            with translation.override(words_in(submission.language if submission else settings.LANGUAGE_CODE)):
                function(locked, *args, **kwargs)
            return locked

    return run


@transaction.atomic
def place(submission: Submission, wish: Wish) -> Order:
    """Make the order of a form that was filled in, and hold its cards. Sent twice it is one.

    Raises Closed, TooMany, OutOfStock (then nothing happened, and what was typed is still there), ValueError when
    nothing is ordered, and IllegalMove for a submission that is no form any more.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if earlier := Order.objects.filter(submission=submission).first():
        return earlier
    if submission.status != Submission.Status.DRAFT:
        raise IllegalMove(f"{submission} is no form any more")
    packs = limits.wanted(wish.packs)
    key = "" if wish.is_pickup else limits.address_key(wish.postcode, wish.house_number, wish.addition)
    products = stock.lock(packs)
    limits.check(products, packs, Buyer(wish.email, key, wish.is_pickup), Present())
    order = Order.objects.create(
        submission=submission,
        status=Status.NEW if submission.proven else Status.UNCONFIRMED,
        orderer=wish.orderer,
        purpose=wish.purpose,
        partner_id=_still_there(PartnerPage, wish.partner_id),
        district_id=_still_there(District, wish.district_id),
        is_pickup=wish.is_pickup,
        pickup_point_id=_still_there(PickupPoint, wish.pickup_point_id if wish.is_pickup else None),
    )
    for product in sorted(packs):
        line = OrderLine(order=order, product_id=product, packs=packs[product], pack_size=products[product].pack_size)
        line.save()
        stock.write(product, Kind.RESERVATION, reserved=line.cards, order=order)
    OrderMove.objects.create(order=order, after=order.status)
    _keep_person(submission, wish, key)
    return order


def _still_there(model: type[Model], key: int | None) -> int | None:
    """The key of a row that may have been removed since the form was shown."""
    return key if key is not None and model._default_manager.filter(pk=key).exists() else None


def _keep_person(submission: Submission, wish: Wish, key: str) -> None:
    """Keep who it is in the rows that are erased later, and nowhere else; then hand it in, which writes the letter."""
    at = {} if wish.is_pickup else {
        "street": wish.street, "house_number": wish.house_number, "addition": wish.addition,
        "postcode": wish.postcode, "city": wish.city, "address_key": key,
    }  # fmt: skip
    Delivery.objects.create(submission=submission, organisation=wish.organisation, note=wish.note, **at)
    submission.name, submission.email, submission.phone, submission.data = wish.name, wish.email, wish.phone, {}
    fields = ["name", "email", "phone", "data"]
    if submission.proven:
        # A browser that solved the puzzle is believed; what the letter says nobody typed.
        submission.status = Submission.Status.UNCONFIRMED
        submission.save(update_fields=[*fields, "status"])
        services.confirm(submission)
    else:
        submission.save(update_fields=fields)
        services.hand_in(submission)


def confirmed(submission: Submission) -> None:
    """The address is the sender's: the order may be packed. Raises IllegalMove when it was cancelled meanwhile.

    For `core.intake.services.confirm`, which holds the lock of the submission and does it once.
    """
    order = Order.objects.select_for_update(no_key=True).get(submission=submission)
    if order.status == Status.UNCONFIRMED:
        settle(order, Status.NEW)
    if order.status != Status.NEW:
        raise IllegalMove(f"order {order} is {order.status}")
    telling.ordered(order)


@_verb
def change(order: Order, packs: dict[int, int]) -> Order:
    """The orderer wants other quantities, until it is packed; the same quantities change nothing.

    What stays or becomes less needs nobody's leave. Raises like `place`.
    """
    packs = limits.wanted(packs)
    if order.status not in CHANGEABLE or order.submission is None:
        raise IllegalMove(f"order {order} cannot be changed any more")
    lines = {line.product_id: line for line in lines_of(order)}
    had = {key: line.packs for key, line in lines.items()}
    if packs == had:
        return order
    products = stock.lock(packs | had)
    delivery = Delivery.objects.filter(submission=order.submission_id).first()
    buyer = Buyer(order.submission.email, delivery.address_key if delivery else "", order.is_pickup)
    sizes = {key: line.pack_size for key, line in lines.items()}
    limits.check(products, packs, buyer, Present(order, had, sizes))
    for key in sorted(packs | had):
        line = lines.get(key) or OrderLine(order=order, product_id=key, pack_size=products[key].pack_size, packs=0)
        more = (packs.get(key, 0) - line.packs) * line.pack_size
        if more:
            stock.write(key, Kind.RESERVATION if more > 0 else Kind.RELEASE, reserved=more, order=order)
        line.packs = packs.get(key, 0)
        if line.packs:
            line.save()
        else:
            line.delete()
    telling.changed(order)
    return order


@_verb
def cancel(order: Order, user: "User | None" = None) -> Order:
    """Let its cards go. The orderer (nobody) until it is packed, an editor until it is sent. Done twice it is once."""
    if order.status == Status.CANCELLED:
        return order
    if user is None and order.status not in CHANGEABLE:
        raise IllegalMove(f"order {order} is {order.status}: too late for the orderer")
    move = settle(order, Status.CANCELLED, user=user)
    telling.told(order, move)
    return order


@_verb
def pack(order: Order, user: "User") -> Order:
    """It is in its envelope; who picks up hears that it is ready. Done twice it is done once."""
    if order.status != Status.PACKED:
        telling.told(order, settle(order, Status.PACKED, user=user))
    return order


@_verb
def send(
    order: Order, user: "User", packs: dict[int, int] | None = None, track_code: str = "", *, seen: str = ""
) -> Order:
    """It goes by post, or was picked up: all of it, or so many `packs` by line. Done twice it is done once.

    `seen` is the status that the screen showed: given, it must still be so; of two presses the second does nothing
    then. Raises IllegalMove, also for packs that are not in the order, and for a second part that is not the rest.
    """
    if order.status == Status.SENT and (packs is None or seen):
        return order
    if seen and order.status != seen:
        raise IllegalMove(f"order {order} was {seen} and is {order.status}")
    lines = lines_of(order)
    rest = {line.pk: line.packs - line.packs_sent for line in lines if line.packs > line.packs_sent}
    sent = rest if packs is None else {key: number for key, number in packs.items() if number}
    if not sent or any(not 0 < number <= rest.get(key, 0) for key, number in sent.items()):
        raise IllegalMove(f"not in order {order}: {sent}")
    move = settle(order, Status.SENT if sent == rest else Status.PARTLY_SENT, user=user, sent=sent)
    if track_code:
        Delivery.objects.filter(submission=order.submission_id).update(track_code=track_code)
    telling.told(order, move)
    return order


@_verb
def finish(order: Order, user: "User") -> Order:
    """The rest of what was partly sent never goes: its cards are free again. Done twice it is done once."""
    if order.status == Status.SENT:
        return order
    if order.status != Status.PARTLY_SENT:
        raise IllegalMove(f"order {order} is {order.status}: there is no rest")
    telling.told(order, settle(order, Status.SENT, user=user))
    return order


@_verb
def take_back(order: Order, user: "User", packs: dict[int, int] | None = None) -> Order:
    """It came back. `packs` by line go in stock again: all that were sent without, none of them with `{}`.

    Done twice it is done once. Raises IllegalMove, also for packs that were never sent.
    """
    if order.status == Status.RETURNED:
        return order
    went = {line.pk: line.packs_sent for line in lines_of(order) if line.packs_sent}
    back = went if packs is None else {key: number for key, number in packs.items() if number}
    if any(not 0 < number <= went.get(key, 0) for key, number in back.items()):
        raise IllegalMove(f"never sent with order {order}: {back}")
    telling.told(order, settle(order, Status.RETURNED, user=user, returned=back))
    return order


def undoable(order: Order) -> OrderMove | None:
    """The move that `undo` would take back now: an editor's, the last one, within the hour."""
    last = order.moves.order_by("pk").last()
    if last is None or last.is_undo or not last.before or last.user_id is None:
        return None
    return last if last.made_at > timezone.now() - OrderMove.UNDO else None


@_verb
def undo(order: Order, user: "User") -> Order:
    """Take back the last move, with its stock and its letter that still waits. Done twice it is done once.

    What the orderer did by the link stays: it was confirmed to them. Raises IllegalMove when there is nothing to take
    back (any more), OutOfStock when others have its cards meanwhile.
    """
    last = order.moves.order_by("pk").last()
    if last is not None and last.is_undo:
        return order
    move = undoable(order)
    if move is None:
        raise IllegalMove(f"order {order} has nothing to take back")
    telling.take_back(order, move)
    packs = {int(key): -number for key, number in move.packs.items()}
    is_return = move.after == Status.RETURNED
    undone = settle(order, move.before, user=user, undoes=True, **{"returned" if is_return else "sent": packs})
    telling.stands_again(order, undone)
    if move.after in {Status.SENT, Status.PARTLY_SENT}:
        Delivery.objects.filter(submission=order.submission_id).update(track_code="")
    return order


@_verb
def close(order: Order) -> Order:
    """Its orderer is being erased: what was not sent goes to nobody. Writes no letter."""
    if order.status in {Status.UNCONFIRMED, Status.NEW, Status.PACKED}:
        settle(order, Status.CANCELLED)
    elif order.status == Status.PARTLY_SENT:
        settle(order, Status.SENT)
    return order

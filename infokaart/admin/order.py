"""One order: all there is to know, and its moves. Whatever happened meanwhile, one reads a message and no error."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.intake.admin.rooms import LETTERS
from core.intake.services import IllegalMove
from core.models import Submission
from infokaart import orders, paper
from infokaart.admin.choice import short_names, with_everything
from infokaart.admin.rooms import CHANGE, OrderRoomMixin, OrdersMixin
from infokaart.models import Order, OrderLine, OrderMove
from infokaart.orders import OutOfStock

Status = Order.Status
# Each way a form can count packs: the name of a field is this and the key of the line.
_FIELD = "packs-{}"


@dataclass(frozen=True)
class Step:
    """A move of an order in words, with who made it."""

    move: OrderMove
    words: str
    who: str


@dataclass(frozen=True)
class Count:
    """A line in a form: how many packs of it, at most so many."""

    line: OrderLine
    most: int

    @property
    def name(self) -> str:
        """The name of its field."""
        return _FIELD.format(self.line.pk)


def mark_of(order: Order) -> str:
    """What one saw: an order that made another move meanwhile has another mark."""
    return str(order.moves.order_by("-pk").values_list("pk", flat=True).first() or "")


def found(pk: int) -> Order:
    """An order with all there is to say about it; Http404 for one that is not there."""
    order = with_everything(Order.objects.filter(pk=pk)).first()
    if order is None:
        raise Http404
    return order


class OrderView(OrderRoomMixin, TemplateView):
    """Everything about one order, with what may be done now."""

    room = "orders_queue"
    template_name = "infokaart/admin/order.html"

    @cached_property
    def order(self) -> Order:
        """The order in the address."""
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number."""
        return _("Order %(number)s") % {"number": self.order.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back, over the list."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("orders_queue"), "label": _("Orders")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add it all."""
        order, user = self.order, self.request.user
        submission = order.submission
        return {
            **super().get_context_data(**kwargs),
            "order": order,
            "status": short_names()[order.status],
            "age": timesince(order.made_at, depth=1),
            "lines": order.lines.all(),
            "submission": submission,
            "delivery": paper.delivery_of(order),
            "person": paper.person_lines(order),
            "address": paper.address_lines(order),
            "steps": list(_steps(order)),
            "ledger": order.movements.select_related("product", "user"),
            "letters": submission.letters.defer("text", "html") if submission else [],
            "may_open_letters": user.has_perm(LETTERS),
            **(_moves(order) if user.has_perm(CHANGE) else {}),
        }


def _moves(order: Order) -> dict[str, Any]:
    """What may be done now, in words of the forms."""
    lines = list(order.lines.all())
    last = orders.undoable(order)
    return {
        "mark": mark_of(order),
        "may_pack": order.may_become(Status.PACKED),
        "may_send": order.may_become(Status.SENT),
        # Only the first time: what comes after a part is the rest.
        "to_send": [Count(line, line.packs) for line in lines] if order.may_become(Status.PARTLY_SENT) else [],
        "may_finish": order.status == Status.PARTLY_SENT,
        "may_cancel": order.may_become(Status.CANCELLED),
        "to_take_back": [Count(line, line.packs_sent) for line in lines if line.packs_sent]
        if order.may_become(Status.RETURNED)
        else [],
        "undo_until": last.made_at + OrderMove.UNDO if last else None,
        "undo_words": short_names()[last.after] if last else "",
    }


def _steps(order: Order) -> Iterator[Step]:
    names = short_names()
    for move in order.moves.select_related("user"):
        if not move.before:
            words = _("Ordered")
        elif move.is_undo:
            words = _("Taken back: %(status)s again") % {"status": names[move.after].lower()}
        else:
            words = names[move.after]
        who = move.user.get_full_name() or move.user.get_username() if move.user else _("the orderer, or by itself")
        yield Step(move, words, who)


class Overtaken(Exception):  # noqa: N818 - says what happened
    """It is not what one saw any more."""


class WrongNumber(Exception):  # noqa: N818 - says what is wrong
    """A number of packs that cannot be."""


class MoveView(OrdersMixin, View):
    """One move of the order in the address. Acts on POST only."""

    permission_required = CHANGE
    http_method_names = ["post"]

    def act(self, order: Order, user: User) -> str:
        """Make the move; answers what one reads then."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make it when the order still is what one saw, and come back to it."""
        get_object_or_404(Order, pk=pk)
        try:
            with transaction.atomic():
                # In the order of all locks: the submission, then the order.
                mine = Order.objects.filter(pk=pk)
                list(Submission.objects.select_for_update().filter(pk__in=mine.values("submission")))
                list(mine.select_for_update(no_key=True))
                order = found(pk)
                if mark_of(order) != request.POST.get("mark", ""):
                    raise Overtaken
                words = self.act(order, cast("User", request.user))
        except Overtaken:
            messages.warning(
                request, _("This order changed while you looked at it. Nothing was done. Look once more.")
            )
        except IllegalMove:
            messages.error(
                request, _("This cannot be done with an order that is: %(status)s.") % {"status": _status(pk)}
            )
        except OutOfStock:
            messages.error(request, _("There are not enough cards any more: others have ordered them meanwhile."))
        except WrongNumber:
            messages.error(request, _("Fill in whole numbers of packs, no more than there are. Nothing was done."))
        else:
            messages.success(request, words)
        return redirect("orders_order", pk)

    def numbers(self, lines: list[Count]) -> dict[int, int]:
        """The packs that were filled in, by line. Raises WrongNumber."""
        counted = {}
        for count in lines:
            text = self.request.POST.get(count.name, "").strip() or "0"
            if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= count.most):
                raise WrongNumber
            counted[count.line.pk] = int(text)
        return counted


def _status(pk: int) -> str:
    return short_names()[Order.objects.values_list("status", flat=True).get(pk=pk)].lower()


class PackView(MoveView):
    """It is in its envelope."""

    def act(self, order: Order, user: User) -> str:
        """Note it."""
        orders.pack(order, user)
        return _("Order %(number)s is packed.") % {"number": order.number}


class SendView(MoveView):
    """It went by post, or was picked up; all of it or a part."""

    def act(self, order: Order, user: User) -> str:
        """Note it, with the packs that were filled in."""
        packs = None
        if order.may_become(Status.PARTLY_SENT) and any(name.startswith("packs-") for name in self.request.POST):
            packs = self.numbers([Count(line, line.packs) for line in order.lines.all()])
            if not any(packs.values()):
                raise WrongNumber
        code = " ".join(self.request.POST.get("track_code", "").replace("\0", "").split())[:40]
        after = orders.send(order, user, packs, code, seen=order.status)
        if after.status == Status.PARTLY_SENT:
            return _("A part of order %(number)s is sent. The rest stays reserved.") % {"number": order.number}
        return _("Order %(number)s is sent.") % {"number": order.number}


class FinishView(MoveView):
    """The rest of it never goes."""

    def act(self, order: Order, user: User) -> str:
        """Let the rest go."""
        orders.finish(order, user)
        return _("Order %(number)s is done. The cards of the rest are free again.") % {"number": order.number}


class TakeBackView(MoveView):
    """It came back."""

    def act(self, order: Order, user: User) -> str:
        """Note it, with the packs that go in stock again."""
        counts = [Count(line, line.packs_sent) for line in order.lines.all() if line.packs_sent]
        orders.take_back(order, user, self.numbers(counts))
        return _("Order %(number)s came back.") % {"number": order.number}


class CancelView(MoveView):
    """It does not go."""

    def act(self, order: Order, user: User) -> str:
        """Let its cards go."""
        orders.cancel(order, user)
        return _("Order %(number)s is cancelled. Its cards are free again.") % {"number": order.number}


class UndoView(MoveView):
    """The last step was a mistake."""

    def act(self, order: Order, user: User) -> str:
        """Take it back."""
        after = orders.undo(order, user)
        return _("Taken back. The order is again: %(status)s.") % {"status": short_names()[after.status].lower()}

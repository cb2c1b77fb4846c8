"""One move of an order: its status, its lines and the stock together. Only `infokaart.orders` makes them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.intake.services import IllegalMove
from infokaart import stock
from infokaart.models import Order, OrderLine, OrderMove
from infokaart.stock import Kind, OutOfStock

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def lines_of(order: Order) -> list[OrderLine]:
    """The lines in the order in which their products are locked."""
    return list(order.lines.order_by("product"))


def settle(
    order: Order,
    to: str,
    *,
    user: "User | None" = None,
    sent: dict[int, int] | None = None,
    returned: dict[int, int] | None = None,
    undoes: bool = False,
) -> OrderMove:
    """Move a locked order, put its cards right and note it. `sent` and `returned` are packs by line.

    What is undone is negative. Raises IllegalMove, and OutOfStock when cards must be held again that are not there.
    """
    if not undoes and not order.may_become(to):
        raise IllegalMove(f"order {order} cannot go from {order.status} to {to}")
    sent, returned = sent or {}, returned or {}
    lines = lines_of(order)
    stock.lock([line.product_id for line in lines])
    for line in lines:
        change = _put_right(line, order.status, to, sent.get(line.pk, 0), returned.get(line.pk, 0))
        if change.reserved or change.on_hand:
            _write(order, line, change, user, undoes=undoes)
    packs = {} if undoes else {str(key): number for key, number in (sent | returned).items()}
    move = OrderMove.objects.create(order=order, before=order.status, after=to, user=user, is_undo=undoes, packs=packs)
    order.status, order.changed_at = to, timezone.now()
    order.save(update_fields=["status", "changed_at"])
    return move


@dataclass(frozen=True)
class _Change:
    """What one line does to the stock of its product, in cards."""

    kind: str
    on_hand: int
    reserved: int


def _put_right(line: OrderLine, before: str, after: str, sent: int, returned: int) -> _Change:
    """Note on a line the packs that were sent or came back; answers what that does to the stock."""
    held = _held(line, before)
    line.packs_sent += sent
    line.packs_returned += returned
    if sent or returned:
        line.save(update_fields=["packs_sent", "packs_returned"])
    reserved, on_hand = _held(line, after) - held, (returned - sent) * line.pack_size
    usual = Kind.RESERVATION if reserved > 0 else Kind.RELEASE
    return _Change(Kind.ISSUE if sent else Kind.RETURN if returned else usual, on_hand, reserved)


def _held(line: OrderLine, status: str) -> int:
    """How many cards of a line are reserved while its order has this status."""
    return (line.packs - line.packs_sent) * line.pack_size if status in Order.HOLDING else 0


def _write(order: Order, line: OrderLine, change: _Change, user: "User | None", *, undoes: bool) -> None:
    """Write it in the ledger. What is taken back is a correction, unless no card moved."""
    kind, reason = change.kind, ""
    if undoes:
        kind = Kind.CORRECTION if change.on_hand else kind
        # Words for the office, in its language whoever the order is of.
        with translation.override(settings.LANGUAGE_CODE):
            reason = _("A step was taken back")
    try:
        stock.write(
            line.product_id, kind, on_hand=change.on_hand, reserved=change.reserved,
            order=order, user=user, reason=reason,
        )  # fmt: skip
    except OutOfStock as error:
        available = stock.balances([line.product_id])[line.product_id].available
        raise OutOfStock({line.product_id: available // line.pack_size}) from error

"""The stock as a ledger, in cards. Everything that changes it comes through here, one product at a time.

Whoever writes holds the lock of the product (`lock`), so the row before is the one that was read, and no two orders
take the same card. Locks are taken in one order: submission, order, products by key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery

from core.queries import source_id
from infokaart import low_stock
from infokaart.models import Order, ProductPage, StockMovement

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = StockMovement.Kind
# More at once is a slip of the keys.
MOST_AT_ONCE = 1_000_000


class OutOfStock(Exception):  # noqa: N818 - says what is wrong
    """There are not that many cards. `left`: of an order the packs that there still are, by product."""

    def __init__(self, left: dict[int, int] | None = None) -> None:
        super().__init__(f"out of stock: {left or {}}")
        self.left = left or {}


@dataclass(frozen=True)
class Balance:
    """How many cards there are, and how many of them orders hold already."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        """How many can still be ordered."""
        return self.on_hand - self.reserved


def balances(product_ids: Iterable[int]) -> dict[int, Balance]:
    """The present stock by product, in one query however long the ledger; zeros where nothing ever came."""
    ids = list(product_ids)
    latest = StockMovement.objects.filter(product=OuterRef("pk")).order_by("-pk")
    rows = ProductPage.objects.order_by().filter(pk__in=ids).values_list(
        "pk", Subquery(latest.values("on_hand_after")[:1]), Subquery(latest.values("reserved_after")[:1])
    )  # fmt: skip
    found = {key: Balance(on_hand or 0, reserved or 0) for key, on_hand, reserved in rows}
    return {key: found.get(key, Balance()) for key in ids}


def lock(product_ids: Iterable[int]) -> dict[int, ProductPage]:
    """The products by key, nobody else's until the end of the transaction; keys that are no product are left out."""
    found = ProductPage.objects.filter(pk__in=list(product_ids)).order_by("pk")
    return {one.pk: one for one in found.select_for_update(of=("self",), no_key=True)}


def write(
    product_id: int,
    kind: str,
    *,
    on_hand: int = 0,
    reserved: int = 0,
    order: Order | None = None,
    user: "User | None" = None,
    reason: str = "",
) -> StockMovement:
    """Add a row for a locked product. Raises OutOfStock, or ValueError when more is released than was reserved."""
    before = balances([product_id])[product_id]
    after = Balance(before.on_hand + on_hand, before.reserved + reserved)
    if after.reserved < 0:
        raise ValueError("more is released than was reserved")
    if after.available < 0:
        raise OutOfStock
    row = StockMovement.objects.create(
        product_id=product_id, kind=kind, order=order, user=user, reason=reason,
        on_hand=on_hand, reserved=reserved, on_hand_after=after.on_hand, reserved_after=after.reserved,
    )  # fmt: skip
    low_stock.tell(row, before=before.available, after=after.available)
    return row


def receive(product: ProductPage, cards: int, user: "User | None", reason: str) -> StockMovement:
    """Cards came from the printer. Raises ValueError for a number that makes no sense."""
    if not 1 <= cards <= MOST_AT_ONCE:
        raise ValueError(f"cannot receive {cards} cards")
    return _write_alone(product, Kind.RECEIPT, cards, user, reason)


def correct(product: ProductPage, cards: int, user: "User | None", reason: str) -> StockMovement:
    """Counting found `cards` more, or fewer when negative.

    Raises OutOfStock when fewer would be left than orders hold, ValueError for no cards or without a reason.
    """
    if not cards or abs(cards) > MOST_AT_ONCE or not reason.strip():
        raise ValueError("a correction needs a number and a reason")
    return _write_alone(product, Kind.CORRECTION, cards, user, reason)


@transaction.atomic
def _write_alone(product: ProductPage, kind: str, cards: int, user: "User | None", reason: str) -> StockMovement:
    key = source_id(product)
    lock([key])
    return write(key, kind, on_hand=cards, user=user, reason=reason)

"""What may be ordered: of which products, how many for one order and one address, and what there is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, Sum, When
from django.utils import timezone

from core.dates import today
from core.queries import public
from infokaart import stock
from infokaart.models import Order, OrderLine, ProductPage
from infokaart.stock import OutOfStock

PERIOD = dt.timedelta(days=30)
# So long the cards are held of an order whose e-mail address was not confirmed.
HELD = dt.timedelta(days=3)
Status = Order.Status


class TooMany(Exception):  # noqa: N818 - says what is wrong
    """More than one may order. `left`: the packs this address may still order in the period, by product."""

    def __init__(self, left: dict[int, int]) -> None:
        super().__init__(f"too many: {left}")
        self.left = left


class Closed(Exception):  # noqa: N818 - says what is wrong
    """Some of it cannot be ordered (any more, yet, or in this way). `products`: their keys."""

    def __init__(self, products: list[int]) -> None:
        super().__init__(f"closed: {products}")
        self.products = products


@dataclass(frozen=True)
class Buyer:
    """What the most per address is counted by, and how it goes there."""

    email: str
    address_key: str
    is_pickup: bool


@dataclass(frozen=True)
class Present:
    """An order as it is, for who changes it: packs and pack sizes by product. Empty for a new one."""

    order: Order | None = None
    packs: dict[int, int] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)


def wanted(packs: dict[int, int]) -> dict[int, int]:
    """What is wanted without the zeros. Raises ValueError for less than nothing, and for nothing at all."""
    chosen = {key: number for key, number in packs.items() if number}
    if not chosen or any(number < 0 for number in chosen.values()):
        raise ValueError("nothing is ordered")
    return chosen


def address_key(postcode: str, house_number: int | None, addition: str) -> str:
    """By which two ways to write one address are the same; empty without a postcode."""
    parts = (postcode, str(house_number or ""), addition)
    plain = ["".join(letter for letter in part if letter.isalnum()).casefold() for part in parts]
    return "-".join(plain)[:40] if plain[0] else ""


def check(products: dict[int, ProductPage], packs: dict[int, int], buyer: Buyer, present: Present) -> None:
    """Look whether these packs may be ordered; only what becomes more counts. `products` are locked.

    Raises Closed, TooMany or OutOfStock, in that order.
    """
    more = {key: number for key, number in packs.items() if number > present.packs.get(key, 0)}
    if closed := sorted(set(more) - _open(products.values(), buyer)):
        raise Closed(closed)
    earlier = _ordered(more, buyer, present.order)
    most = {
        key: max(0, min(products[key].most_per_order, products[key].most_per_address - earlier.get(key, 0)))
        for key in more
    }
    if too_many := {key: most[key] for key in more if more[key] > most[key]}:
        raise TooMany(too_many)
    there = stock.balances(more)
    left = {}
    for key, number in more.items():
        size, had = present.sizes.get(key, products[key].pack_size), present.packs.get(key, 0)
        possible = had + there[key].available // size
        if number > possible:
            left[key] = possible
    if left:
        raise OutOfStock(left)


def open_products() -> Q:
    """A filter for products that can be ordered today, whatever there is of them: those in the source language."""
    day = today()
    return (
        public()
        & Q(is_orderable=True, alias_of=None, locale__language_code=settings.LANGUAGE_CODE)
        & (Q(available_from=None) | Q(available_from__lte=day))
        & (Q(available_until=None) | Q(available_until__gte=day))
    )


def _open(products: Iterable[ProductPage], buyer: Buyer) -> set[int]:
    how = Q(is_picked_up=True) if buyer.is_pickup else Q(is_posted=True)
    found = ProductPage.objects.filter(open_products(), how, pk__in=[one.pk for one in products])
    return set(found.values_list("pk", flat=True))


def _ordered(keys: Iterable[int], buyer: Buyer, but: Order | None) -> dict[int, int]:
    """Packs by product that this address or this e-mail address ordered in the period, `but` for one order."""
    same = Q()
    if buyer.email:
        same |= Q(order__submission__email__iexact=buyer.email)
    if buyer.address_key:
        same |= Q(order__submission__delivery__address_key=buyer.address_key)
    if not same:
        return {}
    lines = OrderLine.objects.filter(same, product__in=list(keys), order__made_at__gt=timezone.now() - PERIOD)
    lines = lines.exclude(order__status=Status.CANCELLED).exclude(order=but)
    # What was never sent of an order that is done, and what came back, is nobody's.
    over = When(order__status__in=[Status.SENT, Status.RETURNED], then=F("packs_sent") - F("packs_returned"))
    sums = (
        lines.order_by()
        .values("product")
        .annotate(total=Sum(Case(over, default=F("packs"), output_field=IntegerField())))
    )
    return dict(sums.values_list("product", "total"))

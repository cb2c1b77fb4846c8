"""How many cards went out: from the ledger, which outlives what is known of who ordered."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import day_start
from infokaart.models import Order, StockMovement


@dataclass(frozen=True)
class Row:
    """So many cards of one kind in one (local) month, to one district and one kind of orderer."""

    month: dt.date
    product: str
    language: str
    district: str
    orderer: str
    cards: int


def _gone(year: int | None) -> QuerySet[StockMovement]:
    """What left the shelf for an order; what came back or was taken back counts as less."""
    found = StockMovement.objects.filter(order__isnull=False).exclude(on_hand=0).order_by()
    if year is None:
        return found
    return found.filter(made_at__gte=day_start(dt.date(year, 1, 1)), made_at__lt=day_start(dt.date(year + 1, 1, 1)))


def cards_gone() -> int:
    """All cards that ever went out."""
    return -(_gone(None).aggregate(cards=Sum("on_hand"))["cards"] or 0)


def years() -> list[int]:
    """The years in which cards went out, the latest first."""
    # Two rows instead of all of them; a year between may be empty.
    moments = [_gone(None).order_by(order).values_list("made_at", flat=True).first() for order in ("pk", "-pk")]
    found = [moment.astimezone(timezone.get_default_timezone()).year for moment in moments if moment]
    return list(range(found[1], found[0] - 1, -1)) if found else []


def rows(year: int | None = None) -> list[Row]:
    """The cards that went out in a year (or ever), in one query; months and names in order."""
    found = (
        _gone(year)
        .annotate(month=TruncMonth("made_at", tzinfo=timezone.get_default_timezone()))
        .values_list(
            "month", "product__title", "product__card_language__name", "order__district__name", "order__orderer"
        )
        .annotate(cards=-Sum("on_hand"))
    )
    made = (
        Row(
            month.date(), product, language or _("Not given"), district or _("The whole city"),
            str(Order.Orderer(orderer).label), cards,
        )
        for month, product, language, district, orderer, cards in found
        if cards
    )  # fmt: skip
    return sorted(made, key=lambda row: (row.month, row.product, row.district, row.orderer, row.language))


@dataclass(frozen=True)
class Bar:
    """A line of a table with its bar; `share` is its length in thousandths of the longest."""

    name: Any
    cards: int
    share: int


def bars(found: Iterable[Row], field: str) -> list[Bar]:
    """The cards by one of the fields of a row: months in order, else most first."""
    counted: Counter[Any] = Counter()
    for row in found:
        counted[getattr(row, field)] += row.cards
    most = max(counted.values(), default=0)
    ordered = sorted(counted.items()) if field == "month" else counted.most_common()
    # What came back in a later month than it went can make less than nothing.
    return [Bar(name, cards, max(0, cards) * 1000 // most if most > 0 else 0) for name, cards in ordered]

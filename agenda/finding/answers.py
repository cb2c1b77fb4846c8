"""The dates that answer a question: first their keys, over narrow indexes; then the rows of the few that are shown.

However much there is, a list costs the same: it looks a bounded time ahead, counts no further than `MOST`, and reads
wide rows for one page only.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property
from wagtail.models import Locale
from wagtail.models import Page as WagtailPage

from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaItemPage, Occurrence
from agenda.models.dates import LONGEST
from agenda.queries import PAGE_SIZE, SHORT, cards
from core.dates import day_start, this_minute, today
from core.page_cache import per_generation
from core.queries import public

# Nobody reads a list of five hundred; beyond it the page says 'more than'.
MOST = 500
# Up to so many, a search begins at the items and not at the dates.
FEW_ITEMS = 300
# How far a list looks ahead when no period is asked.
HORIZON = dt.timedelta(days=28)


@dataclass(frozen=True)
class Window:
    """The dates that end after `since` and start before `until`; or, in the archive, those that ended by `until`."""

    since: dt.datetime | None
    until: dt.datetime | None

    @property
    def is_archive(self) -> bool:
        """Whether it looks back, the latest first."""
        return self.since is None


def window(question: AgendaFilter, moment: dt.datetime, *, also_over: bool = False) -> Window:
    """What a list looks at: what is not over at a moment, unless all of the asked days are over.

    `also_over` keeps what is over of the asked days: for paper, which is read later.
    """
    if question.is_archive:
        return Window(None, moment)
    span = question.span()
    if span is None:
        return Window(moment, None if also_over else day_start(today() + HORIZON))
    first, until = day_start(span[0]), day_start(span[1])
    return Window(first if also_over or until <= moment else max(first, moment), until)


@dataclass
class Found:
    """The keys of the dates in a window, still to be asked for: first those of long duration, then the others."""

    long: QuerySet[Occurrence]
    others: QuerySet[Occurrence]
    # The items they must be of; None when any will do.
    items: QuerySet[AgendaItemPage, Any] | None

    @classmethod
    def of(cls, question: AgendaFilter, looked: Window) -> "Found":
        """What answers a question in a window."""
        condition = question.items()
        # Without ordering and without the table of pages: a set of keys.
        items = AgendaItemPage.objects.filter(condition).order_by().values("pk") if condition else None
        dates = Occurrence.objects.filter(is_public(), question.dates())
        if looked.since is None:
            past = dates.filter(start__lt=looked.until, end__lte=looked.until)
            return cls(dates.none(), past.order_by("-start", "-pk"), items)
        started = looked.since - SHORT
        # Only these can have started so long before; there are few, and they have an index of their own.
        long = dates.filter(is_long=True, end__gt=looked.since, end__lt=looked.since + LONGEST, start__lt=started)
        others = dates.filter(start__gte=started, end__gt=looked.since)
        if looked.until:
            others = others.filter(start__lt=looked.until)
        return cls(long.order_by("start", "pk"), others.order_by("start", "pk"), items)

    def keys(self, limit: int) -> list[int]:
        """The keys of the first ones, at most `limit`."""
        return [pk for pk, _item in self.pairs(limit)]

    def pairs(self, limit: int) -> list[tuple[int, int]]:
        """The keys of the first ones, at most `limit`, each with that of its item."""
        found = list(self._looked_up(self.long).values_list("pk", "item_id")[:limit])
        # Of few items it is quicker to gather all dates; of many, to walk along the dates until there are enough.
        few = self._few_items
        others = self._walked(self.others) if few is None else self.others.filter(item__in=few)
        return found + list(others.values_list("pk", "item_id")[: limit - len(found)])

    def counted(self) -> list[QuerySet[Occurrence]]:
        """The two, to be counted with those of other questions: without asking for the items first."""
        others = self.others if self.items is None else self.others.filter(item__in=self.items)
        return [self._looked_up(self.long), others]

    @cached_property
    def _few_items(self) -> list[int] | None:
        """The keys of the items when there are few; None when there are many, or when any will do."""
        if self.items is None:
            return None
        keys = list(self.items.values_list("pk", flat=True)[: FEW_ITEMS + 1])
        return keys if len(keys) <= FEW_ITEMS else None

    def _looked_up(self, dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """The dates of the asked items, of dates so few that each item is looked up by itself."""
        if self.items is None:
            return dates
        return dates.filter(tested(Exists(self.items.filter(pk=OuterRef("item_id")))))

    def _walked(self, dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """The dates of the asked items, in a form that makes the database go along the dates, not along the items."""
        return dates if self.items is None else dates.filter(tested(Q(item_id__in=self.items)))


def is_public() -> IsNull:
    """That the item of a date is public and in the source language."""
    source = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values("pk")[:1]
    pages = WagtailPage.objects.filter(public(), locale=source, pk=OuterRef("item_id")).order_by()
    # Of an EXISTS PostgreSQL would first gather all pages there are, for each part of a query anew.
    return IsNull(Subquery(pages.values("pk")[:1]), False)


def tested(condition: Q | Combinable) -> Case:
    """A condition to be tested per row: said so, no database begins its search there, and the order is kept."""
    return Case(When(condition, then=Value(True)), default=Value(False))


def count_each(asked: "Sequence[Found]", most_dates: int) -> list[tuple[int, bool]]:
    """Of each of some searches the number of items, and whether that is all: it stops at so many dates. One query."""
    limited = [
        (place, dates.order_by().values("item_id")[: most_dates + 1])
        for place, found in enumerate(asked)
        for dates in found.counted()
    ]
    counts = [(0, True)] * len(asked)
    united, values = _united(limited)
    if united:
        # Django's own SQL, put together.
        sql = f"SELECT place, COUNT(DISTINCT item_id), COUNT(*) FROM ({united}) AS found GROUP BY place"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for place, items, dates_read in cursor.fetchall():
                counts[place] = items, dates_read <= most_dates
    return counts


def read_each(asked: "Sequence[QuerySet[Any, Any]]") -> list[list[tuple[Any, ...]]]:
    """The rows of some bounded questions for the same columns, in the order of these. One query.

    Moments come as the database keeps them: to put in order, not to count with.
    """
    found: list[list[tuple[Any, ...]]] = [[] for _one in asked]
    united, values = _united(enumerate(asked))
    if united:
        with connection.cursor() as cursor:
            cursor.execute(united, values)
            for place, *row in cursor.fetchall():
                found[place].append(tuple(row))
    return [sorted(rows) for rows in found]


def _united(asked: "Iterable[tuple[int, QuerySet[Any, Any]]]") -> tuple[str, list[Any]]:
    """Some questions as one, each row with the number of its question (`place`) in front."""
    parts: list[str] = []
    values: list[Any] = []
    for place, one in asked:
        # Of a question that nothing can answer Django makes no SQL.
        with suppress(EmptyResultSet):
            sql, its_values = one.query.sql_with_params()
            parts.append(f"SELECT {place} AS place, c{len(parts)}.* FROM ({sql}) AS c{len(parts)}")  # noqa: S608
            values += its_values
    return " UNION ALL ".join(parts), values


class ListPage(Page[Any]):
    """A page of the list, `activities` in all; `is_more` when there are more dates than are looked at."""

    is_more = False
    activities = 0


class _Pages(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def list_page(question: AgendaFilter, number: int) -> ListPage:
    """One page of the list; no further than `MOST` answers."""
    return _list_page(this_minute(), question, number)


@per_generation(maxsize=128)
def _list_page(moment: dt.datetime, question: AgendaFilter, number: int) -> ListPage:
    pairs = _pairs(moment, question, MOST + 1)
    result: Any = _Pages(pairs[:MOST], PAGE_SIZE).get_page(number)
    result.object_list = rows([pk for pk, _item in result.object_list])
    result.is_more = len(pairs) > MOST
    # What is there every day is one thing to do.
    result.activities = len({item for _pk, item in pairs})
    return result


@per_generation(maxsize=64)
def _pairs(moment: dt.datetime, question: AgendaFilter, limit: int) -> list[tuple[int, int]]:
    """The keys of a list's dates and their items, from which all its pages are cut."""
    return Found.of(question, window(question, moment)).pairs(limit)


def rows(keys: list[int]) -> list[Occurrence]:
    """The dates with these keys, in this order, with all that a card shows."""
    found = {one.pk: one for one in Occurrence.objects.with_cards().filter(pk__in=keys).order_by()}
    return cards(found[key] for key in keys if key in found)

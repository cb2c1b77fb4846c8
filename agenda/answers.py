"""The dates that answer a question: first their keys, over narrow indexes; then the rows of the few that are shown.

However much there is, a list costs the same: it looks a bounded time ahead, counts no further than `MOST`, and reads
wide rows for one page only.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import cached_property
from wagtail.models import Locale
from wagtail.models import Page as WagtailPage

from agenda.filters import AgendaFilter
from agenda.models import AgendaItemPage, Occurrence
from agenda.models.dates import LONGEST
from agenda.queries import PAGE_SIZE, SHORT, cards
from core.dates import day_start, this_minute, today
from core.page_cache import per_generation
from core.queries import public

# Nobody reads a list of a thousand; beyond it the page says 'more than'.
MOST = 1_000
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
        found = list(self._walked(self.long).values_list("pk", flat=True)[:limit])
        # Of few items it is quicker to gather all dates; of many, to walk along the dates until there are enough.
        few = self._few_items
        others = self._walked(self.others) if few is None else self.others.filter(item__in=few)
        return found + list(others.values_list("pk", flat=True)[: limit - len(found)])

    def counted(self) -> list[QuerySet[Occurrence]]:
        """The two, to be counted with those of other questions: without asking for the items first."""
        others = self.others if self.items is None else self.others.filter(item__in=self.items)
        return [self._walked(self.long), others]

    @cached_property
    def _few_items(self) -> list[int] | None:
        """The keys of the items when there are few; None when there are many, or when any will do."""
        if self.items is None:
            return None
        keys = list(self.items.values_list("pk", flat=True)[: FEW_ITEMS + 1])
        return keys if len(keys) <= FEW_ITEMS else None

    def _walked(self, dates: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """The dates of the asked items, in a form that makes the database go along the dates, not along the items."""
        return dates if self.items is None else dates.filter(_tested(Q(item_id__in=self.items)))


def is_public() -> Case:
    """That the item of a date is public and in the source language."""
    source = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values("pk")[:1]
    pages = WagtailPage.objects.filter(public(), locale=source, pk=OuterRef("item_id")).order_by()
    return _tested(Exists(pages))


def _tested(condition: Q | Exists) -> Case:
    """A condition to be tested per row: said so, no database begins its search there, and the order is kept."""
    return Case(When(condition, then=Value(True)), default=Value(False))


def count_each(asked: "Sequence[QuerySet[Any]]", most: int) -> list[int]:
    """How many rows each of some questions has, none counted beyond `most` + 1: in one query."""
    counts = [0] * len(asked)
    parts: list[str] = []
    values: list[Any] = []
    for place, one in enumerate(asked):
        # Of a question that nothing can answer Django makes no SQL.
        with suppress(EmptyResultSet):
            sql, its_values = one.order_by().values("pk")[: most + 1].query.sql_with_params()
            parts.append(f"SELECT {place}, COUNT(*) FROM ({sql}) AS c{place}")  # noqa: S608 - Django's own SQL
            values += its_values
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for place, count in cursor.fetchall():
                counts[place] = count
    return counts


class ListPage(Page[Any]):
    """A page of the list; `is_more` when there are more answers than its paginator counts."""

    is_more = False


class _Pages(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        return ListPage(*args, **kwargs)


def agenda_page(question: AgendaFilter, number: int) -> ListPage:
    """One page of the list; no further than `MOST` answers."""
    return _agenda_page(this_minute(), question, number)


@per_generation(maxsize=128)
def _agenda_page(moment: dt.datetime, question: AgendaFilter, number: int) -> ListPage:
    keys = _keys(moment, question, MOST + 1)
    result: Any = _Pages(keys[:MOST], PAGE_SIZE).get_page(number)
    result.object_list = rows(result.object_list)
    result.is_more = len(keys) > MOST
    return result


@per_generation(maxsize=64)
def _keys(moment: dt.datetime, question: AgendaFilter, limit: int) -> list[int]:
    """The keys of a list's dates, from which all its pages are cut."""
    return Found.of(question, window(question, moment)).keys(limit)


def dates_of(question: AgendaFilter, limit: int) -> list[Occurrence]:
    """The first dates that answer a question, in order of start; of asked days also what is over."""
    return _dates_of(this_minute(), question, limit)


@per_generation(maxsize=64)
def _dates_of(moment: dt.datetime, question: AgendaFilter, limit: int) -> list[Occurrence]:
    return rows(Found.of(question, window(question, moment, also_over=True)).keys(limit))


def rows(keys: list[int]) -> list[Occurrence]:
    """The dates with these keys, in this order, with all that a card shows."""
    found = {one.pk: one for one in Occurrence.objects.with_cards().filter(pk__in=keys).order_by()}
    return cards(found[key] for key in keys if key in found)

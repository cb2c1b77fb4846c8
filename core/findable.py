"""What the search knows of the kinds of pages: each app registers its own in `apps.py`.

A type nobody registers is found as a general page, by its title, introduction and text.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import this_minute
from core.models import BasePage
from core.queries import private_paths


@dataclass(frozen=True)
class Facts:
    """What the search keeps of one thing beside its own words."""

    # Names around it that people look for it by: organisers, place, for whom.
    names: tuple[str, ...] = ()
    # Words of its own that stand in no stream of blocks.
    text: str = ""
    # Where it is, in a few words.
    place: str = ""
    # Keys of districts.
    districts: tuple[int, ...] = ()
    # The day it is from, or its first one; a last day only for what is over after it.
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    # The page whose dates it has (`next_dates` is asked by it).
    dates_of: int | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of result, as people choose it: the code stands in addresses."""

    code: str
    label: str | Promise
    facts: Callable[[Any], Facts] = field(default=lambda page: Facts())
    # How much it counts beside what one can go to, ask for or do oneself (1).
    weight: float = 1.0
    # What the facts read of other tables: fetched for many pages at once.
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextDate:
    """The next date of something to go to."""

    start: dt.datetime
    # Nothing that is to come goes ahead.
    is_off: bool = False
    # It is for who does this as work.
    is_for_work: bool = False


def open_titles(pages: Iterable[BasePage]) -> list[str]:
    """The titles of those pages that are public now: no other may lead to what it stands beside."""
    moment, closed = this_minute(), tuple(private_paths())
    live = (page for page in pages if page.live and not (page.expire_at and page.expire_at <= moment))
    return [page.title for page in live if not page.path.startswith(closed)]


PAGE = Kind("pagina", _("page"))
_kinds: dict[str, Kind] = {}
_dates: list[Callable[[Iterable[int]], dict[int, NextDate]]] = []
_words: list[Callable[[Mapping[int, NextDate | None]], dict[int, str]]] = []
_namers: list[Callable[[Iterable[int]], Iterable[int]]] = []


def register(kind: Kind, *models: str) -> None:
    """Let the pages of these models (`agenda.AgendaItemPage`) be found as this kind."""
    _kinds.update({model.lower(): kind for model in models})


def register_dates(
    coming: Callable[[Iterable[int]], dict[int, NextDate]],
    in_words: Callable[[Mapping[int, NextDate | None]], dict[int, str]],
) -> None:
    """Let the search ask for the next dates of pages by their keys, and for these or else the last ones in words."""
    _dates.append(coming)
    _words.append(in_words)


def register_namer(naming: Callable[[Iterable[int]], Iterable[int]]) -> None:
    """Let the search ask which pages have the names of these pages among their facts."""
    _namers.append(naming)


def naming(keys: Iterable[int]) -> set[int]:
    """The keys of the pages that have the names of these pages among their facts."""
    wanted = list(keys)
    return {key for ask in _namers for key in ask(wanted)} if wanted else set()


def kind_of(model: type) -> Kind:
    """The kind of pages of a model."""
    return _kinds.get(model._meta.label_lower, PAGE)  # type: ignore[attr-defined]


def kinds() -> list[Kind]:
    """Every kind of page, each once, in the order they were registered."""
    return [*dict.fromkeys(_kinds.values()), PAGE]


def next_dates(keys: Iterable[int]) -> dict[int, NextDate]:
    """Of each page that has dates to come the next one."""
    wanted = list(keys)
    return {key: date for ask in _dates for key, date in ask(wanted).items()} if wanted else {}


def dates_in_words(dates: Mapping[int, NextDate | None]) -> dict[int, str]:
    """Of each page its next date, or else its last one, in the active language."""
    return {key: words for ask in _words for key, words in ask(dates).items()} if dates else {}

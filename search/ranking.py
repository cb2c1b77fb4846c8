"""The order of what was found: how well the words fit, what it is, and whether one can still go there."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.dates import day_start, today
from core.findable import NextDate, kinds
from search.engines import Match
from search.indexing import VENUE

# What is over, or does not go ahead, comes after what can still be done, unless it fits much better; so does what is
# for who does this as work.
_OVER, _OFF, _FOR_WORK = 0.35, 0.5, 0.5
# A place only leads to what is in its district; how much pages count says `core.findable.Kind.weight`.
_PLACE = 0.3
# Below this part of what the best one has of the question, something is beside it.
_LEAST_COVERAGE = 0.25


@dataclass(frozen=True)
class Ranked:
    """A match with its place in the order and what it is in time."""

    match: Match
    # It is where was asked, and nothing of what was.
    is_only_there: bool
    score: float
    next: NextDate | None
    is_past: bool
    whens: frozenset[str]

    @property
    def is_off(self) -> bool:
        """Whether nothing of what is to come goes ahead."""
        return bool(self.next) and self.next.is_off  # type: ignore[union-attr]


@dataclass(frozen=True)
class _Order:
    """What is the same for all that was found."""

    # How much each concept counts.
    concepts: list[float]
    # Which of them say what is asked for, not where.
    what: list[int]
    # How much each kind counts.
    kinds: dict[str, float]
    dates: dict[int, NextDate]
    today: dt.date
    # When the week and the month end that somebody can choose.
    ends: dict[str, dt.datetime]


def rank(matches: Sequence[Match], dates: dict[int, NextDate], places: Sequence[int] = ()) -> list[Ranked]:
    """The matches, best first; the same question gives the same order. `places`: which concepts say where.

    Each word more counts much; a rare word counts for more than one that is everywhere. What is only in the right
    place is last: theatre in Zuilen is no answer to who wants to eat there.
    """
    if not matches:
        return []
    what = [number for number in range(len(matches[0].ranks)) if number not in places]
    weights = _weights(matches, what)
    whole = sum(weights)
    day = today()
    next_month = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    ends = {"week": day_start(day + dt.timedelta(days=7)), "maand": day_start(next_month)}
    order = _Order(weights, what, {kind.code: kind.weight for kind in kinds()} | {VENUE: _PLACE}, dates, day, ends)
    coverages = [sum(w for w, r in zip(weights, match.ranks, strict=True) if r) / whole for match in matches]
    least = max(coverages) * _LEAST_COVERAGE
    found = [
        _ranked(match, coverage, order)
        for match, coverage in zip(matches, coverages, strict=True)
        if coverage >= least
    ]
    return sorted(found, key=lambda one: (one.is_only_there, -one.score, one.match.pk))


def _weights(matches: Sequence[Match], what: Sequence[int]) -> list[float]:
    """How much each concept counts: the fewer have it, the more, but where no more than what."""
    counts = [sum(1 for match in matches if match.ranks[number]) for number in range(len(matches[0].ranks))]
    weights = [math.log(1 + len(matches) / count) + 0.5 if count else 0.0 for count in counts]
    # One that nothing has counts for nothing.
    most = max((weights[number] for number in what), default=0.0) or max(weights)
    return [min(weight, most) for weight in weights]


def _ranked(match: Match, coverage: float, order: _Order) -> Ranked:
    next_date = order.dates.get(match.dates_of) if match.dates_of else None
    is_past = (match.dates_of is not None and next_date is None) or (
        match.last_day is not None and match.last_day < order.today
    )
    fit = sum(weight * value for weight, value in zip(order.concepts, match.ranks, strict=True)) / sum(order.concepts)
    time = _OVER if is_past else _OFF if next_date and next_date.is_off else 1.0
    work = _FOR_WORK if next_date and next_date.is_for_work else 1.0
    score = coverage**4 * fit * order.kinds.get(match.kind, 1.0) * time * work
    is_only_there = bool(order.what) and not any(match.ranks[number] for number in order.what)
    return Ranked(match, is_only_there, score, next_date, is_past, _whens(match, next_date, order, is_past=is_past))


def _whens(match: Match, next_date: NextDate | None, order: _Order, *, is_past: bool) -> frozenset[str]:
    """Which of the periods somebody can choose it is in; none for what has no date."""
    if is_past:
        return frozenset({"geweest"})
    first = next_date.start if next_date else None
    if first is None and match.last_day is not None and match.first_day is not None:
        first = day_start(match.first_day)
    if first is None:
        return frozenset()
    return frozenset({"komend", *(name for name, end in order.ends.items() if first < end)})

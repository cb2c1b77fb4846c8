"""The order of what was found: the words first, then whether one can still go there."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.dates import day_start, today
from core.findable import NextDate
from search.engines import Match

# What is over, or does not go ahead, comes after what can still be done, unless it fits much better.
_OVER, _OFF = 0.35, 0.5
# Below this part of what the best one has of the question, something is beside it.
_LEAST_COVERAGE = 0.25


@dataclass(frozen=True)
class Ranked:
    """A match with its place in the order and what it is in time."""

    match: Match
    # Whether it has every word that anything has.
    has_all: bool
    score: float
    next: NextDate | None
    is_past: bool
    whens: frozenset[str]

    @property
    def is_off(self) -> bool:
        """Whether nothing of what is to come goes ahead."""
        return bool(self.next) and self.next.is_off  # type: ignore[union-attr]


def rank(matches: Sequence[Match], dates: dict[int, NextDate]) -> list[Ranked]:
    """The matches, best first; the same question gives the same order.

    Who has all words comes before who has most of them; a rare word counts for more than one that is everywhere.
    """
    if not matches:
        return []
    weights = _weights(matches)
    whole = sum(weights)
    coverages = [sum(w for w, r in zip(weights, match.ranks, strict=True) if r) / whole for match in matches]
    least = max(coverages) * _LEAST_COVERAGE
    found = [
        _ranked(match, coverage, weights, dates)
        for match, coverage in zip(matches, coverages, strict=True)
        if coverage >= least
    ]
    return sorted(found, key=lambda one: (not one.has_all, -one.score, one.match.pk))


def _weights(matches: Sequence[Match]) -> list[float]:
    """How much each concept counts: the fewer have it, the more. One that nothing has counts for nothing."""
    counts = [sum(1 for match in matches if match.ranks[number]) for number in range(len(matches[0].ranks))]
    return [math.log(1 + len(matches) / count) + 0.5 if count else 0.0 for count in counts]


def _ranked(match: Match, coverage: float, weights: list[float], dates: dict[int, NextDate]) -> Ranked:
    next_date = dates.get(match.dates_of) if match.dates_of else None
    is_past = (match.dates_of is not None and next_date is None) or (
        match.last_day is not None and match.last_day < today()
    )
    fit = sum(weight * value for weight, value in zip(weights, match.ranks, strict=True)) / sum(weights)
    time = _OVER if is_past else _OFF if next_date and next_date.is_off else 1.0
    whens = _whens(match, next_date, is_past=is_past)
    return Ranked(match, coverage > 0.999, coverage**3 * fit * time, next_date, is_past, whens)


def _whens(match: Match, next_date: NextDate | None, *, is_past: bool) -> frozenset[str]:
    """Which of the periods somebody can choose it is in; none for what has no date."""
    if is_past:
        return frozenset({"geweest"})
    first = next_date.start if next_date else None
    if first is None and match.last_day is not None and match.first_day is not None:
        first = day_start(match.first_day)
    if first is None:
        return frozenset()
    day = today()
    next_month = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    ends = {"week": day + dt.timedelta(days=7), "maand": next_month}
    return frozenset({"komend", *(name for name, end in ends.items() if first < day_start(end))})

"""When nothing fits: the questions close by that do have an answer, so that nobody stands before a wall."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from agenda import options
from agenda.answers import HORIZON, Found, count_each, window
from agenda.choices import label_of
from agenda.filters import AgendaFilter
from core.dates import this_minute, today
from core.page_cache import per_generation

# Offered, counted, and of a district counted, at most.
MOST_OFFERED, MOST_COUNTED, MOST_IN_DISTRICTS = 4, 100, 500


class Try(NamedTuple):
    """Another question, what makes it another (`later`, `any day`, `elsewhere`, `without` or `only`), its count."""

    question: AgendaFilter
    how: str
    name: str = ""
    value: str | bool = ""
    fits: int = 0


@dataclass(frozen=True)
class NearMiss:
    """Another question with how many answers it has; `count` stops at `MOST_COUNTED` + 1."""

    label: str
    query: str
    count: int

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED


def near_misses(question: AgendaFilter) -> list[NearMiss]:
    """The best few questions near one that found nothing: later, elsewhere, with an answer less; else with one."""
    return [NearMiss(_label(one), one.question.query_string, one.fits) for one in _found(this_minute(), question)]


@per_generation(maxsize=32)
def _found(moment: dt.datetime, question: AgendaFilter) -> list[Try]:
    """In three queries at most."""
    near = _counted(moment, [*_later(question), *_without(question)])
    later = [one for one in near if one.how == "later"]
    found = [*later, *_elsewhere(moment, question), *(one for one in near if one not in later)]
    return (found or _counted(moment, _only(question)))[:MOST_OFFERED]


def _counted(moment: dt.datetime, asked: Iterable[Try]) -> list[Try]:
    """Those that have an answer, first what has most."""
    tries = list(asked)
    parts = [dates for one in tries for dates in Found.of(one.question, window(one.question, moment)).counted()]
    counts = count_each(parts, MOST_COUNTED)
    found = [
        one._replace(fits=min(long + others, MOST_COUNTED + 1))
        for one, long, others in zip(tries, counts[::2], counts[1::2], strict=True)
        if long + others
    ]
    return sorted(found, key=lambda one: -one.fits)


def _later(question: AgendaFilter) -> list[Try]:
    """The same question for the days after those that were asked."""
    span, day = question.span(), dt.timedelta(days=1)
    if question.is_archive:
        return []
    if span is None:
        other = question.with_(van=today() + HORIZON)
    elif question.periode in {"vandaag", "morgen"}:
        other = question.with_(periode="week")
    elif question.periode == "weekend":
        # From Saturday, also when this weekend is half over.
        other = question.with_(periode="", van=span[1] + 5 * day, tot=span[1] + 6 * day)
    else:
        other = question.with_(periode="", van=span[1], tot=span[1] + (span[1] - span[0]) - day)
    return [Try(other, "later")]


def _without(question: AgendaFilter) -> list[Try]:
    """The same question without one of its answers."""
    found = [Try(question.without(name, value), "without", name, value) for name, value in question.given()]
    if question.span() or question.is_archive:
        found.append(Try(question.with_(periode="", van=None, tot=None), "any day"))
    return found


def _only(question: AgendaFilter) -> list[Try]:
    """Each answer by itself, on any day."""
    return [
        Try(AgendaFilter().with_(**{name: (value,) if name == "toegang" else value}), "only", name, value)
        for name, value in question.given()
    ]


def _elsewhere(moment: dt.datetime, question: AgendaFilter) -> list[Try]:
    """The same question in the other district that has most."""
    if not question.wijk:
        return []
    anywhere = question.with_(wijk="")
    _long, dates = Found.of(anywhere, window(anywhere, moment)).counted()
    found = Counter(dates.order_by().values_list("item__venue__district__slug", flat=True)[:MOST_IN_DISTRICTS])
    best = [(slug, count) for slug, count in found.most_common(3) if slug and slug != question.wijk][:1]
    return [
        Try(question.with_(wijk=slug), "elsewhere", "wijk", slug, min(count, MOST_COUNTED + 1)) for slug, count in best
    ]


def _label(one: Try) -> str:
    if one.how == "later":
        return _("The coming week") if one.question.periode else _("Later")
    if one.how == "any day":
        return _("On any day")
    if one.how == "elsewhere":
        return _("In %(district)s") % {"district": options.name_of("wijk", one.question.wijk)}
    if one.how == "without" and one.name == "wijk":
        return _("In the whole city")
    answer = {"answer": label_of(one.name, one.value)}
    return _("Only “%(answer)s”") % answer if one.how == "only" else _("Without “%(answer)s”") % answer

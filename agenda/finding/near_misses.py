"""When nothing fits: the questions close by that do have an answer, so that nobody stands before a wall."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from agenda.finding import options
from agenda.finding.answers import HORIZON, Found, count_each, window
from agenda.finding.choices import label_of
from agenda.finding.filters import AgendaFilter
from core.dates import this_minute, today
from core.page_cache import per_generation

# Offered at most; dates that are looked at of each, and to see in which districts there is anything.
MOST_OFFERED, MOST_DATES, MOST_IN_DISTRICTS = 4, 60, 120
# Districts that are counted.
MOST_NEAR = 3


class Try(NamedTuple):
    """Another question, what makes it another (`later`, `any day`, `elsewhere`, `without` or `only`), its count."""

    question: AgendaFilter
    how: str
    name: str = ""
    value: str | bool = ""
    fits: int = 0
    is_all: bool = True


@dataclass(frozen=True)
class NearMiss:
    """Another question with how many activities answer it; when `is_many` there may be more than `count`."""

    label: str
    query: str
    count: int
    is_many: bool = False

    @classmethod
    def of(cls, one: Try) -> "NearMiss":
        """What a visitor sees of a question that has answers."""
        if one.is_all:
            return cls(_label(one), one.question.query_string, one.fits)
        # Of what was not looked at to the end, a round number.
        return cls(_label(one), one.question.query_string, one.fits // 10 * 10 or one.fits, is_many=True)


def near_misses(question: AgendaFilter) -> list[NearMiss]:
    """The best few questions near one that found nothing: later, elsewhere, with an answer less; else with one."""
    return [NearMiss.of(one) for one in _found(this_minute(), question)]


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
    counts = count_each([Found.of(one.question, window(one.question, moment)) for one in tries], MOST_DATES)
    found = [
        one._replace(fits=items, is_all=is_all) for one, (items, is_all) in zip(tries, counts, strict=True) if items
    ]
    # What was not looked at to the end has most.
    return sorted(found, key=lambda one: (one.is_all, -one.fits))


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
    """The same question in another district: of those where something is soon, the one that has most."""
    if not question.wijk:
        return []
    anywhere = question.with_(wijk="")
    _long, dates = Found.of(anywhere, window(anywhere, moment)).counted()
    seen = Counter(dates.order_by().values_list("item__venue__district__slug", flat=True)[:MOST_IN_DISTRICTS])
    near = [slug for slug, _count in seen.most_common() if slug and slug != question.wijk][:MOST_NEAR]
    # Only a glance: how much there is, is counted like everything else.
    return _counted(moment, [Try(question.with_(wijk=slug), "elsewhere", "wijk", slug) for slug in near])[:1]


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

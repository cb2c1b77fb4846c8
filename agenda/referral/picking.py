"""What referrers pick from: each activity once, and the words that narrow the list."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agenda.finding import options as options_of_all
from agenda.finding.answers import Found, Window, is_public
from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaItemPage, InterventionProfile, Occurrence
from agenda.models.dates import LONGEST
from agenda.queries import cards
from core.dates import day_start, this_minute, today
from core.page_cache import per_generation
from core.queries import public

PAGE_SIZE = 20
# Referrers look for what a client can go to soon; further ahead, the agenda itself is there.
DAYS_AHEAD = 56
MOST_LISTED = 500
# Questions that mean something to a referrer; the day is for the client to choose.
ASKED = ("wijk", "doelgroep", "thema", "toegang", "taal", "nederlands", "profiel")
ACCESS_LABELS = {
    "rolstoel": _("Wheelchair"),
    "toilet": _("Wheelchair toilet"),
    "ringleiding": _("Hearing loop"),
    "rustig": _("Quiet place"),
    "tolk": _("Sign language interpreter"),
}


@dataclass(frozen=True)
class Option:
    """An answer that fits something to come."""

    slug: str
    name: str


def read_question(query: QueryDict) -> AgendaFilter:
    """What a referrer asks; other questions count as not asked."""
    asked = options_of_all.read_question(query, for_referrers=True)
    return AgendaFilter(**{name: getattr(asked, name) for name in ASKED})


def pick_list(question: AgendaFilter, number: int) -> Page:
    """One page of the activities that answer a question, each as its next date, soonest first.

    At most `MOST_LISTED` of them, within `DAYS_AHEAD` days.
    """
    return _pick_list(this_minute(), question, number)


def options() -> dict[str, list[Option]]:
    """The answers to offer to each question: those of the agenda, and the profiles that fit something to come."""
    offered = options_of_all.offered()
    names = ("wijk", "doelgroep", "thema", "taal")
    found = {name: [Option(slug, title) for slug, title in offered.get(name, {}).items()] for name in names}
    return {**found, "profiel": _profiles(this_minute().replace(minute=0))}


def public_items() -> QuerySet[AgendaItemPage]:
    """What may be picked: public, in the source language, and not an alias (which has no dates)."""
    return AgendaItemPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE, alias_of=None)


def _until() -> dt.datetime:
    return day_start(today() + dt.timedelta(days=DAYS_AHEAD))


@per_generation(maxsize=64)
def _pick_list(moment: dt.datetime, question: AgendaFilter, number: int) -> Page:
    found = Found.of(question, Window(moment, _until()))
    # Of each activity only its next date.
    earlier = Occurrence.objects.filter(item=OuterRef("item"), end__gt=moment, start__lt=OuterRef("start"))
    is_next = ~Exists(earlier.filter(start__gte=moment - LONGEST))
    found = replace(found, long=found.long.filter(is_next), others=found.others.filter(is_next))
    result: Any = Paginator(found.keys(MOST_LISTED), PAGE_SIZE).get_page(number)
    keys = result.object_list
    rows = Occurrence.objects.filter(pk__in=keys).order_by().select_related("item__venue__district")
    rows = rows.defer("item__body").prefetch_related("item__audiences", "item__profiles")
    result.object_list = sorted(cards(rows), key=lambda row: keys.index(row.pk))
    return result


@per_generation(maxsize=2)
def _profiles(since: dt.datetime) -> list[Option]:
    soon = Occurrence.objects.filter(is_public()).overlapping(since, _until()).order_by()
    fits = Exists(soon.filter(item__profiles=OuterRef("pk")))
    found = InterventionProfile.objects.filter(fits).order_by("name", "pk")
    return [Option(slug, name) for slug, name in found.values_list("slug", "name")]

"""What is, or may soon be, in the agenda and looks like the same thing: at a constant number of queries."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import AgendaDate, AgendaItemPage, Occurrence, Venue
from core.dates import day_start, local_moment, today
from core.templatetags.components import date_plain

# A likeness of titles from which one looks twice; titles that are only half the same are another day's choir.
ALIKE = 0.72
# What is looked through, and what is shown: an editor reads five lines, not fifty.
MOST_DAYS, MOST_CANDIDATES, MOST_SHOWN = 60, 200, 5
# Words that say nothing about what it is.
_COMMON = frozenset({"voor", "samen", "iedereen", "utrecht", "activiteit", "middag", "avond", "ochtend"})


@dataclass
class _Likeness:
    """One candidate, with what makes it look like the page."""

    title: str = ""
    days: set[dt.date] = field(default_factory=set)
    is_title_alike: bool = False
    is_live: bool = False

    def why(self) -> str:
        """In words, for the editor."""
        parts = []
        if self.days:
            first = date_plain(min(self.days))
            message = ngettext("same place on %(day)s", "same place on %(day)s and more days", len(self.days))
            parts.append(message % {"day": first})
        if self.is_title_alike:
            parts.append(_("similar title"))
        if not self.is_live:
            parts.append(_("not on the site yet"))
        return ", ".join(parts)


def likely(page: AgendaItemPage) -> list[tuple[str, str, str]]:
    """What looks like this draft, the most alike first: (title, address in the office, why)."""
    found: dict[int, _Likeness] = {}
    others = AgendaItemPage.objects.filter(locale=page.locale_id, alias_of=None).exclude(pk=page.pk)
    others = others.exclude(translation_key=page.translation_key)
    _same_place_and_day(page, others, found)
    _similar_title(page, others, found)
    if not found:
        return []
    for key, title, is_live in others.filter(pk__in=found).values_list("pk", "draft_title", "live"):
        found[key].title, found[key].is_live = title, is_live
        found[key].is_title_alike |= _is_alike(page.title, title)
    ranked = sorted(
        found.items(), key=lambda pair: (-bool(pair[1].days) - pair[1].is_title_alike, pair[1].title, pair[0])
    )
    return [(one.title, reverse("wagtailadmin_pages:edit", args=[key]), one.why()) for key, one in ranked[:MOST_SHOWN]]


def _same_place_and_day(page: AgendaItemPage, others: QuerySet[AgendaItemPage], found: dict[int, _Likeness]) -> None:
    """Add what is at the same venue, or the same postcode and number, on one of the same days."""
    days, venues = _days_of(page.dates.all()), _same_address(page.venue)
    if not days or not venues:
        return
    since, until = day_start(min(days)), day_start(max(days) + dt.timedelta(days=1))
    live = Occurrence.objects.filter(item__in=others, item__venue__in=venues, start__gte=since, start__lt=until)
    for occurrence in live.only("item_id", "start").order_by("start")[:MOST_CANDIDATES]:
        if (day := occurrence.local_start.date()) in days:
            found.setdefault(occurrence.item_id, _Likeness()).days.add(day)
    # What waits as well has no occurrences yet.
    drafts = AgendaDate.objects.filter(item__in=others, item__live=False, item__venue__in=venues)
    drafts = drafts.filter(start_date__lte=max(days)).filter(Q(start_date__gte=min(days)) | ~Q(rule=""))
    for date in drafts.order_by("-start_date")[:MOST_CANDIDATES]:
        if same := _days_of([date]) & days:
            found.setdefault(date.item_id, _Likeness()).days |= same


def _similar_title(page: AgendaItemPage, others: QuerySet[AgendaItemPage], found: dict[int, _Likeness]) -> None:
    """Add what has a title like it and is still to come, or waits."""
    words = _telling_words(page.title)
    if not words:
        return
    about = Q()
    for word in words:
        about |= Q(draft_title__icontains=word)
    # A copy of last year's is no double.
    to_come = Occurrence.objects.filter(end__gt=local_moment(today(), dt.time.min)).values("item")
    candidates = others.filter(about).filter(Q(live=False) | Q(pk__in=to_come))
    for key, title in candidates.order_by("-pk").values_list("pk", "draft_title")[:MOST_CANDIDATES]:
        if _is_alike(page.title, title):
            found.setdefault(key, _Likeness()).is_title_alike = True


def _days_of(dates: Iterable[AgendaDate]) -> set[dt.date]:
    """The first days, from today on, of these rows; a rule that is none of ours gives none."""
    found: set[dt.date] = set()
    for date in dates:
        try:
            days = date.days()
        except ValidationError:
            continue
        found |= {day for day in days if day >= today()}
    return set(sorted(found)[:MOST_DAYS])


def _same_address(venue: Venue | None) -> list[int]:
    """The keys of this venue and of those with the same postcode and house number."""
    if venue is None:
        return []
    keys = [venue.pk] if venue.pk else []
    postcode, number = _postcode(venue.postcode), _number(venue.street)
    if not postcode or not number:
        return keys
    near = Venue.objects.filter(postcode__in=[postcode, f"{postcode[:4]} {postcode[4:]}"]).values_list("pk", "street")
    return [*keys, *(key for key, street in near if _number(street) == number and key not in keys)]


def _postcode(text: str) -> str:
    return "".join(text.split()).upper()


def _number(street: str) -> str:
    """The house number in a street address, without what follows it; empty when there is none."""
    numbers: list[Any] = re.findall(r"\d+", street)
    return numbers[-1] if numbers else ""


def _telling_words(title: str) -> list[str]:
    """The three longest words of a title that say something."""
    words = {word for word in re.findall(r"\w{4,}", title.lower()) if word not in _COMMON}
    return sorted(words, key=lambda word: (-len(word), word))[:3] or re.findall(r"\w+", title.lower())[:1]


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.lower(), other.lower())
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE

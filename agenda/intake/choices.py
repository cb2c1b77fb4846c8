"""What the form offers, and the places it knows by name. Kept until something public changes."""

import datetime as dt
import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings

from agenda.imports.words import venues_by_name
from agenda.models import CampaignPage, Venue
from core.dates import today
from core.intake.choices import Choices, choices_of
from core.models import Audience, SpokenLanguage, Topic
from core.names import plain
from core.page_cache import per_generation
from core.queries import public
from core.templatetags.languages import page_title

_MOST_ALIKE = 6


@dataclass(frozen=True)
class Known:
    """A place we know."""

    pk: int
    name: str


def topics() -> Choices:
    """The topics."""
    return choices_of(Topic)


def audiences() -> Choices:
    """For whom something can be."""
    return choices_of(Audience)


def languages() -> Choices:
    """The languages people may speak beside Dutch."""
    return choices_of(SpokenLanguage)


def open_campaigns() -> list[CampaignPage]:
    """The campaigns that take activities today."""
    return _open_campaigns(today())


@per_generation(maxsize=4)
def _open_campaigns(day: dt.date) -> list[CampaignPage]:
    found = CampaignPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE, end_date__gte=day)
    return [one for one in found.defer_streamfields().order_by("start_date", "pk") if one.submission_state == "open"]


def campaigns_named(slugs: Collection[str]) -> Choices:
    """The slugs and titles of these campaigns, whether they take activities or not."""
    if not slugs:
        return []
    found = CampaignPage.objects.filter(slug__in=slugs, locale__language_code=settings.LANGUAGE_CODE)
    return titled(found.defer_streamfields().order_by("pk"))


def titled(campaigns: Iterable[CampaignPage]) -> Choices:
    """The slugs and titles of campaigns; a title in another language than the form says so."""
    return [(one.slug, page_title(one)) for one in campaigns]


@per_generation(maxsize=1)
def venue_names() -> list[str]:
    """The names of all places, with their part of town where that helps to tell them apart."""
    return sorted({venue.label for venue in Venue.objects.select_related("district")}, key=str.lower)


@per_generation(maxsize=1)
def _venues() -> dict[str, Venue]:
    return venues_by_name()


def venue_named(name: str) -> Venue | None:
    """The place with this name, whatever its capitals and accents; None when there is none or more than one."""
    return _venues().get(plain(name))


def venues_like(name: str) -> list[Known]:
    """The places somebody may mean with a name that is not quite one, the likeliest first."""
    wanted = plain(name)
    if len(wanted) < 3:
        return []
    found: dict[int, tuple[float, str]] = {}
    for pk, label in _venue_labels():
        known = plain(label)
        likeness = 1.0 if wanted in known else difflib.SequenceMatcher(None, wanted, known).ratio()
        if likeness >= 0.7:
            found[pk] = (-likeness, label)
    return [Known(pk, label) for pk, (_likeness, label) in sorted(found.items(), key=lambda one: one[1])][:_MOST_ALIKE]


@per_generation(maxsize=1)
def _venue_labels() -> list[tuple[int, str]]:
    return [(venue.pk, venue.label) for venue in Venue.objects.select_related("district")]

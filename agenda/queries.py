"""The agenda's questions. Every list is one query for its occurrences, joined to item and venue."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from core.dates import day_start, today
from core.models import CustomImage, District, Postcode
from core.page_cache import per_generation
from core.queries import all_districts, bounded_page, kept_cards, prepare_cards, public

if TYPE_CHECKING:
    from agenda.models import AgendaItemPage, CampaignPage, Occurrence
    from partners.models import PartnerPage

PAGE_SIZE = 24
_IMAGE_FIELDS = [field.name for field in CustomImage._meta.concrete_fields]
# What a card shows, and no more: reading and building a hundred columns per row costs more than the query.
CARD_FIELDS = [
    *("start", "end", "all_day", "open_ended", "status", "note"),
    *(
        f"item__{name}"
        for name in (
            *("title", "url_path", "path", "depth", "locale", "translation_key", "first_published_at", "live"),
            *("drawing", "price", "meeting_point", "is_example", "topic", "cover_image", "venue"),
        )
    ),
    *("item__venue__name", "item__venue__neighbourhood", "item__venue__step_free", "item__venue__district"),
    *("item__venue__district__name", "item__topic__symbol"),
    *(f"item__cover_image__{name}" for name in _IMAGE_FIELDS),
]


class OccurrenceQuerySet(models.QuerySet):
    """Named questions about dates."""

    def overlapping(self, start: dt.datetime, until: dt.datetime) -> "OccurrenceQuerySet":
        """Those that take place, in part, in the half-open interval from `start` to `until` (aware)."""
        return self.filter(start__lt=until, end__gt=start)

    def not_over(self) -> "OccurrenceQuerySet":
        """Those that are still going on or yet to come."""
        return self.filter(end__gt=timezone.now())

    def over(self) -> "OccurrenceQuerySet":
        """Those that are over, the latest first."""
        return self.filter(end__lte=timezone.now()).order_by("-start", "-pk")

    def listed(self) -> "OccurrenceQuerySet":
        """Those of public items in the source language, with all that a card shows."""
        return (
            self.filter(public("item__"), item__locale__language_code=settings.LANGUAGE_CODE)
            .select_related("item__venue__district", "item__topic", "item__cover_image")
            .prefetch_related("item__audiences")
            .only(*CARD_FIELDS)
            .order_by("start", "pk")
        )

    def in_district(self, district: District) -> "OccurrenceQuerySet":
        """Those whose venue lies in a district."""
        return self.filter(item__venue__district=district)


@dataclass
class Day:
    """A date with what takes place on it, in order of time."""

    date: dt.date
    occurrences: "list[Occurrence]" = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        """Whether this is today in Utrecht."""
        return self.date == today()

    @property
    def is_tomorrow(self) -> bool:
        """Whether this is tomorrow in Utrecht."""
        return self.date == today() + dt.timedelta(days=1)


def with_urls(occurrences: "Iterable[Occurrence]", request: HttpRequest) -> "list[Occurrence]":
    """The occurrences with their items' addresses filled in."""
    found = list(occurrences)
    prepare_cards((occurrence.item for occurrence in found), request)
    return found


def by_day(occurrences: "Iterable[Occurrence]", first: dt.date) -> list[Day]:
    """Group by local date of the start; what began before `first` stands under `first`."""
    days: dict[dt.date, Day] = {}
    for occurrence in occurrences:
        date = max(occurrence.local_start.date(), first)
        days.setdefault(date, Day(date)).occurrences.append(occurrence)
    return [days[date] for date in sorted(days)]


def past_days(occurrences: "Iterable[Occurrence]") -> list[Day]:
    """Group by local date of the start, the latest day first."""
    return by_day(occurrences, dt.date.min)[::-1]


def period(name: str) -> tuple[dt.date, dt.date] | None:
    """The first day and the day after the last of a named period (`vandaag`, `morgen`, `weekend`, `week`)."""
    first = today()
    monday = first - dt.timedelta(days=first.weekday())
    periods = {
        "vandaag": (first, first + dt.timedelta(days=1)),
        "morgen": (first + dt.timedelta(days=1), first + dt.timedelta(days=2)),
        # On Saturday and Sunday 'this weekend' is the present one.
        "weekend": (max(first, monday + dt.timedelta(days=5)), monday + dt.timedelta(days=7)),
        "week": (first, first + dt.timedelta(days=7)),
    }
    return periods.get(name)


def district_of(postcode: str) -> District | None:
    """The district of a postcode (four digits, letters allowed after them); None when it is not ours."""
    digits = postcode.strip()[:4]
    if not (digits.isascii() and digits.isdigit()):
        return None
    found = Postcode.objects.filter(digits=digits).select_related("district").first()
    return found.district if found else None


def agenda_list(request: HttpRequest) -> dict[str, Any]:
    """One page of the agenda: `periode`, `wijk`, `postcode` and `pagina` from the query string narrow it.

    `periode=eerder` is the archive: what is over, the latest first.
    """
    districts = all_districts()
    asked_postcode = request.GET.get("postcode", "").replace("\x00", "").strip()[:12]
    district = next((one for one in districts if one.slug == request.GET.get("wijk")), None)
    if asked_postcode and not district:
        district = district_of(asked_postcode)
    chosen = request.GET.get("periode", "")
    span = period(chosen)
    past = chosen == "eerder"
    occurrences = Occurrences().listed().over() if past else Occurrences().listed().not_over()
    if span:
        occurrences = occurrences.overlapping(day_start(span[0]), day_start(span[1]))
    if district:
        occurrences = occurrences.in_district(district)
    result = bounded_page(Paginator(occurrences, PAGE_SIZE), request.GET.get("pagina"))
    found = with_urls(result.object_list, request)
    return {
        "result": result,
        "days": past_days(found) if past else by_day(found, max(today(), span[0]) if span else today()),
        "period": chosen if span or past else "",
        "districts": districts,
        "district": district,
        "postcode": asked_postcode,
        "postcode_unknown": bool(asked_postcode) and district is None,
    }


def Occurrences() -> OccurrenceQuerySet:  # noqa: N802 - reads as the table it stands for
    """All occurrences; a function because models.py imports this module."""
    from agenda.models import Occurrence

    return Occurrence.objects.all()


def next_occurrences(request: HttpRequest, limit: int, days: int = 7) -> "list[Occurrence]":
    """What is on from now until `days` days ahead, one date per item, soonest first."""
    until = day_start(today() + dt.timedelta(days=days))
    found = Occurrences().listed().not_over().overlapping(timezone.now(), until)
    seen: dict[int, Any] = {}
    # A weekly walk-in would fill the list; three times the limit is enough to find other items.
    for occurrence in found[: limit * 3]:
        seen.setdefault(occurrence.item_id, occurrence)
    return with_urls(list(seen.values())[:limit], request)


def partner_occurrences(partner: "PartnerPage", request: HttpRequest, limit: int = 6) -> "list[Occurrence]":
    """What a partner organises next."""
    return with_urls(Occurrences().listed().not_over().filter(item__organisers=partner)[:limit], request)


def other_occurrences(item: "AgendaItemPage", request: HttpRequest, limit: int = 3) -> "list[Occurrence]":
    """Other things to do in the coming week, near the item's venue first."""
    from agenda.models import Status

    until = day_start(today() + dt.timedelta(days=8))
    found = Occurrences().listed().overlapping(timezone.now(), until).exclude(item=item)
    found = found.exclude(status__in=[Status.CANCELLED, Status.POSTPONED])
    if item.venue and item.venue.district_id:
        near = models.Case(models.When(item__venue__district=item.venue.district_id, then=0), default=1)
        found = found.order_by(near, "start", "pk")
    seen: dict[int, Any] = {}
    for occurrence in found[: limit * 3]:
        seen.setdefault(occurrence.item_id, occurrence)
    return with_urls(list(seen.values())[:limit], request)


def organiser_cards(item: "AgendaItemPage", request: HttpRequest) -> "list[PartnerPage]":
    """The public organisers of an item, ready for cards."""
    organisers = item.organisers.filter(public()).defer("body").select_related("topic", "logo")
    return prepare_cards(organisers, request)


def campaign_days(campaign: "CampaignPage", request: HttpRequest) -> list[Day]:
    """A campaign's programme by day, at most 200 dates, past ones too."""
    occurrences = Occurrences().listed().filter(item__campaign=campaign)
    occurrences = occurrences.overlapping(
        day_start(campaign.start_date), day_start(campaign.end_date + dt.timedelta(days=1))
    )
    return by_day(with_urls(occurrences[:200], request), campaign.start_date)


def current_campaign() -> "CampaignPage | None":
    """The campaign to announce today, the soonest first; None outside every period."""
    return _campaign_on(today())


@per_generation(maxsize=2)
def _campaign_on(day: dt.date) -> "CampaignPage | None":
    from agenda.models import CampaignPage

    found = CampaignPage.objects.filter(public(), announce_from__lte=day, end_date__gte=day)
    cards = kept_cards(
        found.select_related("topic", "cover_image").defer_streamfields().order_by("start_date", "pk")[:1]
    )
    return cards[0] if cards else None

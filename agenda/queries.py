"""The agenda's questions. Every list is one query for its occurrences, joined to item and venue."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest

from core.dates import day_start, this_minute, today
from core.models import CustomImage, District, Postcode
from core.page_cache import per_generation
from core.queries import all_districts, as_cards, page_number, public

if TYPE_CHECKING:
    from agenda.models import AgendaItemPage, CampaignPage, Occurrence

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

    def not_over(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        """Those that are still going on at a moment, or yet to come."""
        return self.filter(end__gt=moment)

    def over(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        """Those that are over at a moment, the latest first."""
        return self.filter(end__lte=moment).order_by("-start", "-pk")

    def once_per_item(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        """Of each item only its next date: a daily walk-in is one thing to do, not a listful."""
        earlier = self.model._default_manager.filter(
            item=models.OuterRef("item"), end__gt=moment, start__lt=models.OuterRef("start")
        )
        return self.not_over(moment).filter(~models.Exists(earlier))

    def listed(self) -> "OccurrenceQuerySet":
        """Those of public items in the source language, with all that a card shows."""
        return (
            self.filter(public("item__"), item__locale__language_code=settings.LANGUAGE_CODE)
            .select_related("item__venue__district", "item__topic", "item__cover_image")
            .prefetch_related("item__audiences")
            .only(*CARD_FIELDS)
            .order_by("start", "pk")
        )


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


def _cards(occurrences: "Iterable[Occurrence]") -> "list[Occurrence]":
    """The occurrences with their items' addresses filled in."""
    found = list(occurrences)
    as_cards(occurrence.item for occurrence in found)
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
    result = _agenda_page(this_minute(), span, past, district.pk if district else None, page_number(request))
    found = result.object_list
    return {
        "result": result,
        "days": past_days(found) if past else by_day(found, max(today(), span[0]) if span else today()),
        "period": chosen if span or past else "",
        "districts": districts,
        "district": district,
        "postcode": asked_postcode,
        "postcode_unknown": bool(asked_postcode) and district is None,
    }


@per_generation(maxsize=64)
def _agenda_page(
    moment: dt.datetime, span: tuple[dt.date, dt.date] | None, past: bool, district_id: int | None, number: int
) -> Any:
    occurrences = Occurrences().listed()
    occurrences = occurrences.over(moment) if past else occurrences.not_over(moment)
    if span:
        occurrences = occurrences.overlapping(day_start(span[0]), day_start(span[1]))
    if district_id:
        occurrences = occurrences.filter(item__venue__district=district_id)
    result = Paginator(occurrences, PAGE_SIZE).get_page(number)
    result.object_list = _cards(result.object_list)
    return result


def Occurrences() -> OccurrenceQuerySet:  # noqa: N802 - reads as the table it stands for
    """All occurrences; a function because models.py imports this module."""
    from agenda.models import Occurrence

    return Occurrence.objects.all()


def next_occurrences(limit: int, days: int = 7) -> "list[Occurrence]":
    """What is on from now until `days` days ahead, one date per item, soonest first."""
    return _next_occurrences(this_minute(), limit, days)


@per_generation(maxsize=4)
def _next_occurrences(moment: dt.datetime, limit: int, days: int) -> "list[Occurrence]":
    until = day_start(today() + dt.timedelta(days=days))
    return _cards(Occurrences().listed().once_per_item(moment).overlapping(moment, until)[:limit])


def other_occurrences(item: "AgendaItemPage", limit: int = 3) -> "list[Occurrence]":
    """Other things to do in the coming week that go ahead, near the item's venue first."""
    district_id = item.venue.district_id if item.venue else None
    found = _near_occurrences(this_minute(), district_id, limit + 1)
    return [occurrence for occurrence in found if occurrence.item_id != item.pk][:limit]


@per_generation(maxsize=16)
def _near_occurrences(moment: dt.datetime, district_id: int | None, limit: int) -> "list[Occurrence]":
    from agenda.models import Status

    until = day_start(today() + dt.timedelta(days=8))
    found = Occurrences().listed().once_per_item(moment).overlapping(moment, until)
    found = found.exclude(status__in=[Status.CANCELLED, Status.POSTPONED])
    near = models.Case(models.When(item__venue__district=district_id, then=0), default=1)
    return _cards(found.order_by(near, "start", "pk")[:limit])


def partner_occurrences(partner_id: int, limit: int = 6) -> "list[Occurrence]":
    """What a partner organises next."""
    return _partner_occurrences(this_minute(), partner_id, limit)


@per_generation(maxsize=512)
def _partner_occurrences(moment: dt.datetime, partner_id: int, limit: int) -> "list[Occurrence]":
    return _cards(Occurrences().listed().not_over(moment).filter(item__organisers=partner_id)[:limit])


def campaign_days(campaign: "CampaignPage") -> list[Day]:
    """A campaign's programme by day, at most 200 dates, past ones too; none for one that is not stored yet."""
    if campaign.pk is None:
        return []
    start, until = day_start(campaign.start_date), day_start(campaign.end_date + dt.timedelta(days=1))
    return by_day(_campaign_occurrences(campaign.pk, start, until), campaign.start_date)


@per_generation(maxsize=16)
def _campaign_occurrences(campaign_id: int, start: dt.datetime, until: dt.datetime) -> "list[Occurrence]":
    return _cards(Occurrences().listed().filter(item__campaign=campaign_id).overlapping(start, until)[:200])


def current_campaign() -> "CampaignPage | None":
    """The campaign to announce today, the soonest first; None outside every period."""
    return _campaign_on(today())


@per_generation(maxsize=2)
def _campaign_on(day: dt.date) -> "CampaignPage | None":
    from agenda.models import CampaignPage

    found = CampaignPage.objects.filter(public(), announce_from__lte=day, end_date__gte=day)
    found = found.select_related("topic", "cover_image").defer_streamfields().order_by("start_date", "pk")
    return next(iter(as_cards(found[:1])), None)

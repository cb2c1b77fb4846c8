"""Named questions about dates, days and cards, and what other apps ask: next, near, of a partner, the campaign.

The list itself, its month and its map begin at `agenda.finding.answers`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from wagtail.models import Page

from core.dates import day_start, local_day, this_minute, today
from core.listing import listed
from core.models import Audience, CustomImage, District, Postcode
from core.models.taxonomy import words_of
from core.page_cache import per_generation
from core.queries import as_cards, public

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage, AgendaItemPage, CampaignPage, Occurrence

PAGE_SIZE = 24
# A date that takes no longer than the longest day of the year; lists ask for the few longer ones apart.
SHORT = dt.timedelta(hours=25)
# When the afternoon and the evening begin; the parts of the day are 1, 2 and 3, and 0 is any.
AFTERNOON, EVENING = dt.time(12), dt.time(18)
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


def part_of_day(time: dt.time) -> int:
    """The part of the day of a local time: 1 morning, 2 afternoon, 3 evening."""
    return 1 + (time >= AFTERNOON) + (time >= EVENING)


def has_own_dates() -> models.Q:
    """The condition that a page's dates are its own: it is no alias, and no translation of a Dutch page.

    The same as `core.queries.source_id` says of one page, of what is stored this moment.
    """
    pages = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE).exclude(pk=models.OuterRef("pk"))
    return models.Q(~models.Exists(pages.filter(translation_key=models.OuterRef("translation_key"))), alias_of=None)


class OccurrenceQuerySet(models.QuerySet):
    """Named questions about dates."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create rows with what follows from their times."""
        rows = list(objs)
        for row in rows:
            row.settle()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """Update rows with what follows from their times."""
        rows = list(objs)
        for row in rows:
            row.settle()
        return super().bulk_update(rows, {*fields, "part", "is_long"}, *args, **kwargs)

    def overlapping(self, start: dt.datetime, until: dt.datetime) -> "OccurrenceQuerySet":
        """Those that take place, in part, in the half-open interval from `start` to `until` (aware)."""
        lasting = models.Q(start__lt=until, end__gt=start)
        # Without a first start the database would look through all of the past.
        return self.filter((lasting & models.Q(start__gte=start - SHORT)) | (lasting & models.Q(is_long=True)))

    def not_over(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        """Those that are still going on at a moment, or yet to come."""
        return self.filter(end__gt=moment)

    def once_per_item(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        """Of each item only its next date: a daily walk-in is one thing to do, not a listful."""
        earlier = self.model._default_manager.filter(
            item=models.OuterRef("item"), end__gt=moment, start__lt=models.OuterRef("start")
        )
        return self.not_over(moment).filter(~models.Exists(earlier))

    def listed(self) -> "OccurrenceQuerySet":
        """Those of public items in the source language, with all that a card shows."""
        found = self.filter(public("item__"), item__locale__language_code=settings.LANGUAGE_CODE)
        return found.with_cards().order_by("start", "pk")

    def with_cards(self) -> "OccurrenceQuerySet":
        """The same with what a card shows of other tables; for whom it is, `cards` adds."""
        return self.select_related("item__venue__district", "item__topic", "item__cover_image").only(*CARD_FIELDS)


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


def cards(occurrences: "Iterable[Occurrence]") -> "list[Occurrence]":
    """The occurrences with their items' addresses, and for whom they are, filled in."""
    found = list(occurrences)
    as_cards(occurrence.item for occurrence in found)
    items = [one.item for one in found if "audiences" not in getattr(one.item, "_prefetched_objects_cache", {})]
    if items:
        # A prefetch makes a query set for each item, which costs as much as all the rest of a list.
        through = type(items[0]).audiences.through.objects.filter(agendaitempage__in={item.pk for item in items})
        names: dict[int, list[str]] = {}
        words, rows = words_of(Audience), through.order_by("audience__sort_order", "audience__name")
        for key, slug, name in rows.values_list("agendaitempage", "audience__slug", "audience__name"):
            names.setdefault(key, []).append(words.get(slug, name))
        for item in items:
            item.audience_label = listed(names.get(item.pk, []))
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


def district_of(postcode: str) -> District | None:
    """The district of a postcode (four digits, letters allowed after them); None when it is not ours."""
    digits = postcode.strip()[:4]
    if not (digits.isascii() and digits.isdigit()):
        return None
    found = Postcode.objects.filter(digits=digits).select_related("district").first()
    return found.district if found else None


def source_agenda() -> "AgendaIndexPage | None":
    """The agenda in the source language, on the site or not: what drafts go into; None when there is none."""
    return _agendas(settings.LANGUAGE_CODE).first()


def public_agenda(language: str = settings.LANGUAGE_CODE) -> "AgendaIndexPage | None":
    """The agenda on the site in a language, unless asked otherwise the source language; None when there is none."""
    return _agendas(language).filter(public()).first()


def _agendas(language: str) -> "models.QuerySet[AgendaIndexPage]":
    from agenda.models import AgendaIndexPage

    return AgendaIndexPage.objects.filter(locale__language_code=language).order_by("path")


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
    return cards(Occurrences().listed().once_per_item(moment).overlapping(moment, until)[:limit])


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
    return cards(found.order_by(near, "start", "pk")[:limit])


def partner_occurrences(partner_id: int, limit: int = 6) -> "list[Occurrence]":
    """What a partner, by its key in the source language, organises next."""
    return _partner_occurrences(this_minute(), partner_id, limit)


@per_generation(maxsize=512)
def _partner_occurrences(moment: dt.datetime, partner_id: int, limit: int) -> "list[Occurrence]":
    return cards(Occurrences().listed().once_per_item(moment).filter(item__organisers=partner_id)[:limit])


def current_campaign() -> "CampaignPage | None":
    """The campaign to announce today, the soonest first; None outside every period."""
    return _campaign_at(this_minute())


@per_generation(maxsize=2)
def _campaign_at(moment: dt.datetime) -> "CampaignPage | None":
    from agenda.models import CampaignPage

    day = local_day(moment)
    found = CampaignPage.objects.filter(public(), announce_from__lte=day, end_date__gte=day)
    found = found.filter(locale__language_code=settings.LANGUAGE_CODE)
    found = found.select_related("topic", "cover_image").defer_streamfields().order_by("start_date", "pk")
    return next(iter(as_cards(found[:1])), None)

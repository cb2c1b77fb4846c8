"""The page of a district: what there is to do today and this week, every week, where, and who is near."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models import Window as Partition
from django.db.models.functions import Lower, RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from agenda import linked_data, queries
from agenda.addresses import Crumb
from agenda.finding.answers import HORIZON, Found, Window, read_each, tested
from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaDate, AgendaItemPage, Occurrence, Status, Venue
from agenda.queries import Day
from core.dates import day_start, this_minute, today
from core.models import District, RoutedPage
from core.page_cache import per_generation
from core.queries import all_districts, as_cards, public
from partners.models import PartnerPage
from partners.queries import CARD_FIELDS

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage

# The coming dates of a district that are looked at: what goes on for long, what is there every week (of each that is
# shown a date a day), and what is on at its venues.
MOST_LONG, MOST_WEEKLY_ROWS, MOST_AHEAD = 20, 170, 150
# An overview: the whole of each is one link away.
MOST_TODAY, MOST_THIS_WEEK, MOST_WEEKLY, MOST_VENUES, MOST_PARTNERS = 5, 8, 6, 12, 9
WEEK = dt.timedelta(days=7)
_OFF = (Status.CANCELLED, Status.POSTPONED)
_COLUMNS = ("start", "pk", "item_id", "item__venue_id")


@dataclass(frozen=True)
class Place:
    """A venue with what is on there next; None when nothing is announced for the coming four weeks."""

    venue: Venue
    next: Occurrence | None


@dataclass(frozen=True)
class Overview:
    """What a district's page shows."""

    today: list[Occurrence]
    more_today: bool
    days: list[Day]
    more_this_week: bool
    weekly: list[Occurrence]
    places: list[Place]
    partners: list[PartnerPage]

    @property
    def dates(self) -> list[Occurrence]:
        """The dates of today and this week that are shown."""
        return [*self.today, *(date for day in self.days for date in day.occurrences)]

    @property
    def directory_url(self) -> str:
        """The address of the directory of partners: the part of a partner's address above it."""
        return f"{self.partners[0].card_url.rstrip('/').rpartition('/')[0]}/" if self.partners else ""


def url_of(page: "AgendaIndexPage", district: District) -> str:
    """The address of a district's page below the agenda."""
    return f"{page.url}{district.slug}/"


def sitemap_urls(page: "AgendaIndexPage", request: HttpRequest | None) -> list[dict[str, Any]]:
    """The full addresses of all districts' pages, with when one of their activities or places last changed."""
    items = AgendaItemPage.objects.filter(public()).order_by().values_list("venue__district__slug")
    changed = {
        slug: max(filter(None, moments), default=None)
        for slug, *moments in items.annotate(Max("last_published_at"), Max("venue__changed_at"))
    }
    return [
        {"location": f"{page.get_full_url(request)}{one.slug}/", "lastmod": changed.get(one.slug)}
        for one in all_districts()
    ]


class Row(NamedTuple):
    """A coming date of a district, as narrow as it can be; `start` only to put in order."""

    start: Any
    pk: int
    item_id: int
    venue_id: int


@dataclass(frozen=True)
class Coming:
    """The coming dates of a district, bounded, in order of start: of the parts of its page, and of any kind."""

    long: list[Row]
    today: list[Row]
    week: list[Row]
    weekly: list[Row]
    ahead: list[Row]

    @classmethod
    def of(cls, asked: Found, items: QuerySet[AgendaItemPage, Any]) -> "Coming":
        """What there is among the dates of these items; in one query."""
        tomorrow = day_start(today() + dt.timedelta(days=1))
        later = asked.others.filter(start__gte=tomorrow, start__lt=day_start(today() + WEEK))
        goes_ahead = asked.others.exclude(status__in=_OFF)
        every_week = AgendaDate.objects.filter(item=OuterRef("item"), rule__contains="FREQ=WEEKLY")
        walk_in = Q(item__kind=AgendaItemPage.Kind.WALK_IN) | Exists(every_week.exclude(rule__contains="INTERVAL"))
        # Tested date by date: there are enough long before the database saw all items.
        weekly = goes_ahead.filter(tested(walk_in))
        parts = [
            (asked.long, MOST_LONG),
            (asked.others.filter(start__lt=tomorrow), MOST_TODAY + 1),
            (later, MOST_THIS_WEEK + 1),
            (weekly, MOST_WEEKLY_ROWS),
            (goes_ahead, MOST_AHEAD),
        ]
        is_mine = tested(Q(item_id__in=items))
        found = read_each([dates.filter(is_mine).values_list(*_COLUMNS)[:most] for dates, most in parts])
        return cls(*([Row(*row) for row in rows] for rows in found))


def _first_per(key: str, rows: Iterable[Row]) -> dict[int, int]:
    """Of each item or venue the key of its first date."""
    first: dict[int, int] = {}
    for row in rows:
        first.setdefault(getattr(row, key), row.pk)
    return first


def _next_by_venue(asked: Found, coming: Coming, venues: list[Venue]) -> dict[int, int]:
    """Of each venue the key of its first date that goes ahead, the soonest first."""
    found = _first_per("venue_id", coming.ahead)
    # Where nothing is among the first of the district, something may be later; little, so that is quickly found.
    quiet = [one.pk for one in venues if one.pk not in found]
    if quiet:
        dates = (asked.others | asked.long).exclude(status__in=_OFF).filter(item__venue__in=quiet)
        turn = Partition(RowNumber(), partition_by=F("item__venue"), order_by=["start", "pk"])
        firsts = dates.annotate(turn=turn).filter(turn=1).values_list(*_COLUMNS)
        found |= _first_per("venue_id", sorted(Row(*row) for row in firsts))
    return found


@per_generation(maxsize=16)
def _overview(moment: dt.datetime, question: AgendaFilter, district_id: int) -> Overview:
    asked = Found.of(question, Window(moment, day_start(today() + HORIZON)))
    coming = Coming.of(asked, AgendaItemPage.objects.filter(question.items()).order_by().values("pk"))
    # Where only drafts are planned is nobody's business yet: it may be somebody's home.
    has_public = Exists(AgendaItemPage.objects.filter(public(), venue=OuterRef("pk")))
    venues = list(Venue.objects.filter(has_public, district=district_id).order_by("name", "pk"))
    now, week = [[row.pk for row in rows] for rows in (coming.long + coming.today, coming.week)]
    weekly = list(_first_per("item_id", coming.weekly).values())[:MOST_WEEKLY]
    next_by_venue = list(_next_by_venue(asked, coming, venues).values())[:MOST_VENUES]
    wanted = {*now[:MOST_TODAY], *week[:MOST_THIS_WEEK], *weekly, *next_by_venue}
    ready = Occurrence.objects.with_cards().prefetch_related("item__dates", "item__changes").filter(pk__in=wanted)
    dates = {date.pk: date for date in queries.cards(ready.only(*queries.CARD_FIELDS, "item__alias_of"))}
    return Overview(
        today=[dates[pk] for pk in now[:MOST_TODAY] if pk in dates],
        more_today=len(now) > MOST_TODAY,
        days=queries.by_day((dates[pk] for pk in week[:MOST_THIS_WEEK] if pk in dates), today()),
        more_this_week=len(week) > MOST_THIS_WEEK,
        weekly=[dates[pk] for pk in weekly if pk in dates],
        places=_places(venues, [dates[pk] for pk in next_by_venue if pk in dates]),
        partners=_partners(district_id),
    )


def _places(venues: list[Venue], next_dates: list[Occurrence]) -> list[Place]:
    """The venues with something to come, the soonest first, then others by name; at most twelve in all."""
    next_of = {date.item.venue_id: date for date in next_dates}
    turns = {key: turn for turn, key in enumerate(next_of)}
    # Sorting keeps the order by name of those that have no turn.
    shown = sorted(venues, key=lambda one: turns.get(one.pk, len(turns)))[:MOST_VENUES]
    return [Place(one, next_of.get(one.pk)) for one in shown]


def _partners(district_id: int) -> list[PartnerPage]:
    found = PartnerPage.objects.filter(public(), districts=district_id, locale__language_code=settings.LANGUAGE_CODE)
    found = found.order_by(Lower("title"), "pk")
    found = found.select_related("topic", "logo").prefetch_related("districts").only(*CARD_FIELDS)
    return as_cards(found[:MOST_PARTNERS])


@per_generation(maxsize=32)
def _drawn(moment: dt.datetime, question: AgendaFilter, district: District, agenda_url: str, language: str) -> str:
    """The dates and places of a district as they stand on the page, in the active language."""
    overview = _overview(moment, question, district.pk)
    context = {"overview": overview, "district": district, "question": question, "agenda_url": agenda_url}
    return render_to_string("components/district_overview.html", context)


def district_response(page: "AgendaIndexPage", request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to do in a district. Raises Http404 for a word that is no district."""
    district = next((one for one in all_districts() if one.slug == slug), None)
    if district is None:
        raise Http404
    # Without the list of the agenda itself, which this page does not show.
    context: dict[str, Any] = RoutedPage.get_context(page, request)
    question, moment, address = AgendaFilter(wijk=district.slug), this_minute(), url_of(page, district)
    overview, canonical = _overview(moment, question, district.pk), f"{page.get_full_url(request)}{district.slug}/"
    context.update(
        district=district,
        overview=overview,
        parts=_drawn(moment, question, district, page.url or "", get_language() or ""),
        question=question,
        breadcrumbs=[*context["breadcrumbs"], Crumb(district.name, address)],
        json_ld=linked_data.list_below(page, request, district.name, canonical, overview.dates),
        canonical=canonical,
    )
    return TemplateResponse(request, "pages/agenda_district.html", context)

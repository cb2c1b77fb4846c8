"""The page of a district: what there is to do today and this week, every week, where, and who is near."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from agenda import queries
from agenda.addresses import Crumb
from agenda.answers import HORIZON, Found, Window
from agenda.filters import AgendaFilter
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

# The coming dates of a district from which every part of its page takes its own.
MOST_ROWS, MOST_LONG = 150, 20
# An overview: the whole of each is one link away.
MOST_TODAY, MOST_THIS_WEEK, MOST_WEEKLY, MOST_VENUES, MOST_PARTNERS = 5, 8, 6, 12, 9
WEEK = dt.timedelta(days=7)


class Row(NamedTuple):
    """A coming date of a district, as narrow as it can be."""

    pk: int
    item_id: int
    venue_id: int
    start: dt.datetime
    status: str
    is_weekly: bool

    @property
    def happens(self) -> bool:
        """Whether one can still go."""
        return self.status not in {Status.CANCELLED, Status.POSTPONED}


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
    def directory_url(self) -> str:
        """The address of the directory of partners: the part of a partner's address above it."""
        return f"{self.partners[0].card_url.rstrip('/').rpartition('/')[0]}/" if self.partners else ""


def url_of(page: "AgendaIndexPage", district: District) -> str:
    """The address of a district's page below the agenda."""
    return f"{page.url}{district.slug}/"


def addresses(page: "AgendaIndexPage", request: HttpRequest | None) -> list[str]:
    """The full addresses of all districts' pages, for the sitemap."""
    return [f"{page.get_full_url(request)}{district.slug}/" for district in all_districts()]


def _coming(moment: dt.datetime, question: AgendaFilter) -> list[Row]:
    """The next dates in a district in order of start, what is going on now first; bounded, four weeks ahead."""
    weekly_rule = AgendaDate.objects.filter(item=OuterRef("item"), rule__contains="FREQ=WEEKLY")
    weekly = Q(item__kind=AgendaItemPage.Kind.WALK_IN) | Exists(weekly_rule.exclude(rule__contains="INTERVAL"))
    flag = Case(When(weekly, then=Value(True)), default=Value(False))
    asked = Found.of(question, Window(moment, day_start(today() + HORIZON)))
    rows: list[Row] = []
    items = AgendaItemPage.objects.filter(question.items()).order_by().values("pk")
    for dates, most in ((asked.long, MOST_LONG), (asked.others, MOST_ROWS)):
        # Adding nothing keeps the database on its way along the dates: it has enough long before it saw all items.
        found = dates.alias(key=F("item_id") + 0).filter(key__in=items)
        columns = found.values_list("pk", "item_id", "item__venue_id", "start", "status", flag)
        rows += [Row(*row) for row in columns[:most]]
    return rows


def _first_per(key: str, rows: list[Row], limit: int) -> list[int]:
    """Of each item or venue the key of its first date that goes ahead, at most `limit`."""
    first: dict[int, int] = {}
    for row in rows:
        if row.happens:
            first.setdefault(getattr(row, key), row.pk)
    return list(first.values())[:limit]


@per_generation(maxsize=16)
def _overview(moment: dt.datetime, question: AgendaFilter, district_id: int) -> Overview:
    rows = _coming(moment, question)
    tomorrow, end_of_week = day_start(today() + dt.timedelta(days=1)), day_start(today() + WEEK)
    now = [row.pk for row in rows if row.start < tomorrow]
    week = [row.pk for row in rows if tomorrow <= row.start < end_of_week]
    weekly = _first_per("item_id", [row for row in rows if row.is_weekly], MOST_WEEKLY)
    next_by_venue = _first_per("venue_id", rows, MOST_VENUES)
    wanted = {*now[:MOST_TODAY], *week[:MOST_THIS_WEEK], *weekly, *next_by_venue}
    ready = Occurrence.objects.with_cards().prefetch_related("item__dates", "item__changes").filter(pk__in=wanted)
    dates = {date.pk: date for date in queries.cards(ready.only(*queries.CARD_FIELDS, "item__alias_of"))}
    return Overview(
        today=[dates[pk] for pk in now[:MOST_TODAY] if pk in dates],
        more_today=len(now) > MOST_TODAY,
        days=queries.by_day((dates[pk] for pk in week[:MOST_THIS_WEEK] if pk in dates), today()),
        more_this_week=len(week) > MOST_THIS_WEEK,
        weekly=[dates[pk] for pk in weekly if pk in dates],
        places=_places(district_id, [dates[pk] for pk in next_by_venue if pk in dates]),
        partners=_partners(district_id),
    )


def _places(district_id: int, next_dates: list[Occurrence]) -> list[Place]:
    """The venues with something to come, the soonest first, then others by name; at most twelve in all."""
    next_of = {date.item.venue_id: date for date in next_dates}
    soon_first = Case(When(pk__in=list(next_of), then=Value(0)), default=Value(1))
    venues = list(Venue.objects.filter(district=district_id).order_by(soon_first, "name", "pk")[:MOST_VENUES])
    turns = {key: turn for turn, key in enumerate(next_of)}
    # Sorting keeps the order by name of those that have no turn.
    return [Place(one, next_of.get(one.pk)) for one in sorted(venues, key=lambda one: turns.get(one.pk, len(turns)))]


def _partners(district_id: int) -> list[PartnerPage]:
    found = PartnerPage.objects.filter(public(), districts=district_id).order_by(Lower("title"), "pk")
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
    context.update(
        district=district,
        overview=_overview(moment, question, district.pk),
        parts=_drawn(moment, question, district, page.url or "", get_language() or ""),
        question=question,
        breadcrumbs=[*context["breadcrumbs"], Crumb(district.name, address)],
        # The trail in structured data belongs to the agenda.
        json_ld="",
        canonical=f"{page.get_full_url(request)}{district.slug}/",
    )
    return TemplateResponse(request, "pages/agenda_district.html", context)

"""Where things are: the places of a question as data for the map, asked for only when somebody opens it."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet
from django.db.models import Window as Partition
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from agenda.finding.answers import HORIZON, Found, Window, window
from agenda.finding.filters import AgendaFilter
from agenda.finding.options import read_question
from agenda.models import Occurrence, Status, Venue
from core.dates import this_minute
from core.listing import listed
from core.maps import Place, Thing, as_response
from core.page_cache import allow_query, per_generation
from core.queries import as_cards
from core.templatetags.components import date_long, time_range

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage

MOST_VENUES, DATES_PER_VENUE = 300, 3
_PAGE = ("title", "url_path", "path", "depth", "locale", "translation_key", "live", "is_example")
_VENUE = ("name", "street", "neighbourhood", "latitude", "longitude", "district__name")
SHOWN = [
    *("start", "end", "all_day", "open_ended", "status"),
    *(f"item__{name}" for name in _PAGE),
    *(f"item__venue__{name}" for name in _VENUE),
]


@per_generation(maxsize=1)
def has_places() -> bool:
    """Whether there is anything to put on a map: a venue of which we know where it is."""
    return Venue.objects.filter(latitude__isnull=False, longitude__isnull=False).exists()


@per_generation(maxsize=32)
def _dates_by_venue(moment: dt.datetime, question: AgendaFilter) -> dict[Venue, list[Occurrence]]:
    """The venues of a question with the first dates of the first things to do there, at most 300 venues."""
    looked = window(question, moment)
    since = looked.since or moment
    asked = Found.of(question, Window(since, min(looked.until or since + HORIZON, since + HORIZON)))
    keys = [*_first_per_venue(asked.long, asked), *_first_per_venue(asked.others, asked)]
    rows = Occurrence.objects.filter(pk__in=keys).select_related("item__venue__district").only(*SHOWN)
    dates = list(rows.order_by("start", "pk"))
    as_cards(date.item for date in dates)
    venues: dict[Venue, dict[int, Occurrence]] = {}
    for occurrence in dates:
        if venue := occurrence.item.venue:
            things = venues.setdefault(venue, {})
            if len(things) < DATES_PER_VENUE:
                things.setdefault(occurrence.item_id, occurrence)
    return {venue: list(things.values()) for venue, things in list(venues.items())[:MOST_VENUES]}


def _first_per_venue(dates: QuerySet[Occurrence], asked: Found) -> list[int]:
    """The keys of the first dates at each venue, at most 300 venues."""
    found = dates.filter(item__venue__latitude__isnull=False, item__venue__longitude__isnull=False)
    if asked.items is not None:
        found = found.filter(item__in=asked.items)
    turn = Partition(RowNumber(), partition_by=F("item__venue"), order_by=["start", "pk"])
    # Twice as many as are shown: something that is there every day takes one place, not all.
    first = found.annotate(turn=turn).filter(turn__lte=DATES_PER_VENUE * 2)
    return list(first.values_list("pk", flat=True)[: MOST_VENUES * DATES_PER_VENUE])


def _remarks(date: Occurrence) -> str:
    """What somebody must know before they go: that it is an example, and what became of it."""
    status = "" if date.status == Status.PLANNED else str(date.get_status_display())
    return listed([gettext("Example") if date.item.is_example else "", status])


def _place(venue: Venue, dates: list[Occurrence]) -> Place:
    count = ngettext("%(count)s activity", "%(count)s activities", len(dates)) % {"count": len(dates)}
    things = [
        Thing(
            date.item.title,
            date.item.card_url,
            listed([date_long(date.start), time_range(date)]),
            _remarks(date),
            date.item.title_language,
        )
        for date in dates
    ]
    # Looked for by its coordinates, so it has them.
    latitude, longitude = float(venue.latitude or 0), float(venue.longitude or 0)
    return Place(venue.label, f"{venue.label}: {count}", venue.street, latitude, longitude, things)


def map_response(page: "AgendaIndexPage", request: HttpRequest) -> HttpResponse:
    """The places of a question, as data for the map."""
    question = read_question(request.GET)
    if not (question.van or question.tot):
        allow_query(request, question.pairs())
    # A map leads somewhere: to what is still to come.
    found = _dates_by_venue(this_minute(), question.with_(periode="") if question.is_archive else question)
    return as_response(_place(*one) for one in found.items())

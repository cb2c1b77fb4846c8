"""What every form in which the agenda is taken along has in common: whole items, lasting names, open headers."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urljoin

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from agenda.finding.answers import Found, window
from agenda.finding.choices import LABELS, Choices, label_of
from agenda.finding.filters import AgendaFilter
from agenda.finding.options import read_question
from agenda.models import AgendaDate, AgendaIndexPage, AgendaItemPage, Occurrence, Status
from core.dates import this_minute
from core.listing import listed
from core.queries import as_cards, public
from core.templatetags.components import date_long, time_range
from partners.models import PartnerPage

# Part of names that last, wherever the site runs; nobody ever visits it.
NAMESPACE = "agenda.utrechtomarmt.nl"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
# What no text should hold, some of which XML forbids. A text processor's breaks and tabs become spaces.
_CONTROL: dict[int, str | None] = dict.fromkeys([*range(10), *range(11, 32), 127, 0xFFFE, 0xFFFF])
_CONTROL |= {9: " ", 11: " ", 12: " "}


@dataclass(frozen=True)
class Asked:
    """A question together with what an answer outside the page needs: absolute addresses and the language."""

    question: AgendaFilter
    root: str
    agenda: str
    language: str
    moment: dt.datetime

    @classmethod
    def of(cls, page: AgendaIndexPage, request: HttpRequest) -> "Asked":
        """Read it from a request for one of the agenda's routes."""
        parts = page.get_url_parts(request)
        root, path = (parts[1] or "", parts[2] or "") if parts else ("", "")
        return cls(read_question(request.GET), root, urljoin(f"{root}/", path), get_language() or "nl", this_minute())

    def url(self, route: str = "", **more: Any) -> str:
        """The absolute address of a route of the agenda (`agenda.ics`) for the same question, with `more` asked."""
        query = urlencode([*self.question.pairs(), *more.items()])
        return f"{self.agenda}{route}{'?' if query else ''}{query}"

    def item_url(self, item: AgendaItemPage) -> str:
        """The absolute address of an item."""
        return urljoin(f"{self.root}/", item.card_url)

    @property
    def name(self) -> str:
        """What the list is called elsewhere: `Agenda Utrecht Omarmt: Overvecht, dit weekend`."""
        name, words = gettext("Utrecht Omarmt agenda"), in_words(self.question)
        return f"{name}: {words}" if words else name


def dates(
    asked: Asked,
    limit: int,
    *,
    after: tuple[dt.datetime, int] | None = None,
    also_over: bool = False,
    with_names: bool = False,
) -> list[Occurrence]:
    """At most so many dates that answer a question, each with its whole item, in a constant number of queries.

    The list's own dates in its order; `after` is the start and key of the last one that was read before. `also_over`
    adds what is over within the asked period; `with_names` as in `with_items`.
    """
    question = asked.question
    # Without a period a list looks four weeks ahead; what is taken along has no end.
    everything = also_over or question.span() is None
    found = Found.of(question, window(question, asked.moment, also_over=everything))
    if after:
        start, pk = after
        further = "lt" if question.is_archive else "gt"
        rest = Q(**{f"start__{further}": start}) | Q(**{"start": start, f"pk__{further}": pk})
        found = replace(found, long=found.long.filter(rest), others=found.others.filter(rest))
    keys = found.keys(limit)
    rows = Occurrence.objects.in_bulk(keys)
    return with_items((rows[key] for key in keys if key in rows), with_names=with_names)


def with_items(occurrences: Iterable[Occurrence], *, with_names: bool = False) -> list[Occurrence]:
    """The same rows, each with its whole item: venue, district, topic, address.

    `with_names` adds audiences, languages and organisers, which costs more than all the rest.
    """
    rows = list(occurrences)
    items = (
        AgendaItemPage.objects.filter(pk__in={row.item_id for row in rows})
        .defer_streamfields()
        .select_related("venue__district", "topic")
    )
    if with_names:
        organisers = PartnerPage.objects.filter(public()).only("title")
        items = items.prefetch_related("audiences", "languages", Prefetch("organisers", organisers))
    by_key = {item.pk: item for item in as_cards(items)}
    for row in rows:
        row.item = by_key[row.item_id]
    return rows


def plain(text: str) -> str:
    """The text without control characters; new lines stay."""
    return text.translate(_CONTROL)


def uid(occurrence: Occurrence, item: Page) -> str:
    """The lasting name of one date: the same on every host, in every language, and after it is moved."""
    return f"{occurrence.uid or occurrence.first_uid(item.translation_key)}@{NAMESPACE}"


def series_uid(date: AgendaDate, item: Page) -> str:
    """The lasting name of all dates of one rule: the same on every host, in every language; of a copy another."""
    return f"{uuid.uuid5(item.translation_key, str(date.uid or date.pk))}@{NAMESPACE}"


def changed_at(item: AgendaItemPage) -> dt.datetime | None:
    """When the item or its venue last changed; None when it was never published."""
    published = item.last_published_at or item.first_published_at
    venue = item.venue.changed_at if item.venue else None
    return max(published, venue) if published and venue else published


def title_in_words(occurrence: Occurrence, item: AgendaItemPage) -> str:
    """The title, with what somebody must know before anything else in front: `Gaat niet door: Samen eten`."""
    title = item.title
    if occurrence.status != Status.PLANNED:
        # Translators: what became of a date, and the title of the activity.
        title = gettext("%(status)s: %(title)s") % {"status": occurrence.get_status_display(), "title": title}
    if item.is_example:
        title = gettext("%(status)s: %(title)s") % {"status": gettext("Example"), "title": title}
    return title


def when_in_words(occurrence: Occurrence) -> str:
    """The day and the time: `dinsdag 24 november, 10.00 – 12.00 uur`."""
    return listed([date_long(occurrence.start), time_range(occurrence)])


def place_in_words(item: AgendaItemPage) -> str:
    """The place on one line, as one would write it on an envelope."""
    meeting_point = item.meeting_point.rstrip(" .")
    if not item.venue:
        return meeting_point
    town = f"{item.venue.postcode} Utrecht".strip()
    return ", ".join(filter(None, [meeting_point, item.venue.name, item.venue.street, town]))


def in_words(question: AgendaFilter) -> str:
    """What a question asks for, as the list itself says it: `Overvecht, Gratis, Dit weekend`; empty for everything."""
    # Profiles are a word among professionals.
    given = [label_of(name, value) for name, value in question.given() if name != "profiel"]
    period = str(LABELS["periode"][question.periode]) if question.periode else Choices(question).range_label
    return listed([*given, period])


def asked_number(request: HttpRequest, name: str, default: int, most: int) -> int:
    """A number from the query string, from 1 to `most`; the default when it is none."""
    text = request.GET.get(name, "")
    return max(1, min(most, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else default


def open_response(body: bytes | str, content_type: str) -> HttpResponse:
    """An answer that programs and pages of any site may read; nobody is recognised by it."""
    response = HttpResponse(body, content_type=content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

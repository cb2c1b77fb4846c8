"""The agenda in anybody's calendar: iCalendar (RFC 5545) for one date, one item, or a list to subscribe to.

Written line by line: the library that reads such files for us takes ten times as long to write one.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext

from agenda.exports.basis import (
    NAMESPACE,
    Asked,
    changed_at,
    dates,
    open_response,
    place_in_words,
    plain,
    series_uid,
    title_in_words,
    uid,
    with_items,
)
from agenda.models import AgendaDate, AgendaDateChange, AgendaIndexPage, AgendaItemPage, Occurrence, Status
from agenda.schedule.occurrences import occurrences_of
from core.dates import day_start, local_moment
from core.page_cache import per_generation

MOST_EVENTS = 500
_ZONE = ZoneInfo(settings.TIME_ZONE)
# The rules of the clock themselves, so that a series without end is right in any year.
_TIMEZONE = (Path(__file__).parent / "timezone.ics").read_text().splitlines()
_STATUS = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(\d\d))?\Z", re.ASCII)
_UNTIL = re.compile(r"UNTIL=(\d{8})")


# --- Answers ---------------------------------------------------------------------------------------------------
def list_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """The dates that answer a question, at most `MOST_EVENTS`, as a calendar that refreshes itself."""
    return open_response(_list_body(Asked.of(page, request)), "text/calendar; charset=utf-8")


@per_generation(maxsize=16)
def _list_body(asked: Asked) -> bytes:
    refresh = ["REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H", f"URL:{asked.url()}"]
    events = [
        # What one may go to takes none of one's time yet.
        _event(one, one.item, asked.item_url(one.item), uid(one, one.item), ["TRANSP:TRANSPARENT"])
        for one in dates(asked, MOST_EVENTS, also_over=True)
    ]
    return _calendar(asked.name, events, refresh)


def item_response(item: AgendaItemPage, request: HttpRequest) -> HttpResponse:
    """All dates of an item: its rules with what is different about some dates, and its other dates."""
    # Of an alias also the names are those of its source.
    source = item.alias_of.specific if item.alias_of_id else item
    return _file(item, _events(source, item.get_full_url(request)), item.slug)


def occurrence_response(item: AgendaItemPage, request: HttpRequest, name: str) -> HttpResponse:
    """One date of an item, found by its local planned start (`2026-11-24T1000`); 404 when there is none."""
    planned = _planned_start(name)
    mine = Occurrence.objects.filter(item=item.dates_of_id)
    # What is over stays as it was, and its moment may be planned anew.
    rows = with_items(mine.filter(Q(moved_from=planned) | Q(moved_from=None, start=planned)).order_by("-end")[:1])
    if not rows:
        raise Http404
    # Of a translation the dates are its source's, the words its own.
    told = rows[0].item if item.alias_of_id else item
    event = _event(rows[0], told, item.get_full_url(request), uid(rows[0], told))
    return _file(item, [event], f"{item.slug}-{name}")


def _planned_start(name: str) -> dt.datetime:
    match = _NAME.match(name)
    try:
        day, hour, minute = match.groups() if match else ("", None, None)
        return local_moment(dt.date.fromisoformat(day), dt.time(int(hour or 0), int(minute or 0)))
    except (ValueError, OverflowError):
        raise Http404 from None


def _file(item: AgendaItemPage, events: Iterable[list[str]], name: str) -> HttpResponse:
    response = open_response(_calendar(item.title, events), "text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.ics") or ""
    return response


# --- Events ------------------------------------------------------------------------------------------------------
def _events(item: AgendaItemPage, url: str) -> Iterator[list[str]]:
    """A series for every rule, followed by its exceptions; an event for every other date."""
    rows = list(AgendaDate.objects.filter(item=item.dates_of_id))
    changes = list(AgendaDateChange.objects.filter(item=item.dates_of_id))
    # A program repeats a rule without end, so it has to know of an exception further ahead than our own dates go.
    excepted = [change.day for change in changes]
    left = {one.planned_start: one for one in occurrences_of(rows, changes, excepted)}
    known = {one.planned_start: one.uid for one in Occurrence.objects.filter(item=item.dates_of_id)}
    for row in rows:
        if row.rule:
            yield from _series(row, item, url, left, excepted)
        elif one := left.pop(row.as_occurrence().start, None):
            one.uid = known.get(one.planned_start)
            yield _event(one, item, url, uid(one, item))


def _series(
    row: AgendaDate, item: AgendaItemPage, url: str, left: dict[dt.datetime, Occurrence], excepted: list[dt.date]
) -> list[list[str]]:
    """A rule as one event, and an event for each date that is not as the rule says; takes its dates out of `left`."""
    first = row.on(row.start_date)
    master = first.as_occurrence()
    name = series_uid(row, item)
    left_out, changed = [], []
    for day in row.days(excepted):
        planned = row.on(day)
        one = left.pop(planned.as_occurrence().start, None)
        if one is None:
            left_out.append(_moment("EXDATE", _on_the_wall(planned)))
        elif not _as_planned(one, planned, master):
            changed.append(_event(one, item, url, name, [_moment("RECURRENCE-ID", _on_the_wall(planned))]))
    series = _event(master, item, url, name, [f"RRULE:{_rule(row)}", *left_out], start=_on_the_wall(first))
    return [series, *changed]


def _as_planned(one: Occurrence, planned: AgendaDate, master: Occurrence) -> bool:
    """Whether a program that repeats `master` comes to the same: also the length, which it takes in true hours."""
    regular = planned.as_occurrence()
    same = all(
        getattr(one, name) == getattr(regular, name)
        for name in ("start", "end", "all_day", "open_ended", "status", "note")
    )
    return same and (one.all_day or one.open_ended or _length(one) == _length(master))


def _length(one: Occurrence) -> dt.timedelta:
    """How long it takes in true hours: between two times of one zone Python counts those on the wall."""
    return one.end.astimezone(dt.UTC) - one.start.astimezone(dt.UTC)


def _on_the_wall(row: AgendaDate) -> dt.date:
    """What the clock on the wall says, also in the hour that is skipped in spring: a rule counts with that."""
    if row.start_time is None:
        return row.start_date
    return dt.datetime.combine(row.start_date, row.start_time, tzinfo=_ZONE)


def _rule(row: AgendaDate) -> str:
    """The rule with its last day as RFC 5545 wants it: a date for whole days, else the end of that day in UTC."""
    match = _UNTIL.search(row.rule)
    if match is None or row.start_time is None:
        return row.rule
    after = day_start(dt.date.fromisoformat(match[1]) + dt.timedelta(days=1))
    last = (after - dt.timedelta(seconds=1)).astimezone(dt.UTC)
    return row.rule.replace(match[0], f"UNTIL={last:%Y%m%dT%H%M%SZ}")


def _event(
    one: Occurrence,
    item: AgendaItemPage,
    url: str,
    name: str,
    more: Iterable[str] = (),
    *,
    start: dt.date | None = None,
) -> list[str]:
    """A date as the lines of an event, under the lasting name it gets; the same content gives the same lines."""
    changed = f"{(changed_at(item) or one.start).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    categories = [str(item.get_kind_display()), *([item.topic.label] if item.topic else [])]
    return [
        "BEGIN:VEVENT",
        f"UID:{name}",
        # Without METHOD this is the time of the last change (RFC 5545, 3.8.7.2).
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{_sequence(item)}",
        f"STATUS:{_STATUS.get(Status(one.status), 'CONFIRMED')}",
        _moment("DTSTART", start or (one.local_start.date() if one.all_day else one.local_start)),
        *_end(one),
        *more,
        f"SUMMARY:{_text(title_in_words(one, item))}",
        f"DESCRIPTION:{_text(_description(one, item, url))}",
        f"URL:{url}",
        f"CATEGORIES:{','.join(map(_text, categories))}",
        *_place(one, item),
        "END:VEVENT",
    ]


def _end(one: Occurrence) -> list[str]:
    """The end, exclusive; none when it is not known, as any other time would be a guess."""
    if one.all_day:
        return [_moment("DTEND", one.local_end.date())]
    return [] if one.open_ended and not one.spans_days else [_moment("DTEND", one.local_end)]


def _place(one: Occurrence, item: AgendaItemPage) -> Iterator[str]:
    if one.status == Status.ONLINE:
        yield f"LOCATION:{_text(item.sign_up_url or str(Status.ONLINE.label))}"
        return
    if place := place_in_words(item):
        yield f"LOCATION:{_text(place)}"
    if item.venue and item.venue.latitude is not None and item.venue.longitude is not None:
        yield f"GEO:{item.venue.latitude};{item.venue.longitude}"


def _description(one: Occurrence, item: AgendaItemPage, url: str) -> str:
    """What stands under the event, line by line; ends with the address of the page."""
    price = f"{item.price_label}. {item.price_note}" if item.price_note else item.price_label
    sign_up = f"{item.get_sign_up_display()}. {item.sign_up_note}" if item.sign_up_note else item.get_sign_up_display()
    lines = [
        item.summary,
        one.note,
        one.moved_label,
        gettext("The end is not known.") if one.open_ended else "",
        f"{gettext('Costs')}: {price}",
        f"{gettext('Signing up')}: {sign_up}",
        # Translators: before a telephone number, in a calendar.
        f"{gettext('Call')}: {item.phone}" if item.phone else "",
        url,
    ]
    return "\n".join(filter(None, lines))


def _sequence(item: AgendaItemPage) -> int:
    """Whole seconds from the first publication to the last change: grows with every change, without a column."""
    changed = changed_at(item)
    if not (item.first_published_at and changed):
        return 0
    return max(0, int((changed - item.first_published_at).total_seconds()))


# --- Lines -------------------------------------------------------------------------------------------------------
def _calendar(name: str, events: Iterable[list[str]], more: Iterable[str] = ()) -> bytes:
    """The file, by the rules of RFC 5545, 3.1: folded lines that end in CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Utrecht Omarmt//{NAMESPACE}//{(get_language() or 'nl').upper()}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{settings.TIME_ZONE}",
        *more,
        *_TIMEZONE,
        *(line for event in events for line in event),
        "END:VCALENDAR",
    ]
    return b"\r\n".join(map(_folded, lines)) + b"\r\n"


def _moment(name: str, value: dt.date) -> str:
    """A day, or a time on Utrecht's clocks."""
    if isinstance(value, dt.datetime):
        return f"{name};TZID={settings.TIME_ZONE}:{value:%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _text(value: str) -> str:
    """A text with its signs escaped, without control characters."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain(value).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 octets a line, no character cut in two."""
    rest, parts, room = line.encode(), [], 75
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(rest[:end])
        # The space in front of the next part counts too.
        rest, room = rest[end:], 74
    return b"\r\n ".join([*parts, rest])

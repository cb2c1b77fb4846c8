"""Single dates of a foreign calendar: its days, moments and time zones on Utrecht's clocks."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.imports.files import is_cancelled
from agenda.models.dates import FIRST_YEAR, LAST_YEAR, AgendaDate
from agenda.models.occurrences import Status
from core.dates import today

# A day (whole days) or a moment on Utrecht's clocks.
Local = dt.date | dt.datetime


class UnusableError(Exception):
    """Why no dates can be made of an event, in words for an editor."""


def local(value: Any) -> Local:
    """A date, or a moment on Utrecht's clocks without seconds; raises UnusableError outside sensible years."""
    if not isinstance(value, dt.date):
        raise UnusableError(_("Its dates cannot be read (%(name)s).") % {"name": type(value).__name__})
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise UnusableError(_("It is in the year %(year)s; that cannot be right.") % {"year": value.year})
    if not isinstance(value, dt.datetime):
        return value
    if value.tzinfo is not None:
        value = value.astimezone(timezone.get_default_timezone())
    return value.replace(second=0, microsecond=0, tzinfo=None, fold=0)


def day_of(value: Local) -> dt.date:
    """The day on which it is."""
    return value.date() if isinstance(value, dt.datetime) else value


def listed(event: icalendar.Event, name: str) -> list[Any]:
    """All values of a property that may be there more than once."""
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def moments(event: icalendar.Event, name: str) -> list[Any]:
    """The dates, moments and periods of EXDATE or RDATE, those in impossible years left out."""
    groups = listed(event, name)
    if not all(hasattr(group, "dts") for group in groups):
        raise UnusableError(_("Its dates cannot be read (%(name)s).") % {"name": name})
    found = [one.dt for group in groups for one in group.dts]
    return [one for one in found if FIRST_YEAR <= (one[0] if isinstance(one, tuple) else one).year <= LAST_YEAR]


def span(event: icalendar.Event) -> tuple[Local, Local | None]:
    """Start and end, on Utrecht's clocks; the end is exclusive for whole days, and None when it is not known."""
    if "DTSTART" not in event:
        raise UnusableError(_("It does not say when it starts."))
    raw = first_value(event, "DTSTART")
    start = local(raw)
    if "DTEND" in event:
        end: Local | None = local(first_value(event, "DTEND"))
    elif "DURATION" in event:
        length = first_value(event, "DURATION")
        if not isinstance(length, dt.timedelta) or not dt.timedelta(0) <= length < dt.timedelta(days=3660):
            raise UnusableError(_("Its dates cannot be read (%(name)s).") % {"name": "DURATION"})
        # Days are days on the clock on the wall, hours are hours; the library makes one day of 24 hours.
        moved = raw + dt.timedelta(days=length.days)
        rest = length - dt.timedelta(days=length.days)
        end = local((moved.astimezone(dt.UTC) + rest) if getattr(moved, "tzinfo", None) else moved + rest)
    else:
        end = None
    if end is not None and isinstance(end, dt.datetime) != isinstance(start, dt.datetime):
        raise UnusableError(_("It starts on a whole day and ends at a time, or the other way round."))
    if end is not None and end < start:
        raise UnusableError(_("It ends before it starts."))
    return start, None if end == start else end


def first_value(event: icalendar.Event, name: str) -> Any:
    """The first value of a property of dates that is there; raises UnusableError when it is of another type."""
    value = listed(event, name)[0]
    if not hasattr(value, "dt"):
        raise UnusableError(_("Its dates cannot be read (%(name)s).") % {"name": name})
    return value.dt


def row_for(event: icalendar.Event) -> AgendaDate:
    """A date without rule; raises UnusableError or ValidationError when it is none."""
    row = row_of(*span(event))
    row.status = Status.CANCELLED if is_cancelled(event) else Status.PLANNED
    return row


def row_of(start: Local, end: Local | None) -> AgendaDate:
    """The row an editor would have made; raises ValidationError when we do not take it (it is too long, say)."""
    row = AgendaDate(start_date=day_of(start))
    if not isinstance(start, dt.datetime):
        last = end - dt.timedelta(days=1) if end else start
        row.end_date = last if last > start else None
    else:
        row.start_time = start.time()
        if isinstance(end, dt.datetime):
            row.end_time = end.time()
            overnight = end - start < dt.timedelta(days=1) and end.time() <= start.time()
            row.end_date = None if end.date() == start.date() or overnight else end.date()
    row.full_clean(exclude=["item"])
    return row


def upcoming(rows: list[AgendaDate], since: dt.date) -> list[AgendaDate]:
    """The rows that are not over, in order, each start once."""
    found = {(row.start_date, row.start_time or dt.time.min): row for row in rows if end_day(row) >= since}
    return [found[key] for key in sorted(found)]


def end_day(row: AgendaDate) -> dt.date:
    """The last day of a row, its rule left aside; an evening past midnight is one day."""
    return row.end_date or row.start_date


def keeps_utrecht_time(event: icalendar.Event) -> bool:
    """Whether the clocks of the event's time zone always show what Utrecht's show, so that a rule stays true."""
    value = first_value(event, "DTSTART") if "DTSTART" in event else None
    zone = getattr(value, "tzinfo", None)
    if zone is None:
        return True
    utrecht = ZoneInfo("Europe/Amsterdam")
    noon = dt.datetime.combine(today(), dt.time(12))
    days = (noon + dt.timedelta(days=7 * week) for week in range(80))
    return all(zone.utcoffset(day) == utrecht.utcoffset(day) for day in days)

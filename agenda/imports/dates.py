"""From an event of a foreign calendar to our dates: rows, rules and exceptions, on Utrecht's clocks."""

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import icalendar
import recurring_ical_events
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icalendar.prop import vRecur
from wagtail.models import Orderable

from agenda.imports.files import ForeignEvent, is_cancelled, text_of
from agenda.imports.moments import (
    Local,
    UnusableError,
    day_of,
    end_day,
    first_value,
    keeps_utrecht_time,
    listed,
    local,
    moments,
    row_for,
    row_of,
    upcoming,
)
from agenda.models.dates import LAST_YEAR, AgendaDate, AgendaDateChange
from agenda.models.occurrences import Status
from agenda.schedule.recurrence import HORIZON, Rule
from core.dates import today

# What the editor's screen holds.
MOST_ROWS = 60
MOST_CHANGES = 200
_MOST_PLANNED = 5_000
_CHOICES = {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYHOUR"}


@dataclass
class ForeignDates:
    """The dates of an event as an editor would have entered them."""

    rows: list[AgendaDate]
    changes: list[AgendaDateChange] = field(default_factory=list)
    # What an editor should know about how they were made.
    notes: list[str] = field(default_factory=list)

    @property
    def last_day(self) -> dt.date | None:
        """The last day it is on; None when it repeats without an end that we know."""
        last = [end_day(row) for row in self.rows]
        for row in self.rows:
            rule = Rule.parse(row.rule) if row.rule else None
            if rule and rule.count:
                last += rule.days(row.start_date, dt.date(LAST_YEAR, 12, 31))
            elif rule and rule.until is None:
                return None
            elif rule and rule.until:
                last.append(rule.until)
        return max(last)


def dates_of(event: ForeignEvent, since: dt.date) -> ForeignDates:
    """The dates of an event that are not over on the day `since`; raises UnusableError when there are none."""
    try:
        found = _dates_of(event, since)
    except ValidationError as refused:
        raise UnusableError(" ".join(refused.messages)) from None
    if not found.rows:
        raise UnusableError(_("All its dates are over."))
    if len(found.rows) > MOST_ROWS:
        found.rows = found.rows[:MOST_ROWS]
        found.notes.append(_("Only the first %(most)s dates were taken.") % {"most": MOST_ROWS})
    if len(found.changes) > MOST_CHANGES:
        raise UnusableError(_("It has too many exceptions."))
    ordered: list[Orderable] = [*found.rows, *found.changes]
    for position, one in enumerate(ordered):
        one.sort_order = position
    if event.is_cancelled:
        for row in found.rows:
            row.status = Status.CANCELLED
        found.changes = [one for one in found.changes if one.action == AgendaDateChange.Action.SKIPPED]
    return found


def _dates_of(event: ForeignEvent, since: dt.date) -> ForeignDates:
    main = event.main
    if main is None:
        return ForeignDates(upcoming([row_for(one) for one in event.exceptions], since))
    if any(len(listed(one, "RRULE")) > 1 for one in event.versions):
        # Of each the library makes and keeps all dates since the first.
        raise UnusableError(_("It repeats in a way that we cannot read. Make it by hand."))
    rules = listed(main, "RRULE")
    if not rules and not event.exceptions and "RDATE" not in main:
        return ForeignDates(upcoming([row_for(main)], since))
    whole_series = any("RANGE" in one["RECURRENCE-ID"].params for one in event.exceptions)
    if not whole_series and keeps_utrecht_time(main):
        try:
            return _series(event, main, rules[0] if rules else None, since)
        except _NotOursError:
            pass
    return _expanded(event, since)


class _NotOursError(Exception):
    """The repetition is not one that our dates can hold."""


# --- A rule and its exceptions ----------------------------------------------------------------------------


def _series(event: ForeignEvent, main: icalendar.Event, rule: vRecur | None, since: dt.date) -> ForeignDates:
    """A row with the rule, single dates, and what is different; raises _NotOursError when we cannot hold that."""
    first = row_for(main)
    series = _with_rule(first, rule, since) if rule is not None else None
    singles = {} if rule is not None else {first.start_date: first}
    singles |= {row.start_date: row for row in (_extra(first, value) for value in moments(main, "RDATE"))}
    left_out = {day_of(local(value)) for value in moments(main, "EXDATE")}
    differing = {day_of(local(first_value(one, "RECURRENCE-ID"))): one for one in event.exceptions}
    planned = _planned(series, max(left_out | set(differing), default=since))
    changes = [
        AgendaDateChange(day=day, action=AgendaDateChange.Action.SKIPPED)
        for day in sorted(left_out)
        if singles.pop(day, None) is None and day in planned
    ]
    extra: list[AgendaDate] = []
    for day in sorted(differing):
        if series is None or day not in planned or day in singles:
            singles.pop(day, None)
            extra.append(row_for(differing[day]))
            continue
        change, single = _difference(series.on(day), differing[day], main)
        changes += [change] if change else []
        extra += [single] if single else []
    rows = upcoming([*singles.values(), *extra], since)
    return ForeignDates([series, *rows] if series else rows, sorted(changes, key=lambda one: one.day))


def _with_rule(row: AgendaDate, rule: vRecur, since: dt.date) -> AgendaDate | None:
    """The row with its rule, starting at its first date that is not over; None when all are.

    Raises _NotOursError when our dates cannot hold the rule.
    """
    _check_bounded(rule)
    text = vRecur({name: value for name, value in rule.items() if name.upper() != "UNTIL"}).to_ical().decode()
    until = _last_day(rule["UNTIL"][0], row) if "UNTIL" in rule else None
    try:
        parsed = Rule.parse(f"{text};UNTIL={until:%Y%m%d}" if until else text)
        first = parsed.first_day(row.start_date)
        if first is None:
            raise UnusableError(_("No date follows from this repetition."))
        if first != row.start_date:
            raise _NotOursError
        length = end_day(row) - row.start_date
        # Of a rule without end the first 18 months say where to start; one that counts is counted to its end.
        last = dt.date(LAST_YEAR, 12, 31) if parsed.count else max(today(), row.start_date) + HORIZON
        days = parsed.days(row.start_date, last)
        start = next((day for day in days if day + length >= since), None)
        if start is None:
            return None
        left = replace(parsed, count=1 + sum(1 for _day in days)) if parsed.count else parsed
        started = row.on(start)
        started.rule = str(left)
        started.full_clean(exclude=["item"])
    except ValidationError:
        raise _NotOursError from None
    return started


def _planned(series: AgendaDate | None, last: dt.date) -> set[dt.date]:
    """The days of a series as far ahead as we make dates, and as far as its exceptions go."""
    if series is None:
        return set()
    days = Rule.parse(series.rule).days(series.start_date, max(last, today() + HORIZON))
    return set(islice(days, _MOST_PLANNED))


def _last_day(until: Local, row: AgendaDate) -> dt.date | None:
    """The last local day on which a date of the rule may start; None when that is further off than we look."""
    if until.year > LAST_YEAR:
        return None
    last = local(until)
    if isinstance(last, dt.datetime) and row.start_time and last.time() < row.start_time:
        # It ends that day before this would have begun.
        return last.date() - dt.timedelta(days=1)
    return day_of(last)


def _extra(row: AgendaDate, value: Any) -> AgendaDate:
    """A date that RDATE adds: as long as the others, unless it is a period."""
    if isinstance(value, tuple):
        start, end = value[0], value[1] if isinstance(value[1], dt.date) else value[0] + value[1]
        return row_of(local(start), local(end))
    start = local(value)
    extra = row.on(day_of(start))
    if isinstance(start, dt.datetime) and row.start_time and start.time() != row.start_time:
        end = start + row.local_length
        return row_of(start, end if row.end_time else None)
    return extra


def _difference(
    planned: AgendaDate, version: icalendar.Event, main: icalendar.Event
) -> tuple[AgendaDateChange | None, AgendaDate | None]:
    """What is different about one date: an exception, and a date of its own when an exception cannot say it."""
    actions = AgendaDateChange.Action
    if is_cancelled(version):
        return AgendaDateChange(day=planned.start_date, action=actions.CANCELLED), None
    row = row_for(version)
    note = _different_words(version, main)
    same_length = row.local_length == planned.local_length and (row.end_time is None) == (planned.end_time is None)
    if same_length and (row.start_date, row.start_time) == (planned.start_date, planned.start_time):
        return (AgendaDateChange(day=planned.start_date, action=actions.NOTED, note=note) if note else None), None
    within_a_day = not row.end_date and not planned.end_date and row.end_time and planned.end_time
    if (row.start_time is None) != (planned.start_time is None) or not (same_length or within_a_day):
        row.note = note
        return AgendaDateChange(day=planned.start_date, action=actions.SKIPPED), row
    change = AgendaDateChange(
        day=planned.start_date,
        action=actions.MOVED,
        new_day=row.start_date if row.start_date != planned.start_date else None,
        new_start_time=row.start_time if row.start_time != planned.start_time else None,
        new_end_time=None if same_length else row.end_time,
        note=note,
    )
    change.full_clean(exclude=["item"])
    return change, None


def _different_words(version: icalendar.Event, main: icalendar.Event) -> str:
    """The title and the place of a date, as far as they are not those of the others."""
    pairs = ((text_of(version, name), text_of(main, name)) for name in ("SUMMARY", "LOCATION"))
    return ". ".join(" ".join(own.split()) for own, usual in pairs if own and own != usual)[:200]


# --- What we cannot hold as a rule ------------------------------------------------------------------------


def _expanded(event: ForeignEvent, since: dt.date) -> ForeignDates:
    """Single dates in the coming 18 months, worked out by the library."""
    calendar = icalendar.Calendar()
    for version in event.versions:
        # To find out beforehand whether its dates make sense.
        row_for(version)
        for rule in listed(version, "RRULE"):
            _check_bounded(rule)
        calendar.add_component(version)
    try:
        found = recurring_ical_events.of(calendar).between(since, today() + HORIZON)
    except Exception:  # noqa: BLE001 - a library on hostile text may fail in any way
        raise UnusableError(_("Its repetition cannot be read.")) from None
    rows = upcoming([row_for(one) for one in found], since)
    note = _("We cannot keep its repetition; it became separate dates, at most 18 months ahead.")
    return ForeignDates(rows, notes=[note])


def _check_bounded(rule: vRecur) -> None:
    """Raise UnusableError for a rule in which a next date may be far to seek, or of which there are too many.

    The library looks day by day until the year 9999 when, say, a day is never the 30th of February. What passes here
    costs it less than a second, however the parts contradict each other.
    """
    names = {name.upper() for name in rule}
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    interval = rule.get("INTERVAL", [1])[0]
    choices = {name for name in names if name.startswith("BY")}
    hours = rule.get("BYHOUR", [])
    if frequency in {"SECONDLY", "MINUTELY", "HOURLY"} or choices & {"BYSECOND", "BYMINUTE"} or len(hours) > 1:
        raise UnusableError(_("It repeats more often than once a day."))
    allowed = {"DAILY": {"BYDAY", "BYMONTH", "BYHOUR"}, "WEEKLY": {"BYDAY", "BYMONTH", "BYHOUR"}}
    unusual = choices - allowed.get(frequency, _CHOICES)
    unusual |= choices if frequency == "DAILY" and interval > 1 else set()
    if unusual or not 1 <= interval <= 366 or {"COUNT", "UNTIL"} <= names:
        raise UnusableError(_("It repeats in a way that we cannot read. Make it by hand."))

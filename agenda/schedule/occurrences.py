"""From what an editor enters to dates: rows with their rules and exceptions become occurrences."""

import datetime as dt
from collections.abc import Collection, Iterable

from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.occurrences import Occurrence, Status

_STATUS = {
    AgendaDateChange.Action.CANCELLED: Status.CANCELLED,
    AgendaDateChange.Action.POSTPONED: Status.POSTPONED,
    AgendaDateChange.Action.FULL: Status.FULL,
    AgendaDateChange.Action.ONLINE: Status.ONLINE,
}


def occurrences_of(
    dates: Iterable[AgendaDate], changes: Iterable[AgendaDateChange], beyond: Collection[dt.date] = ()
) -> list[Occurrence]:
    """The occurrences that follow, unsaved and without their item, in order of start; no two start together.

    Up to the horizon, and on the days `beyond` it; past ones too; moments in UTC, as the database gives them. The same
    for a preview, the editor's panel and publication. Raises ValidationError when a rule is not one of ours.
    """
    exceptions = _by_day(changes)
    found: dict[dt.datetime, Occurrence] = {}
    # A date of its own says more about that moment than a rule.
    for date in sorted(dates, key=lambda date: bool(date.rule)):
        for day in date.days(beyond):
            occurrence = _occurrence(date.on(day), _exception(exceptions, day, date.start_time))
            if occurrence is not None:
                _in_utc(occurrence)
                held = found.get(occurrence.start)
                found[occurrence.start] = occurrence if held is None else _stays(held, occurrence)
    return [found[start] for start in sorted(found)]


def misfits(dates: Iterable[AgendaDate], changes: Iterable[AgendaDateChange]) -> list[AgendaDateChange]:
    """The exceptions for days on which nothing is planned."""
    changes = list(changes)
    days = [change.day for change in changes]
    planned = {(day, time) for date in dates for day in date.days(days) for time in (date.start_time, None)}
    return [change for change in changes if (change.day, change.time) not in planned]


def _by_day(changes: Iterable[AgendaDateChange]) -> dict[tuple[dt.date, dt.time | None], AgendaDateChange]:
    exceptions: dict[tuple[dt.date, dt.time | None], AgendaDateChange] = {}
    for change in changes:
        exceptions[change.day, change.time] = change
    return exceptions


def _exception(
    exceptions: dict[tuple[dt.date, dt.time | None], AgendaDateChange], day: dt.date, time: dt.time | None
) -> AgendaDateChange | None:
    """The exception for what starts at this local time; one that names the time goes before one for the day."""
    return exceptions.get((day, time)) or exceptions.get((day, None))


def _occurrence(date: AgendaDate, change: AgendaDateChange | None) -> Occurrence | None:
    """What becomes of one date under its exception; None when it is left out."""
    if change is None:
        return _regular(date)
    if change.action == AgendaDateChange.Action.SKIPPED:
        return None
    occurrence = _moved(date, change) if change.action == AgendaDateChange.Action.MOVED else _regular(date)
    occurrence.status = _STATUS.get(AgendaDateChange.Action(change.action), Status(occurrence.status))
    occurrence.note = change.note or occurrence.note
    return occurrence


def _in_utc(occurrence: Occurrence) -> None:
    """Python finds a local time that comes twice unequal to the same moment in any other zone."""
    occurrence.start, occurrence.end = occurrence.start.astimezone(dt.UTC), occurrence.end.astimezone(dt.UTC)
    occurrence.moved_from = occurrence.moved_from and occurrence.moved_from.astimezone(dt.UTC)


def _regular(date: AgendaDate) -> Occurrence:
    occurrence = date.as_occurrence()
    # The start fell in the hour skipped in spring and so passed the end: then it lasts as long as ever.
    if occurrence.end <= occurrence.start:
        occurrence.end = occurrence.start + date.local_length
    return occurrence


def _moved(date: AgendaDate, change: AgendaDateChange) -> Occurrence:
    """The date at its new day and time, lasting as long as before unless its new end says otherwise."""
    target = date.on(change.new_day or date.start_date)
    if change.new_start_time is not None:
        target.start_time = change.new_start_time
    if target.start_time is not None and change.new_end_time is not None:
        target.end_time = change.new_end_time
    elif date.start_time is not None and date.end_time is not None and target.start_time is not None:
        end = dt.datetime.combine(target.start_date, target.start_time) + date.local_length
        target.end_date, target.end_time = end.date(), end.time()
    occurrence = _regular(target)
    planned = date.as_occurrence().start
    occurrence.moved_from = planned if planned != occurrence.start else None
    # It got a new day, so it takes place.
    if not occurrence.happens:
        occurrence.status = Status.PLANNED
    return occurrence


def _stays(held: Occurrence, other: Occurrence) -> Occurrence:
    """Of two that start together the first; when one was moved there, the one that goes ahead, or the unmoved one."""
    if held.moved_from is None and other.moved_from is None:
        return held
    return max(held, other, key=lambda one: (one.happens, one.moved_from is None))

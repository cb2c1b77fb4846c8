"""Dates of the data files: fixed ones, and ones that move with the day of loading."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def agenda_dates(rows: list[dict[str, Any]], today: dt.date) -> list[dict[str, Any]]:
    """The fields of the `AgendaDate` rows that follow from an item's dates (see agenda.toml), soonest first."""
    found = [fields for row in rows for fields in _row_dates(row, today)]
    return sorted(found, key=lambda fields: (fields["start_date"], fields["start_time"] or dt.time.min))


def _row_dates(row: dict[str, Any], today: dt.date) -> Iterator[dict[str, Any]]:
    change = dict(row.get("change", {}))
    changed_week = change.pop("week", None)
    for week, start in enumerate(_starts(row, today), start=1):
        remark = change if week == changed_week else row
        yield {
            "start_date": start,
            "end_date": _last_day(row, start),
            "start_time": _time(row.get("start")),
            "end_time": _time(row.get("end")),
            "status": remark.get("status", "planned"),
            "note": remark.get("note", ""),
        }


def _starts(row: dict[str, Any], today: dt.date) -> list[dt.date]:
    if "on" in row:
        return [row["on"]]
    if "offset" in row:
        return [today + dt.timedelta(days=row["offset"])]
    first = today + dt.timedelta(days=(_WEEKDAYS.index(row["weekday"]) - today.weekday()) % 7)
    return [first + dt.timedelta(weeks=week) for week in range(row["weeks"])]


def _last_day(row: dict[str, Any], start: dt.date) -> dt.date | None:
    if "until" in row:
        return row["until"]
    return start + dt.timedelta(days=row["days"] - 1) if "days" in row else None


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None

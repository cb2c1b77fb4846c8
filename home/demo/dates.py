"""Dates of the data files (see the head of agenda.toml): fixed ones, and ones that move with the day of loading."""

import datetime as dt
from typing import Any

from agenda.schedule.recurrence import HORIZON, Rule


def agenda_dates(rows: list[dict[str, Any]], today: dt.date) -> list[dict[str, Any]]:
    """The fields of the `AgendaDate` rows that follow from an item's `dates`, soonest first."""
    found = [_date_fields(row, today) for row in rows]
    return sorted(found, key=lambda fields: (fields["start_date"], fields["start_time"] or dt.time.min))


def agenda_changes(rows: list[dict[str, Any]], dates: list[dict[str, Any]], today: dt.date) -> list[dict[str, Any]]:
    """The fields of the `AgendaDateChange` rows that follow from an item's `changes` and its dates, soonest first."""
    days = planned_days(dates, today + HORIZON)
    found: dict[dt.date, dict[str, Any]] = {}
    for row in rows:
        free = [day for day in days if day not in found]
        found |= {day: _change_fields(row, day) for day in _changed_days(row, free, today)}
    return [found[day] for day in sorted(found)]


def planned_days(dates: list[dict[str, Any]], last: dt.date) -> list[dt.date]:
    """The first days of all dates of an item in order; of what repeats those up to and including `last`."""
    return sorted(day for fields in dates for day in _days(fields, last))


def _days(fields: dict[str, Any], last: dt.date) -> list[dt.date]:
    first = fields["start_date"]
    return list(Rule.parse(fields["rule"]).days(first, last)) if fields["rule"] else [first]


def _date_fields(row: dict[str, Any], today: dt.date) -> dict[str, Any]:
    start = _first_day(row, today)
    return {
        "start_date": start,
        "end_date": _last_day(row, start),
        "start_time": _time(row.get("start")),
        "end_time": _time(row.get("end")),
        "rule": row.get("rule", ""),
        "status": row.get("status", "planned"),
        "note": row.get("note", ""),
    }


def _first_day(row: dict[str, Any], today: dt.date) -> dt.date:
    if "on" in row:
        return row["on"]
    if "offset" in row:
        return today + dt.timedelta(days=row["offset"])
    first = Rule.parse(row["rule"]).first_day(today)
    if first is None:
        raise LookupError(f"No date follows from '{row['rule']}'.")
    return first


def _last_day(row: dict[str, Any], start: dt.date) -> dt.date | None:
    if "until" in row:
        return row["until"]
    return start + dt.timedelta(days=row["days"] - 1) if "days" in row else None


def _changed_days(row: dict[str, Any], days: list[dt.date], today: dt.date) -> list[dt.date]:
    if "nth" in row:
        return [days[row["nth"] - 1]]
    first, last = _next_period(row["from"], row["until"], today)
    return [day for day in days if first <= day <= last]


def _next_period(first: str, last: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of the present or next time it is between two days of the year, such as `12-24`."""
    end = dt.date.fromisoformat(f"{today.year}-{last}")
    if end < today:
        end = end.replace(year=end.year + 1)
    start = dt.date.fromisoformat(f"{end.year}-{first}")
    return (start if start <= end else start.replace(year=end.year - 1)), end


def _change_fields(row: dict[str, Any], day: dt.date) -> dict[str, Any]:
    return {
        "day": day,
        "time": None,
        "action": row["action"],
        "new_day": day + dt.timedelta(days=row["days_later"]) if "days_later" in row else None,
        "new_start_time": _time(row.get("start")),
        "new_end_time": _time(row.get("end")),
        "note": row.get("note", ""),
    }


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None

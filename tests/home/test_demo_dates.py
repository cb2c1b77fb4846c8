"""The dates of the demonstration content: rules and exceptions that move with the day of loading."""

import datetime as dt
from collections import Counter

import pytest

from home.demo.book import read
from home.demo.dates import agenda_changes, agenda_dates, planned_days


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"on": dt.date(2023, 5, 23)}, ["2023-05-23"]),
        ({"offset": 3}, ["2026-11-25"]),
        ({"rule": "FREQ=WEEKLY;BYDAY=SU;COUNT=2"}, ["2026-11-22", "2026-11-29"]),
        ({"rule": "FREQ=WEEKLY;BYDAY=SA;COUNT=1"}, ["2026-11-28"]),
        ({"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=2"}, ["2026-11-23", "2026-12-07"]),
        ({"rule": "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3"}, ["2026-11-23", "2026-11-26", "2026-11-30"]),
        ({"rule": "FREQ=MONTHLY;BYDAY=3TH"}, ["2026-12-17"]),
        ({"rule": "FREQ=MONTHLY;BYDAY=-1FR"}, ["2026-11-27", "2026-12-25"]),
        ({"offset": 6, "rule": "FREQ=YEARLY"}, ["2026-11-28"]),
    ],
)
def test_dates(row, expected):
    found = agenda_dates([row], dt.date(2026, 11, 22))
    assert [str(day) for day in planned_days(found, dt.date(2026, 12, 31))] == expected
    assert str(found[0]["start_date"]) == expected[0]
    assert found[0]["rule"] == row.get("rule", "")


@pytest.mark.parametrize(
    ("today", "rows", "expected"),
    [
        ("2026-11-22", [{"nth": 2}], ["2026-12-01"]),
        ("2026-11-22", [{"from": "12-24", "until": "01-01"}], ["2026-12-29"]),
        ("2026-12-30", [{"from": "12-24", "until": "01-01"}], []),
        ("2027-01-01", [{"from": "12-24", "until": "01-01"}], []),
        ("2027-01-02", [{"from": "12-24", "until": "01-01"}], ["2027-12-28"]),
        # Full is the second date that is not left out.
        ("2026-12-20", [{"from": "12-24", "until": "01-01"}, {"nth": 2}], ["2026-12-29", "2027-01-05"]),
    ],
)
def test_changes_belong_to_dates_of_a_series(today, rows, expected):
    today = dt.date.fromisoformat(today)
    dates = agenda_dates([{"rule": "FREQ=WEEKLY;BYDAY=TU", "start": "10:00"}], today)
    found = agenda_changes([{"action": "full", **row} for row in rows], dates, today)
    assert [str(one["day"]) for one in found] == expected


def test_a_moved_date_gets_its_new_day_and_times():
    today = dt.date(2026, 11, 22)
    dates = agenda_dates([{"rule": "FREQ=WEEKLY;BYDAY=TU", "start": "10:00"}], today)
    rows = [{"nth": 1, "action": "moved", "days_later": 1, "start": "13:00", "end": "15:00", "note": "Later."}]
    assert agenda_changes(rows, dates, today) == [
        {
            "day": dt.date(2026, 11, 24),
            "time": None,
            "action": "moved",
            "new_day": dt.date(2026, 11, 25),
            "new_start_time": dt.time(13),
            "new_end_time": dt.time(15),
            "note": "Later.",
        }
    ]


@pytest.mark.parametrize("shift", range(7))
def test_at_least_three_examples_on_each_of_the_first_seven_days(shift):
    today = dt.date(2026, 11, 22) + dt.timedelta(days=shift)
    found = Counter()
    for row in read("agenda")["item"]:
        if row.get("example"):
            dates = agenda_dates(row["dates"], today)
            changes = agenda_changes(row.get("changes", []), dates, today)
            off = {one["day"] for one in changes if one["action"] in {"cancelled", "postponed", "skipped", "moved"}}
            off |= {one["start_date"] for one in dates if one["status"] in {"cancelled", "postponed"}}
            found.update(set(planned_days(dates, today + dt.timedelta(days=7))) - off)
    assert min(found[today + dt.timedelta(days=day)] for day in range(7)) >= 3

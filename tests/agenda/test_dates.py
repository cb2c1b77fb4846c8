"""Dates as an editor enters them, and the moments that follow: a table of cases, read in Utrecht."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from agenda.models import AgendaDate

DAY, TIME = dt.date.fromisoformat, dt.time.fromisoformat


def occurrence(start_date, start_time=None, end_time=None, end_date=None):
    date = AgendaDate(
        start_date=DAY(start_date),
        start_time=TIME(start_time) if start_time else None,
        end_time=TIME(end_time) if end_time else None,
        end_date=DAY(end_date) if end_date else None,
    )
    date.clean()
    return date.as_occurrence()


CASES = [
    # what, entered, start in UTC, end in UTC, spans days, last day
    ("an ordinary afternoon in winter", ("2026-11-24", "14:00", "16:00"), "2026-11-24T13:00", "2026-11-24T15:00", False),
    ("an ordinary afternoon in summer", ("2026-07-07", "14:00", "16:00"), "2026-07-07T12:00", "2026-07-07T14:00", False),
    ("nearly the whole day", ("2026-11-24", "00:01", "23:59"), "2026-11-23T23:01", "2026-11-24T22:59", False),
    ("past midnight", ("2026-11-24", "22:00", "01:00"), "2026-11-24T21:00", "2026-11-25T00:00", False),
    ("until midnight", ("2026-11-24", "20:00", "00:00"), "2026-11-24T19:00", "2026-11-24T23:00", False),
    ("past new year", ("2026-12-31", "21:00", "02:00"), "2026-12-31T20:00", "2027-01-01T01:00", False),
    ("a whole day", ("2026-11-24",), "2026-11-23T23:00", "2026-11-24T23:00", False),
    ("two whole days", ("2026-11-24", None, None, "2026-11-25"), "2026-11-23T23:00", "2026-11-25T23:00", True),
    ("a weekend with times", ("2026-11-28", "10:00", "17:00", "2026-11-29"), "2026-11-28T09:00", "2026-11-29T16:00", True),
    ("end not known", ("2026-11-24", "14:00"), "2026-11-24T13:00", "2026-11-24T23:00", False),
    ("the day the clocks go back is 25 hours", ("2026-10-25",), "2026-10-24T22:00", "2026-10-25T23:00", False),
    ("the day the clocks go forward is 23 hours", ("2027-03-28",), "2027-03-27T23:00", "2027-03-28T22:00", False),
    ("the night the clocks go back", ("2026-10-24", "23:00", "03:30"), "2026-10-24T21:00", "2026-10-25T02:30", False),
    ("a time that does not exist moves an hour", ("2027-03-28", "02:30", "05:00"), "2027-03-28T01:30", "2027-03-28T03:00", False),
    ("29 February", ("2028-02-29", "10:00", "12:00"), "2028-02-29T09:00", "2028-02-29T11:00", False),
]  # fmt: skip


@pytest.mark.parametrize(("entered", "start", "end", "spans"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_is_entered_becomes_the_right_moment(entered, start, end, spans):
    found = occurrence(*entered)
    assert found.start.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") == start
    assert found.end.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") == end
    assert found.spans_days is spans


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        (("2026-11-24", None, None, "2026-11-23"), "end_date"),
        (("2026-11-24", None, "12:00"), "start_time"),
        (("2026-11-24", "12:00", "11:00", "2026-11-24"), "end_time"),
        (("2027-03-28", "02:30", "03:15", "2027-03-28"), "end_time"),
    ],
)
def test_an_impossible_date_is_refused_at_the_right_field(entered, field):
    with pytest.raises(ValidationError) as refused:
        occurrence(*entered)
    assert list(refused.value.message_dict) == [field]


def test_a_last_day_that_is_the_first_says_nothing_and_is_left_out():
    date = AgendaDate(start_date=DAY("2026-11-24"), start_time=TIME("10:00"), end_time=TIME("12:00"))
    date.end_date = date.start_date
    date.clean()
    assert date.end_date is None


@given(
    start_date=st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    start_time=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    end_time=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    days=st.none() | st.integers(0, 400),
)
def test_every_accepted_date_ends_after_it_starts(start_date, start_time, end_time, days):
    date = AgendaDate(
        start_date=start_date,
        start_time=start_time,
        end_time=end_time,
        end_date=start_date + dt.timedelta(days=days) if days is not None else None,
    )
    try:
        date.clean()
    except ValidationError:
        return
    found = date.as_occurrence()
    assert found.end > found.start
    assert found.start.date() == start_date


NOW = [
    ("2026-11-24 00:00", False, "the start of the day before"),
    ("2026-11-25 00:00", True, "the first minute of the day"),
    ("2026-11-25 23:59", True, "the last minute of the day"),
    ("2026-11-26 00:30", True, "the night it runs into"),
    ("2026-11-27 00:00", False, "the day after"),
]


@pytest.mark.parametrize(("now", "expected"), [(now, expected) for now, expected, _ in NOW], ids=[n[2] for n in NOW])
def test_today_is_the_day_in_utrecht(now, expected):
    local = dt.datetime.fromisoformat(now + "+01:00")
    with time_machine.travel(local, tick=False):
        assert occurrence("2026-11-25", "22:00", "01:00").is_today is expected

"""Days and times as people type them, and the dates that follow from a step that was filled in."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from agenda.intake.moments import read_day, read_day_text, read_days, read_time
from agenda.intake.when import WhenForm, with_row, without_row
from agenda.schedule.words import in_words
from tests.agenda.submitting import WHEN

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def sunday():
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("10", "10:00"), ("10.00", "10:00"), ("10:00", "10:00"), ("10,30", "10:30"), ("9.05", "09:05"),
        ("10 uur", "10:00"), ("10.30 uur", "10:30"), ("10u30", "10:30"), ("10 u", "10:00"), ("10h30", "10:30"),
        ("1030", "10:30"), ("930", "09:30"), (" 14 : 30 ", "14:30"), ("2 pm", "14:00"), ("12.15 am", "00:15"),
        ("24.00", "00:00"), ("0.00", "00:00"), ("١٠:٣٠", "10:30"),
    ],
)  # fmt: skip
def test_a_time_is_understood_as_people_write_it(typed, time):
    assert read_time(typed) == dt.time.fromisoformat(time)


@pytest.mark.parametrize("typed", ["25.00", "10.75", "tien", "10.0", "10-12", "24.30", "1e1", "99999", "-1", "²"])
def test_what_is_no_time_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="Write"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24-12-2026", (2026, 12, 24)), ("24/12/2026", (2026, 12, 24)), ("24.12.26", (2026, 12, 24)),
        ("24 december 2026", (2026, 12, 24)), ("24 dec", (2026, 12, 24)), ("24-12", (2026, 12, 24)),
        ("2026-12-24", (2026, 12, 24)), ("3 mrt", (2027, 3, 3)), ("1 juni", (2027, 6, 1)), ("5 May", (2027, 5, 5)),
        ("29 februari", (2028, 2, 29)), ("22 nov", (2026, 11, 22)), ("21 nov.", (2027, 11, 21)),
    ],
)  # fmt: skip
def test_a_day_is_understood_as_people_write_it(typed, day):
    assert read_day_text(typed, after=TODAY) == dt.date(*day)


@pytest.mark.parametrize(
    "typed", ["", "24", "31-11-2026", "29-2-2027", "24 foo 2026", "24-13-2026", "0-1-2027", "1-2-3-4", "j 2 2027"]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        read_day_text(typed, after=TODAY)


def test_the_three_parts_of_a_day_may_leave_the_year_out():
    assert read_day("3", "januari", "", after=TODAY) == dt.date(2027, 1, 3)


def test_several_days_are_each_taken_once():
    found = read_days("24-12-2026, 31 december en 24/12/26\n7 januari", after=TODAY)
    assert found == [dt.date(2026, 12, 24), dt.date(2026, 12, 31), dt.date(2027, 1, 7)]


def judged(**changes) -> WhenForm:
    answers = {name: value for name, value in (WHEN | changes).items() if value is not None}
    form = WhenForm(MultiValueDict({name: [value] for name, value in answers.items()}))
    form.is_valid()
    return form


def words(form: WhenForm) -> list[str]:
    assert not form.errors
    return [in_words(date, form.changes) for date in form.dates]


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        ("", "Tuesday 24 November from 12:00 to 13:30"),
        ("week", "every Tuesday from 12:00 to 13:30"),
        ("fortnight", "every two weeks on Tuesday from 12:00 to 13:30"),
        ("month_weekday", "every fourth Tuesday of the month from 12:00 to 13:30"),
        ("month_last", "every last Tuesday of the month from 12:00 to 13:30"),
        ("month_day", "every month on the 24th from 12:00 to 13:30"),
        ("day", "every day from 12:00 to 13:30, starting 24 November"),
        ("year", "every year on 24 November from 12:00 to 13:30"),
    ],
)
def test_each_repetition_becomes_the_rule_of_the_editor(repeat, expected):
    assert words(judged(repeat_1=repeat)) == [expected]


def test_a_fifth_weekday_is_the_last_one_of_the_month():
    assert "every last Monday of the month" in words(judged(day_1="30", repeat_1="month_weekday"))[0]


def test_an_end_and_days_left_out_are_in_the_words():
    form = judged(repeat_1="week", until_1="26 januari", not_on_1="29-12-2026")
    assert words(form) == ["every Tuesday from 12:00 to 13:30, until 26 January 2027, except 29 December"]


def test_several_dates_of_several_kinds():
    form = judged(rows_count="3", day_2="25", month_2="11", all_day_2="on", day_3="", month_3="")
    assert words(form) == ["Tuesday 24 November from 12:00 to 13:30", "Wednesday 25 November"]


def test_an_evening_may_end_after_midnight_and_have_no_end():
    late = judged(from_1="20", till_1="1.30")
    assert late.dates[0].as_occurrence().end - late.dates[0].as_occurrence().start == dt.timedelta(hours=5.5)
    assert judged(till_1="").dates[0].as_occurrence().open_ended


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"day_1": "", "month_1": "", "year_1": ""}, "day_1", "Fill in a day"),
        ({"day_1": "21"}, "day_1", "not over yet"),
        ({"day_1": "22", "from_1": "9", "till_1": "10"}, "day_1", "not over yet"),
        ({"year_1": "2062"}, "day_1", "Look at the year"),
        ({"day_1": "31"}, "day_1", "does not exist"),
        ({"from_1": ""}, "from_1", "what time it starts"),
        ({"from_1": "noon"}, "from_1", "Write the time"),
        ({"till_1": "11.00"}, "till_1", "comes before"),
        ({"till_1": "12.00"}, "till_1", "comes before"),
        ({"until_1": "1-1-2027"}, "repeat_1", "how often"),
        ({"repeat_1": "week", "until_1": "23-11-2026"}, "until_1", "comes before"),
        ({"repeat_1": "week", "not_on_1": "30-12-2026"}, "not_on_1", "29 December and Tuesday 5 January"),
        ({"repeat_1": "week", "until_1": "1-12-2026", "not_on_1": "24-11-2026, 1-12-2026"}, "not_on_1", "no date"),
        ({"repeat_1": "month_last", "day_1": "23"}, "day_1", "does not fit"),
        ({"last_day_1": "20-11-2026"}, "last_day_1", "comes before"),
        ({"repeat_1": "never"}, "repeat_1", "never"),
        ({"rows_count": "2", "from_2": "10"}, "day_2", "Fill in a day"),
    ],
)
def test_what_cannot_be_is_told_at_the_field(changes, field, says):
    errors = judged(**changes).errors
    assert list(errors) == [field]
    assert says in errors[field][0]


def test_both_faults_of_one_date_are_told_at_once():
    assert set(judged(day_1="12", till_1="9").errors) == {"day_1", "till_1"}


def test_a_date_can_be_added_and_taken_away_without_losing_the_others():
    answers = {"rows_count": ["2"], "day_1": ["1"], "day_2": ["2"], "all_day_2": ["on"]}
    more = with_row(answers)
    assert more["rows_count"] == ["3"]
    assert without_row(more | {"day_3": ["3"]}, 1) == {
        "rows_count": ["2"], "day_1": ["2"], "all_day_1": ["on"], "day_2": ["3"],
    }  # fmt: skip
    assert with_row({"rows_count": ["6"]})["rows_count"] == ["6"]


@pytest.mark.parametrize("count", ["", "0", "-1", "7", "1000000", "x", "²"])
def test_a_made_up_number_of_dates_is_bounded(count):
    assert 1 <= len(judged(rows_count=count).rows) <= 6

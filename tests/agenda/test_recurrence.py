"""Rules that repeat a date: which ones we keep, on which days they fall, and how they read."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from agenda.models import AgendaDate, AgendaDateChange
from agenda.schedule.occurrences import occurrences_of
from agenda.schedule.recurrence import WEEKDAYS, Rule
from agenda.schedule.words import in_words, series_in_words

DAY, TIME = dt.date.fromisoformat, dt.time.fromisoformat
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def days(rule, first, last="2028-01-01"):
    return [day.isoformat() for day in Rule.parse(rule).days(DAY(first), DAY(last))]


RULES = [
    ("every Tuesday", "FREQ=WEEKLY;COUNT=3", "2026-11-24", ["2026-11-24", "2026-12-01", "2026-12-08"]),
    ("two weekdays", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", "2026-11-26", ["2026-11-26", "2026-11-30", "2026-12-03"]),
    ("fortnightly over new year", "FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2026-12-22", ["2026-12-22", "2027-01-05", "2027-01-19"]),
    ("third Thursday", "FREQ=MONTHLY;BYDAY=3TH;COUNT=3", "2026-11-19", ["2026-11-19", "2026-12-17", "2027-01-21"]),
    ("last Friday", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-11-27", ["2026-11-27", "2026-12-25", "2027-01-29"]),
    ("the 31st leaves short months out", "FREQ=MONTHLY;COUNT=3", "2026-10-31", ["2026-10-31", "2026-12-31", "2027-01-31"]),
    ("last working day", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-10-30", ["2026-10-30", "2026-11-30"]),
    ("29 February", "FREQ=YEARLY", "2024-02-29", ["2024-02-29"]),
    ("up to and including the last day", "FREQ=WEEKLY;UNTIL=20261208", "2026-11-24", ["2026-11-24", "2026-12-01", "2026-12-08"]),
    ("never", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-11-24", []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "first", "expected"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_a_rule_falls_on_these_days(rule, first, expected):
    assert days(rule, first) == expected


def test_a_rule_that_never_comes_is_not_searched_for_to_the_end_of_time(monkeypatch):
    # The library would count to the year 9999, whatever its last day.
    monkeypatch.setattr("agenda.schedule.recurrence.rrule.rrule", None)
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-11-24") == []
    assert Rule.parse("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2").first_day(DAY("2026-11-24")) is None


REFUSED = [
    ("", "We cannot keep this part of the rule: ''."),
    ("FREQ=HOURLY", "Say whether it repeats per day, week, month or year."),
    ("FREQ=SECONDLY;COUNT=999999999", "Say whether it repeats per day, week, month or year."),
    ("FREQ=WEEKLY;BYHOUR=10", "We cannot keep this part of the rule: 'BYHOUR=10'."),
    ("FREQ=WEEKLY;FREQ=DAILY", "We cannot keep this part of the rule: 'FREQ=DAILY'."),
    ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL has to be a number from 1 to 99."),
    ("FREQ=WEEKLY;INTERVAL=100", "INTERVAL has to be a number from 1 to 99."),
    ("FREQ=WEEKLY;COUNT=1001", "How many times in all? Write a number from 1 to 1000."),
    ("FREQ=WEEKLY;COUNT=٣", "How many times in all? Write a number from 1 to 1000."),
    ("FREQ=WEEKLY;COUNT=3;UNTIL=20270630", "Choose one: a last day, or a number of times."),
    ("FREQ=WEEKLY;UNTIL=20270230", "Write the last day as day-month-year, such as 30-06-2027."),
    ("FREQ=WEEKLY;UNTIL=20270630T080000Z", "Write the last day as day-month-year, such as 30-06-2027."),
    ("FREQ=WEEKLY;BYDAY=3TH", "'The third Thursday' and the like only go with a month or a year."),
    ("FREQ=MONTHLY;BYDAY=6TH", "'The third Thursday' and the like only go with a month or a year."),
    ("FREQ=MONTHLY;BYDAY=MO,3TH", "Choose one: every Thursday, or the third Thursday and the like."),
    ("FREQ=WEEKLY;BYDAY=XX", "Choose one or more weekdays."),
    ("FREQ=WEEKLY;BYMONTHDAY=3", "Days of the month do not go with a repetition per week."),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY has to be a number from -31 to 31."),
    ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=2", "BYSETPOS only goes with days of a month or a year."),
    ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS only goes with days of a month or a year."),
    ("FREQ=WEEKLY;WKST=MAANDAG", "WKST has to be a weekday, such as MO."),
    ("\x00;=;=", "We cannot keep this part of the rule: '\x00'."),
]


@pytest.mark.parametrize(("rule", "message"), REFUSED)
def test_what_we_do_not_keep_is_refused_in_plain_words(rule, message):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        Rule.parse(rule)
    with translation.override("en"):
        assert refused.value.messages == [message]


@given(st.text(max_size=60) | st.text("FREQ=WKLYMONTHDAIOUBSP;,+-0123456789", max_size=60))
def test_whatever_is_typed_is_a_rule_or_a_clear_error(text):
    try:
        rule = Rule.parse(text)
    except ValidationError:
        return
    assert Rule.parse(str(rule)) == rule


# --- Beside an independent library ------------------------------------------------------------------------
WEEKDAY = st.sampled_from(WEEKDAYS)
WEEKDAY_SETS = st.lists(WEEKDAY, min_size=1, max_size=3, unique=True).map(",".join)
NTHS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), WEEKDAY).map(lambda pair: f"{pair[0]}{pair[1]}"),
    min_size=1,
    max_size=2,
    unique=True,
).map(",".join)
MONTH_DAYS = st.lists(st.sampled_from([*range(1, 32), -1, -2]), min_size=1, max_size=3, unique=True)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)
# Nights in which the clocks change, and other days.
FIRST_DAYS = st.sampled_from([DAY(day) for day in ("2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31")]).flatmap(
    lambda change: st.integers(-21, 7).map(lambda number: change + dt.timedelta(days=number))
) | st.dates(DAY("2026-01-01"), DAY("2027-12-31"))
NIGHT = st.sampled_from([TIME(time) for time in ("01:30", "02:00", "02:15", "02:30", "02:59", "03:00", "03:30")])
TIMES = NIGHT | st.integers(0, 95).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
LENGTHS = st.integers(1, 60 * 6).map(lambda minutes: dt.timedelta(minutes=minutes))


def joined(numbers):
    return ",".join(map(str, numbers))


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.sampled_from([1, 1, 1, 2, 3, 7]))}"]
    if draw(st.booleans()):
        plain = frequency in {"DAILY", "WEEKLY"} or draw(st.booleans())
        parts.append(f"BYDAY={draw(WEEKDAY_SETS if plain else NTHS)}")
    if frequency != "WEEKLY" and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTHDAY={joined(draw(MONTH_DAYS))}")
    if draw(st.integers(0, 4)) == 0:
        parts.append(f"BYMONTH={joined(draw(MONTHS))}")
    chosen = any(part.startswith(("BYDAY", "BYMONTHDAY")) for part in parts)
    if chosen and frequency in {"MONTHLY", "YEARLY"} and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={joined(draw(st.lists(st.sampled_from([1, 2, -1]), min_size=1, max_size=2)))}")
    if draw(st.integers(0, 4)) == 0:
        parts.append(f"WKST={draw(WEEKDAY)}")
    end = draw(st.integers(0, 2))
    return ";".join(parts + ([f"COUNT={draw(st.integers(1, 20))}"] if end == 1 else [])), end == 2


@st.composite
def series(draw):
    rule, has_last_day = draw(rules())
    first = Rule.parse(rule).first_day(draw(FIRST_DAYS))
    assume(first is not None)
    if has_last_day:
        rule += f";UNTIL={first + dt.timedelta(days=draw(st.integers(0, 400))):%Y%m%d}"
    return rule, first, draw(TIMES), draw(LENGTHS)


def ours(rule, first, time, length):
    end = dt.datetime.combine(first, time) + length
    date = AgendaDate(start_date=first, start_time=time, end_date=end.date(), end_time=end.time(), rule=rule)
    return [(one.start, one.end) for one in occurrences_of([date], [])]


def theirs(rule, first, time, length, last):
    """The dates that `recurring-ical-events` finds, in UTC; a local time that does not exist is an hour later."""
    start = dt.datetime.combine(first, time, tzinfo=AMSTERDAM)
    until = Rule.parse(rule).until
    if until:
        # As RFC 5545 wants it beside a time zone: in UTC. The last moment of the last day, in Utrecht.
        moment = dt.datetime.combine(until, dt.time(23, 59, 59), tzinfo=AMSTERDAM).astimezone(dt.UTC)
        rule = rule.replace(f"UNTIL={until:%Y%m%d}", f"UNTIL={moment:%Y%m%dT%H%M%SZ}")
    event = icalendar.Event()
    event.add("uid", "een")
    event.add("dtstart", start)
    event.add("dtend", start + length)
    event.add("rrule", icalendar.vRecur.from_ical(rule))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(first, last + dt.timedelta(days=1))
    return sorted((event["DTSTART"].dt.astimezone(dt.UTC), event["DTEND"].dt.astimezone(dt.UTC)) for event in found)


@pytest.mark.any_database
@settings(
    max_examples=5000,
    deadline=None,
    derandomize=True,
    database=None,
    # Making a failing case smaller takes minutes; the case itself says enough.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(series())
def test_the_dates_of_a_rule_equal_those_of_an_independent_library(case):
    rule, first, time, length = case
    # So that the horizon is near: the library is slow over years of days.
    with time_machine.travel(dt.datetime.combine(first, dt.time(12), tzinfo=AMSTERDAM) - dt.timedelta(days=349)):
        found = ours(rule, first, time, length)
    last = first + dt.timedelta(days=549 - 349)
    expected = theirs(rule, first, time, length, last)
    assert [start for start, _end in found] == [start for start, _end in expected]
    for (start, end), (_start, their_end) in zip(found, expected, strict=True):
        # Where the start falls in the skipped hour and so passes the end, theirs ends before it starts.
        assert end == (their_end if their_end > start else start + length)


@settings(
    max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(series())
def test_a_rule_without_interval_falls_on_every_day_that_its_parts_name(case):
    """Beside both libraries, which share the code that counts days: RFC 5545 read day by day."""
    rule, first = Rule.parse(case[0]), case[1]
    if rule.interval > 1 or not (rule.by_day or (rule.by_month_day and rule.by_month)):
        return
    last = min(first + dt.timedelta(days=500), rule.until or dt.date.max)
    expected = [day for day in daily(first, last) if rule.falls_on(day)]
    assert list(rule.days(first, last)) == expected[: rule.count]


def daily(first, last):
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def test_a_calendar_that_brings_its_own_time_zone_has_the_same_dates():
    rule, first, time = "FREQ=WEEKLY;COUNT=60", DAY("2026-03-22"), TIME("02:30")
    event = icalendar.Event.from_ical(
        f"BEGIN:VEVENT\r\nUID:een\r\nDTSTART;TZID=Europe/Amsterdam:20260322T023000\r\nDURATION:PT1H\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
    )
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    calendar.add_missing_timezones(first, DAY("2028-01-01"))
    calendar = icalendar.Calendar.from_ical(calendar.to_ical())
    found = recurring_ical_events.of(calendar).between(first, DAY("2028-01-01"))
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM)):
        expected = [start.astimezone(dt.UTC) for start, _end in ours(rule, first, time, dt.timedelta(hours=1))]
    assert sorted(one["DTSTART"].dt.astimezone(dt.UTC) for one in found) == expected
    # In the night of 28 March 2027 there is no 02:30; the hour before counts on.
    assert expected[53].isoformat() == "2027-03-28T01:30:00+00:00"


# --- In words ---------------------------------------------------------------------------------------------
def entered(rule, first, start="10:00", end="12:00", **fields):
    return AgendaDate(
        start_date=DAY(first), start_time=start and TIME(start), end_time=end and TIME(end), rule=rule, **fields
    )


def exception(day, action="skipped", **fields):
    return AgendaDateChange(day=DAY(day), action=action, **fields)


WORDS = [
    (entered("FREQ=DAILY", "2026-11-20"), [], "every day from 10:00 to 12:00", "elke dag van 10.00 tot 12.00 uur"),
    (entered("FREQ=DAILY;INTERVAL=2", "2026-11-20"), [], "every other day from 10:00 to 12:00", "om de dag van 10.00 tot 12.00 uur"),
    (entered("FREQ=DAILY;INTERVAL=3", "2026-11-20", end=None), [], "every 3 days from 10:00", "om de 3 dagen vanaf 10.00 uur"),
    (entered("FREQ=WEEKLY", "2026-11-24"), [exception("2026-12-29")],
     "every Tuesday from 10:00 to 12:00, except 29 December", "elke dinsdag van 10.00 tot 12.00 uur, behalve 29 december"),
    (entered("FREQ=WEEKLY", "2026-11-24"), [exception("2026-12-29"), exception("2026-12-22"), exception("2027-01-05", "cancelled"), exception("2026-12-30")],
     "every Tuesday from 10:00 to 12:00, except 22 December and 29 December, not on 5 January",
     "elke dinsdag van 10.00 tot 12.00 uur, behalve 22 december en 29 december, niet op 5 januari"),
    (entered("FREQ=WEEKLY", "2026-11-24"), [exception("2026-12-29", "moved", new_day=DAY("2026-12-30")), exception("2027-01-05", "moved", new_start_time=TIME("14:00"))],
     "every Tuesday from 10:00 to 12:00, 29 December becomes 30 December, at another time on 5 January",
     "elke dinsdag van 10.00 tot 12.00 uur, 29 december wordt 30 december, op 5 januari op een andere tijd"),
    (entered("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-11-26", start=None, end=None), [],
     "every two weeks on Monday and Thursday", "om de twee weken op maandag en donderdag"),
    (entered("FREQ=WEEKLY;INTERVAL=3", "2026-11-24", start=None, end=None), [], "every 3 weeks on Tuesday", "om de 3 weken op dinsdag"),
    (entered("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-24", start=None, end=None), [], "every working day", "elke werkdag"),
    (entered("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYMONTH=7,8", "2026-07-01", start=None, end=None), [],
     "every Monday, Wednesday and Friday in July and August", "elke maandag, woensdag en vrijdag in juli en augustus"),
    (entered("FREQ=MONTHLY;BYDAY=3TH", "2026-11-19", start=None, end=None), [], "every third Thursday of the month", "elke derde donderdag van de maand"),
    (entered("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", start=None, end=None), [], "every last Friday of the month", "elke laatste vrijdag van de maand"),
    (entered("FREQ=MONTHLY;BYDAY=1MO,3MO", "2026-11-16", start=None, end=None), [],
     "every first and third Monday of the month", "elke eerste en derde maandag van de maand"),
    (entered("FREQ=MONTHLY;INTERVAL=2;BYDAY=3TH", "2026-11-19", start=None, end=None), [],
     "every two months on the third Thursday", "om de twee maanden op de derde donderdag"),
    (entered("FREQ=MONTHLY", "2026-11-22", start=None, end=None), [], "every month on the 22nd", "elke maand op de 22e"),
    (entered("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "2026-11-15", start=None, end=None), [],
     "every month on the 1st, the 15th and the last day", "elke maand op de 1e, de 15e en de laatste dag"),
    (entered("FREQ=YEARLY", "2026-09-24", start=None, end=None), [], "every year on 24 September", "elk jaar op 24 september"),
    (entered("FREQ=YEARLY;INTERVAL=2", "2026-09-24", start=None, end=None, end_date=DAY("2026-09-26")), [],
     "every two years on 24 September, 3 days each time", "om de twee jaar op 24 september, telkens 3 dagen"),
    (entered("FREQ=YEARLY;BYMONTH=9;BYDAY=3TH", "2026-09-17", start=None, end=None), [],
     "every year on the third Thursday of September", "elk jaar op de derde donderdag van september"),
    (entered("FREQ=WEEKLY;UNTIL=20270630", "2026-11-24"), [], "every Tuesday from 10:00 to 12:00, until 30 June 2027", "elke dinsdag van 10.00 tot 12.00 uur, tot en met 30 juni 2027"),
    (entered("FREQ=WEEKLY;COUNT=10", "2026-11-24"), [], "every Tuesday from 10:00 to 12:00, 10 times", "elke dinsdag van 10.00 tot 12.00 uur, 10 keer"),
    (entered("FREQ=WEEKLY", "2027-02-02", "22:00", "01:00"), [], "every Tuesday from 22:00 to 01:00, starting 2 February", "elke dinsdag van 22.00 tot 01.00 uur, vanaf 2 februari"),
    (entered("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30", start=None, end=None), [], "on varying dates", "op wisselende datums"),
    (entered("", "2026-11-24"), [], "Tuesday 24 November from 10:00 to 12:00", "dinsdag 24 november van 10.00 tot 12.00 uur"),
]  # fmt: skip


@pytest.mark.parametrize(("date", "changes", "english"), [case[:3] for case in WORDS])
@time_machine.travel("2026-11-22 12:00+01:00")
def test_a_rule_reads_as_a_sentence(date, changes, english):
    with translation.override("en"):
        assert in_words(date, changes) == english


@pytest.mark.parametrize(("date", "changes", "dutch"), [(*case[:2], case[3]) for case in WORDS])
@time_machine.travel("2026-11-22 12:00+01:00")
def test_a_rule_reads_as_a_dutch_sentence(date, changes, dutch):
    assert in_words(date, changes) == dutch


@time_machine.travel("2026-11-22 12:00+01:00")
def test_rules_that_are_over_and_past_exceptions_are_left_unsaid():
    over = entered("FREQ=WEEKLY;UNTIL=20261117", "2026-09-01")
    running = entered("FREQ=WEEKLY", "2026-09-03")
    with translation.override("en"):
        found = series_in_words([over, running, entered("", "2026-11-24")], [exception("2026-11-19")])
    assert found == "every Thursday from 10:00 to 12:00"

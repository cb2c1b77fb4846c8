"""Foreign calendar files: what is read from good ones, and a clear word for every bad one, at bounded cost."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from agenda.imports import dates as calendar_dates
from agenda.imports import files
from agenda.imports.dates import dates_of
from agenda.imports.files import MOST_BYTES, CalendarError, read
from agenda.imports.moments import UnusableError
from agenda.schedule.occurrences import occurrences_of

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY, TIME = dt.date.fromisoformat, dt.time.fromisoformat
ZONE = "TZID=Europe/Amsterdam"


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def ics(*events, head=""):
    blocks = [
        f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n".replace("\n", "\r\n").replace("\r\r", "\r")
        for event in events
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(blocks)}END:VCALENDAR\r\n".encode()


def event(lines):
    """The only event of a file with these lines (separated by ' | ')."""
    (found,) = read(ics("UID:1\nSUMMARY:Soep\n" + lines.replace(" | ", "\n"))).events
    return found


def dates(lines, since=TODAY):
    found = event(lines)
    assert not found.problem
    return dates_of(found, since)


def moments(found):
    """The occurrences as local text: start, end and, when it is not planned, the status."""
    return [
        f"{one.local_start:%Y-%m-%d %H:%M}–{one.local_end:%d %H:%M}{'' if one.status == 'planned' else ' ' + one.status}"
        for one in occurrences_of(found.rows, found.changes)
    ]


def answer(function, *args):
    """What a call brings: `fine`, or the reason why not; anything else it raises is a fault."""
    try:
        function(*args)
    except (CalendarError, UnusableError) as reason:
        return str(reason)
    return "fine"


# --- Dates ------------------------------------------------------------------------------------------------

SINGLE = [
    ("in Utrecht's time", f"DTSTART;{ZONE}:20261124T100000 | DTEND;{ZONE}:20261124T120000", "2026-11-24 10:00–24 12:00"),
    ("in universal time, winter", "DTSTART:20261124T090000Z | DTEND:20261124T110000Z", "2026-11-24 10:00–24 12:00"),
    ("in universal time, summer", "DTSTART:20270624T080000Z | DTEND:20270624T100000Z", "2027-06-24 10:00–24 12:00"),
    ("floating", "DTSTART:20261124T100000 | DTEND:20261124T120000", "2026-11-24 10:00–24 12:00"),
    ("in New York", "DTSTART;TZID=America/New_York:20261124T100000 | DURATION:PT2H", "2026-11-24 16:00–24 18:00"),
    ("in Windows' words", "DTSTART;TZID=W. Europe Standard Time:20261124T100000 | DURATION:PT2H", "2026-11-24 10:00–24 12:00"),
    ("behind a maker's prefix", 'DTSTART;TZID="/mozilla.org/2005/Europe/Amsterdam":20261124T100000 | DURATION:PT2H', "2026-11-24 10:00–24 12:00"),
    ("in a zone of its own make", "DTSTART;TZID=Onze tijd:20261124T100000 | DURATION:PT2H", "2026-11-24 10:00–24 12:00"),
    ("a whole day", "DTSTART;VALUE=DATE:20261124", "2026-11-24 00:00–25 00:00"),
    ("a whole day, with its end", "DTSTART;VALUE=DATE:20261124 | DTEND;VALUE=DATE:20261125", "2026-11-24 00:00–25 00:00"),
    ("two whole days", "DTSTART;VALUE=DATE:20261124 | DTEND;VALUE=DATE:20261126", "2026-11-24 00:00–26 00:00"),
    ("two days by duration", "DTSTART;VALUE=DATE:20261124 | DURATION:P2D", "2026-11-24 00:00–26 00:00"),
    ("past midnight", f"DTSTART;{ZONE}:20261124T220000 | DTEND;{ZONE}:20261125T010000", "2026-11-24 22:00–25 01:00"),
    ("until midnight", f"DTSTART;{ZONE}:20261124T200000 | DTEND;{ZONE}:20261125T000000", "2026-11-24 20:00–25 00:00"),
    ("a weekend with times", f"DTSTART;{ZONE}:20261128T100000 | DTEND;{ZONE}:20261129T170000", "2026-11-28 10:00–29 17:00"),
    ("no end", f"DTSTART;{ZONE}:20261124T100000", "2026-11-24 10:00–25 00:00"),
    ("ends as it starts", f"DTSTART;{ZONE}:20261124T100000 | DTEND;{ZONE}:20261124T100000", "2026-11-24 10:00–25 00:00"),
    ("a day by duration as the clocks go back", f"DTSTART;{ZONE}:20271030T100000 | DURATION:P1D", "2027-10-30 10:00–31 10:00"),
    ("three hours as the clocks go back", f"DTSTART;{ZONE}:20271031T013000 | DURATION:PT3H", "2027-10-31 01:30–31 03:30"),
    ("three hours as the clocks go forward", f"DTSTART;{ZONE}:20270328T010000 | DURATION:PT3H", "2027-03-28 01:00–28 05:00"),
    ("with seconds", f"DTSTART;{ZONE}:20261124T100030 | DTEND;{ZONE}:20261124T120059", "2026-11-24 10:00–24 12:00"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in SINGLE], ids=[case[0] for case in SINGLE])
def test_a_single_event_is_on_the_right_moment_in_utrecht(lines, expected):
    assert moments(dates(lines)) == [expected]


WEEKLY = f"DTSTART;{ZONE}:20261124T100000 | DTEND;{ZONE}:20261124T120000 | RRULE:FREQ=WEEKLY;BYDAY=TU"
UNTIL = [
    ("before it starts that day", "20261215T085959Z", "2026-12-08"),
    ("as it starts that day", "20261215T090000Z", "2026-12-15"),
    ("at the end of that day in universal time", "20261214T235959Z", "2026-12-08"),
    ("at the end of that day in Utrecht", "20261215T225959Z", "2026-12-15"),
    ("a date", "20261215", "2026-12-15"),
    ("floating", "20261215T100000", "2026-12-15"),
]


@pytest.mark.parametrize(("until", "last"), [case[1:] for case in UNTIL], ids=[case[0] for case in UNTIL])
def test_the_last_day_of_a_rule_is_the_last_on_which_it_starts(until, last):
    found = dates(f"{WEEKLY};UNTIL={until}")
    assert moments(found)[-1].startswith(last)
    assert found.rows[0].rule.startswith("FREQ=WEEKLY;BYDAY=TU;UNTIL=")


def test_a_rule_stays_a_rule_and_keeps_local_time_over_the_change_of_clocks():
    found = dates(WEEKLY)
    assert (len(found.rows), found.rows[0].rule, found.changes, found.notes) == (1, "FREQ=WEEKLY;BYDAY=TU", [], [])
    assert {moment[11:16] for moment in moments(found)} == {"10:00"}
    assert found.last_day is None


def test_a_rule_that_began_long_ago_starts_at_its_next_date_in_step():
    found = dates(f"DTSTART;{ZONE}:20151103T100000 | DURATION:PT2H | RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    # 578 weeks after 3 November 2015, an even number.
    assert (found.rows[0].start_date, len(found.rows)) == (DAY("2026-12-01"), 1)


def test_a_rule_that_counts_counts_on_from_its_next_date():
    found = dates(f"DTSTART;{ZONE}:20261110T100000 | DURATION:PT2H | RRULE:FREQ=WEEKLY;COUNT=4")
    assert [moment[:10] for moment in moments(found)] == ["2026-11-24", "2026-12-01"]
    assert found.last_day == DAY("2026-12-01")


def test_exceptions_become_exceptions():
    changed = read(
        ics(
            f"UID:1\nSUMMARY:Soep\n{WEEKLY}\nEXDATE;{ZONE}:20261229T100000,20270105T100000\nEXDATE:20270112T090000Z".replace(
                " | ", "\n"
            ),
            f"UID:1\nRECURRENCE-ID;{ZONE}:20261201T100000\nSUMMARY:Soep\nDTSTART;{ZONE}:20261202T140000\nDTEND;{ZONE}:20261202T160000",
            f"UID:1\nRECURRENCE-ID:20261208T090000Z\nSUMMARY:Soep\nDTSTART;{ZONE}:20261208T100000\nDTEND;{ZONE}:20261208T130000",
            f"UID:1\nRECURRENCE-ID;{ZONE}:20261215T100000\nSTATUS:CANCELLED\nDTSTART;{ZONE}:20261215T100000\nDTEND;{ZONE}:20261215T120000",
            f"UID:1\nRECURRENCE-ID;{ZONE}:20261222T100000\nSUMMARY:Kerstsoep\nDTSTART;{ZONE}:20261222T100000\nDTEND;{ZONE}:20261222T120000",
        )
    ).events[0]
    found = dates_of(changed, TODAY)
    assert len(found.rows) == 1
    assert moments(found)[:7] == [
        "2026-11-24 10:00–24 12:00",
        "2026-12-02 14:00–02 16:00",
        "2026-12-08 10:00–08 13:00",
        "2026-12-15 10:00–15 12:00 cancelled",
        "2026-12-22 10:00–22 12:00",
        "2027-01-19 10:00–19 12:00",
        "2027-01-26 10:00–26 12:00",
    ]
    assert [change.note for change in found.changes if change.note] == ["Kerstsoep"]


def test_an_exception_beyond_what_we_make_dates_for_is_kept_for_later():
    found = dates(f"{WEEKLY} | EXDATE;{ZONE}:20281226T100000")
    assert [(change.day, change.action) for change in found.changes] == [(DAY("2028-12-26"), "skipped")]


def test_extra_dates_become_dates_of_their_own():
    found = dates(f"{WEEKLY};COUNT=2 | RDATE;{ZONE}:20261203T100000 | RDATE;VALUE=PERIOD:20261204T180000Z/PT1H")
    assert moments(found) == [
        "2026-11-24 10:00–24 12:00",
        "2026-12-01 10:00–01 12:00",
        "2026-12-03 10:00–03 12:00",
        "2026-12-04 19:00–04 20:00",
    ]


def test_several_dates_without_a_rule_with_one_left_out_and_one_moved():
    moved = read(
        ics(
            f"UID:1\nSUMMARY:Soep\nDTSTART;{ZONE}:20261124T100000\nDURATION:PT2H\nRDATE;{ZONE}:20261126T100000,20261127T100000\nEXDATE;{ZONE}:20261126T100000",
            f"UID:1\nRECURRENCE-ID;{ZONE}:20261127T100000\nDTSTART;{ZONE}:20261130T100000\nDURATION:PT1H",
        )
    ).events[0]
    assert moments(dates_of(moved, TODAY)) == ["2026-11-24 10:00–24 12:00", "2026-11-30 10:00–30 11:00"]


def test_an_event_that_is_cancelled_altogether_is_cancelled_on_all_its_dates():
    assert {moment[-9:] for moment in moments(dates(f"{WEEKLY};COUNT=3 | STATUS:CANCELLED"))} == {"cancelled"}


NOT_OURS = [
    ("in universal time", "DTSTART:20270323T090000Z | DURATION:PT1H | RRULE:FREQ=WEEKLY;COUNT=2", ["2027-03-23 10:00–23 11:00", "2027-03-30 11:00–30 12:00"]),
    ("an hour of its own", f"DTSTART;{ZONE}:20261124T140000 | DURATION:PT1H | RRULE:FREQ=DAILY;BYHOUR=14;COUNT=2", ["2026-11-24 14:00–24 15:00", "2026-11-25 14:00–25 15:00"]),
    ("a week of the year", f"DTSTART;{ZONE}:20270104T100000 | DURATION:PT1H | RRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;UNTIL=20280301T000000Z", ["2027-01-04 10:00–04 11:00", "2028-01-03 10:00–03 11:00"]),
    ("a first date outside the rule", f"DTSTART;{ZONE}:20261123T100000 | DURATION:PT1H | RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2", ["2026-11-23 10:00–23 11:00", "2026-11-24 10:00–24 11:00", "2026-12-01 10:00–01 11:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in NOT_OURS], ids=[case[0] for case in NOT_OURS])
def test_a_rule_we_cannot_hold_becomes_separate_dates_and_says_so(lines, expected):
    found = dates(lines)
    assert moments(found) == expected
    assert not any(row.rule for row in found.rows)
    assert "cannot keep its repetition" in found.notes[0]


def test_separate_dates_are_limited():
    found = dates("DTSTART:20261124T090000Z | DURATION:PT1H | RRULE:FREQ=DAILY")
    assert len(found.rows) == calendar_dates.MOST_ROWS
    assert "Only the first 60 dates were taken." in found.notes


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (f"DTSTART;{ZONE}:20261120T100000 | DURATION:PT2H", "over"),
        (f"DTSTART;{ZONE}:20200107T100000 | DURATION:PT2H | RRULE:FREQ=WEEKLY;UNTIL=20201231", "over"),
        ("DESCRIPTION:wanneer?", "when it starts"),
        (f"DTSTART;{ZONE}:20261124T100000 | DTEND;{ZONE}:20261124T090000", "ends before"),
        (f"DTSTART;{ZONE}:20261124T100000 | DTEND;VALUE=DATE:20261125", "whole day"),
        (f"DTSTART;{ZONE}:20261124T100000 | DURATION:-PT1H", "DURATION"),
        (f"DTSTART;{ZONE}:20261124T100000 | DURATION:P99999D", "DURATION"),
        ("DTSTART;VALUE=DATE:20261124 | DTEND;VALUE=DATE:20280101", "184"),
        ("DTSTART:00010101T000000Z", "year 1;"),
        ("DTSTART:99991231T235959Z", "year 9999;"),
        ("DTSTART:20261124T090000Z | DTEND:99991231T235959Z", "year 9999;"),
    ],
)
def test_an_event_that_cannot_be_says_why(lines, reason):
    with pytest.raises(UnusableError, match=reason):
        dates(lines)


# --- Hostile events: the same, and the work stays bounded ----------------------------------------------------

BOMBS = [
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=1000000000",
    "FREQ=MINUTELY;INTERVAL=7",
    "FREQ=HOURLY;COUNT=100000",
    "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=" + ",".join(map(str, range(60))),
    "FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))),
    "FREQ=DAILY;BYHOUR=10,14",
    "FREQ=YEARLY;BYHOUR=" + ",".join(map(str, range(24))),
    # One would do; of hundreds the library keeps every date since the first.
    "FREQ=WEEKLY | RRULE:FREQ=WEEKLY;BYDAY=MO",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    "FREQ=WEEKLY;BYMONTHDAY=31;BYMONTH=2",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=YEARLY;INTERVAL=0",
    "FREQ=WEEKLY;INTERVAL=" + "9" * 30,
]


@pytest.mark.parametrize("rule", BOMBS)
def test_an_endless_rule_is_refused_before_anything_looks_for_its_dates(rule, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("the library was asked")

    monkeypatch.setattr(calendar_dates.recurring_ical_events, "of", never)
    monkeypatch.setattr(calendar_dates.Rule, "parse", never)
    found = event(f"DTSTART;{ZONE}:20261124T100000 | DURATION:PT1H | RRULE:{rule}")
    if not found.problem:
        with pytest.raises(UnusableError, match="repeats"):
            dates_of(found, TODAY)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=3",
        "FREQ=WEEKLY;INTERVAL=366;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=31,32,33",
        "FREQ=YEARLY;BYDAY=" + ",".join(f"{n}MO" for n in range(1, 50)),
        "FREQ=WEEKLY;UNTIL=99991231T235959Z",
        "FREQ=WEEKLY;UNTIL=00010101T000000Z",
        "FREQ=WEEKLY;COUNT=5;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=YEARLY;BYEASTER=0",
    ],
)
def test_a_strange_rule_gives_dates_or_a_reason(rule):
    found = event(f"DTSTART;{ZONE}:20261124T100000 | DURATION:PT1H | RRULE:{rule}")
    if found.problem:
        assert found.problem == "Its dates cannot be read (RRULE)."
        return
    assert answer(dates_of, found, TODAY)


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:2026-11-24",
        "DTSTART:20261124T1000",
        "DTSTART:20261324T100000",
        "DTSTART:20261124T990000Z",
        "DTSTART:",
        "DTSTART;VALUE=PERIOD:20261124T100000Z/PT1H",
        "DTSTART;VALUE=TIME:100000",
        "DTSTART;VALUE=URI:https://example.org/",
        "DTSTART;TZID=:20261124T100000",
        "DTSTART;TZID=../../etc/passwd:20261124T100000",
        "DTSTART:20261124T100000 | DTSTART:20261125T100000",
        "DTSTART:20261124T100000 | DURATION:P1DT99999999999H",
        "DTSTART:20261124T100000 | RRULE:",
        "DTSTART:20261124T100000 | RRULE:FREQ=FOO;COUNT=x",
        "DTSTART:20261124T100000 | RRULE:FREQ=WEEKLY | RRULE:FREQ=DAILY",
        "DTSTART:20261124T100000 | EXDATE:nooit | RRULE:FREQ=WEEKLY",
        "DTSTART:20261124T100000 | EXDATE:00010101T000000Z,99991231T235959Z | RRULE:FREQ=WEEKLY",
        "DTSTART:20261124T100000 | EXDATE;VALUE=PERIOD:20261201T100000Z/PT1H | RRULE:FREQ=WEEKLY",
        "DTSTART:20261124T100000 | RECURRENCE-ID:x",
        "DTSTART:20261124T100000 | RECURRENCE-ID:20261124T100000 | RECURRENCE-ID:20261125T100000",
        "DTSTART:20261124T100000 | RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T100000",
        "DTSTART:20261124T100000 | SEQUENCE:heel vaak | STATUS: | URL:javascript:alert(1) | CLASS:",
        "DTSTART:20261124T100000 | SEQUENCE:" + "9" * 5000,
        "DTSTART;X=;=:20261124T100000 | :;:;: | ;;; | NAAM",
    ],
)
def test_broken_dates_give_dates_or_a_reason_never_an_error(lines):
    found = event(lines)
    assert found.problem or answer(dates_of, found, TODAY)


@pytest.mark.parametrize("kind", ["TEXT:abc", "FLOAT:inf", "DATE:20261124", "TEXT:" + "9" * 5000, "INTEGER:-1"])
def test_a_strange_number_of_a_version_spoils_nothing(kind):
    found = event(f"DTSTART:20261124T100000 | SEQUENCE;VALUE={kind}")
    assert (found.problem, found.title, moments(dates_of(found, TODAY))) == ("", "Soep", ["2026-11-24 10:00–25 00:00"])


def test_a_broken_event_spoils_no_other():
    found = read(ics("UID:1\nSUMMARY:Stuk\nDTSTART:morgen", "UID:2\nSUMMARY:Heel\nDTSTART:20261124T100000")).events
    assert [(one.title, bool(one.problem)) for one in found] == [("Stuk", True), ("Heel", False)]


def test_an_event_that_is_not_closed_spoils_no_other():
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nDTSTART:20261124T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    assert [(one.uid, bool(one.problem)) for one in read(data).events] == [("1", True), ("2", False)]


def test_an_event_without_a_mark_of_its_own_is_not_usable():
    (found,) = read(ics("SUMMARY:Soep\nDTSTART:20261124T100000")).events
    assert "UID" in found.problem


def test_an_absurdly_long_mark_is_shortened_to_something_that_stays_the_same():
    keys = {read(ics(f"UID:{'x' * 3000}\nDTSTART:20261124T100000\nDESCRIPTION:{text}")).events[0].uid for text in "ab"}
    assert len(keys) == 1
    assert len(keys.pop()) < 255


def test_too_many_exceptions_are_refused_before_they_are_read():
    many = ",".join(["20261201T100000"] * 1001)
    assert (
        event(f"DTSTART:20261124T100000 | RRULE:FREQ=WEEKLY | EXDATE:{many}").problem == "It has too many exceptions."
    )


def test_too_many_lines_are_refused():
    assert event("DTSTART:20261124T100000" + " | SUMMARY:x" * 500).problem == "It has too many lines."


def test_time_zones_of_its_own_make_are_never_read(monkeypatch):
    zone = "BEGIN:VTIMEZONE\r\nTZID:Onze tijd\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+9999\r\nTZOFFSETTO:x\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    monkeypatch.setattr("icalendar.cal.timezone.Timezone.to_tz", None)
    (found,) = read(ics("UID:1\nSUMMARY:Soep\nDTSTART;TZID=Onze tijd:20261124T100000", head=zone)).events
    assert moments(dates_of(found, TODAY)) == ["2026-11-24 10:00–25 00:00"]
    assert found.unknown_zones == {"Onze tijd"}


def test_names_of_people_and_alarms_stay_outside():
    (found,) = read(
        ics(
            "UID:1\nSUMMARY:Soep\nDTSTART:20261124T100000\nATTENDEE;CN=Jan:mailto:jan@example.org\nORGANIZER;CN=Piet:mailto:piet@example.org\n"
            "BEGIN:VALARM\nDESCRIPTION:Wekker\nEND:VALARM\nDESCRIPTION:Kom eten"
        )
    ).events
    assert found.text("DESCRIPTION") == "Kom eten"
    assert {"ATTENDEE", "ORGANIZER"}.isdisjoint(found.versions[0])


# --- Files ------------------------------------------------------------------------------------------------

GOOD = ics("UID:1\nSUMMARY:Café René\nDTSTART:20261124T100000")


@pytest.mark.parametrize(
    ("data", "charset", "noted"),
    [
        (GOOD, "", False),
        (GOOD, "utf-8", False),
        (b"\xef\xbb\xbf" + GOOD, "", False),
        (GOOD.decode().encode("latin-1"), "iso-8859-1", False),
        (GOOD.decode().encode("latin-1"), "", True),
        (GOOD.decode().encode("latin-1"), "utf-8", True),
        (GOOD.decode().encode("latin-1"), "unicode_escape", True),
        (GOOD.decode().encode("latin-1"), "\x00", True),
        (GOOD.decode().encode("utf-16"), "", False),
        (GOOD.replace(b"\r\n", b"\n"), "", False),
        (GOOD.replace(b"\r\n", b"\r"), "", False),
        (GOOD.replace("Café René".encode(), "Caf\r\n é\r\n  R\r\n\ten\r\n é".encode()), "", False),
        (GOOD.replace(b"SUMMARY:", b"SUMMARY:\x00\x07"), "", False),
        (GOOD.replace(b"SUMMARY:", "SUMMARY:\ufffe\uffff\u202e\u2066\u2069".encode()), "", False),
        (GOOD.lower().replace("café rené".encode(), "Café René".encode()), "", False),
    ],
)  # fmt: skip
def test_letters_arrive_whatever_way_they_were_written(data, charset, noted):
    found = read(data, charset)
    assert [one.title for one in found.events] == ["Café René"]
    assert bool(found.notes) is noted


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a calendar file"),
        (b"\x00" * 1000, "not a calendar file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "not a calendar file"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"  \n<html lang='nl'>BEGIN:VCALENDAR</html>", "web page"),
        (GOOD[:-20], "half-way"),
        (b"BEGIN:VCALENDAR", "half-way"),
        (b"x" * (MOST_BYTES + 1), "too large"),
        (ics(*(f"UID:{number}" for number in range(1001))), "more than 1000 events"),
    ],
)
def test_a_file_that_is_no_calendar_says_so(data, reason):
    with pytest.raises(CalendarError, match=reason):
        read(data)


def test_a_calendar_without_events_says_so():
    assert read(ics()).notes == ["There are no events in this calendar."]


@pytest.mark.parametrize(
    "filling",
    [
        b"DESCRIPTION:" + b"x" * 1_900_000,
        b"DESCRIPTION:" + b"\r\n x" * 450_000,
        b"\n" * 1_900_000,
        b"DESCRIPTION:" + b"\\" * 1_900_000,
        b"X-" * 900_000,
        b'DTSTART;TZID="' + b'"' * 1_900_000,
        b"DTSTART" + b";A=B" * 400_000 + b":20261124T100000",
        b"BEGIN:VALARM\r\n" * 130_000,
        b"DESCRIPTION;ALTREP=" + b" =;" * 600_000 + b":x",
    ],
    ids=["value", "folds", "empty lines", "escapes", "name", "quotes", "parameters", "alarms", "spaces"],
)
def test_a_file_full_of_one_thing_costs_no_more_than_its_size(filling, monkeypatch):
    read_lines = []
    parse = files.icalendar.Event.from_ical
    monkeypatch.setattr(
        files.icalendar.Event, "from_ical", lambda text: (read_lines.append(len(text)), parse(text))[1]
    )
    found = read(
        ics("UID:1\nSUMMARY:Soep\nDTSTART:20261124T100000").replace(b"END:VEVENT", filling + b"\r\nEND:VEVENT")
    )
    assert len(found.events) == 1
    # What reaches the library is cut to size first.
    assert max(read_lines) < 25_000


def test_every_way_of_cutting_a_file_is_answered():
    data = ics(f"UID:1\nSUMMARY:Soep\n{WEEKLY}".replace(" | ", "\n"))
    for size in range(0, len(data) - 2, 7):
        assert answer(read, data[:size]) != "fine"


def test_reading_the_same_file_in_another_order_gives_the_same_mark():
    one = ics("UID:1\nSUMMARY:Soep\nDTSTART:20261124T100000\nDTSTAMP:20261101T000000Z\nSEQUENCE:1")
    other = ics("DTSTART:20261124T100000\nSEQUENCE:9\nDTSTAMP:20261122T000000Z\nUID:1\nX-ALT:1\nSUMMARY:Soep")
    changed = ics("DTSTART:20261124T110000\nUID:1\nSUMMARY:Soep")
    marks = [read(data).events[0].fingerprint for data in (one, other, changed)]
    assert marks[0] == marks[1] != marks[2]


def test_no_date_made_is_one_an_editor_could_not_have_made():
    for lines in [case[1] for case in SINGLE] + [WEEKLY]:
        found = dates(lines)
        for row in [*found.rows, *found.changes]:
            try:
                row.full_clean(exclude=["item"])
            except ValidationError as error:
                raise AssertionError(f"{lines}: {error}") from error

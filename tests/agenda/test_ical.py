"""Calendar files: what three programs of other people make of them is what the site itself says."""

import datetime as dt
import os
import shutil
import subprocess
import time
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
import vobject

from agenda.exports.ical import MOST_EVENTS, _folded
from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage, Occurrence
from tests.factories import AgendaIndexFactory, AgendaItemFactory, VenueFactory, at, item_on, many_items, open_language

pytestmark = pytest.mark.django_db
UTC, UTRECHT = dt.UTC, ZoneInfo("Europe/Amsterdam")
NOW = dt.datetime(2026, 10, 1, 9, 0, tzinfo=UTRECHT)
# What is compared: clock changes on 25 October 2026, 28 March and 31 October 2027 lie in it.
FROM, UNTIL = dt.datetime(2026, 9, 1, tzinfo=UTC), dt.datetime(2027, 12, 31, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def row(day, start="10:00", end="12:00", **fields):
    return AgendaDate(
        start_date=dt.date.fromisoformat(day),
        start_time=dt.time.fromisoformat(start) if start else None,
        end_time=dt.time.fromisoformat(end) if end else None,
        **{name: dt.date.fromisoformat(value) if name == "end_date" else value for name, value in fields.items()},
    )


def change(day, action, **fields):
    kinds = {"new_day": dt.date.fromisoformat, "new_start_time": dt.time.fromisoformat, "time": dt.time.fromisoformat}
    made = {name: kinds[name](value) if name in kinds else value for name, value in fields.items()}
    return AgendaDateChange(day=dt.date.fromisoformat(day), action=action, **made)


def published(parent, rows, changes=(), **fields):
    item = AgendaItemFactory(parent=parent, **fields)
    item.dates, item.changes = rows, list(changes)
    item.save_revision().publish()
    item.refresh_from_db()
    return item


# Every kind of date there is: the rows an editor makes, and the exceptions.
CASES = {
    "one date": ([row("2026-11-24")], []),
    "several dates, past midnight and on a leap day": (
        [row("2026-11-24"), row("2026-12-31", "22:00", "01:00"), row("2028-02-29")],
        [],
    ),
    "several days": ([row("2026-11-24", None, None, end_date="2026-11-29"), row("2026-12-05", end_date="2026-12-07")], []),
    "not known when it ends": ([row("2026-11-24", "19:30", None)], []),
    "weekly, clocks go back, last day, every kind of exception": (
        [row("2026-10-13", rule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20261229")],
        [
            change("2026-11-03", "skipped"),
            change("2026-10-27", "moved", new_day="2026-10-28", new_start_time="15:00"),
            change("2026-11-10", "cancelled", note="De keuken wordt verbouwd."),
            change("2026-11-17", "full"),
            change("2026-11-24", "postponed"),
            change("2026-12-01", "online"),
            change("2026-12-08", "noted", note="Neem een handdoek mee."),
        ],
    ),
    "without end, third Thursday, and an extra date": (
        [row("2026-10-15", rule="FREQ=MONTHLY;BYDAY=3TH"), row("2026-10-20", "14:00", "15:00")],
        [change("2026-12-17", "skipped")],
    ),
    "every fortnight on two days, so many times": ([row("2026-10-12", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=9")], []),
    "Saturday nights, also those in which the clocks change": (
        [row("2026-10-10", "22:00", "03:30", rule="FREQ=WEEKLY;BYDAY=SA;UNTIL=20271106")],
        [],
    ),
    "whole days, every year": ([row("2026-11-28", None, None, end_date="2026-11-29", rule="FREQ=YEARLY")], []),
    "whole days, weekly until, one moved and one left out": (
        [row("2026-10-05", None, None, rule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20261130")],
        [change("2026-10-12", "skipped"), change("2026-10-19", "moved", new_day="2026-10-20")],
    ),
    "not known when it ends, weekly": ([row("2026-10-05", "20:00", None, rule="FREQ=WEEKLY;UNTIL=20261207")], []),
    "two rules that meet": (
        [row("2026-10-06", rule="FREQ=WEEKLY;UNTIL=20261201"), row("2026-10-06", rule="FREQ=DAILY;INTERVAL=2;COUNT=20")],
        [],
    ),
}  # fmt: skip
IDS = list(CASES)


def ours(item):
    """What the site itself says: start, and end where it is known; whole days as dates."""
    found = set()
    for one in Occurrence.objects.filter(item=item, end__gt=FROM, start__lt=UNTIL):
        if one.all_day:
            found.add((one.local_start.date(), one.local_end.date()))
        else:
            found.add((one.start, None if one.open_ended and not one.spans_days else one.end))
    return found


def fetch(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def instant(moment):
    return moment.astimezone(UTC) if isinstance(moment, dt.datetime) else moment


@pytest.mark.parametrize("name", IDS)
def test_a_calendar_program_sees_the_same_moments_as_our_own_pages(client, agenda, name):
    item = published(agenda, *CASES[name])
    calendar = icalendar.Calendar.from_ical(fetch(client, f"{item.url}agenda.ics"))
    seen = set()
    for event in recurring_ical_events.of(calendar).between(FROM, UNTIL):
        start, end = instant(event.start), instant(event.end)
        seen.add((start, None if start == end else end))
    assert seen == ours(item)
    assert seen


@pytest.mark.parametrize("name", IDS)
def test_a_second_reader_sees_them_too(client, agenda, name):
    """Rules and EXDATE are expanded by vobject; the exceptions (RECURRENCE-ID) are put in their place here."""
    item = published(agenda, *CASES[name])
    calendar = vobject.readOne(fetch(client, f"{item.url}agenda.ics").decode())
    events = calendar.vevent_list
    replaced = {(one.uid.value, instant(one.recurrence_id.value)) for one in events if hasattr(one, "recurrence_id")}
    seen = set()
    for event in events:
        start = event.dtstart.value
        end = event.dtend.value if hasattr(event, "dtend") else None
        if hasattr(event, "rrule"):
            whole = not isinstance(start, dt.datetime)
            length = end - start if end else None
            for moment in event.getrruleset(addRDate=True):
                begin = moment.date() if whole else moment.replace(tzinfo=UTRECHT).astimezone(UTC)
                if begin > (UNTIL.date() if whole else UNTIL):
                    break
                if (event.uid.value, begin) not in replaced:
                    seen.add((begin, begin + length if length else None))
        else:
            seen.add((instant(start), instant(end) if end else None))
    limit = {
        (start, end)
        for start, end in seen
        if (start if isinstance(start, dt.datetime) else dt.datetime.combine(start, dt.time(), UTC)) < UNTIL
    }
    assert limit == ours(item)


@pytest.mark.skipif(
    not shutil.which("khal") and not os.environ.get("CI"), reason="the calendar program khal is not on this machine"
)
def test_a_calendar_on_the_command_line_sees_them_too(client, agenda, tmp_path):
    assert shutil.which("khal"), "Continuous integration leaves nothing out: install khal."
    items = {name: published(agenda, *CASES[name], slug=f"item-{number}") for number, name in enumerate(CASES)}
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(
        f"[calendars]\n[[ours]]\npath = {tmp_path / 'calendar'}\n[sqlite]\npath = {tmp_path / 'db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = Europe/Amsterdam\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def khal(*arguments):
        environment = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        command = ["khal", "-c", str(tmp_path / "config"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout

    files = []
    for item in items.values():
        files.append(tmp_path / f"{item.slug}.ics")
        files[-1].write_bytes(fetch(client, f"{item.url}agenda.ics"))
    khal("import", "-a", "ours", "--batch", *map(str, files))
    form = "{start-long}|{end-long}|{all-day}|{url}"
    lines = khal("list", f"{FROM:%Y-%m-%d}", f"{UNTIL:%Y-%m-%d}", "--day-format", "", "-f", form)
    seen = {item.full_url: set() for item in items.values()}
    for start, end, all_day, url in (line.split("|") for line in lines.splitlines() if line):
        if all_day == "True":
            seen[url].add((dt.date.fromisoformat(start), dt.date.fromisoformat(end) + dt.timedelta(days=1)))
        else:
            seen[url].add(tuple(dt.datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (start, end)))
    # This program takes an hour for what has no end.
    hour = dt.timedelta(hours=1)
    assert seen == {
        item.full_url: {(start, end or start + hour) for start, end in ours(item)} for item in items.values()
    }


def events_of(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_what_became_of_a_date_is_in_its_title_and_its_status(client, agenda):
    item = published(agenda, *CASES["weekly, clocks go back, last day, every kind of exception"], title="Zwemmen")
    events = {
        str(one["RECURRENCE-ID"].dt.date()) if "RECURRENCE-ID" in one else "": one
        for one in events_of(fetch(client, f"{item.url}agenda.ics"))
    }
    words = {day: (str(one["SUMMARY"]), str(one["STATUS"])) for day, one in events.items()}
    assert words == {
        "": ("Zwemmen", "CONFIRMED"),
        "2026-10-27": ("Zwemmen", "CONFIRMED"),
        "2026-11-10": ("Gaat niet door: Zwemmen", "CANCELLED"),
        "2026-11-17": ("Vol: Zwemmen", "CONFIRMED"),
        "2026-11-24": ("Uitgesteld: Zwemmen", "TENTATIVE"),
        "2026-12-01": ("Gaat online door: Zwemmen", "CONFIRMED"),
        "2026-12-08": ("Zwemmen", "CONFIRMED"),
    }
    assert "De keuken wordt verbouwd." in events["2026-11-10"]["DESCRIPTION"]
    assert len({one["UID"] for one in events.values()}) == 1


def test_one_date_has_a_file_of_its_own_found_by_its_planned_start_also_after_it_moved(client, agenda):
    item = published(agenda, *CASES["weekly, clocks go back, last day, every kind of exception"])
    [event] = events_of(fetch(client, f"{item.url}2026-10-27T1000.ics"))
    assert event.start == dt.datetime(2026, 10, 28, 15, tzinfo=UTRECHT)
    whole_day = published(agenda, *CASES["several days"])
    [event] = events_of(fetch(client, f"{whole_day.url}2026-11-24.ics"))
    assert (event.start, event.end) == (dt.date(2026, 11, 24), dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    "name", ["2026-11-25T1000", "2026-11-24T1001", "2026-13-45", "0000-00-00T0000", "9999-12-31T2359", "niets", "2026-11-24T", "٢٠٢٦-11-24"]
)  # fmt: skip
def test_a_date_that_is_not_there_is_not_found(client, agenda, name):
    item = published(agenda, [row("2026-11-24")])
    assert client.get(f"{item.url}{name}.ics").status_code == 404


def test_the_same_date_has_one_name_in_every_file_and_keeps_it_whatever_becomes_of_it(client, agenda, commit):
    item = published(agenda, [row("2026-11-24"), row("2026-12-01")])

    def names(day="2026-11-24T1000"):
        found = [
            {str(one["UID"]) for one in events_of(fetch(client, address))}
            for address in (f"{item.url}agenda.ics", "/agenda/agenda.ics")
        ]
        found.append({one["id"] for one in client.get("/agenda/agenda.json").json()["dates"]})
        [one] = events_of(fetch(client, f"{item.url}{day}.ics"))
        assert found[0] == found[1] == found[2]
        return str(one["UID"]), found[0]

    first, all_first = names()
    assert len(all_first) == 2
    assert not any("testserver" in name or "localhost" in name for name in all_first)
    with commit():
        item.changes = [change("2026-11-24", "moved", new_day="2026-11-26")]
        item.save_revision().publish()
    assert names() == (first, all_first)
    # The editor writes another time in the row itself; then it comes back to the first, beside a new one.
    with commit():
        item.dates, item.changes = [row("2026-11-24", "11:00", "13:00"), row("2026-12-01")], []
        item.save_revision().publish()
    assert names("2026-11-24T1100") == (first, all_first)
    with commit():
        item.dates = [row("2026-11-24", "11:00", "13:00"), row("2026-11-24"), row("2026-12-01")]
        item.save_revision().publish()
    later, all_later = names("2026-11-24T1100")
    assert later == first
    assert len(all_later) == 3
    assert all_first < all_later
    assert names("2026-11-24T1000")[0] != first


def test_a_series_keeps_its_name_whatever_stands_before_it_and_a_copy_has_another(client, agenda, commit):
    item = published(agenda, [row("2026-10-13", rule="FREQ=WEEKLY"), row("2026-10-15", rule="FREQ=WEEKLY")])

    def names(page):
        return {one.start.day: str(one["UID"]) for one in events_of(fetch(client, f"{page.url}agenda.ics"))}

    before = names(item)
    assert len(set(before.values())) == 2
    with commit():
        # As an editor does it: from the latest revision.
        draft = item.get_latest_revision_as_object()
        draft.dates = [row("2026-10-12", rule="FREQ=WEEKLY"), draft.dates.all()[1]]
        draft.save_revision().publish()
    after = names(item)
    assert after[15] == before[15]
    assert after[12] not in before.values()
    with commit():
        draft = item.get_latest_revision_as_object()
        draft.title = "Anders"
        draft.save_revision().publish()
    assert names(item) == after
    copy = AgendaItemPage.objects.get().copy(update_attrs={"slug": "kopie"})
    assert not set(names(copy).values()) & set(after.values())


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=3"])
def test_a_series_that_begins_after_the_dates_we_make_is_in_the_file(client, agenda, rule):
    item = published(agenda, [row("2028-10-03", rule=rule)])
    [event] = events_of(fetch(client, f"{item.url}agenda.ics"))
    assert event.start == dt.datetime(2028, 10, 3, 10, tzinfo=UTRECHT)


def test_exceptions_further_ahead_than_the_dates_we_make_are_in_the_file(client, agenda):
    item = published(
        agenda,
        [row("2026-10-13", rule="FREQ=WEEKLY")],
        [
            change("2029-05-01", "skipped"),
            change("2029-05-08", "cancelled"),
            change("2029-05-15", "moved", new_day="2029-05-16"),
            # On which nothing is planned.
            change("2029-05-17", "cancelled"),
        ],
    )
    calendar = icalendar.Calendar.from_ical(fetch(client, f"{item.url}agenda.ics"))
    spring = recurring_ical_events.of(calendar).between((2029, 4, 24), (2029, 5, 23))
    found = {(event.start.month, event.start.day): str(event["STATUS"]) for event in spring}
    assert found == {(4, 24): "CONFIRMED", (5, 8): "CANCELLED", (5, 16): "CONFIRMED", (5, 22): "CONFIRMED"}
    assert not item.occurrences.filter(start__year=2029).exists()


def test_a_later_change_also_of_the_venue_has_a_higher_sequence_and_a_later_time(client, agenda, commit):
    venue = VenueFactory(name="De Boog")
    item = published(agenda, [row("2026-11-24")], venue=venue)

    def event():
        [found] = events_of(fetch(client, f"{item.url}2026-11-24T1000.ics"))
        assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt
        return found["SEQUENCE"], found["LAST-MODIFIED"].dt, str(found["LOCATION"]).split(",")[0]

    first = event()
    with time_machine.travel(NOW + dt.timedelta(seconds=20), tick=False), commit():
        item.save_revision().publish()
    second = event()
    with time_machine.travel(NOW + dt.timedelta(seconds=50), tick=False), commit():
        venue.name = "De Kade"
        venue.save()
    third = event()
    # Two changes within a minute are two: a program takes what has the highest number.
    assert [first[0], second[0], third[0]] == [0, 20, 50]
    assert first[1] < second[1] < third[1]
    assert third[2] == "De Kade"


def test_a_file_follows_the_letter_of_the_standard(client, agenda):
    venue = VenueFactory(
        name="De Boog, achter; links", street="Oudegracht 1", postcode="3511 AA", latitude="52.09", longitude="5.12"
    )
    published(agenda, [row("2026-11-24")], title="Café ‘t Hoekje: één, twee; drie \\ " + "ü" * 90, venue=venue, summary="Regel één,\nregel twee;", phone="030 - 123 45 67")  # fmt: skip
    content = fetch(client, "/agenda/agenda.ics")
    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert r"SUMMARY:Café ‘t Hoekje: één\, twee\; drie \\ ü" in unfolded
    [event] = events_of(content)
    assert event["SUMMARY"] == "Café ‘t Hoekje: één, twee; drie \\ " + "ü" * 90
    assert event["LOCATION"] == "De Boog, achter; links, Oudegracht 1, 3511 AA Utrecht"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (52.09, 5.12)
    assert "Regel één,\nregel twee;" in event["DESCRIPTION"]
    assert "030 - 123 45 67" in event["DESCRIPTION"]
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
    assert not {"ORGANIZER", "ATTENDEE", "METHOD"} & set(event)


@pytest.mark.parametrize("text", ["", "a" * 75, "a" * 76, "é" * 200, "\\" * 200, "€" * 75 + "a" * 80])
def test_a_folded_line_is_the_same_line(text):
    folded = _folded(text)
    assert folded.replace(b"\r\n ", b"").decode() == text
    assert max(map(len, folded.split(b"\r\n"))) <= 75
    for part in folded.split(b"\r\n"):
        part.decode()


def test_the_time_zone_in_a_file_has_the_clock_changes_of_utrecht(client, agenda):
    item = published(agenda, [row("2026-11-24")])
    zone = icalendar.Calendar.from_ical(fetch(client, f"{item.url}agenda.ics")).timezones[0].to_tz(lookup_tzid=False)
    days = [
        dt.datetime(year, month, day) for year in range(1990, 2050) for month in (3, 9, 10) for day in range(22, 31)
    ]
    # Of the hour that is skipped or comes twice, readers think differently; half past one and half past three are clear.
    moments = [day + dt.timedelta(hours=hour, minutes=30) for day in days for hour in (0, 1, 3, 4)]
    wrong = [one for one in moments if one.replace(tzinfo=zone).utcoffset() != one.replace(tzinfo=UTRECHT).utcoffset()]
    assert wrong == []


def test_a_subscription_has_the_filters_of_the_list_and_refreshes_itself(client, agenda):
    item_on(agenda, at(1), title="Lezen", venue=VenueFactory(district__name="Overvecht"))
    item_on(agenda, at(1), title="Wandelen", venue=VenueFactory(district__name="Zuid"))
    content = fetch(client, "/agenda/agenda.ics?wijk=overvecht")
    calendar = icalendar.Calendar.from_ical(content)
    assert [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")] == ["Lezen"]
    assert calendar["X-WR-CALNAME"] == "Agenda Utrecht Omarmt: Overvecht"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content
    assert client.get("/agenda/agenda.ics")["Access-Control-Allow-Origin"] == "*"


def test_who_asks_again_and_nothing_changed_gets_nothing(client, agenda):
    item_on(agenda, at(1))
    tag = client.get("/agenda/agenda.ics?wijk=zuid")["ETag"]
    assert client.get("/agenda/agenda.ics?wijk=zuid", headers={"If-None-Match": tag}).status_code == 304


def test_five_hundred_events_take_half_a_second_and_a_constant_number_of_questions(
    client, agenda, django_assert_max_num_queries
):
    many_items(agenda, MOST_EVENTS + 20, VenueFactory(street="Oudegracht 1"))
    client.get("/agenda/agenda.ics?periode=morgen")
    with django_assert_max_num_queries(15):
        started = time.process_time()
        content = fetch(client, "/agenda/agenda.ics?alleen=0")
        seconds = time.process_time() - started
    assert content.count(b"BEGIN:VEVENT") == MOST_EVENTS
    assert seconds <= 0.5


def test_an_item_in_another_language_has_the_same_dates_under_the_same_names(client, site_root, agenda):
    item = published(agenda, [row("2026-10-13", rule="FREQ=WEEKLY;UNTIL=20261110")])
    english = open_language(site_root).locale
    alias = agenda.copy_for_translation(english, alias=True)
    alias = item.copy_for_translation(english, alias=True)
    dutch, other = (events_of(fetch(client, f"{address}agenda.ics")) for address in (item.url, alias.url))
    assert [(str(one["UID"]), one.start) for one in dutch] == [(str(one["UID"]), one.start) for one in other]

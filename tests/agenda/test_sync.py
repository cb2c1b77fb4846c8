"""From what an editor enters to stored dates: exceptions, identity, and a command that may run at any time."""

import datetime as dt
import threading
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction

from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage, Occurrence
from agenda.services import Synced, sync_occurrences
from core.page_cache import generation
from tests.factories import AgendaIndexFactory, AgendaItemFactory

DAY, TIME = dt.date.fromisoformat, dt.time.fromisoformat


@pytest.fixture(autouse=True)
def sunday():
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def date(first="2026-11-24", start="10:00", end="12:00", rule="FREQ=WEEKLY", **fields):
    return AgendaDate(
        start_date=DAY(first), start_time=start and TIME(start), end_time=end and TIME(end), rule=rule, **fields
    )


def change(day, action="cancelled", **fields):
    return AgendaDateChange(day=DAY(day), action=action, **fields)


def published(agenda, dates, changes=()):
    item = AgendaItemFactory(parent=agenda)
    return republished(item, dates, changes)


def republished(item, dates, changes=()):
    item.dates, item.changes = list(dates), list(changes)
    item.save_revision().publish()
    return item


def local(moment):
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def rows(item, until="2027-01-01"):
    found = item.occurrences.filter(start__lt=until + "T00:00+01:00").order_by("start")
    return [(local(one.start), local(one.end), one.status) for one in found]


def keys(item):
    return {one.planned_start: one.pk for one in item.occurrences.all()}


CASES = [
    # what, entered, the first rows: start and end in Utrecht
    ("weekly", date(), [("11-24 10:00", "11-24 12:00"), ("12-01 10:00", "12-01 12:00")]),
    ("running now", date("2026-11-15", "11:00", "13:00"), [("11-15 11:00", "11-15 13:00"), ("11-22 11:00", "11-22 13:00")]),
    ("ended an hour ago", date("2026-11-22", "10:00", "11:00"), [("11-22 10:00", "11-22 11:00"), ("11-29 10:00", "11-29 11:00")]),
    ("starting at midnight", date("2026-11-24", "00:00", "01:00"), [("11-24 00:00", "11-24 01:00"), ("12-01 00:00", "12-01 01:00")]),
    ("ending at midnight", date("2026-11-24", "20:00", "00:00"), [("11-24 20:00", "11-25 00:00"), ("12-01 20:00", "12-02 00:00")]),
    ("across midnight and month", date("2026-11-30", "22:00", "02:00"), [("11-30 22:00", "12-01 02:00"), ("12-07 22:00", "12-08 02:00")]),
    ("across the year", date("2026-12-31", "22:00", "02:00"), [("12-31 22:00", "01-01 02:00"), ("01-07 22:00", "01-08 02:00")]),
    ("a leap day", date("2027-12-29", rule="FREQ=MONTHLY;BYMONTHDAY=29"), [("12-29 10:00", "12-29 12:00"), ("01-29 10:00", "01-29 12:00"), ("02-29 10:00", "02-29 12:00")]),
    ("the clocks go forward", date("2027-03-21", "01:30", "03:30"), [("03-21 01:30", "03-21 03:30"), ("03-28 01:30", "03-28 03:30"), ("04-04 01:30", "04-04 03:30")]),
    ("a start in the skipped hour", date("2027-03-21", "02:30", "03:15"), [("03-21 02:30", "03-21 03:15"), ("03-28 03:30", "03-28 04:15"), ("04-04 02:30", "04-04 03:15")]),
    ("the clocks go back", date("2027-10-24", "01:30", "03:30"), [("10-24 01:30", "10-24 03:30"), ("10-31 01:30", "10-31 03:30"), ("11-07 01:30", "11-07 03:30")]),
    ("a weekend of whole days", date("2026-11-28", None, None, end_date=DAY("2026-11-29")), [("11-28 00:00", "11-30 00:00"), ("12-05 00:00", "12-07 00:00")]),
    ("end not known", date("2026-11-24", "14:00", None), [("11-24 14:00", "11-25 00:00"), ("12-01 14:00", "12-02 00:00")]),
    ("one date", date(rule=""), [("11-24 10:00", "11-24 12:00")]),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("entered", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_repetition_keeps_its_local_times_and_length(agenda, entered, expected):
    item = published(agenda, [entered])
    found = [row[:2] for row in rows(item, "2030-01-01")]
    assert found[: len(expected)] == expected
    assert len(found) == len(expected) or entered.rule


@pytest.mark.django_db
def test_a_night_that_comes_an_hour_longer_takes_an_hour_longer(agenda):
    item = published(agenda, [date("2027-10-30", "23:00", "04:00", rule="")])
    assert item.occurrences.get().end - item.occurrences.get().start == dt.timedelta(hours=6)


@pytest.mark.django_db
def test_dates_are_made_eighteen_months_ahead(agenda):
    last = published(agenda, [date()]).occurrences.order_by("start").last()
    assert local(last.start) == "05-23 10:00"
    assert last.local_start.year == 2028


@pytest.mark.django_db
def test_each_kind_of_exception_does_what_it_says(agenda):
    item = published(
        agenda,
        [date(rule="FREQ=WEEKLY;COUNT=8")],
        [
            change("2026-11-24", "full"),
            change("2026-12-01", "skipped"),
            change("2026-12-08", "cancelled", note="De kok is ziek."),
            change("2026-12-15", "postponed"),
            change("2026-12-22", "online"),
            change("2026-12-29", "moved", new_day=DAY("2026-12-30"), new_start_time=TIME("14:30")),
            change("2027-01-05", "moved", new_end_time=TIME("13:00")),
            change("2027-01-12", "noted", note="Neem een beker mee."),
            change("2027-01-13", "cancelled"),
        ],
    )
    assert rows(item, "2028-01-01") == [
        ("11-24 10:00", "11-24 12:00", "full"),
        ("12-08 10:00", "12-08 12:00", "cancelled"),
        ("12-15 10:00", "12-15 12:00", "postponed"),
        ("12-22 10:00", "12-22 12:00", "online"),
        ("12-30 14:30", "12-30 16:30", "planned"),
        ("01-05 10:00", "01-05 13:00", "planned"),
        ("01-12 10:00", "01-12 12:00", "planned"),
    ]
    notes = list(item.occurrences.exclude(note="").order_by("start").values_list("note", flat=True))
    assert notes == ["De kok is ziek.", "Neem een beker mee."]
    assert [local(one.moved_from) for one in item.occurrences.exclude(moved_from=None)] == ["12-29 10:00"]


@pytest.mark.django_db
def test_an_exception_that_names_a_time_leaves_the_other_date_of_that_day_alone(agenda):
    morning, evening = date(rule="FREQ=WEEKLY;COUNT=1"), date(start="19:00", end="21:00", rule="FREQ=WEEKLY;COUNT=1")
    item = published(agenda, [morning, evening], [change("2026-11-24", time=TIME("19:00"))])
    assert [row[2] for row in rows(item)] == ["planned", "cancelled"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "fields", "expected"),
    [
        ("22:00", "02:00", {"new_day": DAY("2026-11-25")}, ("11-25 22:00", "11-26 02:00")),
        ("22:00", "02:00", {"new_start_time": TIME("20:00")}, ("11-24 20:00", "11-25 00:00")),
        ("10:00", None, {"new_start_time": TIME("11:00")}, ("11-24 11:00", "11-25 00:00")),
        ("10:00", "12:00", {"new_start_time": TIME("23:00")}, ("11-24 23:00", "11-25 01:00")),
        (None, None, {"new_day": DAY("2026-11-26")}, ("11-26 00:00", "11-27 00:00")),
        (None, None, {"new_start_time": TIME("11:00"), "new_end_time": TIME("12:00")}, ("11-24 11:00", "11-24 12:00")),
    ],
)
def test_what_is_moved_lasts_as_long_unless_it_says_otherwise(agenda, start, end, fields, expected):
    item = published(
        agenda, [date(start=start, end=end, rule="FREQ=WEEKLY;COUNT=1")], [change("2026-11-24", "moved", **fields)]
    )
    assert rows(item) == [(*expected, "planned")]


@pytest.mark.django_db
def test_what_is_moved_onto_another_date_is_that_one_date(agenda):
    item = published(
        agenda, [date(rule="FREQ=WEEKLY;COUNT=2")], [change("2026-11-24", "moved", new_day=DAY("2026-12-01"))]
    )
    assert rows(item) == [("12-01 10:00", "12-01 12:00", "planned")]
    assert item.occurrences.get().moved_from is None
    # When the one that was planned there does not take place, the one that was moved does.
    republished(item, item.dates.all(), [*item.changes.all(), change("2026-12-01", "cancelled")])
    assert item.occurrences.get().status == "planned"
    assert local(item.occurrences.get().moved_from) == "11-24 10:00"


@pytest.mark.django_db
def test_a_date_keeps_its_key_through_every_edit(agenda):
    item = published(agenda, [date(rule="FREQ=WEEKLY;COUNT=4")])
    before = keys(item)
    first, second, third, fourth = sorted(before)
    # Two change places, one is skipped, one is cancelled.
    changes = [
        change("2026-11-24", "moved", new_day=DAY("2026-12-01")),
        change("2026-12-01", "moved", new_day=DAY("2026-11-24")),
        change("2026-12-08", "skipped"),
        change("2026-12-15", "cancelled"),
    ]
    republished(item, item.dates.all(), changes)
    assert keys(item) == {start: before[start] for start in (first, second, fourth)}
    # The hour of the whole series changes: each date is known by its day.
    republished(item, [date(start="11:00", end="13:00", rule="FREQ=WEEKLY;COUNT=4")], [])
    after = keys(item)
    assert [local(start) for start in sorted(after)] == ["11-24 11:00", "12-01 11:00", "12-08 11:00", "12-15 11:00"]
    hour = dt.timedelta(hours=1)
    assert [after[start + hour] for start in (first, second, fourth)] == [
        before[start] for start in (first, second, fourth)
    ]
    assert after[third + hour] not in before.values()


@pytest.mark.django_db
def test_moving_every_date_a_week_on_never_clashes(agenda):
    item = published(agenda, [date(rule="FREQ=WEEKLY;COUNT=5")])
    before = keys(item)
    week = dt.timedelta(days=7)
    moves = [
        change((DAY("2026-11-24") + number * week).isoformat(), "moved", new_day=DAY("2026-12-01") + number * week)
        for number in range(5)
    ]
    republished(item, item.dates.all(), moves)
    assert keys(item) == before
    assert [row[0] for row in rows(item, "2028-01-01")] == [
        "12-01 10:00",
        "12-08 10:00",
        "12-15 10:00",
        "12-22 10:00",
        "12-29 10:00",
    ]


@pytest.mark.django_db
def test_running_again_writes_nothing_and_keeps_the_cache(agenda, commit, django_assert_num_queries):
    # Its times come twice when the clocks go back, and not at all when they go forward.
    item = published(
        agenda,
        [date("2026-10-18", "02:30", "03:15", rule="FREQ=DAILY")],
        [change("2026-12-29", "moved", new_day=DAY("2026-12-29"), new_start_time=TIME("20:00"))],
    )
    before, token = list(Occurrence.objects.order_by("pk").values()), generation()
    with commit(), django_assert_num_queries(7):
        assert sync_occurrences(item) == Synced()
    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert generation() == token


@pytest.mark.django_db
def test_what_is_over_stays_as_it_was_whatever_the_rule_says_later(agenda, sunday):
    # Also what a new item says about the past is kept: an archive that is brought in.
    item = published(agenda, [date("2026-11-03", rule="FREQ=WEEKLY;COUNT=5")])
    past = list(Occurrence.objects.filter(end__lt=timezone.now()).values())
    assert len(past) == 3
    # Another day, since September, with a remark; its past is not made up.
    republished(item, [date("2026-09-02", "19:00", "21:00", "FREQ=WEEKLY", note="Boven")])
    assert [row[0] for row in rows(item, "2026-12-10")] == ["11-03 10:00", "11-10 10:00", "11-17 10:00", "11-25 19:00", "12-02 19:00", "12-09 19:00"]  # fmt: skip
    assert list(Occurrence.objects.filter(end__lt=timezone.now()).values()) == past
    republished(item, [date("2026-11-25", "19:00", "21:00", "")])
    sunday.shift(dt.timedelta(days=30))
    republished(item, [date("2027-01-20", rule="")])
    assert [row[0] for row in rows(item, "2028-01-01")] == ["11-03 10:00", "11-10 10:00", "11-17 10:00", "11-25 19:00", "01-20 10:00"]  # fmt: skip
    call_command("sync_occurrences", stdout=StringIO())
    assert item.occurrences.count() == 5


RUNNING = [
    # It is Sunday 12:00 and it began at 11:00: what the editor writes, and what today then says.
    ("it takes longer", date("2026-11-22", "11:00", "15:00"), [], [("11-22 11:00", "11-22 15:00", "planned")]),
    ("it stopped already", date("2026-11-22", "11:00", "11:30"), [], [("11-22 11:00", "11-22 11:30", "planned")]),
    ("it began earlier", date("2026-11-22", "08:00", "09:00"), [], [("11-22 08:00", "11-22 09:00", "planned")]),
    ("it is called off", date("2026-11-22", "11:00", "13:00"), [change("2026-11-22")], [("11-22 11:00", "11-22 13:00", "cancelled")]),
    ("it begins next week", date("2026-11-29", "11:00", "13:00"), [], []),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entered", "changes", "expected"), [case[1:] for case in RUNNING], ids=[c[0] for c in RUNNING]
)
def test_what_is_going_on_follows_the_editor(agenda, entered, changes, expected):
    item = published(agenda, [date("2026-11-22", "11:00", "13:00")])
    key = item.occurrences.order_by("start").first().pk
    republished(item, [entered], changes)
    today = item.occurrences.filter(start__date=DAY("2026-11-22"))
    assert rows(item, "2026-11-23") == expected
    assert [one.pk for one in today] == [key] * len(expected)


@pytest.mark.django_db
def test_what_was_over_today_is_made_longer_or_moved_by_the_editor(agenda):
    item = published(agenda, [date("2026-11-22", "10:00", "11:00")])
    key = item.occurrences.order_by("start").first().pk
    republished(item, [date("2026-11-22", "10:00", "13:00")])
    assert rows(item, "2026-11-23") == [("11-22 10:00", "11-22 13:00", "planned")]
    republished(item, [date("2026-11-22", "10:00", "11:00")])
    # It was called off at the door: it comes on Monday instead.
    republished(item, item.dates.all(), [change("2026-11-22", "moved", new_day=DAY("2026-11-23"))])
    assert rows(item, "2026-11-24") == [("11-23 10:00", "11-23 11:00", "planned")]
    assert item.occurrences.order_by("start").first().pk == key


@pytest.mark.django_db
def test_a_new_date_that_starts_with_one_that_is_over_is_no_error(agenda):
    item = published(agenda, [date("2026-11-21", "10:00", "11:00", "")], [])
    Occurrence.objects.update(moved_from="2026-11-20T09:00Z")
    republished(item, [date("2026-11-21", "10:00", "11:00", "", end_date=DAY("2026-11-25"))])
    assert rows(item) == [("11-21 10:00", "11-21 11:00", "planned")]


@pytest.mark.django_db
def test_a_date_of_an_older_release_keeps_its_name_when_its_time_changes(agenda):
    item = published(agenda, [date(rule="")])
    name = item.occurrences.get().uid
    Occurrence.objects.update(uid=None)
    republished(item, [date(start="11:00", rule="")])
    assert item.occurrences.get().uid == name


@pytest.mark.django_db
def test_a_stored_date_that_ends_on_its_first_day_can_be_moved_past_midnight(agenda):
    entered = date(rule="FREQ=WEEKLY;COUNT=1", end_date=DAY("2026-11-24"))
    item = published(agenda, [entered], [change("2026-11-24", "moved", new_end_time=TIME("09:00"))])
    assert rows(item) == [("11-24 10:00", "11-25 09:00", "planned")]


@pytest.mark.django_db
def test_an_alias_that_becomes_a_page_of_its_own_has_dates(agenda, admin_client):
    item = published(agenda, [date(rule="")])
    by_editor, by_program = (item.create_alias(update_slug=slug) for slug in ("ook", "nog"))
    admin_client.post(reverse("wagtailadmin_pages:convert_alias", args=[by_editor.pk]))
    assert rows(by_editor) == [("11-24 10:00", "11-24 12:00", "planned")]
    ConvertAliasPageAction(by_program).execute()
    draft = AgendaItemFactory(parent=agenda, live=False, dates=[date(rule="")])
    out = StringIO()
    call_command("sync_occurrences", stdout=out)
    assert out.getvalue() == "1 items: 1 dates created, 0 changed, 0 deleted.\n"
    assert rows(by_program) == rows(by_editor)
    assert rows(draft) == []


@pytest.mark.django_db
def test_an_alias_does_not_bring_the_dates_into_the_list_twice(agenda):
    item = published(agenda, [date(rule="")])
    item.create_alias(update_slug="ook")
    republished(item, [date(rule="FREQ=WEEKLY;COUNT=2")])
    assert {one.item_id for one in Occurrence.objects.all()} == {item.pk}


@pytest.mark.django_db
def test_the_daily_command_moves_the_horizon_and_takes_published_dates_only(agenda, sunday):
    item = published(agenda, [date()])
    before = keys(item)
    item.dates = [date("2026-11-25")]
    item.save_revision()
    AgendaItemFactory(parent=agenda, live=False, dates=[date()])
    sunday.shift(dt.timedelta(days=14))
    out = StringIO()
    call_command("sync_occurrences", stdout=out)
    assert out.getvalue() == "1 items: 2 dates created, 0 changed, 0 deleted.\n"
    assert before.items() <= keys(item).items()
    out = StringIO()
    call_command("sync_occurrences", stdout=out)
    assert out.getvalue() == "1 items: 0 dates created, 0 changed, 0 deleted.\n"


@pytest.mark.django_db
def test_one_item_that_fails_does_not_keep_the_others_waiting(agenda, sunday, caplog):
    broken, sound = published(agenda, [date()]), published(agenda, [date()])
    AgendaDate.objects.filter(item=broken).update(rule="FREQ=OOIT")
    sunday.shift(dt.timedelta(days=7))
    kept, out = keys(broken), StringIO()
    with pytest.raises(CommandError, match=f"1 items failed: {broken.pk}$"):
        call_command("sync_occurrences", stdout=out)
    assert out.getvalue() == "1 items: 1 dates created, 0 changed, 0 deleted.\n"
    assert keys(broken) == kept
    assert sound.occurrences.count() == 80
    assert str(broken.pk) in caplog.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_runs_at_the_same_moment_make_each_date_once(site_root):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where nobody can wait for a lock")
    item = published(AgendaIndexFactory(parent=site_root), [date()])
    Occurrence.objects.all().delete()
    faults = []

    def run():
        try:
            sync_occurrences(AgendaItemPage(pk=item.pk))
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test says it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert item.occurrences.count() == 79

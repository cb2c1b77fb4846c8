"""Foreign calendars become drafts that wait for approval: once, in step with the calendar, and never over an editor's work."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import translation
from wagtail.models import TaskState, WorkflowState

from agenda.imports import drafts, fetching, files
from agenda.imports.drafts import read_source
from agenda.imports.files import MOST_BYTES
from agenda.models import AgendaDate, AgendaItemPage, CalendarSource, ImportedEvent
from tests.factories import AgendaIndexFactory, DistrictFactory, PartnerFactory, PartnerIndexFactory, VenueFactory

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
CALENDAR = (Path(__file__).parent / "calendars" / "buurthuis.ics").read_bytes()
SOUP = b"DTSTART;TZID=Europe/Amsterdam:20261124T120000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def source(agenda):
    return CalendarSource.objects.create(name="De Voorbeeldhof")


@pytest.fixture
def editor():
    user = User.objects.create_user("ed", email="ed@example.org", password="x")
    user.groups.add(Group.objects.get(name="Redacteur"))
    return user


def ics(*events):
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{blocks}END:VCALENDAR\n".encode()


def soup(title="Soep", day="20261124", time="120000", uid="soep", **more):
    extra = "".join(f"\n{key}:{value}" for key, value in more.items())
    return f"UID:{uid}\nSUMMARY:{title}\nDTSTART;TZID=Europe/Amsterdam:{day}T{time}\nDURATION:PT1H{extra}"


def taken(source, *events, **options):
    """Read a calendar of these events, and answer what became of each."""
    report = read_source(source, data=ics(*events), **options)
    assert report.error == ""
    return [str(line.outcome) for line in report.lines]


def the_item():
    return AgendaItemPage.objects.get()


def draft():
    return the_item().get_latest_revision_as_object()


def starts(item):
    return [f"{date.start_date} {date.start_time}" for date in item.dates.all()]


# --- What comes in ----------------------------------------------------------------------------------------


def test_a_calendar_becomes_drafts_that_wait_for_approval(source, editor):
    report = read_source(source, data=CALENDAR, user=editor)
    assert [(line.title, str(line.outcome), bool(line.reason)) for line in report.lines] == [
        ("Soep en een praatje", "taken", True),
        ("Dansen in het park", "taken", True),
        ("Buurtfeest", "taken", True),
        ("Kerstdiner 2025", "skipped", True),
        ("Bestuursvergadering", "skipped", True),
    ]
    items = AgendaItemPage.objects.order_by("pk")
    assert [(item.live, item.workflow_in_progress, item.owner, item.get_parent().slug) for item in items] == [
        (False, True, editor, "agenda")
    ] * 3
    assert WorkflowState.objects.filter(requested_by=editor).count() == 3
    source.refresh_from_db()
    assert source.report.summary == "New draft: 3, Skipped: 2"
    assert source.last_read_at == NOW


def test_an_event_keeps_its_words_place_and_dates(source):
    read_source(source, data=CALENDAR)
    item = draft_named("Soep en een praatje")
    assert item.summary == "Kom soep eten aan de lange tafel."
    assert paragraphs(item) == (
        "<p>Kom soep eten aan de lange tafel. Iedereen is welkom.</p>"
        "<p>Meenemen hoeft niet, wel trek.<br/>Na het eten is er koffie.</p>"
    )
    assert (item.meeting_point, item.venue, item.sign_up_url, item.price) == (
        "Buurthuis De Voorbeeldhof, Amerhof 1, Utrecht",
        None,
        "https://voorbeeldhof.example/soep",
        None,
    )
    (date,) = item.dates.all()
    assert (date.start_date, date.start_time, date.end_time, date.rule) == (
        dt.date(2026, 11, 24),
        dt.time(12),
        dt.time(13, 30),
        "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270629",
    )
    assert [(change.day.day, change.action) for change in item.changes.all()] == [
        (8, "moved"),
        (15, "cancelled"),
        (29, "skipped"),
    ]


def draft_named(title):
    return AgendaItemPage.objects.get(title=title).get_latest_revision_as_object()


def test_names_of_people_are_nowhere_in_the_draft(source):
    read_source(source, data=CALENDAR)
    content = str(draft_named("Soep en een praatje").latest_revision.content)
    assert "Jan Jansen" not in content
    assert "Fatima" not in content


def test_mark_up_of_others_becomes_plain_text(source):
    read_source(source, data=CALENDAR)
    assert paragraphs(draft_named("Dansen in het park")) == "<p>Dans mee &amp; geniet.</p><p>Meer hier.</p>"


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Onder de 30 (<30)? Kom!", "<p>Onder de 30 (&lt;30)? Kom!</p>"),
        ("een<br>twee<br/>drie. Vier", "<p>een<br/>twee<br/>drie. Vier</p>"),
        ("<ul><li>een.</li><li>twee</li></ul><p>drie</p>", "<p>een.<br/>twee</p><p>drie</p>"),
        ("<p onclick=alert(1)>een. <img src=x onerror=alert(1)>twee</p>", "<p>een. twee</p>"),
        (
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; een. twee</p>",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; een. twee</p>",
        ),
        ("<style>p {}</style><b>een. twee", "<p>een. twee</p>"),
        ("<b>" * 1500 + "een. twee", "<p>een. twee</p>"),
    ],
)
def test_whatever_mark_up_there_is_only_words_are_left(source, description, expected):
    taken(source, soup(DESCRIPTION=description))
    assert paragraphs(draft()) == expected


def paragraphs(item):
    return "".join(str(block.value.source) for block in item.body)


def test_a_published_draft_is_on_the_site_with_its_dates(source, client, commit):
    read_source(source, data=CALENDAR)
    with commit():
        draft_named("Soep en een praatje").latest_revision.publish()
    item = AgendaItemPage.objects.get(title="Soep en een praatje")
    assert [f"{one.local_start:%d %H:%M} {one.status}" for one in item.occurrences.all()[:4]] == [
        "24 12:00 planned",
        "01 12:00 planned",
        "09 13:00 planned",
        "15 12:00 cancelled",
    ]


def test_the_place_is_one_of_our_venues_when_its_name_is(source):
    ours = VenueFactory(name="Buurthuis Dé Voorbeeldhof", district=DistrictFactory(name="Zuid"))
    VenueFactory(name="Dubbel")
    VenueFactory(name="Dubbel")
    source.venue = VenueFactory(name="Thuis")
    source.save()
    places = {
        "a": "buurthuis de voorbeeldhof",
        "b": "Buurthuis De Voorbeeldhof\\, Amerhof 1\\, Utrecht",
        "c": "Griftpark",
        "d": "Dubbel",
    }
    taken(
        source, *(soup(uid=uid, title=uid, LOCATION=place) for uid, place in places.items()), soup(uid="e", title="e")
    )
    found = {item.title: (item.venue, item.meeting_point) for item in AgendaItemPage.objects.all()}
    assert found == {
        "a": (ours, ""),
        "b": (ours, ""),
        "c": (None, "Griftpark"),
        "d": (None, "Dubbel"),
        "e": (source.venue, ""),
    }


def test_the_organiser_comes_from_the_calendar(source, site_root):
    source.organiser = PartnerFactory(parent=PartnerIndexFactory(parent=site_root))
    source.save()
    taken(source, soup())
    assert list(draft().organisers.all()) == [source.organiser]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "geen", "https://" + "x" * 300 + ".nl/"]
)
def test_an_address_that_is_none_is_left_out(source, address):
    taken(source, soup(URL=address))
    assert the_item().sign_up_url == ""


@pytest.mark.parametrize(
    "event",
    [
        soup(title=""),
        soup(title="!!! 🎉"),
        soup(STATUS="CANCELLED"),
        soup(day="20261101"),
        soup(CLASS="CONFIDENTIAL"),
        soup(RRULE="FREQ=SECONDLY;COUNT=1000000000"),
        soup(day="99991231"),
    ],
)
def test_what_cannot_be_used_is_skipped_with_a_reason(source, event):
    report = read_source(source, data=ics(event, soup(uid="ander", title="Ander")))
    assert (str(report.lines[0].outcome), bool(report.lines[0].reason)) == ("skipped", True)
    assert the_item().title == "Ander"
    assert not ImportedEvent.objects.filter(uid="soep").exists()


def test_a_very_long_text_is_cut_to_what_a_page_holds(source):
    taken(source, soup(title="Soep " * 100, DESCRIPTION="woord " * 3000, LOCATION="straat " * 100))
    item = draft()
    assert (len(item.title), len(item.summary), len(item.meeting_point)) == (120, 300, 120)


def test_nobody_gets_a_letter_for_every_draft(source, editor):
    User.objects.create_superuser("baas", email="baas@example.org", password="x")
    taken(source, soup(), soup(uid="2", title="Twee"), user=editor)
    assert mail.outbox == []


def test_what_an_editor_hands_in_by_hand_still_gives_a_letter(source, editor):
    User.objects.create_superuser("baas", email="baas@example.org", password="x")
    taken(source, soup(), user=editor)
    item = the_item()
    item.current_workflow_state.cancel()
    item.get_workflow().start(item, editor)
    assert {address for letter in mail.outbox for address in letter.to} == {"baas@example.org"}


# --- Again ------------------------------------------------------------------------------------------------


def test_reading_it_again_makes_nothing_twice(source):
    read_source(source, data=CALENDAR)
    revisions = [item.latest_revision_id for item in AgendaItemPage.objects.order_by("pk")]
    with time_machine.travel(NOW + dt.timedelta(days=20), tick=False):
        report = read_source(source, data=CALENDAR)
    assert report.summary == "Skipped: 2, Unchanged: 3"
    assert [item.latest_revision_id for item in AgendaItemPage.objects.order_by("pk")] == revisions


def test_the_same_mark_in_another_calendar_is_another_event(source):
    other = CalendarSource.objects.create(name="Ander")
    assert taken(source, soup()) == taken(other, soup()) == ["taken"]
    assert AgendaItemPage.objects.count() == 2


def test_a_change_in_the_calendar_changes_the_draft(source):
    taken(source, soup())
    assert taken(source, soup(time="130000", DESCRIPTION="Met brood.")) == ["changed"]
    item = draft()
    assert (starts(item), item.summary) == (["2026-11-24 13:00:00"], "Met brood.")
    assert not item.live
    assert item.workflow_in_progress
    assert taken(source, soup(time="130000", DESCRIPTION="Met brood.")) == ["unchanged"]


def test_what_is_live_stays_live_until_a_change_is_approved(source, commit):
    taken(source, soup())
    with commit():
        approve(the_item())
    assert the_item().live
    assert taken(source, soup(day="20261125")) == ["changed"]
    item = the_item()
    assert (item.live, item.workflow_in_progress, starts(item)) == (True, True, ["2026-11-24 12:00:00"])
    with commit():
        approve(item)
    assert starts(the_item()) == ["2026-11-25 12:00:00"]
    assert [one.local_start.day for one in the_item().occurrences.all()] == [25]


def approve(item):
    state = item.current_workflow_task_state
    state.approve(user=User.objects.get_or_create(username="moderator", is_superuser=True)[0])


def test_an_event_that_is_cancelled_is_cancelled_in_the_draft_that_waits(source, commit):
    taken(source, soup())
    with commit():
        approve(the_item())
    assert taken(source, soup(STATUS="CANCELLED")) == ["changed"]
    assert [date.status for date in the_item().dates.all()] == ["planned"]
    assert [date.status for date in draft().dates.all()] == ["cancelled"]


def test_a_series_keeps_its_name_when_the_calendar_changes_it(source):
    taken(source, soup(RRULE="FREQ=WEEKLY"))
    name = draft().dates.get().uid
    taken(source, soup(RRULE="FREQ=WEEKLY", time="130000"))
    assert draft().dates.get().uid == name


def test_a_draft_that_was_sent_back_waits_again_after_a_change(source):
    taken(source, soup())
    the_item().current_workflow_task_state.reject(user=User.objects.create_superuser("baas"))
    assert the_item().current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert taken(source, soup(time="130000")) == ["changed"]
    assert the_item().workflow_in_progress


def test_what_changed_while_somebody_looked_at_it_is_not_approved_unseen(source, editor):
    taken(source, soup())
    looked_at = the_item().current_workflow_task_state
    assert taken(source, soup(DESCRIPTION="Nu met toetje."), user=editor) == ["changed"]
    with pytest.raises(PermissionDenied):
        looked_at.task.specific.on_action(
            TaskState.objects.get(pk=looked_at.pk).specific, User.objects.create_superuser("baas"), "approve"
        )
    item = the_item()
    assert (item.live, item.workflow_in_progress) == (False, True)
    assert item.current_workflow_task_state.revision == item.latest_revision
    assert mail.outbox == []


def test_an_item_keeps_the_dates_it_had_when_its_rule_is_changed_later(source, commit):
    """What is over stays in the archive."""
    taken(source, soup(RRULE="FREQ=WEEKLY"))
    with commit():
        approve(the_item())
    with time_machine.travel(NOW + dt.timedelta(days=30), tick=False), commit():
        taken(source, soup(RRULE="FREQ=WEEKLY", LOCATION="Elders"))
        approve(the_item())
    assert the_item().occurrences.first().local_start.date() == dt.date(2026, 11, 24)


# --- Beside an editor ---------------------------------------------------------------------------------------


def edit(**fields):
    item = draft()
    for name, value in fields.items():
        setattr(item, name, value)
    item.save_revision()


def test_what_an_editor_rewrote_is_not_overwritten(source):
    taken(source, soup(DESCRIPTION="Komt allen."))
    edit(summary="Kom je ook?")
    report = read_source(source, data=ics(soup(DESCRIPTION="Kom allemaal.")))
    assert [(str(line.outcome), line.reason) for line in report.lines] == [
        ("skipped", "An editor changed the text here, so that stays as it is; the calendar says something else. It does not say where it is.")
    ]  # fmt: skip
    assert draft().summary == "Kom je ook?"
    # Said once: from now on the words are the editor's.
    assert taken(source, soup(DESCRIPTION="Kom allemaal.")) == ["unchanged"]


def test_new_dates_still_come_in_when_an_editor_rewrote_the_text(source):
    taken(source, soup(DESCRIPTION="Komt allen."))
    edit(summary="Kom je ook?", phone="030 123 45 67")
    assert taken(source, soup(DESCRIPTION="Komt allen.", day="20261126")) == ["changed"]
    item = draft()
    assert (item.summary, item.phone, starts(item)) == ("Kom je ook?", "030 123 45 67", ["2026-11-26 12:00:00"])


def test_dates_an_editor_changed_stay_and_the_report_keeps_saying_so(source):
    taken(source, soup())
    edit(dates=[AgendaDate(start_date=dt.date(2026, 11, 27), start_time=dt.time(12))])
    for _time in range(2):
        report = read_source(source, data=ics(soup(day="20261126")))
        assert "An editor changed the dates" in report.lines[0].reason
        assert starts(draft()) == ["2026-11-27 12:00:00"]
    assert "cancelled in the calendar" in read_source(source, data=ics(soup(STATUS="CANCELLED"))).lines[0].reason
    # Until the editor has done the same by hand.
    edit(dates=[AgendaDate(start_date=dt.date(2026, 11, 26), start_time=dt.time(12), end_time=dt.time(13))])
    assert taken(source, soup(day="20261126")) == ["unchanged"]
    assert taken(source, soup(day="20261130")) == ["changed"]


def test_opening_and_saving_a_draft_in_the_office_takes_nothing_over(source, editor, client):
    """The editor's screen writes keys into paragraphs; that is no change."""
    taken(source, soup(DESCRIPTION="Kom je ook? Er is soep & brood.\\n\\nTot dan."))
    item = draft()
    raw = item.body.get_prep_value()
    raw[0]["value"] = raw[0]["value"].replace("<p>", '<p data-block-key="a1b2c">')
    item.body = AgendaItemPage._meta.get_field("body").to_python(raw)
    item.save_revision(user=editor)
    assert taken(source, soup(DESCRIPTION="Nu met toetje. Kom!")) == ["changed"]
    assert draft().summary == "Nu met toetje."


def test_an_item_that_an_editor_deleted_stays_away(source):
    taken(source, soup())
    the_item().delete()
    assert taken(source, soup()) == ["skipped"]
    assert taken(source, soup(time="130000")) == ["skipped"]
    assert AgendaItemPage.objects.count() == 0


def test_a_locked_page_is_left_alone(source):
    taken(source, soup())
    AgendaItemPage.objects.update(locked=True)
    assert taken(source, soup(time="130000")) == ["skipped"]
    assert starts(draft()) == ["2026-11-24 12:00:00"]


def test_what_is_no_longer_in_the_calendar_is_reported_and_nothing_is_deleted(source):
    taken(source, soup(), soup(uid="2", title="Weg", day="20261130"), soup(uid="3", title="Voorbij", day="20261123"))
    with time_machine.travel(NOW + dt.timedelta(days=4), tick=False):
        report = read_source(source, data=ics(soup(uid="9", title="Nieuw", day="20261201")))
    assert [(str(line.outcome), line.title) for line in report.lines] == [("taken", "Nieuw"), ("missing", "Weg")]
    assert AgendaItemPage.objects.count() == 4


def test_an_event_that_cannot_be_read_this_time_is_not_called_gone(source):
    taken(source, soup())
    assert taken(source, "UID:soep\nSUMMARY:Soep\nDTSTART:morgen") == ["skipped"]


def test_an_event_that_became_private_is_skipped_with_a_way_to_its_page(source):
    taken(source, soup())
    (line,) = read_source(source, data=ics(soup(CLASS="PRIVATE"))).lines
    assert (str(line.outcome), line.item) == ("skipped", the_item().pk)


def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(source):
    taken(source, soup())
    report = read_source(source, data=b"<!DOCTYPE html><html>Log in</html>")
    assert "web page" in report.error
    source.refresh_from_db()
    assert source.report.error == report.error
    assert AgendaItemPage.objects.count() == 1


def test_one_event_that_breaks_us_keeps_no_other_out(source, monkeypatch):
    write = drafts.write_words

    def break_on_one(item, event):
        write(item, event)
        if event.uid == "soep":
            raise RuntimeError

    monkeypatch.setattr(drafts, "write_words", break_on_one)
    assert taken(source, soup(), soup(uid="2", title="Twee")) == ["skipped", "taken"]
    assert the_item().title == "Twee"


def test_an_event_whose_very_title_breaks_us_keeps_no_other_out(source, monkeypatch):
    title = files.ForeignEvent.title.fget
    monkeypatch.setattr(
        files.ForeignEvent, "title", property(lambda event: 1 // (event.uid != "soep") and title(event))
    )
    assert taken(source, soup(), soup(uid="2", title="Twee")) == ["skipped", "taken"]
    source.refresh_from_db()
    assert [line.title for line in source.report.lines] == ["soep", "Twee"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_nobody_waits_while_the_dates_of_an_event_are_worked_out(source, monkeypatch, dry_run):
    """On SQLite a transaction keeps every other writer out."""
    outside, open_meanwhile = len(connection.savepoint_ids), []
    work_out = drafts.dates_of

    def watched(*args):
        open_meanwhile.append(len(connection.savepoint_ids) - outside)
        return work_out(*args)

    monkeypatch.setattr(drafts, "dates_of", watched)
    read_source(source, data=ics(soup()))
    read_source(source, data=ics(soup(time="130000"), soup(uid="2", title="Twee")), dry_run=dry_run)
    assert open_meanwhile == [0] * 3


def test_two_clicks_do_not_read_twice(source):
    cache.add(f"reading-calendar-{source.pk}", True)
    assert "at this moment" in read_source(source, data=CALENDAR).error
    assert AgendaItemPage.objects.count() == 0
    source.refresh_from_db()
    assert source.last_read_at is None


@pytest.fixture
def no_redis(monkeypatch):
    """The cache does not answer: nothing is kept there, and nothing found."""
    for name, miss in (("add", False), ("get", None), ("delete", False)):
        monkeypatch.setattr(LocMemCache, name, lambda *args, miss=miss, **kwargs: miss)


def test_without_its_cache_a_calendar_is_read_all_the_same(source, no_redis):
    assert read_source(source, data=CALENDAR).error == ""
    assert AgendaItemPage.objects.exists()


def test_trying_out_lets_no_second_reading_begin(source):
    cache.add(f"reading-calendar-{source.pk}", True)
    read_source(source, data=CALENDAR, dry_run=True)
    assert "at this moment" in read_source(source, data=CALENDAR).error


def test_a_reading_that_did_not_see_what_another_wrote_makes_nothing_twice(source, agenda, monkeypatch):
    taken(source, soup())
    monkeypatch.setattr(drafts._Reading, "_as_they_were", lambda self, calendar: {})
    monkeypatch.setattr(drafts._Reading, "_known", lambda self, event: None)
    assert taken(source, soup(), soup(uid="2", title="Twee")) == ["skipped", "taken"]
    agenda.refresh_from_db()
    assert (AgendaItemPage.objects.count(), agenda.numchild) == (2, 2)


def test_a_reading_that_takes_too_long_stops_and_goes_on_the_next_time(source):
    report = read_source(source, data=CALENDAR, seconds=0)
    assert "5 events were not read yet" in report.notes[0]
    assert AgendaItemPage.objects.count() == 0
    assert read_source(source, data=CALENDAR).summary == "New draft: 3, Skipped: 2"


def test_without_an_agenda_it_says_so(db):
    source = CalendarSource.objects.create(name="De Voorbeeldhof")
    assert "no agenda" in read_source(source, data=CALENDAR).error


# --- The command ----------------------------------------------------------------------------------------------


@pytest.fixture
def address(monkeypatch):
    """A calendar on a server on this machine, which the site may reach for once."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CALENDAR)

        def log_message(self, *args):
            pass

    monkeypatch.setattr(fetching, "is_public", lambda address, port: address.is_loopback)
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/agenda.ics"
        server.shutdown()


def import_ics(*arguments):
    out = StringIO()
    call_command("import_ics", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_reads_an_address_again_and_again(agenda, address):
    assert "New draft: Soep en een praatje" in import_ics(address, "--source", "De Voorbeeldhof")
    assert import_ics(address).splitlines()[-1] == "Skipped: 2, Unchanged: 3"
    assert [(source.name, source.url) for source in CalendarSource.objects.all()] == [("De Voorbeeldhof", address)]
    assert AgendaItemPage.objects.filter(live=False).count() == 3


def test_the_command_reads_a_file(agenda, tmp_path):
    file = tmp_path / "agenda.ics"
    file.write_bytes(CALENDAR)
    import_ics(str(file), "--source", "De Voorbeeldhof")
    assert import_ics(str(file), "--source", "De Voorbeeldhof").splitlines()[-1] == "Skipped: 2, Unchanged: 3"


def test_trying_out_changes_nothing(agenda, address, source):
    printed = import_ics(address, "--dry-run")
    assert printed.splitlines()[-1] == "New draft: 3, Skipped: 2"
    taken(source, soup())
    assert import_ics_of(source, soup(time="130000"), dry_run=True) == ["changed"]
    assert starts(draft()) == ["2026-11-24 12:00:00"]
    assert (AgendaItemPage.objects.count(), CalendarSource.objects.count()) == (1, 1)


def import_ics_of(source, *events, **options):
    return [str(line.outcome) for line in read_source(source, data=ics(*events), **options).lines]


@pytest.mark.parametrize(
    "arguments",
    [
        ("http://10.0.0.1/agenda.ics",),
        ("ftp://example.org/agenda.ics",),
        ("nergens.ics", "--source", "x"),
        (__file__, "--source", "x"),
        (__file__,),
        ("/dev/zero", "--source", "x"),
    ],
)
def test_the_command_says_in_words_what_is_wrong_and_leaves_nothing_behind(agenda, arguments):
    with pytest.raises(CommandError) as error:
        import_ics(*arguments)
    assert str(error.value)
    assert not CalendarSource.objects.exists()


# --- The office -----------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(CalendarSource.snippet_viewset.get_url_name(name), args=args)


def test_an_editor_adds_a_calendar_and_reads_it_in(agenda, editor, client, address):
    client.force_login(editor)
    added = client.post(url("add"), {"name": "De Voorbeeldhof", "url": address, "organiser": "", "venue": ""})
    source = CalendarSource.objects.get()
    assert added.url == url("inspect", source.pk)
    assert client.post(added.url, follow=True).status_code == 200
    assert AgendaItemPage.objects.filter(live=False, owner=editor).count() == 3
    page = client.get(added.url).content.decode()
    for item in AgendaItemPage.objects.all():
        assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in page
    assert "Kerstdiner 2025" in page
    assert url("inspect", source.pk) in client.get(url("list")).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("webcal://example.org/a.ics", "https://example.org/a.ics"), ("", None), ("  ", None)],
)
def test_an_address_is_kept_as_a_web_address(agenda, editor, client, typed, kept):
    client.force_login(editor)
    CalendarSource.objects.create(name="Ook zonder adres")
    client.post(url("add"), {"name": "Nieuw", "url": typed, "organiser": "", "venue": ""})
    assert CalendarSource.objects.get(name="Nieuw").url == kept


@pytest.mark.parametrize(
    "typed", ["http://127.0.0.1/", "ftp://example.org/", "geen adres", "http://jan:x@example.org/"]
)
def test_an_address_inside_or_of_another_kind_is_refused_when_it_is_typed(agenda, editor, client, typed):
    client.force_login(editor)
    answer = client.post(url("add"), {"name": "Nieuw", "url": typed, "organiser": "", "venue": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors["url"]
    assert not CalendarSource.objects.exists()


def test_an_editor_reads_in_a_file(source, editor, client):
    client.force_login(editor)
    file = SimpleUploadedFile("agenda.ics", CALENDAR, "text/calendar")
    client.post(url("inspect", source.pk), {"from-file": "1", "file": file})
    assert AgendaItemPage.objects.count() == 3


@pytest.mark.parametrize("content", [b"", b"x" * (MOST_BYTES + 1), b"<html>", b"\x00\xff"])
def test_a_file_that_is_no_calendar_gives_a_page_that_says_so(source, editor, client, content):
    client.force_login(editor)
    file = SimpleUploadedFile("agenda.ics", content)
    answer = client.post(url("inspect", source.pk), {"from-file": "1", "file": file}, follow=True)
    assert answer.status_code == 200
    assert AgendaItemPage.objects.count() == 0


def test_a_form_without_a_file_says_so(source, editor, client):
    client.force_login(editor)
    answer = client.post(url("inspect", source.pk), {"from-file": "1"})
    assert answer.context["file_form"].errors["file"]


def test_reading_takes_a_click_not_a_visit(source, editor, client):
    client.force_login(editor)
    assert client.get(url("inspect", source.pk)).status_code == 200
    source.refresh_from_db()
    assert source.last_read_at is None


def test_titles_of_others_cannot_write_in_our_page(source, editor, client):
    client.force_login(editor)
    taken(source, soup(title="<script>alert(1)</script> soep"), soup(title="<b onclick=x>", uid="2", day="20200101"))
    page = client.get(url("inspect", source.pk)).content.decode()
    assert "<script>alert" not in page
    assert "<b onclick" not in page


@pytest.mark.parametrize("group", ["Bestellingen", "Redacteur", None])
def test_who_may_not_change_calendars_sees_and_does_nothing(source, client, group):
    user = User.objects.create_user("ander", password="x")
    if group:
        user.groups.add(Group.objects.get(name=group))
        # Whatever the migrations give: this one may not.
        Permission.objects.filter(codename__endswith="calendarsource").delete()
    client.force_login(user)
    for answer in (
        client.get(url("list")),
        client.get(url("inspect", source.pk)),
        client.post(url("inspect", source.pk)),
        client.post(url("add"), {"name": "Nieuw", "url": ""}),
    ):
        assert answer.status_code in {302, 403}
        assert "calendarsource" not in answer.headers.get("Location", "").split("?")[0]
    source.refresh_from_db()
    assert (source.last_read_at, CalendarSource.objects.count()) == (None, 1)


def test_who_may_look_but_not_change_cannot_read_in(source, client):
    user = User.objects.create_user("kijker", password="x")
    user.user_permissions.add(
        Permission.objects.get(codename="view_calendarsource"), Permission.objects.get(codename="access_admin")
    )
    client.force_login(user)
    page = client.get(url("inspect", source.pk)).content.decode()
    assert "from-file" not in page
    client.post(url("inspect", source.pk))
    source.refresh_from_db()
    assert source.last_read_at is None


def test_who_may_not_write_in_the_agenda_cannot_read_in(source, client):
    user = User.objects.create_user("elders", password="x")
    user.user_permissions.add(
        Permission.objects.get(codename="change_calendarsource"), Permission.objects.get(codename="access_admin")
    )
    client.force_login(user)
    client.post(url("inspect", source.pk), {"from-file": "1", "file": SimpleUploadedFile("a.ics", CALENDAR)})
    assert AgendaItemPage.objects.count() == 0

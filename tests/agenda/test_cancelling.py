"""An organiser cancels: one date, a moved one, all; at once, and beside a change that waits for an editor."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Workflow

from agenda.intake.cancelling import cancel
from agenda.models import AgendaDateChange, AgendaItemPage, Occurrence
from core.dates import today
from tests.core.moderation import member
from tests.factories import AgendaIndexFactory, at, item_on

pytestmark = pytest.mark.django_db


def shown(item: AgendaItemPage) -> list[tuple[int, str]]:
    """Days from today and status of what is to come."""
    return [((one.local_start.date() - today()).days, one.status) for one in item.occurrences.order_by("start")[:6]]


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root)


def weekly(agenda) -> AgendaItemPage:
    return item_on(agenda, at(1, rule="FREQ=WEEKLY;COUNT=4"))


def test_one_date_of_a_series_is_cancelled_and_the_others_go_ahead(agenda):
    item = weekly(agenda)
    second = item.occurrences.order_by("start")[1]
    cancel(item, [second.start], "De kok is ziek.")
    assert shown(item) == [(1, "planned"), (8, "cancelled"), (15, "planned"), (22, "planned")]
    second.refresh_from_db()
    assert second.note == "De kok is ziek."


def test_one_of_several_separate_dates_is_cancelled(agenda):
    item = item_on(agenda, at(1), at(2), at(3))
    cancel(item, [item.occurrences.order_by("start")[0].start], "")
    assert shown(item) == [(1, "cancelled"), (2, "planned"), (3, "planned")]


def test_all_means_those_beyond_the_horizon_too(agenda):
    item = weekly(agenda)
    cancel(item, None, "We stoppen.")
    assert {status for _day, status in shown(item)} == {"cancelled"}
    assert {date.status for date in AgendaItemPage.objects.get(pk=item.pk).dates.all()} == {"cancelled"}


def test_a_moved_date_is_cancelled_on_the_day_people_know(agenda):
    item = weekly(agenda)
    item.changes = [
        AgendaDateChange(
            day=today() + dt.timedelta(days=8),
            action=AgendaDateChange.Action.MOVED,
            new_day=today() + dt.timedelta(days=9),
        )
    ]
    item.save_revision().publish()
    assert [day for day, _status in shown(item)] == [1, 9, 15, 22]
    moved = item.occurrences.order_by("start")[1]
    cancel(item, [moved.start], "")
    assert shown(item) == [(1, "planned"), (9, "cancelled"), (15, "planned"), (22, "planned")]


def test_a_change_that_waits_for_an_editor_keeps_waiting_and_gets_the_cancellation(agenda):
    item = weekly(agenda)
    Workflow.objects.first().start(_with_title(item, "Nieuwe titel"), None)
    first = item.occurrences.order_by("start")[0]
    cancel(AgendaItemPage.objects.get(pk=item.pk), [first.start], "Ziek")

    live = AgendaItemPage.objects.get(pk=item.pk)
    assert live.title != "Nieuwe titel"
    assert shown(live)[0] == (1, "cancelled")
    draft = live.get_latest_revision_as_object()
    assert draft.title == "Nieuwe titel"
    assert live.workflow_in_progress
    live.current_workflow_state.current_task_state.approve(user=None)
    live = AgendaItemPage.objects.get(pk=item.pk)
    assert (live.title, shown(live)[0]) == ("Nieuwe titel", (1, "cancelled"))


def test_cancelling_twice_is_cancelling_once(agenda):
    item = weekly(agenda)
    start = item.occurrences.order_by("start")[0].start
    cancel(item, [start], "Ziek")
    cancel(item, [start], "Ziek")
    assert AgendaItemPage.objects.get(pk=item.pk).changes.count() == 1
    assert Occurrence.objects.filter(item=item, status="cancelled").count() == 1


def test_cancelling_writes_no_moderator_about_a_change_that_waits(agenda, commit, mailoutbox):
    moderator = member("Moderator")
    moderator.email = "moderator@voorbeeld.nl"
    moderator.save()
    item = weekly(agenda)
    Workflow.objects.first().start(_with_title(item, "Nieuwe titel"), None)
    mailoutbox.clear()
    with commit():
        cancel(AgendaItemPage.objects.get(pk=item.pk), [item.occurrences.order_by("start")[0].start], "Ziek")
    assert AgendaItemPage.objects.get(pk=item.pk).workflow_in_progress
    assert mailoutbox == []


@pytest.mark.parametrize("has_later_draft", [False, True])
def test_what_an_editor_planned_is_still_published_at_its_moment(agenda, has_later_draft):
    item = weekly(agenda)
    moment = timezone.now() + dt.timedelta(days=5)
    planned = AgendaItemPage.objects.get(pk=item.pk)
    planned.title, planned.go_live_at = "Straks", moment
    planned.save_revision().publish()
    if has_later_draft:
        _with_title(item, "Nog later").save_revision()
    cancel(AgendaItemPage.objects.get(pk=item.pk), [item.occurrences.order_by("start")[0].start], "Ziek")

    live = AgendaItemPage.objects.get(pk=item.pk)
    assert live.title != "Straks"
    assert shown(live)[0] == (1, "cancelled")
    [revision] = live.revisions.filter(approved_go_live_at__isnull=False)
    assert (revision.approved_go_live_at, revision.as_object().title) == (moment, "Straks")
    assert live.get_latest_revision_as_object().title == ("Nog later" if has_later_draft else "Straks")
    with time_machine.travel(moment + dt.timedelta(hours=1)):
        call_command("publish_scheduled")
        live = AgendaItemPage.objects.get(pk=item.pk)
        assert live.title == "Straks"
        assert "cancelled" in {one.status for one in live.occurrences.all()}


def test_a_draft_that_is_not_complete_does_not_keep_one_from_cancelling(agenda):
    item = weekly(agenda)
    draft = AgendaItemPage.objects.get(pk=item.pk)
    draft.title = ""
    draft.save_revision(clean=False)
    cancel(AgendaItemPage.objects.get(pk=item.pk), None, "")
    assert {status for _day, status in shown(item)} == {"cancelled"}


def _with_title(item: AgendaItemPage, title: str) -> AgendaItemPage:
    item = AgendaItemPage.objects.get(pk=item.pk)
    item.title = title
    item.save_revision()
    return item

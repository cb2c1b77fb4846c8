"""What an organiser does later with the link in each letter, without an account: look, change, cancel, copy, stop."""

import re

import pytest
import time_machine
from django.utils import translation

from agenda.models import AgendaItemPage, SubmitActivityPage
from core.intake import links, services
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from tests.agenda.submitting import Sender
from tests.factories import AgendaIndexFactory, DistrictFactory, TopicFactory, VenueFactory, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(client, site_root):
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as clock, translation.override("en"):
        open_language(site_root)
        AgendaIndexFactory(parent=site_root, slug="agenda")
        site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
        TopicFactory()
        VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
        yield Sender(client, "/en/activiteit-aanmelden/", clock)


@pytest.fixture
def live(sender) -> Submission:
    """A weekly activity that was handed in, confirmed and approved."""
    sender.fill_in({}, {"repeat_1": "week"})
    sender.hand_in()
    submission = Submission.objects.get()
    services.confirm(submission)
    services.accept(submission, None)
    return Submission.objects.get()


def address(submission: Submission, verb: str = "") -> str:
    token = links.token_for(submission, Purpose.MANAGE)
    return f"/en/inzending/{token}/{verb}/" if verb else f"/en/inzending/{token}/"


def page_of(submission: Submission) -> AgendaItemPage:
    return AgendaItemPage.objects.get(pk=submission.page_id)


def begin_change(sender, submission) -> None:
    answer = sender.client.post(address(submission, "wijzigen"))
    assert answer.status_code == 302
    sender.token_url = re.sub(r"\d/$", "", answer["Location"])


def test_the_link_says_how_it_stands_and_what_one_can_do(client, live):
    html = client.get(address(live)).content.decode()
    for verb in ("wijzigen", "afzeggen", "kopie", "overdragen", "intrekken"):
        assert f"/{verb}/" in html
    assert "sam.zender" not in str(page_of(live).get_latest_revision().content)


def test_a_change_waits_for_an_editor_while_what_is_live_stays(sender, live):
    begin_change(sender, live)
    form = sender.get("1/").content.decode()
    assert "Soep en een praatje" in form
    sender.send(1, title="Soep en brood")
    assert sender.hand_in().status_code == 303

    page = page_of(live)
    assert page.title == "Soep en een praatje"
    assert page.get_latest_revision_as_object().title == "Soep en brood"
    assert page.workflow_in_progress
    live.refresh_from_db()
    assert live.status == "waiting"
    assert not Submission.objects.exclude(pk=live.pk).exists()
    services.accept(live, None)
    assert page_of(live).title == "Soep en brood"


def test_what_the_sender_did_not_touch_stays_as_an_editor_made_it(sender, live):
    page = page_of(live)
    page.summary = "Mooier gezegd."
    page.save_revision().publish()
    begin_change(sender, live)
    sender.send(4, contact_phone="030 999 99 99", sign_up="none", contact_website="")
    sender.hand_in()
    draft = page_of(live).get_latest_revision_as_object()
    assert (draft.phone, draft.summary) == ("030 999 99 99", "Mooier gezegd.")
    assert [date.rule for date in draft.dates.all()] == ["FREQ=WEEKLY"]


def test_a_series_that_runs_can_be_changed_and_keeps_what_was_cancelled(sender, live):
    first, second = page_of(live).occurrences.order_by("start")[:2]
    sender.client.post(address(live, "afzeggen"), {"dates": [second.start.isoformat()], "note": "Ziek"})
    sender.clock.shift(9 * 24 * 3600)
    begin_change(sender, live)
    typed = re.findall(r'name="(day_1|month_1|till_1)"[^>]*value="([^"]*)"', sender.get("2/").content.decode())
    assert dict(typed) == {"day_1": "1", "month_1": "12", "till_1": "13.30"}
    when = {"day_1": "1", "month_1": "12", "year_1": "2026", "from_1": "12.00", "till_1": "14.00", "repeat_1": "week"}
    sender.send(2, **when)
    sender.hand_in()
    services.accept(Submission.objects.get(pk=live.pk), None)
    coming = page_of(live).occurrences.filter(start__gte=second.start).order_by("start")
    assert coming[0].status == "cancelled"
    assert {one.local_end.hour for one in coming} == {14}
    assert page_of(live).occurrences.filter(pk=first.pk).exists()


def test_one_date_is_cancelled_at_once_and_confirmed_by_letter(client, live):
    first = page_of(live).occurrences.order_by("start")[0]
    answer = client.post(address(live, "afzeggen"), {"dates": [first.start.isoformat()], "note": "De kok is ziek."})
    assert answer.status_code == 303
    html = client.get(page_of(live).url).content.decode()
    assert "De kok is ziek." in html
    assert OutgoingMail.objects.filter(key__contains=":cancelled:").count() == 1
    # Pressed twice it is done, and told, once.
    again = client.post(address(live, "afzeggen"), {"dates": [first.start.isoformat()], "note": "De kok is ziek."})
    assert again.status_code == 303
    assert OutgoingMail.objects.filter(key__contains=":cancelled:").count() == 1


def test_looking_at_any_of_the_pages_changes_nothing(client, live):
    before = Submission.objects.values().get()
    for verb in ("", "wijzigen", "afzeggen", "kopie", "overdragen", "intrekken"):
        assert client.get(address(live, verb)).status_code == 200
        assert client.head(address(live, verb)).status_code == 200
    assert Submission.objects.values().get() == before
    assert page_of(live).live


def test_a_copy_begins_with_everything_but_the_dates(sender, live):
    answer = sender.client.post(address(live, "kopie"))
    copy = Submission.objects.exclude(pk=live.pk).get()
    assert (copy.status, copy.page_id, copy.data["1"]["title"]) == ("draft", None, ["Soep en een praatje"])
    assert answer["Location"].endswith("/2/")
    sender.token_url = re.sub(r"2/$", "", answer["Location"])
    assert "controle" not in sender.get("controle/")["Location"]


def test_a_colleague_takes_over_and_the_old_link_stops(client, live):
    old = address(live)
    assert client.post(address(live, "overdragen"), {"email": "collega@example.org"}).status_code == 200
    assert client.get(old).status_code == 410
    live.refresh_from_db()
    assert (live.email, live.name, live.phone) == ("collega@example.org", "", "")
    assert OutgoingMail.objects.order_by("pk").last().to == "collega@example.org"


def test_withdrawing_takes_it_off_the_site(client, live):
    assert client.post(address(live, "intrekken")).status_code == 303
    assert not page_of(live).live
    assert client.post(address(live, "wijzigen")).status_code == 410

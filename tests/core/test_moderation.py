"""Editors decide about what is sent in: in one screen, each thing once, whatever others do meanwhile."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, WorkflowState

from agenda.models import AgendaItemPage
from core.intake import services
from core.intake.admin.screen import mark_of
from core.models import OutgoingMail, RefusalReason, Submission
from tests.core.moderation import change, known_flows, member, sent_in
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db
Status = Submission.Status


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def kinds(site_root):
    AgendaIndexFactory(parent=site_root, slug="agenda")
    with known_flows():
        yield


@pytest.fixture
def moderator(client):
    user = member("Moderator")
    client.force_login(user)
    return user


def screen(client, one=None, query=""):
    url = reverse("intake_review", args=[one.pk]) if one else reverse("intake_queue")
    response = client.get(url + query)
    assert response.status_code == 200
    return response.content.decode()


def decide(client, one, what, mark=None, query="", **data):
    url = reverse(f"intake_{what}", args=[one.pk]) + query
    return client.post(url, {"mark": mark if mark is not None else mark_of(Submission.objects.get(pk=one.pk)), **data})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def letters(name):
    return OutgoingMail.objects.filter(key__contains=f":{name}")


def test_the_oldest_comes_first_and_is_at_hand(client, moderator):
    sent_in("Jong", age=1), sent_in("Oud", age=9), sent_in("Midden", age=4)
    text = screen(client)
    assert re.findall(r"<strong>(Oud|Midden|Jong)</strong>", text) == ["Oud", "Midden", "Jong"]
    assert "1\xa0week" in text
    first = client.get(reverse("intake_first"))
    assert re.search(r'<h2[^>]*id="intake-title">Oud</h2>', client.get(first.url).content.decode())


def test_the_queue_tells_what_to_look_at(client, moderator):
    venue = VenueFactory(district=DistrictFactory(name="Overvecht"))
    sent_in("Soep", data={"venue": venue.pk}, proven=False)
    text = screen(client)
    assert "Overvecht" in text
    assert "Puzzle not solved" in text
    assert "Puzzle not solved" not in screen(client, query="?staat=asked")


def test_filters_keep_kinds_and_states_apart(client, moderator):
    outing, remark = sent_in("Soep"), sent_in("Typfout", "remark")
    services.ask(sent_in("Gevraagd"), moderator, "Hoe laat?")
    # Not confirmed, and what nobody decides about.
    services.start("outing", "k", language="nl", data={"title": "Onaf"})
    services.confirm(services.hand_in(services.start("following", "f", language="nl", email="f@example.org")))
    found = {query: set(re.findall(r"<strong>(\w+)</strong>", screen(client, query=query))) for query in QUERIES}
    assert found == QUERIES
    assert outing.pk != remark.pk


QUERIES = {
    "": {"Soep", "Typfout"},
    "?soort=remark": {"Typfout"},
    "?soort=outing": {"Soep"},
    "?staat=asked": {"Gevraagd"},
    "?staat=accepted": set(),
    "?staat=draft": {"Soep", "Typfout"},
    "?soort=%00&staat=%27": {"Soep", "Typfout"},
}


def test_approving_publishes_tells_the_sender_and_opens_the_next(client, moderator, commit):
    first, second = sent_in("Soep", age=5), sent_in("Brood", age=2)
    with commit():
        response = decide(client, first, "accept")
    assert response.url == reverse("intake_review", args=[second.pk])
    first.refresh_from_db()
    assert first.status == Status.ACCEPTED
    page = AgendaItemPage.objects.get(pk=first.page_id)
    assert page.live
    assert page.occurrences.count() == 1
    assert WorkflowState.objects.get(object_id=str(page.pk)).status == WorkflowState.STATUS_APPROVED
    assert letters("accepted").get().to == "sam@example.org"
    assert "Approved: &#x27;Soep&#x27;" in client.get(response.url).content.decode()


def test_after_the_last_one_the_queue_says_that_nothing_waits(client, moderator):
    response = decide(client, sent_in(), "accept")
    assert response.url == reverse("intake_queue")
    assert "Nothing waits here" in client.get(response.url).content.decode()


def test_the_next_one_stays_within_the_filter(client, moderator):
    remark, _outing, other = sent_in("A", "remark", age=9), sent_in("B", age=8), sent_in("C", "remark", age=7)
    response = decide(client, remark, "accept", query="?soort=remark")
    assert response.url == reverse("intake_review", args=[other.pk]) + "?soort=remark"


def test_twenty_in_a_row_need_one_press_each(client, moderator):
    for number in range(20):
        sent_in(f"Nummer {number}", age=30 - number)
    url = client.get(reverse("intake_first")).url
    for _number in range(20):
        text = client.get(url).content.decode()
        action = re.search(r'action="([^"]+/goedkeuren/)"', text).group(1)
        mark = re.search(r'name="mark" value="([^"]+)"', text).group(1)
        url = client.post(action, {"mark": mark}).url
    assert AgendaItemPage.objects.filter(live=True).count() == 20
    assert letters("accepted").count() == 20


def test_a_question_goes_to_the_sender(client, moderator):
    one = sent_in()
    assert "This field is required" in decide(client, one, "ask", **{"ask-words": " "}).content.decode()
    assert not letters("asked")
    decide(client, one, "ask", **{"ask-words": "Tot hoe laat duurt het?"})
    assert Submission.objects.get().status == Status.ASKED
    assert "Tot hoe laat duurt het?" in letters("asked").get().text


def test_refusing_needs_a_reason_the_sender_understands(client, moderator):
    one = sent_in()
    text = decide(client, one, "refuse").content.decode()
    assert "Choose a reason" in text
    assert Submission.objects.get().status == Status.WAITING
    reason = RefusalReason.objects.get(title="Al voorbij")
    decide(client, one, "refuse", **{"refuse-reason": reason.pk, "refuse-words": "Tot volgend jaar!"})
    assert Submission.objects.get().status == Status.REFUSED
    sent = letters("refused").get().text
    assert "De datum is al voorbij." in sent
    assert "Tot volgend jaar!" in sent
    assert not AgendaItemPage.objects.filter(live=True).exists()
    assert not WorkflowState.objects.active().exists()


def test_a_second_press_decides_nothing_twice_and_scolds_nobody(client, moderator):
    one, other = sent_in(age=5), sent_in("Ander")
    mark = mark_of(one)
    decide(client, one, "accept", mark)
    again = decide(client, one, "accept", mark)
    assert again.url == reverse("intake_review", args=[other.pk])
    assert letters("accepted").count() == 1
    assert [text for text in said(again) if "dealt with" in text] == []


def test_of_two_editors_the_second_hears_who_was_first(client, moderator):
    one = sent_in()
    mark = mark_of(one)
    services.refuse(one, member("Beheerder"), "Nee.")
    for what, data in (("accept", {}), ("ask", {"ask-words": "Hoe?"}), ("refuse", {"refuse-words": "Nee."})):
        response = decide(client, one, what, mark, **data)
        assert "was dealt with already: Refused, by beheerder" in said(response)[-1]
    assert Submission.objects.get().status == Status.REFUSED
    assert OutgoingMail.objects.filter(key__contains=":refused").count() == 1


@pytest.mark.parametrize("who", ["sender", "editor"])
def test_nobody_approves_what_changed_while_looking(client, moderator, who):
    one = sent_in()
    mark = mark_of(one)
    if who == "sender":
        change(one, title="Iets heel anders")
    else:
        draft = one.page.specific.get_latest_revision_as_object()
        draft.title = "Half af"
        # As Wagtail's own saving while one types does it.
        draft.save_revision(overwrite_revision=draft.latest_revision)
    response = decide(client, one, "accept", mark)
    assert response.url == reverse("intake_review", args=[one.pk])
    assert "changed while you looked at it" in said(response)[-1]
    assert not Page.objects.get(pk=one.page_id).live


def test_what_was_erased_meanwhile_leads_back_to_the_queue(client, moderator):
    one = sent_in()
    services.erase(Submission.objects.get())
    for response in (client.get(reverse("intake_review", args=[one.pk])), decide(client, one, "accept", "x")):
        assert response.url == reverse("intake_queue")
        assert "not here any more" in said(response)[-1]


def test_a_draft_that_was_deleted_can_only_be_refused(client, moderator):
    one = sent_in()
    Page.objects.get(pk=one.page_id).delete()
    text = screen(client, one)
    assert "The draft was deleted" in text
    assert "/goedkeuren/" not in text
    one.refresh_from_db()
    assert decide(client, one, "accept").status_code == 302
    assert Submission.objects.get().status == Status.WAITING
    decide(client, one, "refuse", **{"refuse-words": "Weg."})
    assert Submission.objects.get().status == Status.REFUSED


def test_what_is_not_complete_cannot_be_approved(client, moderator):
    one = sent_in()
    draft = one.page.specific.get_latest_revision_as_object()
    draft.phone = "bel maar"
    draft.save_revision(clean=False)
    response = decide(client, one, "accept")
    assert response.url == reverse("intake_review", args=[one.pk])
    assert "is not complete yet" in said(response)[-1]
    assert Submission.objects.get().status == Status.WAITING


def test_a_change_shows_what_becomes_different_and_what_is_live_stays(client, moderator):
    one = services.accept(sent_in("Soep"), moderator)
    one = change(one, title="Soep en brood", summary="Nu met brood.")
    text = screen(client, one)
    assert "Change of something on the site" in text
    assert '<span class="addition">' in text
    assert "Nu met brood." in text
    assert Page.objects.get(pk=one.page_id).title == "Soep"
    decide(client, one, "accept")
    assert Page.objects.get(pk=one.page_id).title == "Soep en brood"


def test_a_refused_change_does_not_come_along_with_the_next_edit(client, moderator):
    one = change(services.accept(sent_in("Soep"), moderator), title="KOOP NU")
    decide(client, one, "refuse", **{"refuse-words": "Geen reclame."})
    one.refresh_from_db()
    assert one.status == Status.ACCEPTED
    page = Page.objects.get(pk=one.page_id).specific
    assert page.live
    assert not page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "Soep"


def test_a_kind_without_a_page_shows_its_own_facts(client, moderator):
    text = screen(client, sent_in("Nummer klopt niet", "remark"))
    assert "<iframe" not in text
    assert "Opmerking" in text


def test_the_preview_is_the_latest_draft_and_may_stand_in_our_frame(client, moderator):
    one = change(services.accept(sent_in("Soep"), moderator), title="Soep en brood")
    response = client.get(reverse("intake_preview", args=[one.pk]))
    assert "Soep en brood" in response.content.decode()
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_likely_duplicates_stand_beside_it(client, moderator):
    venue = VenueFactory(street="Lange Nieuwstraat 1", postcode="3512 PH")
    services.accept(sent_in("Samen soep eten", data={"venue": venue.pk}), moderator)
    one = sent_in("Soep voor de buurt", data={"venue": venue.pk})
    text = screen(client, one)
    assert "Is this there already?" in text
    assert "Samen soep eten" in text
    assert "openstreetmap.org/search?query=Lange+Nieuwstraat+1+3512+PH+Utrecht" in text


def test_what_is_published_elsewhere_in_the_office_reaches_the_sender_too(client, moderator, commit):
    one = sent_in()
    state = Page.objects.get(pk=one.page_id).specific.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[one.page_id, "approve", state.pk])
    with commit():
        client.post(url, {"comment": ""})
    one.refresh_from_db()
    assert Page.objects.get(pk=one.page_id).live
    assert one.status == Status.ACCEPTED
    assert letters("accepted").count() == 1


def test_a_page_published_by_nobody_leaves_what_waits_waiting(moderator, commit):
    one = change(services.accept(sent_in("Soep"), moderator), title="Soep en brood")
    live = AgendaItemPage.objects.get(pk=one.page_id)
    with commit():
        live.save_revision().publish()
    one.refresh_from_db()
    assert one.status == Status.WAITING


def test_the_history_says_who_did_what(client, moderator):
    one = services.ask(sent_in(), moderator, "Hoe laat?")
    text = screen(client, one)
    history = text[text.index("What happened") :]
    assert re.search(r"Sender asked<br><span>moderator", history)
    assert re.search(r"Waits for an editor<br><span>the sender", history)


def test_words_of_a_sender_are_never_markup(client, moderator):
    one = sent_in("<script>alert(1)</script>", "remark", name="<b>Sam</b>")
    text = screen(client, one)
    assert "<script>alert" not in text
    assert "<b>Sam" not in text


@pytest.mark.parametrize(("name", "budget"), [("intake_queue", 25), ("intake_review", 45)])
def test_five_hundred_that_wait_cost_no_more_than_three(client, moderator, name, budget):
    venue = VenueFactory(district=DistrictFactory(name="Overvecht"))
    one = [sent_in(f"Soep {number}", age=9, data={"venue": venue.pk}) for number in range(3)][1]
    url = reverse(name, args=[one.pk] if name == "intake_review" else [])
    counts = []
    for more in (0, 500):
        _many(more)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= budget, "\n".join(query["sql"][:250] for query in queries)


def _many(count):
    page = Page.objects.filter(submissions__isnull=False).first()
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(
            kind="outing", key=f"veel-{number}", status=Status.WAITING, page=page, email="x@example.org",
            changed_at=now - dt.timedelta(minutes=number),
        )
        for number in range(count)
    )  # fmt: skip

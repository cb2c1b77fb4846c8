"""Who may enter which of the editors' screens, and what is done there besides deciding."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from core.intake import letters, links, services
from core.intake.admin import hooks
from core.intake.admin.screen import mark_of
from core.intake.links import LinkError, Purpose
from core.models import OutgoingMail, RefusalReason, SentPicture, Submission
from tests.core.moderation import GROUPS, change, known_flows, member, sent_in
from tests.factories import AgendaIndexFactory

pytestmark = pytest.mark.django_db
Status = Submission.Status
DECIDERS, MANAGERS = {"Redacteur", "Moderator", "Beheerder"}, {"Moderator", "Beheerder"}
# These come in for what is theirs; what that is, the app that owns it tests.
OTHERS = {"Bestellingen"}


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


def failed_letter(one=None, **fields):
    fields = {"to": "sam@example.org", "subject": "Hoi", "text": "Hoi", "html": "<p>Hoi</p>"} | fields
    return OutgoingMail.objects.create(
        key=uuid.uuid4().hex, submission=one, status=OutgoingMail.Status.FAILED, attempts=8, error="550 weg",
        due_at="2026-01-01T00:00Z", **fields,
    )  # fmt: skip


# Every address: who may use it, how, and with which words.
ADDRESSES = [
    ("intake_queue", "get", {}, DECIDERS),
    ("intake_first", "get", {}, DECIDERS),
    ("intake_review", "get", {}, DECIDERS),
    ("intake_preview", "get", {}, DECIDERS),
    ("intake_picture", "get", {}, DECIDERS),
    ("intake_accept", "post", {}, MANAGERS),
    ("intake_ask", "post", {"ask-words": "Hoe laat?"}, DECIDERS),
    ("intake_refuse", "post", {"refuse-words": "Helaas."}, DECIDERS),
    ("intake_letters", "get", {}, DECIDERS | OTHERS),
    ("intake_letters", "post", {"term": "sam"}, DECIDERS | OTHERS),
    ("intake_letter", "get", {}, DECIDERS),
    ("intake_letter_again", "post", {}, DECIDERS | OTHERS),
    ("intake_letters_again", "post", {}, DECIDERS | OTHERS),
    ("intake_letter_samples", "get", {}, DECIDERS | OTHERS),
    ("intake_people", "get", {}, DECIDERS | OTHERS),
    ("intake_people", "post", {"email": "sam@example.org"}, DECIDERS | OTHERS),
    ("intake_people", "post", {"email": "sam@example.org", "action": "end_links"}, DECIDERS),
    ("intake_people", "post", {"email": "sam@example.org", "action": "export"}, MANAGERS | OTHERS),
    ("intake_people", "post", {"email": "sam@example.org", "action": "ask_erase"}, MANAGERS | OTHERS),
    ("intake_people", "post", {"email": "sam@example.org", "action": "erase", "sure": "yes"}, MANAGERS | OTHERS),
    ("wagtailsnippets_core_refusalreason:list", "get", {}, MANAGERS),
    ("wagtailsnippets_core_refusalreason:add", "get", {}, MANAGERS),
]


def address(name, one, letter):
    about_letter, about_one = (
        {"intake_letter", "intake_letter_again"},
        {"review", "preview", "picture", "accept", "ask", "refuse"},
    )
    if name in about_letter:
        return reverse(name, args=[letter.pk])
    return reverse(name, args=[one.pk] if name.removeprefix("intake_") in about_one else [])


def everything():
    """What may not change by somebody who may not."""
    return (
        list(Submission.objects.order_by("pk").values_list("status", "link_version", "email")),
        list(OutgoingMail.objects.order_by("pk").values_list("pk", "status")),
        list(Page.objects.order_by("pk").values_list("pk", "live", "latest_revision")),
    )


def test_every_address_of_these_screens_is_in_the_list():
    assert {one.name for one in hooks.ADDRESSES} == {name for name, *_rest in ADDRESSES if name.startswith("intake_")}


@pytest.mark.parametrize("group", [*GROUPS, None])
def test_each_group_may_do_its_own_and_no_more(client, group):
    if group:
        client.force_login(member(group))
    for name, method, data, groups in ADDRESSES:
        one = sent_in()
        SentPicture.keep(one, b"\xff\xd8")
        letter = failed_letter(one)
        before = everything()
        url = address(name, one, letter)
        response = getattr(client, method)(url, {"mark": mark_of(one), **data} if method == "post" else data)
        if group in groups:
            refused = response.status_code == 302 and response.url == reverse("wagtailadmin_home")
            assert response.status_code in {200, 302}, (name, response.status_code)
            assert not refused, name
        else:
            # A letter about something else than theirs is not there for them.
            if response.status_code != 404:
                assert response.status_code == 302, name
                assert response.url == reverse("wagtailadmin_home") or response.url.startswith("/admin/login/"), name
            assert everything() == before, name
        Submission.objects.all().delete()
        OutgoingMail.objects.all().delete()


@pytest.mark.parametrize(
    "name", ["intake_accept", "intake_ask", "intake_refuse", "intake_letter_again", "intake_letters_again"]
)
def test_looking_never_decides(client, moderator, name):
    one = sent_in()
    letter = failed_letter(one)
    before = everything()
    assert client.get(address(name, one, letter)).status_code == 405
    assert everything() == before


def test_a_decision_of_another_site_is_refused(client, moderator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    one = sent_in()
    assert strict.post(reverse("intake_accept", args=[one.pk])).status_code == 403
    assert Submission.objects.get().status == Status.WAITING


def test_who_may_not_publish_is_not_offered_to(client):
    client.force_login(member("Redacteur"))
    text = client.get(reverse("intake_review", args=[sent_in().pk])).content.decode()
    assert "/goedkeuren/" not in text
    assert "A moderator approves this" in text


def test_approving_something_without_a_page_is_for_publishers_too(client):
    client.force_login(member("Redacteur"))
    one = sent_in("Opmerking", "remark")
    assert client.post(reverse("intake_accept", args=[one.pk]), {"mark": mark_of(one)}).url == "/admin/"
    assert Submission.objects.get().status == Status.WAITING


def test_what_nobody_confirmed_is_not_shown(client, moderator):
    one = services.start("outing", "k", language="nl", email="a@example.org", data={"title": "Onaf"})
    assert client.get(reverse("intake_review", args=[one.pk])).url == reverse("intake_queue")
    assert client.get(reverse("intake_preview", args=[one.pk])).status_code == 404


def test_a_letter_that_failed_goes_again_and_only_that_one(client, moderator):
    one, other = failed_letter(), failed_letter()
    text = client.get(reverse("intake_letters")).content.decode()
    assert "550 weg" in text
    client.post(reverse("intake_letter_again", args=[one.pk]))
    client.post(reverse("intake_letter_again", args=[one.pk]))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.status, one.attempts, other.status) == ("queued", 0, "failed")
    client.post(reverse("intake_letters_again"))
    assert not OutgoingMail.objects.filter(status="failed").exists()


def test_letters_are_found_by_address_and_by_subject(client, moderator):
    failed_letter(subject="Over soep"), failed_letter(to="kim@example.org", subject="Over brood")
    for term, found, other in (("KIM@", "Over brood", "Over soep"), ("soep", "Over soep", "Over brood")):
        text = client.post(reverse("intake_letters"), {"term": term}).content.decode()
        assert found in text
        assert other not in text
    assert client.post(reverse("intake_letters"), {"term": "\0%"}).status_code == 200


def test_an_editor_reads_a_letter_but_not_the_senders_link(client, moderator):
    one = sent_in("<script>alert(1)</script>", "remark")
    letter = OutgoingMail.objects.get(key__contains=":received")
    token = links.token_for(one, Purpose.MANAGE).split(".")[0]
    assert token in letter.text
    text = client.get(reverse("intake_letter", args=[letter.pk])).content.decode()
    assert token not in text
    assert "<script>alert" not in text
    assert '<iframe sandbox srcdoc="' in text


def test_every_letter_can_be_seen_beforehand(client, moderator):
    text = client.get(reverse("intake_letter_samples")).content.decode()
    assert text.count("<iframe sandbox srcdoc=") == len(letters.samples()) + 1
    assert "Neem &amp;lt;b&amp;gt;brood" in text


def test_searching_a_person_keeps_the_address_out_of_logs(client, moderator):
    sent_in("Soep"), sent_in("Van een ander", email="kim@example.org")
    text = client.post(reverse("intake_people"), {"email": "SAM@example.org"}).content.decode()
    assert "Soep" in text
    assert "Van een ander" not in text
    assert "Soep" not in client.get(reverse("intake_people"), {"email": "sam@example.org"}).content.decode()
    assert "Fill in a whole e-mail address" in client.post(reverse("intake_people"), {"email": "\0x"}).content.decode()


def test_ended_links_do_not_work_any_more(client, moderator):
    one = sent_in()
    token = links.token_for(one, Purpose.MANAGE)
    client.post(reverse("intake_people"), {"email": one.email, "action": "end_links"})
    with pytest.raises(LinkError, match="ended"):
        links.read(token, Purpose.MANAGE)


def test_a_person_gets_everything_we_keep_and_nothing_of_another(client, moderator):
    mine = sent_in("Soep", "remark", data={"phone": "0611"})
    handed = services.hand_over(sent_in("Brood"), "kim@example.org")
    data = {"email": "sam@example.org", "action": "export"}
    response = client.post(reverse("intake_people"), data)
    assert response.headers["Content-Disposition"].startswith("attachment")
    found = json.loads(response.content)
    assert [one["answers"] for one in found["submissions"]] == [{"title": "Soep", "phone": "0611"}]
    assert found["submissions"][0]["name"] == mine.name
    # The letters of before it was handed over are this person's; the colleague's are not.
    assert any("Brood" in letter["subject"] for letter in found["letters"])
    assert "kim@example.org" not in response.content.decode()
    assert links.token_for(handed, Purpose.MANAGE).split("-")[0] not in response.content.decode()


def test_erasing_asks_first_and_leaves_what_is_on_the_site(client, moderator):
    live, waiting = services.accept(sent_in("Live"), moderator), sent_in("Wacht")
    services.hand_over(sent_in("Overgedragen"), "kim@example.org")
    data = {"email": "Sam@example.org", "action": "erase"}
    assert "are sure" in client.post(reverse("intake_people"), data).content.decode()
    assert Submission.objects.count() == 3
    client.post(reverse("intake_people"), {**data, "sure": "yes"})
    assert list(Submission.objects.values_list("email", flat=True)) == ["kim@example.org"]
    assert not OutgoingMail.objects.filter(to__iexact="sam@example.org").exists()
    assert Page.objects.get(pk=live.page_id).live
    assert not Page.objects.filter(pk=waiting.page_id).exists()


def test_erasing_can_take_it_off_the_site_too(client, moderator):
    one = change(services.accept(sent_in("Live"), moderator), title="Anders")
    data = {"email": one.email, "action": "erase", "sure": "yes", "take_off": "yes"}
    client.post(reverse("intake_people"), data)
    assert not Page.objects.get(pk=one.page_id).live
    assert not Submission.objects.exists()


@pytest.mark.parametrize("group", ["Moderator", "Bestellingen"])
def test_the_first_screen_says_what_waits(client, group):
    client.force_login(member(group))
    sent_in("Soep", age=9), sent_in("Fout", "remark", age=2), failed_letter()
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    words = ["Look at 2 things that were sent in", "The oldest waits for 1\xa0week", "1 letter could not be sent"]
    assert [word in text for word in words] == [group == "Moderator"] * 3
    assert ("/admin/inzendingen/" in text) is (group == "Moderator")


def test_there_are_reasons_to_begin_with_and_each_says_what_one_can_do():
    assert RefusalReason.objects.count() >= 5
    assert all(len(text) <= 600 for text in RefusalReason.objects.values_list("text", flat=True))

"""Anybody can tell that something on a page is not right, in two fields; an editor finds it in the queue."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from core.intake import links, services
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from tests.core.moderation import member
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


def filled_in(client, url, **answers):
    """Open the form, fill it in as a person does, and send it; gives the answer and what was sent."""
    form = client.get(url).context["form"]
    sent = {"form_key": form["form_key"].value(), "homepage": "", "proof": "", **answers}
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)):
        return client.post(url, sent), sent


@pytest.fixture
def about(site_root):
    return ContentPageFactory(parent=site_root, title="Eetcafé")


def test_a_report_waits_for_an_editor_without_confirmation(client, about):
    answer, _sent = filled_in(client, reverse("intake:report", args=[about.pk]), words="De deur was dicht")
    assert answer.status_code == 200
    [made] = Submission.objects.all()
    assert (made.kind, made.status, made.page_id) == ("report", "waiting", about.pk)
    assert made.data["report"]["words"] == ["De deur was dicht"]
    assert not OutgoingMail.objects.exists()


def test_sending_the_same_form_again_makes_no_second_report(client, about):
    url = reverse("intake:report", args=[about.pk])
    _answer, sent = filled_in(client, url, words="De deur was dicht")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)):
        assert client.post(url, sent).status_code == 200
    assert Submission.objects.count() == 1


def test_a_machine_that_fills_in_everything_reports_nothing(client, about):
    filled_in(client, reverse("intake:report", args=[about.pk]), words="Koop hier", homepage="https://koop.example")
    assert not Submission.objects.exists()


def test_what_was_mended_before_an_editor_looked_is_what_is_meant(client, about):
    url = reverse("intake:report", args=[about.pk])
    _answer, sent = filled_in(client, url, words="De deur was dicht", email="typfout@example.org")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)):
        client.post(url, sent | {"words": "De achterdeur was dicht", "email": "goed@example.org"})
    [one] = Submission.objects.all()
    assert (one.data["report"]["words"], one.email) == (["De achterdeur was dicht"], "goed@example.org")
    services.accept(one, None)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)):
        client.post(url, sent)
    assert Submission.objects.get().email == "goed@example.org"


def test_the_page_and_letters_of_a_report_promise_no_more_than_there_is(client, about):
    filled_in(client, reverse("intake:report", args=[about.pk]), words="Fout nummer", email="sam@example.org")
    [one] = Submission.objects.all()
    own = f"/inzending/{links.token_for(one, Purpose.MANAGE)}/"

    def shown() -> str:
        return client.get(own).content.decode().split('id="state"')[1].split("</section>")[0]

    with translation.override("en"):
        assert gettext("Your last change waits") not in shown()
        services.ask(one, None, "Welk nummer?")
        letter = OutgoingMail.objects.get(key__contains=":asked:")
    assert "/inzending/" not in letter.text
    assert "wijzig" not in letter.text.lower()
    assert "hier" not in shown().lower().split("site")[0]
    services.accept(Submission.objects.get(), None)
    assert gettext("It is on the site.") not in shown()
    assert gettext("We looked at it and mended what was wrong. Thank you for telling us.") in shown()


def test_whoever_left_an_address_hears_that_it_was_mended(client, about):
    filled_in(client, reverse("intake:report", args=[about.pk]), words="Fout nummer", email="sam@example.org")
    services.accept(Submission.objects.get(), None)
    letter = OutgoingMail.objects.get()
    assert letter.to == "sam@example.org"
    assert "Fout nummer" not in letter.text


def test_an_empty_report_is_refused_and_keeps_the_address(client, about):
    answer, _sent = filled_in(client, reverse("intake:report", args=[about.pk]), words="", email="sam@example.org")
    assert 'href="#id_words"' in answer.content.decode()
    assert 'value="sam@example.org"' in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("state", ["draft", "gone", "huge"])
def test_only_public_pages_can_be_reported(client, about, state):
    key = {"draft": about.pk, "gone": about.pk + 999, "huge": 10**18}[state]
    if state == "draft":
        about.unpublish()
    assert client.get(reverse("intake:report", args=[key])).status_code == 404


def test_an_editor_deals_with_it_and_approves_nothing(client, about):
    filled_in(client, reverse("intake:report", args=[about.pk]), words="Fout nummer", email="sam@example.org")
    [one] = Submission.objects.all()
    client.force_login(member("Moderator"))
    screen = client.get(reverse("intake_review", args=[one.pk]))
    buttons = screen.content.decode().split("intake-decisions")[1]
    assert "Dealt with" in buttons
    assert "Nothing to mend" in buttons
    assert "Approve" not in buttons
    assert f"/admin/pages/{about.pk}/edit/" in buttons
    answer = client.post(reverse("intake_accept", args=[one.pk]), {"mark": screen.context["mark"]}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert [words.startswith("Dealt with") for words in said] == [True]
    letter = OutgoingMail.objects.get()
    assert "Eetcafé" in letter.subject
    # Nothing of it is on the site, and there is nothing to change by link.
    assert "/inzending/" not in letter.text
    assert about.full_url in letter.text or about.url in letter.text


def test_whoever_was_wrong_hears_why_nothing_changed(client, about):
    filled_in(client, reverse("intake:report", args=[about.pk]), words="Fout nummer", email="sam@example.org")
    services.refuse(Submission.objects.get(), None, "Het nummer klopt.")
    letter = OutgoingMail.objects.get()
    assert "Het nummer klopt." in letter.text
    assert "/inzending/" not in letter.text

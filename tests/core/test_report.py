"""Anybody can tell that something on a page is not right, in two fields; an editor finds it in the queue."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from core.intake import services
from core.models import OutgoingMail, Submission
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


def filled_in(client, url, **answers):
    """Open the form, fill it in as a person does, and send it; gives the answer and what was sent."""
    form = client.get(url).context["form"]
    sent = {"form_key": form["form_key"].value(), "website": "", "proof": "", **answers}
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

"""A mistyped address is seen on the page after handing in, and changed there: for an activity and a declaration."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agenda.models import SubmitActivityPage
from core.intake import links, mail, services
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from tests.agenda.submitting import Sender
from tests.factories import (
    AgendaIndexFactory,
    DistrictFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
)
from tests.partners.pledges import PledgePageFactory, signed

pytestmark = pytest.mark.django_db
Status = OutgoingMail.Status


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-22T12:00+01:00"), tick=False) as clock:
        yield clock


@pytest.fixture(params=["activity", "pledge"])
def done(request, client, site_root, clock) -> str:
    """The address of the page after handing in, of each form."""
    cache.clear()
    DistrictFactory(name="Overvecht")
    if request.param == "pledge":
        PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
        PledgePageFactory(parent=site_root)
        token = links.token_for(signed(client, clock, email="sma@example.org"), Purpose.CONTINUE)
        return f"/ik-doe-mee/{token}/klaar/"
    AgendaIndexFactory(parent=site_root, slug="agenda")
    site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
    TopicFactory()
    VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
    sender = Sender(client, "/activiteit-aanmelden/", clock)
    sender.fill_in({}, {}, {}, {"email": "sma@example.org"})
    return sender.hand_in()["Location"]


def letters() -> list[tuple[str, str]]:
    """To whom letters wait, and the link in each."""
    found = OutgoingMail.objects.filter(status=Status.QUEUED).order_by("pk")
    return [(one.to, re.search(r"\S+/bevestigen/\S+", one.text)[0]) for one in found]


def test_another_address_gets_the_letter_and_the_first_gets_nothing_any_more(client, done):
    page = client.get(done).content.decode()
    assert "sma@example.org" in page
    assert 'name="email" value="sma@example.org"' in page
    [(_to, old)] = letters()
    answer = client.post(done, {"email": "sam@example.org"})
    assert answer.status_code == 303
    assert "sam@example.org" in client.get(answer["Location"]).content.decode()
    # What did not go yet does not go to a stranger.
    [(to, new)] = letters()
    assert to == "sam@example.org"
    assert client.post(old).status_code == 410
    assert reverse("intake:new_links") in client.get(old).content.decode()
    assert Submission.objects.get().status == "unconfirmed"
    assert client.post(new).status_code == 200
    assert Submission.objects.get().status == "waiting"


def test_the_link_in_a_letter_that_went_already_ends_too(client, done):
    [(_to, old)] = letters()
    mail.send_due()
    client.post(done, {"email": "sam@example.org"})
    assert client.post(old).status_code == 410


def test_pressed_many_times_it_is_one_letter(client, done):
    for _time in range(5):
        assert client.post(done, {"email": "sam@example.org"}).status_code == 303
    assert [to for to, _link in letters()] == ["sam@example.org"]


def test_back_to_the_first_address_works_again(client, done):
    for email in ("sam@example.org", "sma@example.org"):
        client.post(done, {"email": email})
    [(to, link)] = letters()
    assert to == "sma@example.org"
    assert client.post(link).status_code == 200


def test_what_is_no_address_is_said_and_changes_nothing(client, done):
    for wrong in ("", "sam", "sam@\x00example.org", "x" * 250 + "@example.org"):
        answer = client.post(done, {"email": wrong})
        assert answer.status_code == 200
        assert "email" in answer.context["form"].errors
    assert [to for to, _link in letters()] == ["sma@example.org"]


def test_nobody_can_use_it_to_write_to_many(client, done):
    for number in range(8):
        answer = client.post(done, {"email": f"vreemde{number}@example.org"})
    assert answer.status_code == 200
    assert "email" in answer.context["form"].errors
    mail.send_due()
    assert OutgoingMail.objects.count() <= 5


def test_once_confirmed_it_cannot_be_changed_here(client, done):
    services.confirm(Submission.objects.get())
    client.post(done, {"email": "vreemde@example.org"})
    assert Submission.objects.get().email == "sma@example.org"
    assert not OutgoingMail.objects.filter(to="vreemde@example.org").exists()
    with pytest.raises(services.IllegalMove):
        services.change_address(Submission.objects.get(), "vreemde@example.org")


def test_it_sets_no_cookie_but_the_forms_own(done):
    visitor = Client()
    answer = visitor.get(done)
    assert set(answer.cookies) <= {"csrftoken"}
    assert "no-store" in answer["Cache-Control"]

"""What somebody does who wants to write to others through us, or to keep the site busy."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.intake import links, services
from core.intake.links import Purpose
from core.models import OutgoingMail
from tests.core.leaflets import Status, leaflet
from tests.core.test_intake_lost_links import ask_for_links

pytestmark = pytest.mark.django_db


def letters_to(email):
    return OutgoingMail.objects.filter(to=email).count()


def test_one_mailbox_is_not_filled_by_forms_in_its_name(leaflets, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 3)
    for email in ("noor@voorbeeld.nl", "Noor@Voorbeeld.nl", "noor@voorbeeld.nl", "noor@voorbeeld.nl"):
        leaflet(Status.UNCONFIRMED, email=email)
    assert OutgoingMail.objects.count() == 3
    leaflet(Status.UNCONFIRMED, email="ander@voorbeeld.nl")
    assert letters_to("ander@voorbeeld.nl") == 1


@pytest.mark.parametrize(("status", "expected"), [(Status.WAITING, False), (Status.ACCEPTED, True)])
def test_handing_over_sends_nobody_words_that_no_editor_saw(leaflets, status, expected):
    services.hand_over(leaflet(status, title="KOOP NU"), "slachtoffer@voorbeeld.nl")
    letter = OutgoingMail.objects.get(to="slachtoffer@voorbeeld.nl")
    assert ("KOOP NU" in letter.subject + letter.text + letter.html) == expected


def test_one_form_does_not_ask_for_the_links_of_a_whole_list(client, leaflets, monkeypatch):
    from core.intake.views import NewLinksForm

    monkeypatch.setattr(NewLinksForm, "most_proven", 2)
    emails = [f"{number}@voorbeeld.nl" for number in range(4)]
    for email in emails:
        leaflet(Status.ACCEPTED, email=email)
    OutgoingMail.objects.all().delete()
    assert {ask_for_links(client, email).status_code for email in emails} == {200}
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("activity", "/ik-doe-mee/{}/controle/"),
        ("order", "/ik-doe-mee/{}/klaar/"),
        ("pledge", "/infokaart/{}/controle/"),
    ],
)
def test_a_form_of_one_kind_is_not_handed_in_at_anothers_last_page(client, every_form, kind, address):
    submission = services.start(kind, "key", language="nl")
    token = links.token_for(submission, Purpose.CONTINUE)
    for answer in (client.get(address.format(token)), client.post(address.format(token))):
        assert answer.status_code == 404
        assert "link" in answer.content.decode()
    submission.refresh_from_db()
    assert submission.status == Status.DRAFT


@pytest.fixture
def every_form(site_root):
    from partners.models import PledgePage
    from tests.factories import InfokaartOrderFactory

    site_root.add_child(instance=PledgePage(title="Ik doe mee", slug="ik-doe-mee", declaration="<p>Wij doen mee.</p>"))
    InfokaartOrderFactory(parent=site_root, slug="infokaart")


@pytest.mark.parametrize("charset", ["zlib", "hex", "idna", "undefined", "unicode_escape", "utf-7", "bestaat-niet"])
def test_an_encoding_that_is_none_breaks_no_form(charset):
    client = Client(enforce_csrf_checks=False)
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nnoor@voorbeeld.nl\\ud800\xff\r\n--x--\r\n'
    address = reverse("intake:new_links")
    answer = client.generic("POST", address, body, content_type=f"multipart/form-data; boundary=x; charset={charset}")
    assert answer.status_code == 200
    assert re.search("<form", answer.content.decode())

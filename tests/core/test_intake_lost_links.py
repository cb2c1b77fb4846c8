"""Who lost the links gets them again, and nobody hears whether an address is known."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.intake.lost_links import send_links
from core.models import OutgoingMail
from tests.core.leaflets import Status, leaflet


# --- Links that were lost ----------------------------------------------------------------------------------------
def ask_for_links(client, email, **extra):
    """Fill in the form as a person does; answers the page that comes of it."""
    key = client.get(reverse("intake:new_links")).context["form"]["form_key"].value()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=10)):
        return client.post(reverse("intake:new_links"), {"form_key": key, "email": email, **extra})


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(client, leaflets):
    leaflet(Status.ACCEPTED)
    OutgoingMail.objects.all().delete()
    asked = {}
    ask_for_links(client, "opwarmen@voorbeeld.nl")
    for email in ("niemand@voorbeeld.nl", "noor@voorbeeld.nl"):
        with CaptureQueriesContext(connection) as queries:
            answer = ask_for_links(client, email)
        asked[email] = (answer.status_code, len(queries), answer.content.decode().replace(email, "x"))
    unknown, known = asked.values()
    assert unknown[0] == known[0] == 200
    assert unknown[2] == known[2]
    # One more, that does away with what was made for nobody, or keeps it.
    assert abs(unknown[1] - known[1]) <= 1
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["noor@voorbeeld.nl"]


def test_lost_links_lead_to_all_that_was_sent_and_to_nothing_of_anybody_else(leaflets):
    mine = [leaflet(Status.ACCEPTED, title="Soep"), leaflet(Status.WAITING, title="Koffie", email="Noor@voorbeeld.nl")]
    for status in (Status.DRAFT, Status.UNCONFIRMED, Status.WITHDRAWN):
        leaflet(status, title="Niet meer")
    theirs = leaflet(Status.ACCEPTED, title="Geheim", email="ander@voorbeeld.nl")
    OutgoingMail.objects.all().delete()
    send_links("noor@voorbeeld.nl", "form-1")
    text = "".join(OutgoingMail.objects.values_list("text", flat=True))
    for one in mine:
        assert one.pk.hex in text
    assert "Niet meer" not in text
    assert theirs.pk.hex not in text


def test_an_address_that_only_a_database_takes_for_the_same_gets_nothing_of_the_other(leaflets):
    victim = leaflet(Status.ACCEPTED, title="Geheim", email="noor@institute.nl")
    leaflet(Status.ACCEPTED, title="Lokaas", email="noor@ınstitute.nl")
    OutgoingMail.objects.all().delete()
    for number, typed in enumerate(("noor@institute.nl", "noor@ınstitute.nl", "NOOR@INSTITUTE.NL")):
        send_links(typed, f"form-{number}")
    for letter in OutgoingMail.objects.all():
        assert (victim.pk.hex in letter.text) == (letter.to == "noor@institute.nl")


def test_lost_links_are_sent_three_times_an_hour_and_once_a_form(leaflets):
    leaflet(Status.ACCEPTED)
    OutgoingMail.objects.all().delete()
    for _press in range(2):
        send_links("noor@voorbeeld.nl", "form-0")
    assert OutgoingMail.objects.count() == 1
    for number in range(1, 6):
        send_links("Noor@voorbeeld.nl", f"form-{number}")
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("email", ["geen adres", "a" * 300 + "@voorbeeld.nl", "a\x00@b.nl", "", "a@b.nl\nBcc: c@d.nl"])
def test_an_address_that_cannot_be_is_asked_again(client, db, email):
    answer = ask_for_links(client, email)
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not OutgoingMail.objects.exists()

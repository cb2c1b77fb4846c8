"""Whoever follows the agenda gets one letter a week after saying yes twice, and stops with one press."""

import datetime as dt

import pytest
import time_machine
from django.core import mail as box
from django.urls import reverse
from django.utils import timezone, translation

from agenda.following.weekly import edition, write_letters
from core.intake import links, mail, services
from core.models import OutgoingMail, Submission
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory, at, item_on, second_site

pytestmark = pytest.mark.django_db
WEDNESDAY = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def agenda(site_root):
    index = AgendaIndexFactory(parent=site_root)
    overvecht = VenueFactory(district=DistrictFactory(name="Overvecht"))
    item_on(index, at(2), title="Soep in Overvecht", venue=overvecht)
    item_on(index, at(2), title="Dansen in Oost", venue=VenueFactory(district=DistrictFactory(name="Oost")))
    item_on(index, at(3, status="cancelled"), title="Gaat niet door", venue=overvecht)
    item_on(index, at(12), title="Later", venue=overvecht)
    return index


def follower(**chosen) -> Submission:
    data = {"follow": {name: [value] for name, value in chosen.items()}}
    made = services.start("follow", f"key-{chosen}", language="nl", email="sam@example.org", data=data)
    services.confirm(services.hand_in(made))
    # A follower for a while already.
    Submission.objects.filter(pk=made.pk).update(confirmed_at=timezone.now() - dt.timedelta(days=14))
    return Submission.objects.get(pk=made.pk)


def weekly() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__contains=":week:").order_by("pk"))


def test_nobody_gets_a_letter_without_having_said_yes_twice(client, agenda, wednesday):
    form = client.get(reverse("follow"), {"wijk": "overvecht"}).context["form"]
    sent = {"form_key": form["form_key"].value(), "wijk": "overvecht", "email": "sam@example.org"}
    wednesday.shift(30)
    assert client.post(reverse("follow"), sent).status_code == 200
    assert (write_letters(), weekly()) == (0, [])
    [follower] = Submission.objects.all()
    assert client.post(links.confirm_url(follower).removeprefix("http://127.0.0.1:8000")).status_code == 200
    wednesday.shift(dt.timedelta(days=1))
    assert write_letters() == 1


def test_the_letter_holds_what_goes_ahead_in_the_coming_week_in_the_chosen_district(agenda):
    follower(wijk="overvecht")
    write_letters()
    text = weekly()[0].text
    assert "Soep in Overvecht" in text
    for other in ("Dansen in Oost", "Gaat niet door", "Later"):
        assert other not in text


def test_a_second_site_spoils_no_address_in_the_letter(site_root, agenda):
    second_site(site_root)
    follower(wijk="overvecht")
    write_letters()
    addresses = [word for word in weekly()[0].text.split() if "/agenda/" in word]
    assert len(addresses) >= 2
    assert {address.count("http") for address in addresses} == {1}


def test_a_week_has_one_letter_however_often_the_command_runs(agenda, wednesday):
    follower(wijk="overvecht")
    assert [write_letters() for _ in range(3)] == [1, 0, 0]
    wednesday.shift(dt.timedelta(days=1))
    assert write_letters() == 1
    wednesday.shift(dt.timedelta(days=1))
    assert write_letters() == 0


def test_nothing_on_means_no_letter(agenda):
    follower(wijk="vleuten-de-meern")
    assert (write_letters(), weekly()) == (0, [])


def test_asking_the_same_again_does_not_double_the_letters(agenda):
    follower(wijk="overvecht")
    again = services.start(
        "follow", "another-form", language="nl", email="Sam@example.org", data={"follow": {"wijk": ["overvecht"]}}
    )
    services.confirm(services.hand_in(again))
    Submission.objects.update(confirmed_at=timezone.now() - dt.timedelta(days=14))
    assert write_letters() == 1


def test_a_mail_program_stops_the_letters_with_one_post_and_nothing_is_left(client, agenda):
    follower(wijk="overvecht")
    write_letters()
    mail.send_due()
    headers = next(one.extra_headers for one in box.outbox if "List-Unsubscribe" in one.extra_headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")

    assert client.get(address).status_code == 200
    assert Submission.objects.count() == 1, "a mail scanner that follows the link must not stop anything"
    client.handler.enforce_csrf_checks = True
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Submission.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("day", "thursday"),
    [
        ("2026-11-26", "2026-11-26"),
        ("2026-11-25", "2026-11-19"),
        ("2026-11-27", "2026-11-26"),
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_the_edition_is_that_of_the_last_thursday(day, thursday):
    assert edition(dt.date.fromisoformat(day)) == dt.date.fromisoformat(thursday)


def test_who_begins_on_a_wednesday_begins_with_the_letter_of_thursday(agenda, wednesday):
    begun = follower(wijk="overvecht")
    Submission.objects.filter(pk=begun.pk).update(confirmed_at=timezone.now())
    assert write_letters() == 0
    wednesday.shift(dt.timedelta(days=1))
    assert write_letters() == 1
    wednesday.shift(dt.timedelta(days=1))
    assert write_letters() == 0


def test_the_letter_counts_only_what_goes_ahead(agenda):
    follower(wijk="overvecht")
    write_letters()
    assert "1 keer iets te doen" in weekly()[0].text


def test_a_corrected_address_and_question_are_the_ones_that_count(client, agenda, wednesday):
    form = client.get(reverse("follow")).context["form"]
    sent = {"form_key": form["form_key"].value(), "wijk": "overvecht", "email": "typfout@example.org"}
    wednesday.shift(30)
    client.post(reverse("follow"), sent)
    wrong = links.confirm_url(Submission.objects.get()).removeprefix("http://127.0.0.1:8000")
    shown = client.post(reverse("follow"), sent | {"wijk": "oost", "email": "goed@example.org"}).content.decode()
    assert "goed@example.org" in shown
    [made] = Submission.objects.all()
    assert (made.email, made.data) == ("goed@example.org", {"follow": {"wijk": ["oost"]}})
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["goed@example.org"]
    assert client.post(wrong).status_code == 410
    # Sent once more nothing more goes out.
    client.post(reverse("follow"), sent | {"wijk": "oost", "email": "goed@example.org"})
    assert OutgoingMail.objects.count() == 1


def test_one_form_does_not_write_to_many_addresses(client, agenda, wednesday):
    form = client.get(reverse("follow")).context["form"]
    sent = {"form_key": form["form_key"].value(), "wijk": "overvecht"}
    wednesday.shift(30)
    answers = [client.post(reverse("follow"), sent | {"email": f"{n}@example.org"}) for n in range(12)]
    assert list(answers[-1].context["form"].errors) == ["email"]
    assert OutgoingMail.objects.count() == 1


def test_the_page_of_a_follower_says_what_is_so(client, agenda):
    one = follower(wijk="overvecht")
    html = client.get(links.manage_url(one).removeprefix("http://127.0.0.1:8000")).content.decode()
    assert translation.gettext("It is on the site.") not in html
    assert translation.gettext("You get this e-mail every Thursday, when something is on.") in html


def test_an_address_too_long_to_keep_is_refused_in_words(client, agenda, wednesday):
    form = client.get(reverse("follow")).context["form"]
    wednesday.shift(30)
    sent = {"form_key": form["form_key"].value(), "email": "a@" + "b." * 130 + "nl"}
    assert list(client.post(reverse("follow"), sent).context["form"].errors) == ["email"]

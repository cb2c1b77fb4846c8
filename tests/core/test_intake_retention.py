"""What is kept of people goes after its time, everywhere, and not before."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from core.intake import retention, services
from core.models import CustomImage, OutgoingMail, SentPicture, Submission
from core.models.intake import private_storage
from tests.core.anywhere import found_anywhere
from tests.core.leaflets import SENDER, Status, age, leaflet

pytestmark = pytest.mark.usefixtures("leaflets")


def pictures() -> set[str]:
    """The files people sent along."""
    try:
        return set(private_storage().listdir("intake")[1])
    except FileNotFoundError:
        return set()


@pytest.fixture(autouse=True)
def nothing_left_of_others() -> None:
    """Other tests of this process store pictures in the same folder."""
    for name in pictures():
        private_storage().delete(f"intake/{name}")


PERIODS = [
    (Status.DRAFT, 14), (Status.UNCONFIRMED, 14), (Status.ASKED, 180), (Status.REFUSED, 30), (Status.WITHDRAWN, 30),
    (Status.ACCEPTED, 90),
]  # fmt: skip


@pytest.mark.parametrize(("status", "days"), PERIODS)
def test_each_is_kept_for_its_period_and_not_a_day_longer(status, days):
    submission = leaflet(status)
    if status == Status.ACCEPTED:
        # Its purpose is over: the page went off the site.
        submission.page.unpublish()
    age(submission, days=days - 1)
    assert retention.erase_expired()["submissions"] == 0
    age(submission, days=days, minutes=1)
    assert retention.erase_expired()["submissions"] == 1
    assert not Submission.objects.exists()
    assert retention.erase_expired()["submissions"] == 0


@pytest.mark.parametrize("status", [Status.WAITING, Status.ACCEPTED])
def test_what_waits_for_an_editor_or_is_live_is_kept(status):
    submission = leaflet(status)
    age(submission, days=2000)
    retention.erase_expired()
    assert Submission.objects.filter(pk=submission.pk).exists()


def test_going_on_with_a_form_keeps_it_two_weeks_more():
    submission = leaflet()
    age(submission, days=13)
    services.keep(submission, "2", {"when": ["dinsdag"]})
    with time_machine.travel(timezone.now() + dt.timedelta(days=13)):
        assert retention.erase_expired()["submissions"] == 0


def test_somebody_who_goes_on_while_the_night_is_cleaned_up_keeps_everything():
    submission = leaflet()
    age(submission, days=15)
    going_on = [submission]

    def meanwhile(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        # It stands in the list of what is over time, and its turn comes now.
        if going_on and '"core_submission"."uuid" = ' in sql:
            services.keep(going_on.pop(), "2", {"when": ["dinsdag"]})
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert retention.erase_expired()["submissions"] == 0
    assert not going_on
    assert Submission.objects.filter(pk=submission.pk).exists()


def test_one_of_a_kind_that_the_site_lost_keeps_nothing_from_being_erased():
    for kind in ("lost", "leaflet"):
        submission = leaflet(Status.ACCEPTED)
        submission.page.unpublish()
        Submission.objects.filter(pk=submission.pk).update(kind=kind)
        age(submission, days=100)
    assert retention.erase_expired()["submissions"] == 2


@pytest.mark.parametrize(("status", "days"), [("sent", 30), ("failed", 60)])
def test_letters_go_after_their_time_and_what_waits_stays(status, days):
    leaflet(Status.WAITING)
    OutgoingMail.objects.update(status=status, made_at=timezone.now() - dt.timedelta(days=days - 1))
    assert retention.erase_expired()["letters"] == 0
    OutgoingMail.objects.update(made_at=timezone.now() - dt.timedelta(days=days + 1))
    first = OutgoingMail.objects.order_by("pk").first()
    OutgoingMail.objects.filter(pk=first.pk).update(status="queued")
    assert retention.erase_expired()["letters"] == 1
    assert OutgoingMail.objects.get() == first


@pytest.mark.parametrize(("status", "days"), PERIODS)
def test_afterwards_the_sender_is_found_nowhere(status, days, commit):
    with commit():
        submission = leaflet(status)
        if status in {Status.WAITING, Status.ASKED, Status.ACCEPTED}:
            services.hand_over(submission, "collega@voorbeeld.nl")
        SentPicture.keep(submission, b"\xff\xd8 the picture of Noor van Dijk")
    planted = [*SENDER.values(), "collega@voorbeeld.nl"]
    assert found_anywhere(*planted)
    with time_machine.travel(timezone.now() + dt.timedelta(days=days + 1)), commit():
        if status == Status.ACCEPTED:
            submission.page.unpublish()
        call_command("erase_expired", stdout=StringIO())
    assert found_anywhere(*planted) == []
    assert pictures() == set()


def test_what_is_on_the_site_holds_nothing_of_its_sender():
    leaflet(Status.ACCEPTED)
    for place in found_anywhere(*SENDER.values()):
        assert place.startswith(("core_submission.", "core_outgoingmail."))


def test_a_new_picture_takes_the_place_of_the_old_one_and_goes_with_its_row(commit):
    submission = leaflet()
    with commit():
        SentPicture.keep(submission, b"one")
    old = pictures()
    with commit():
        SentPicture.keep(submission, b"two")
    assert len(pictures()) == 1
    assert pictures() != old
    with commit():
        services.erase(submission)
    assert pictures() == set()


def test_a_file_whose_row_never_came_goes_after_a_day_and_others_stay(commit):
    storage = private_storage()
    with commit():
        kept = SentPicture.keep(leaflet(), b"kept").file.name
    loose = storage.save("intake/loose.jpg", ContentFile(b"loose"))
    assert retention.erase_expired()["files"] == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        assert retention.erase_expired()["files"] == 1
    assert storage.exists(kept)
    assert not storage.exists(loose)
    storage.delete(kept)


def test_a_picture_of_the_site_that_no_row_knows_goes_after_a_day():
    loose = default_storage.save(f"original_images/{uuid.uuid4().hex}.jpg", ContentFile(b"loose"))
    of_editor = default_storage.save("original_images/buurtfeest.jpg", ContentFile(b"of an editor"))
    image = CustomImage(title="Soep", description="Een pan soep")
    image.file = ContentFile(_jpeg(), name=f"{uuid.uuid4().hex}.jpg")
    image.save()
    assert retention.erase_expired()["files"] == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        retention.erase_expired()
    assert not default_storage.exists(loose)
    assert default_storage.exists(of_editor)
    assert default_storage.exists(image.file.name)
    default_storage.delete(of_editor)


def _jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (10, 10), "red").save(file, "JPEG")
    return file.getvalue()


def test_an_app_can_add_a_rule_of_its_own(monkeypatch):
    monkeypatch.setattr(retention, "_rules", {})
    retention.register("baskets", lambda: 3)
    assert retention.erase_expired()["baskets"] == 3

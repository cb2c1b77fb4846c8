"""No letter is lost or doubled, whatever the worker does that sends them."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from core.intake import mail
from core.intake.mail import STALE
from core.models import OutgoingMail
from tests.core.leaflets import Status, leaflet
from tests.core.test_mail import later, letter, state

Mail = OutgoingMail.Status
pytestmark = pytest.mark.django_db


# --- The worker fails --------------------------------------------------------------------------------------------
class Killed(BaseException):
    """Whatever ends a process."""


def kill(*args: Any, **kwargs: Any) -> None:
    raise Killed


def test_a_worker_killed_before_it_sent_loses_nothing(mail_server, monkeypatch):
    one = letter()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(mail, "_send", kill)
        mail.send_due()
    assert state(one) == (Mail.SENDING, 1)
    # It may still be busy: nobody takes it over at once.
    assert mail.send_due() == 0
    with later(seconds=STALE.total_seconds() + 1):
        assert mail.send_due() == 1
    assert state(one) == (Mail.SENT, 2)
    assert len(mail_server.taken) == 1


def test_a_worker_killed_before_it_noted_that_it_sent_sends_again_under_the_same_name(mail_server):
    one = letter()

    def die(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if "sent_at" in sql and sql.startswith("UPDATE"):
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(Killed):
        mail.send_due()
    assert len(mail_server.taken) == 1
    assert state(one)[0] == Mail.SENDING
    with later(seconds=STALE.total_seconds() + 1):
        assert mail.send_due() == 1
    assert state(one)[0] == Mail.SENT
    assert len(mail_server.taken) == 2
    assert len(set(mail_server.names)) == 1


def test_each_letter_has_a_name_of_its_own(mail_server, settings):
    settings.MAIL_DOMAIN = "utrechtomarmt.nl"
    letter(), letter()
    mail.send_due()
    assert len(set(mail_server.names)) == 2
    assert all(name.endswith("@utrechtomarmt.nl>") for name in mail_server.names)


@pytest.mark.parametrize(
    "as_it_is_now",
    [{"status": Mail.SENDING, "attempts": 1}, {"status": Mail.QUEUED, "attempts": 3}],
    ids=["is_sending_it", "failed_and_it_is_due_again"],
)
def test_a_letter_that_another_worker_took_meanwhile_is_left_alone(mail_server, as_it_is_now):
    letter()
    others = [as_it_is_now]

    def take(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        # What this worker knows of it is old by the time that it takes it.
        if others and sql.startswith("UPDATE"):
            OutgoingMail.objects.update(**others.pop())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(take):
        assert mail.send_due() == 0
    assert not others
    assert mail_server.taken == []


def test_a_letter_erased_while_it_is_being_sent_harms_nobody(mail_server, leaflets):
    submission = leaflet(Status.UNCONFIRMED)
    fine = letter("twee@voorbeeld.nl")

    def erase(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if "sent_at" in sql and sql.startswith("UPDATE") and submission.pk:
            submission.delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(erase):
        mail.send_due()
    assert OutgoingMail.objects.get() == fine
    assert state(fine)[0] == Mail.SENT


def test_the_command_says_how_many_went(mail_server):
    letter(), letter()
    said = StringIO()
    call_command("send_mail", stdout=said)
    assert said.getvalue() == "2 letters sent\n"

"""No letter is lost, whatever the mail server does; here it is a real one."""

import datetime as dt
import email
import smtplib
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.intake import mail
from core.intake.letters import Letter
from core.intake.mail import WAITS
from core.models import OutgoingMail
from tests.core.mail_server import MailServer

Mail = OutgoingMail.Status
pytestmark = pytest.mark.django_db


def letter(to: str = "noor@voorbeeld.nl", **changes: Any) -> OutgoingMail:
    """A letter that waits."""
    words = {"subject": "Je folder", "paragraphs": ["Dank je wel."], **changes}
    return mail.queue(Letter(**words), to=to, key=f"test:{OutgoingMail.objects.count()}")


def later(**time: Any) -> Any:
    """The clock so much later than the letters' own."""
    return time_machine.travel(timezone.now() + dt.timedelta(**time), tick=False)


def state(one: OutgoingMail) -> tuple[str, int]:
    one.refresh_from_db()
    return one.status, one.attempts


# --- All is well -------------------------------------------------------------------------------------------------
def test_a_letter_arrives_readable_both_ways(mail_server):
    one = letter(button=("Bekijk", "https://utrechtomarmt.nl/inzending/abc/"))
    assert mail.send_due() == 1
    (arrived,) = mail_server.taken
    assert state(one) == (Mail.SENT, 1)
    assert one.sent_at
    text, html = (part.get_payload(decode=True).decode() for part in arrived.get_payload())
    assert arrived["Subject"] == "Je folder"
    assert arrived["To"] == "noor@voorbeeld.nl"
    for body in (text, html):
        assert "Dank je wel." in body
        assert "https://utrechtomarmt.nl/inzending/abc/" in body
    assert mail.send_due() == 0


def test_the_oldest_goes_first_and_a_stop_signal_waits_for_the_letter_at_hand(mail_server):
    first, second = letter("een@voorbeeld.nl"), letter("twee@voorbeeld.nl")
    assert mail.send_due(goes_on=lambda: not mail_server.taken) == 1
    assert [arrived["To"] for arrived in mail_server.taken] == ["een@voorbeeld.nl"]
    assert (state(first)[0], state(second)[0]) == (Mail.SENT, Mail.QUEUED)


def test_a_letter_is_written_in_the_transaction_it_tells_of_and_only_once():
    first = mail.queue(Letter("A", ["a"]), to="noor@voorbeeld.nl", key="same")
    assert mail.queue(Letter("B", ["b"]), to="ander@voorbeeld.nl", key="same") == first
    assert OutgoingMail.objects.get().to == "noor@voorbeeld.nl"


# --- The server fails --------------------------------------------------------------------------------------------
def refuse_at_rcpt(mail_server: MailServer, answer: str) -> None:
    mail_server.at_rcpt = lambda address: answer


def refuse_at_data(mail_server: MailServer, answer: str) -> None:
    mail_server.at_data = lambda: answer


@pytest.mark.parametrize("where", [refuse_at_rcpt, refuse_at_data])
@pytest.mark.parametrize(
    ("answer", "status"),
    [("451 busy, try later", Mail.QUEUED), ("421 closing", Mail.QUEUED), ("550 no such user", Mail.FAILED)],
)
def test_for_now_no_is_tried_again_and_never_is_never(mail_server, where, answer, status):
    where(mail_server, answer)
    one = letter()
    assert mail.send_due() == 0
    assert state(one) == (status, 1)
    assert answer[:3] in one.error
    # The server is well again.
    mail_server.at_rcpt = mail_server.at_data = lambda *_: None
    with later(minutes=2):
        assert mail.send_due() == (status == Mail.QUEUED)
    assert len(mail_server.taken) == (status == Mail.QUEUED)


def test_one_address_that_is_wrong_keeps_no_other_letter_waiting(mail_server):
    mail_server.at_rcpt = lambda address: "550 no such user" if address.startswith("weg") else None
    wrong, fine = letter("weg@voorbeeld.nl"), letter("noor@voorbeeld.nl")
    assert mail.send_due() == 1
    assert (state(wrong)[0], state(fine)[0]) == (Mail.FAILED, Mail.SENT)


def test_a_server_that_is_not_there_is_waited_for(mail_server, settings):
    one = letter()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert mail.send_due() == 0
    assert state(one) == (Mail.QUEUED, 1)
    assert "ConnectionRefusedError" in one.error
    settings.EMAIL_PORT = port
    assert mail.send_due() == 0, "not before its time"
    with later(minutes=1, seconds=1):
        assert mail.send_due() == 1
    assert state(one) == (Mail.SENT, 2)
    assert one.error == ""


def test_a_server_that_dies_after_it_took_the_letter_gets_it_again_under_the_same_name(mail_server):
    mail_server.dies_after_data = True
    one = letter()
    assert mail.send_due() == 0
    assert state(one) == (Mail.QUEUED, 1)
    mail_server.dies_after_data = False
    with later(minutes=2):
        assert mail.send_due() == 1
    assert len(mail_server.taken) == 2
    assert len(set(mail_server.names)) == 1


def test_a_server_that_is_too_slow_keeps_nobody(mail_server, settings):
    settings.EMAIL_TIMEOUT = 0.3
    mail_server.seconds = 1
    one = letter()
    assert mail.send_due() == 0
    assert state(one) == (Mail.QUEUED, 1)
    assert "Timeout" in one.error or "timed out" in one.error


def test_a_wrong_password_of_ours_is_no_reason_to_give_up_a_letter(mail_server, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"wrong password")

    one = letter()
    monkeypatch.setattr(smtplib.SMTP, "ehlo_or_helo_if_needed", refuse)
    assert mail.send_due() == 0
    assert state(one) == (Mail.QUEUED, 1)


@pytest.mark.parametrize("fault", [TypeError("odd"), email.errors.HeaderParseError("odd"), RuntimeError("odd")])
def test_a_fault_of_our_own_in_one_letter_keeps_no_other_waiting(mail_server, monkeypatch, fault):
    broken, fine = letter("een@voorbeeld.nl"), letter("twee@voorbeeld.nl")
    real = mail.EmailMultiAlternatives.send

    def send(self: Any) -> int:
        if self.to == ["een@voorbeeld.nl"]:
            raise fault
        return real(self)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)
    assert mail.send_due() == 1
    assert (state(broken)[0], state(fine)[0]) == (Mail.QUEUED, Mail.SENT)


def test_a_letter_to_nobody_is_not_called_sent(mail_server):
    one = letter(to="")
    assert mail.send_due() == 0
    assert state(one)[0] == Mail.FAILED


def test_it_is_tried_ever_less_often_and_then_a_person_must_look(mail_server, settings):
    mail_server.at_data = lambda: "451 busy"
    one = letter()
    moment, tried = timezone.now(), []
    for wait in [dt.timedelta(0), *WAITS]:
        with time_machine.travel(moment + wait - dt.timedelta(seconds=1), tick=False):
            assert mail.send_due() == 0
            assert state(one)[1] == len(tried), "before its time"
        moment += wait
        with time_machine.travel(moment, tick=False):
            mail.send_due()
        tried.append(wait)
        assert state(one)[1] == len(tried)
    assert state(one) == (Mail.FAILED, len(WAITS) + 1)
    assert "451" in one.error
    assert sum(WAITS, dt.timedelta()) > dt.timedelta(days=1)
    with time_machine.travel(moment + dt.timedelta(days=30), tick=False):
        assert mail.send_due() == 0


def test_an_editor_lets_a_failed_letter_start_afresh_and_no_other(mail_server):
    mail_server.at_data = lambda: "554 no"
    failed, sent = letter(), letter()
    mail.send_due(1)
    mail_server.at_data = lambda: None
    mail.send_due()
    assert (state(failed)[0], state(sent)[0]) == (Mail.FAILED, Mail.SENT)
    for one in (failed, sent):
        mail.try_again(one)
    assert state(failed) == (Mail.QUEUED, 0)
    assert failed.error == ""
    assert mail.send_due() == 1
    assert len(mail_server.taken) == 2


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (smtplib.SMTPConnectError(554, b"no service here"), False),
        (smtplib.SMTPHeloError(550, b"who are you"), False),
        (smtplib.SMTPSenderRefused(530, b"log in first", "site@voorbeeld.nl"), False),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
        (smtplib.SMTPDataError(451, b"later"), False),
        (smtplib.SMTPDataError(554, b"we do not take this"), True),
        (smtplib.SMTPRecipientsRefused({"a@voorbeeld.nl": (550, b"nobody")}), True),
        (smtplib.SMTPRecipientsRefused({"a@voorbeeld.nl": (450, b"full")}), False),
    ],
)
def test_only_what_the_server_says_of_this_letter_ends_it(monkeypatch, error, is_final):
    def refuse(*args: Any, **kwargs: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    one = letter()
    mail.send_due()
    assert state(one)[0] == (Mail.FAILED if is_final else Mail.QUEUED)


def test_an_answer_goes_to_whoever_the_letter_names():
    assert letter(reply_to="kim@voorbeeld.nl").headers["Reply-To"] == "kim@voorbeeld.nl"

"""The way a letter goes: stored in the transaction it tells of, sent afterwards, tried again when that fails.

A letter is claimed by one worker in one statement, so two workers never send the same one. Only when a worker dies
between the mail server's yes and our noting it, a letter goes twice: after `STALE`, under the same Message-ID.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.intake.letters import Letter
from core.models import OutgoingMail, SiteSettings, Submission

logger = logging.getLogger(__name__)
# How long to wait after each attempt that failed; after the last one a person must look.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
# A worker that has not said anything for so long is dead: sending takes a minute at most.
STALE = dt.timedelta(minutes=15)


def queue(
    letter: Letter, *, to: str, key: str, submission: Submission | None = None, due_at: dt.datetime | None = None
) -> OutgoingMail:
    """Store a letter to be sent after the present transaction, or from `due_at`; a known `key` is not stored again."""
    headers = {}
    if reply_to := letter.reply_to or _contact():
        headers["Reply-To"] = reply_to
    if letter.stop_url:
        headers |= {"List-Unsubscribe": f"<{letter.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail, _made = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "submission": submission,
            "to": to,
            # A title somebody typed must not end the line.
            "subject": " ".join(letter.subject.split())[:200],
            "text": letter.render("txt"),
            "html": letter.render("html"),
            "headers": headers,
            "due_at": due_at or timezone.now(),
        },
    )
    return mail


def _contact() -> str:
    found = SiteSettings.objects.filter(site__is_default_site=True).first()
    return found.contact_email if found else ""


def due() -> QuerySet[OutgoingMail]:
    """The letters to be sent now, the oldest first; also those a worker died on."""
    now = timezone.now()
    waiting = Q(status=OutgoingMail.Status.QUEUED, due_at__lte=now)
    orphaned = Q(status=OutgoingMail.Status.SENDING, due_at__lte=now - STALE)
    return OutgoingMail.objects.filter(waiting | orphaned).order_by("due_at", "pk")


def send_due(limit: int = 100, *, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, at most `limit`, while `goes_on`; return how many letters the mail server took."""
    sent = 0
    for mail in due()[:limit]:
        if not goes_on():
            break
        sent += _claim(mail) and _send(mail)
    return sent


def try_again(mail: OutgoingMail) -> None:
    """Let a letter that failed start afresh, for example after an editor mended the address of the mail server."""
    OutgoingMail.objects.filter(pk=mail.pk, status=OutgoingMail.Status.FAILED).update(
        status=OutgoingMail.Status.QUEUED, attempts=0, due_at=timezone.now(), error=""
    )


def _claim(mail: OutgoingMail) -> bool:
    """Take a letter for this worker; False when another was first."""
    claimed = (
        due()
        .filter(pk=mail.pk, attempts=mail.attempts)
        .order_by()
        .update(status=OutgoingMail.Status.SENDING, due_at=timezone.now(), attempts=mail.attempts + 1)
    )
    mail.attempts += claimed
    return bool(claimed)


def _send(mail: OutgoingMail) -> bool:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        # The same at each attempt, so that a second copy can be recognised.
        headers={**mail.headers, "Message-ID": f"<{mail.pk}.{mail.made_at:%Y%m%d%H%M%S}@{settings.MAIL_DOMAIN}>"},
    )
    message.attach_alternative(mail.html, "text/html")
    try:
        if not message.send():
            raise ValueError("there is nobody to send it to")
    except Exception as error:  # noqa: BLE001  one letter must not keep the others waiting
        _failed(mail, error)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(status=OutgoingMail.Status.SENT, sent_at=timezone.now(), error="")
    return True


def _failed(mail: OutgoingMail, error: Exception) -> None:
    logger.warning("Letter %s could not be sent (attempt %s): %s", mail.pk, mail.attempts, type(error).__name__)
    final = _is_final(error) or mail.attempts > len(WAITS)
    wait = dt.timedelta(0) if final else WAITS[mail.attempts - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        status=OutgoingMail.Status.FAILED if final else OutgoingMail.Status.QUEUED,
        due_at=timezone.now() + wait,
        error=f"{type(error).__name__}: {error}"[:300],
    )


def _is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server refuses the address for good, or the message cannot be made."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    if isinstance(error, smtplib.SMTPException):
        # A server that does not know us, or will not talk now, is ours to mend: not the letter's end.
        return False
    return isinstance(error, ValueError)

"""Signed links: each for one submission and one purpose, for a while, until an editor ends them.

A link is `<submission>-<version>.<moment>.<signature>`. The purpose is part of what is signed, so a link to look
cannot be used to confirm. Following a link changes nothing: whatever acts, acts on POST.
"""

import datetime as dt
import uuid
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.models import Submission


class Purpose(StrEnum):
    """What a link is for; the value is signed along."""

    CONTINUE = "continue"
    CONFIRM = "confirm"
    MANAGE = "manage"
    STOP = "stop"


# How long each works. A letter that is looked up months later must still help: asking for a new link is easy.
LIFETIMES = {
    Purpose.CONTINUE: dt.timedelta(days=14),
    Purpose.CONFIRM: dt.timedelta(days=14),
    Purpose.MANAGE: dt.timedelta(days=180),
    Purpose.STOP: dt.timedelta(days=3650),
}


class LinkError(Exception):
    """A link that does not work; `reason` is `wrong`, `expired` or `ended`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt=f"core.intake.links.{purpose}")


def token_for(submission: Submission, purpose: Purpose) -> str:
    """A new token; valid from now for the purpose's lifetime."""
    return _signer(purpose).sign(f"{submission.uuid.hex}-{_version(submission, purpose)}")


def _version(submission: Submission, purpose: Purpose) -> str:
    """What a link of the present is known by, in digits. One to confirm an address is for that address alone."""
    if purpose != Purpose.CONFIRM:
        return str(submission.link_version)
    digest = salted_hmac("core.intake.links.address", submission.email).hexdigest()
    return f"{submission.link_version}{int(digest[:12], 16):015d}"


def read(token: str, purpose: Purpose, *, lock: bool = False) -> Submission:
    """The submission a token stands for, locked when asked (then inside a transaction).

    Raises LinkError: `wrong` when it was not made by us for this purpose, or what it was about is erased; `expired`;
    `ended` when an editor ended its links, they were handed over to somebody else, or the address was changed.
    """
    try:
        value = _signer(purpose).unsign(token, max_age=LIFETIMES[purpose])
        key, version = value.split("-")
        found = Submission.objects.filter(pk=uuid.UUID(key))
        submission = (found.select_for_update() if lock else found).first()
    except signing.SignatureExpired as error:
        raise LinkError("expired") from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkError("wrong") from error
    if submission is None:
        raise LinkError("wrong")
    if version != _version(submission, purpose):
        raise LinkError("ended")
    return submission


def confirm_url(submission: Submission) -> str:
    """The full address where a sender confirms the e-mail address."""
    return _absolute("intake:confirm", token_for(submission, Purpose.CONFIRM))


def manage_url(submission: Submission) -> str:
    """The full address where a sender sees how things stand, and changes them."""
    return _absolute("intake:manage", token_for(submission, Purpose.MANAGE))


def _absolute(name: str, token: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[token])

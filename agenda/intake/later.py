"""Going on another time: the link to a form that is not finished, and who may be sent one."""

import hashlib

from django import forms
from django.conf import settings
from django.utils import timezone

from core.intake import letters, links, mail, throttle
from core.intake.contact import EmailField
from core.intake.links import Purpose
from core.models import Submission

DAY = 24 * 3600
# For one form: nobody may use us to write to many others.
MOST_LINKS = 5


class LaterForm(forms.Form):
    """Where the link to go on is sent."""

    email = EmailField()


def token_of(submission: Submission) -> str:
    """A new token to go on with."""
    return links.token_for(submission, Purpose.CONTINUE)


def last_step(submission: Submission) -> int:
    """The step to go on with: the last one that something was typed in."""
    return max([int(key) for key in submission.data if key in {"1", "2", "3", "4"}], default=1)


def send_link(base: str, submission: Submission, email: str) -> bool:
    """Send the link to go on; False when that was done often enough. A double press sends one."""
    hour = f"{timezone.now():%Y%m%d%H}"
    key = f"{submission.pk}:later:{hashlib.sha256(email.lower().encode()).hexdigest()[:16]}:{hour}"
    if submission.letters.filter(key=key).exists():
        return True
    if submission.letters.count() >= MOST_LINKS or not throttle.allows("later", email.lower(), most=3, seconds=DAY):
        return False
    url = f"{settings.PUBLIC_URL}{base}{token_of(submission)}/{last_step(submission)}/"
    mail.queue(letters.continue_later(url), to=email, key=key, submission=submission)
    return True

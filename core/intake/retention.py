"""How long what is kept of people, in one place; `manage.py erase_expired` does it every night."""

import datetime as dt
import re
import uuid
from collections.abc import Callable

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.intake import services
from core.intake.flows import all_flows, flow_of
from core.models import CustomImage, OutgoingMail, SentPicture, Submission
from core.models.intake import private_storage

Status = Submission.Status
# Counted from the last change. What waits for an editor is kept until an editor decides.
SUBMISSIONS = {
    Status.DRAFT: dt.timedelta(days=14),
    Status.UNCONFIRMED: dt.timedelta(days=14),
    Status.ASKED: dt.timedelta(days=180),
    # As long as what was accepted serves its purpose (`Flow.is_needed`), and this long afterwards.
    Status.ACCEPTED: dt.timedelta(days=90),
    Status.REFUSED: dt.timedelta(days=30),
    Status.WITHDRAWN: dt.timedelta(days=30),
}
LETTERS = {OutgoingMail.Status.SENT: dt.timedelta(days=30), OutgoingMail.Status.FAILED: dt.timedelta(days=60)}
# A file without a row: the process died between writing the one and the other.
LOOSE_FILES = dt.timedelta(days=1)
# The name that `core.intake.pictures` gives, with what a storage adds to one that is taken.
TAKEN_OVER, ANY_NAME = re.compile(r"[0-9a-f]{32}(_\w+)?\.jpg"), re.compile(r".*")

Rule = Callable[[], int]
_rules: dict[str, Rule] = {}


def register(name: str, rule: Rule) -> None:
    """Add an app's own rule: a function that erases what is over time and answers how much; called in `ready`."""
    _rules[name] = rule


def erase_expired() -> dict[str, int]:
    """Erase everything that was kept long enough; answers how much, by rule. Safe to run again."""
    rules = {"submissions": _submissions, "letters": _letters, "files": _loose_files, **_rules}
    return {name: rule() for name, rule in rules.items()}


def _submissions() -> int:
    now = timezone.now()
    over = Q()
    for status, kept in SUBMISSIONS.items():
        over |= Q(status=status, changed_at__lt=now - kept)
    return sum(_erase(over, key) for key in Submission.objects.filter(over).values_list("pk", flat=True))


@transaction.atomic
def _erase(over: Q, key: uuid.UUID) -> bool:
    # Asked again with the row locked: its sender may go on with it at this moment.
    submission = Submission.objects.select_for_update().filter(over, pk=key).first()
    # The site may have lost a kind; what was sent of it serves nothing any more.
    known = {flow.kind for flow in all_flows()}
    if submission is None or (
        submission.status == Status.ACCEPTED and submission.kind in known and flow_of(submission).is_needed(submission)
    ):
        return False
    services.erase(submission)
    return True


def _letters() -> int:
    now = timezone.now()
    over = Q()
    for status, kept in LETTERS.items():
        over |= Q(status=status, made_at__lt=now - kept)
    return OutgoingMail.objects.filter(over).delete()[0]


def _loose_files() -> int:
    sent = set(SentPicture.objects.values_list("file", flat=True))
    taken = set(CustomImage.objects.values_list("file", flat=True))
    return _erase_loose(private_storage(), "intake", sent) + _erase_loose(
        default_storage, "original_images", taken, TAKEN_OVER
    )


def _erase_loose(storage: Storage, folder: str, known: set[str], looks: re.Pattern[str] = ANY_NAME) -> int:
    """Delete the files in a folder that no row knows, by the look of their names; not those of today."""
    limit, erased = timezone.now() - LOOSE_FILES, 0
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return 0
    for name in (f"{folder}/{name}" for name in names if looks.fullmatch(name)):
        if name not in known and storage.get_modified_time(name) < limit:
            storage.delete(name)
            erased += 1
    return erased

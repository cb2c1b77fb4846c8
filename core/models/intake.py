"""What people send in without an account, and the letters that answer them.

Everything personal about a sender lies in these tables and nowhere else: erasing the row erases the person.
"""

import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from core.models.media import document_storage


class Submission(models.Model):
    """Something a person sent in: who, how to answer, how far it is. What was sent becomes a page or row elsewhere."""

    class Status(TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Being filled in")
        UNCONFIRMED = "unconfirmed", _("Waits until the sender confirms the e-mail address")
        WAITING = "waiting", _("Waits for an editor")
        ASKED = "asked", _("Waits for an answer of the sender")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn by the sender")

    # The only moves there are; `core.intake.services` refuses every other. A change to something accepted waits
    # for an editor again, and what is live stays live meanwhile.
    MOVES: dict[str, frozenset[str]] = {
        # Straight to an editor: only what never becomes public, such as a report of a mistake.
        Status.DRAFT: frozenset({Status.UNCONFIRMED, Status.WAITING}),
        Status.UNCONFIRMED: frozenset({Status.WAITING, Status.ACCEPTED}),
        Status.WAITING: frozenset({Status.ASKED, Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN}),
        Status.ASKED: frozenset({Status.WAITING, Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN}),
        Status.ACCEPTED: frozenset({Status.WAITING, Status.WITHDRAWN}),
        Status.REFUSED: frozenset({Status.WAITING, Status.WITHDRAWN}),
        Status.WITHDRAWN: frozenset(),
    }
    OPEN = frozenset({Status.WAITING, Status.ASKED})

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The name of a flow (`core.intake.flows`).
    kind = models.CharField(max_length=20)
    # Made with the form, so that one form sent many times is one submission.
    key = models.CharField(max_length=64, unique=True)
    status = models.CharField(_("status"), max_length=11, choices=Status.choices, default=Status.DRAFT)
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone number"), max_length=20, blank=True)
    language = models.CharField(max_length=10, default="nl")
    # What was typed and is not (yet) in a page or row, by step; as it was typed, also when it is wrong.
    data = models.JSONField(default=dict, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    # Whether the sender's browser solved the puzzle; without it an editor looks twice.
    proven = models.BooleanField(default=False)
    # Every link sent before this number was raised has stopped working.
    link_version = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When its status, or what is typed in it, last changed: waiting and keeping are counted from here.
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["status", "changed_at"], name="submission_queue"),
            models.Index(fields=["email"], name="submission_email"),
        ]

    def __str__(self) -> str:
        # Nothing personal: this ends up in Wagtail's log.
        return f"{self.kind} {str(self.uuid)[:8]}"

    def may_become(self, status: str) -> bool:
        """Whether the move from the present status is legal."""
        return status in self.MOVES[self.Status(self.status)]


# Where files lie that nobody may open by address; migrations know it by this name.
private_storage = document_storage


def picture_name(picture: "SentPicture", filename: str) -> str:
    """A name nobody can guess, without a trace of the sender's own name for the file."""
    return f"intake/{uuid.uuid4().hex}.jpg"


class SentPicture(models.Model):
    """The picture somebody sends along, made anew without place or camera data; becomes a page's once accepted."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="picture")
    file = models.FileField(storage=private_storage, upload_to=picture_name)
    description = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("picture sent along")
        verbose_name_plural = _("pictures sent along")

    def __str__(self) -> str:
        return f"picture of {self.submission_id}"

    @classmethod
    def keep(cls, submission: Submission, data: bytes) -> "SentPicture":
        """Store a re-encoded picture, in place of an earlier one. Run in a transaction."""
        for earlier in cls.objects.filter(submission=submission):
            earlier.delete()
        picture = cls(submission=submission)
        picture.file.save("picture.jpg", ContentFile(data), save=False)
        picture.save()
        return picture


class OutgoingMail(models.Model):
    """A letter, written in the transaction that it tells of, and sent by `manage.py send_mail` afterwards."""

    class Status(TextChoices):
        """How far it is."""

        QUEUED = "queued", _("Waits to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")

    # What it tells of, so that nothing is told twice: `<submission>:confirm`.
    key = models.CharField(max_length=100, unique=True)
    submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("written"), auto_now_add=True)
    # Not before this moment; while it is being sent: when that began.
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="mail_due", condition=Q(status__in=["queued", "sending"])),
        ]

    def __str__(self) -> str:
        return self.subject


class RefusalReason(models.Model):
    """A reason to refuse something, in words the sender understands; kept by editors."""

    title = models.CharField(_("short name"), max_length=60, unique=True, help_text=_("Only editors see this."))
    text = models.TextField(
        _("what the sender reads"),
        max_length=600,
        help_text=_("Friendly and clear: what is the reason, and what can the sender do now?"),
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("reason to refuse")
        verbose_name_plural = _("reasons to refuse")
        ordering = ["sort_order", "title"]

    def __str__(self) -> str:
        return self.title


def remove_file(instance: SentPicture, **kwargs: Any) -> None:
    """Remove the file of a picture whose row is gone, also when it went along with its submission."""
    name, storage = instance.file.name, instance.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))

"""Everything that changes a submission: one function per verb, each one transaction, each safe to do twice.

A verb locks the submission, looks whether the move is legal, lets the flow make what comes of it, writes the letter
and notes it in Wagtail's log. So either all of it happened or nothing did, whatever dies when.
"""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from core.intake import letters, mail, throttle
from core.intake.flows import flow_of
from core.models import Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from core.intake.letters import Letter

Status = Submission.Status
Arguments = ParamSpec("Arguments")


class IllegalMove(Exception):  # noqa: N818 - says what is wrong
    """The submission is in a state from which this cannot be done."""


def _verb(
    function: Callable[Concatenate[Submission, Arguments], Submission],
) -> Callable[Concatenate[Submission, Arguments], Submission]:
    """Run in one transaction, with the submission locked and read anew, in the sender's language; answer with it.

    Raises Submission.DoesNotExist when it was erased meanwhile.
    """

    @functools.wraps(function)
    def run(submission: Submission, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Submission:
        with transaction.atomic():
            locked = Submission.objects.select_for_update().get(pk=submission.pk)
            with translation.override(locked.language):
                return function(locked, *args, **kwargs)

    return run


def start(kind: str, key: str, *, language: str, **fields: Any) -> Submission:
    """The submission that a form with this key makes: made now, or by the same form sent before."""
    made, _new = Submission.objects.get_or_create(
        key=key, defaults={"kind": kind, "language": language, "changed_at": timezone.now(), **fields}
    )
    return made


@_verb
def keep(submission: Submission, part: str, answers: dict[str, list[str]]) -> Submission:
    """Keep what was typed in one part of a form, right or wrong; only while it is being filled in or changed."""
    submission.data = {**submission.data, part: answers}
    submission.changed_at = timezone.now()
    submission.save(update_fields=["data", "changed_at"])
    return submission


@_verb
def hand_in(submission: Submission) -> Submission:
    """The form is complete: ask the sender to confirm the address. Done twice it is done once.

    Raises IllegalMove when it was withdrawn, refused or accepted already.
    """
    if submission.status == Status.UNCONFIRMED or submission.confirmed_at:
        return submission
    _move(submission, Status.UNCONFIRMED)
    _write(submission, letters.please_confirm(submission), "confirm")
    return submission


@_verb
def confirm(submission: Submission) -> Submission:
    """The sender showed that the address is theirs: make the draft for the editors. Done twice it is done once."""
    if submission.confirmed_at:
        return submission
    flow = flow_of(submission)
    submission.confirmed_at = timezone.now()
    if not flow.moderated:
        _move(submission, Status.ACCEPTED)
        flow.confirmed(submission)
        return submission
    _move(submission, Status.WAITING)
    flow.confirmed(submission)
    _write(submission, letters.received(submission, flow.title(submission)), "received")
    return submission


@_verb
def changed(submission: Submission) -> Submission:
    """The sender handed in a change, which `flow` has put in a draft already: it waits for an editor."""
    if submission.status != Status.WAITING:
        _move(submission, Status.WAITING)
    submission.changed_at = timezone.now()
    submission.save(update_fields=["changed_at"])
    title = flow_of(submission).title(submission)
    _write(submission, letters.change_received(submission, title), "changed", again=True)
    return submission


@_verb
def accept(submission: Submission, user: "User | None") -> Submission:
    """An editor approves it: it becomes public, and the sender hears where."""
    flow = flow_of(submission)
    _move(submission, Status.ACCEPTED, user)
    flow.accepted(submission, user)
    url = settings.PUBLIC_URL + submission.page.get_url() if submission.page and submission.page.get_url() else ""
    letter = letters.accepted(submission, flow.title(submission), flow.decision_words(submission), url)
    _write(submission, letter, "accepted", again=True)
    return submission


@_verb
def ask(submission: Submission, user: "User | None", words: str) -> Submission:
    """An editor asks the sender something; it waits until the sender changes it, or an editor decides."""
    _move(submission, Status.ASKED, user)
    _write(submission, letters.question(submission, flow_of(submission).title(submission), words), "asked", again=True)
    return submission


@_verb
def refuse(submission: Submission, user: "User | None", words: str) -> Submission:
    """An editor refuses it, or a change of it; what was live before stays live, and so its sender keeps the links."""
    flow = flow_of(submission)
    title = flow.title(submission)
    flow.refused(submission, user)
    # What was accepted before stays so: it was a change that was refused.
    _move(submission, Status.ACCEPTED if flow.is_needed(submission) else Status.REFUSED, user)
    _write(submission, letters.refused(submission, title, words), "refused", again=True)
    return submission


@_verb
def withdraw(submission: Submission) -> Submission:
    """The sender takes it off the site for good. Done twice it is done once."""
    if submission.status == Status.WITHDRAWN:
        return submission
    flow = flow_of(submission)
    title = flow.title(submission)
    _move(submission, Status.WITHDRAWN)
    flow.withdrawn(submission)
    _write(submission, letters.withdrawn(submission, title), "withdrawn")
    return submission


@_verb
def hand_over(submission: Submission, email: str) -> Submission:
    """Let a colleague look after it from now on: the old links stop, the new address gets one."""
    title = flow_of(submission).title(submission)
    submission.email, submission.name, submission.phone = email, "", ""
    _end_links(submission)
    _note(submission, "handed_over", None)
    _write(submission, letters.handed_over(submission, title), "handed_over", again=True)
    return submission


@_verb
def end_links(submission: Submission, user: "User | None") -> Submission:
    """An editor makes every link sent so far stop working; the sender can ask for a new one."""
    _end_links(submission)
    _note(submission, "links_ended", user)
    return submission


def send_links(email: str) -> None:
    """Write somebody the links to all they sent; whether the address is known shows nowhere but in its mailbox."""
    found = Submission.objects.filter(email__iexact=email, confirmed_at__isnull=False).exclude(status=Status.WITHDRAWN)
    mine = list(found.order_by("-changed_at")[:50])
    if not mine or not throttle.allows("links", email.lower(), most=3, seconds=3600):
        return
    with transaction.atomic(), translation.override(mine[0].language):
        letter = letters.new_links([(flow_of(one).title(one), one) for one in mine])
        mail.queue(
            letter, to=mine[0].email, key=f"links:{mine[0].pk}:{timezone.now().timestamp()}", submission=mine[0]
        )


@transaction.atomic
def erase(submission: Submission) -> None:
    """Remove everything about the sender: the row, its letters and its picture. What is public stays."""
    _note(submission, "erased", None)
    submission.delete()


def _move(submission: Submission, to: str, user: "User | None" = None) -> None:
    if not submission.may_become(to):
        raise IllegalMove(f"{submission} cannot go from {submission.status} to {to}")
    submission.status, submission.changed_at = to, timezone.now()
    submission.save(update_fields=["status", "changed_at", "confirmed_at"])
    _note(submission, to, user)


def _end_links(submission: Submission) -> None:
    submission.link_version += 1
    submission.save(update_fields=["link_version", "email", "name", "phone"])


def _note(submission: Submission, verb: str, user: "User | None") -> None:
    """Keep in Wagtail's log what was done by whom: an editor, or nobody when it was the sender."""
    log(submission, f"core.intake.{verb}", user=user, data={"kind": submission.kind})


def _write(submission: Submission, letter: "Letter", name: str, *, again: bool = False) -> None:
    """Queue a letter in the sender's language. Each letter goes once; with `again`, once per time it happens."""
    key = f"{submission.pk}:{name}" + (f":{submission.letters.count()}" if again else "")
    mail.queue(letter, to=submission.email, key=key, submission=submission)

"""Everything that changes a submission: one function per verb, each one transaction, each safe to do twice.

A verb locks the submission, looks whether the move is legal, lets the flow make what comes of it, writes the letter
and notes it in Wagtail's log. So either all of it happened or nothing did, whatever dies when.
"""

import functools
import logging
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import Page

from core.intake import letters, mail, throttle
from core.intake.flows import Flow, all_flows, flow_of
from core.languages import words_in
from core.models import OutgoingMail, Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from core.intake.letters import Letter

logger = logging.getLogger(__name__)
Status = Submission.Status
# Letters that ask to confirm, to one address.
MOST_A_DAY, DAY = 50, 24 * 3600
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
            with translation.override(words_in(locked.language)):
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
    """Keep what was typed in one part of a form, right or wrong; raises IllegalMove once it was withdrawn."""
    if submission.status == Status.WITHDRAWN:
        raise IllegalMove(f"{submission} was withdrawn")
    submission.data = {**submission.data, part: answers}
    submission.changed_at = timezone.now()
    submission.save(update_fields=["data", "changed_at"])
    return submission


@transaction.atomic
def report(key: str, page: Page, *, words: str, email: str, language: str, proven: bool) -> Submission:
    """Hand a report about a page to the editors at once: nothing of it becomes public. Sent twice it is one."""
    submission = start(
        "report", key, language=language, page=page, email=email, proven=proven, data={"report": {"words": [words]}}
    )
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.status == Status.DRAFT:
        _move(submission, Status.WAITING)
    elif submission.status == Status.WAITING:
        # Sent again with other words: what was written last is meant.
        submission.data, submission.email = {"report": {"words": [words]}}, email
        submission.save(update_fields=["data", "email"])
    return submission


@_verb
def hand_in(submission: Submission) -> Submission:
    """The form is complete: ask the sender to confirm the address. Done twice it is done once.

    Raises IllegalMove when it was withdrawn, refused or accepted already.
    """
    if submission.status == Status.UNCONFIRMED or submission.confirmed_at:
        return submission
    _move(submission, Status.UNCONFIRMED)
    # Nobody hands in so much in a day; without this, somebody could fill another's mailbox.
    if throttle.allows("hand_in", submission.email.lower(), most=MOST_A_DAY, seconds=DAY):
        _write(submission, flow_of(submission).please_confirm(submission), "confirm")
    else:
        logger.warning("No letter for %s: %s forms with its address in a day", submission, MOST_A_DAY)
    return submission


@_verb
def change_address(submission: Submission, email: str) -> Submission:
    """The sender mistyped the address: the letter goes to another one, and the link in the earlier one ends.

    Done twice it is done once. Raises IllegalMove unless the address waits to be confirmed.
    """
    if submission.status != Status.UNCONFIRMED:
        raise IllegalMove(f"{submission} does not wait to be confirmed")
    if email == submission.email:
        return submission
    # What did not go yet need not go to a stranger.
    waiting = {OutgoingMail.Status.QUEUED, OutgoingMail.Status.FAILED}
    submission.letters.filter(key__startswith=f"{submission.pk}:confirm", status__in=waiting).delete()
    submission.email, submission.changed_at = email, timezone.now()
    submission.save(update_fields=["email", "changed_at"])
    _write(submission, flow_of(submission).please_confirm(submission), "confirm", again=True)
    return submission


@_verb
def confirm(submission: Submission) -> Submission:
    """The sender showed that the address is theirs: make the draft for the editors. Done twice it is done once."""
    if submission.confirmed_at:
        return submission
    if submission.status != Status.UNCONFIRMED:
        raise IllegalMove(f"{submission} was not handed in")
    flow = flow_of(submission)
    submission.confirmed_at = timezone.now()
    if not flow.moderated:
        _move(submission, Status.ACCEPTED)
        flow.confirmed(submission)
        return submission
    _move(submission, Status.WAITING)
    flow.confirmed(submission)
    letter = letters.received(submission, flow.title(submission), may_change=flow.may_change(submission))
    _write(submission, letter, "received")
    return submission


@_verb
def changed(submission: Submission) -> Submission:
    """The sender handed in a change, which `flow` has put in a draft already: it waits for an editor.

    A change straight after another (a double press) is told of in the letter that still waits.
    """
    if submission.status != Status.WAITING:
        _move(submission, Status.WAITING)
    submission.changed_at = timezone.now()
    submission.save(update_fields=["changed_at"])
    told = submission.letters.filter(
        status=OutgoingMail.Status.QUEUED, to=submission.email, key__startswith=f"{submission.pk}:changed:"
    )
    if not told.exists():
        title = flow_of(submission).title(submission)
        _write(submission, letters.change_received(submission, title), "changed", again=True)
    return submission


@_verb
def accept(submission: Submission, user: "User | None") -> Submission:
    """An editor approves it: it becomes public, and the sender hears where."""
    flow = flow_of(submission)
    _move(submission, Status.ACCEPTED, user)
    flow.accepted(submission, user)
    address = submission.page.get_url() if submission.page else None
    # With a second site it is a full address already.
    url = urljoin(settings.PUBLIC_URL, address) if address else ""
    _write(submission, flow.accepted_letter(submission, url), "accepted", again=True)
    return submission


@_verb
def ask(submission: Submission, user: "User | None", words: str) -> Submission:
    """An editor asks the sender something; it waits until the sender changes it, or an editor decides."""
    _move(submission, Status.ASKED, user)
    flow = flow_of(submission)
    letter = letters.question(submission, flow.title(submission), words, may_change=flow.may_change(submission))
    _write(submission, letter, "asked", again=True)
    return submission


@_verb
def refuse(submission: Submission, user: "User | None", words: str) -> Submission:
    """An editor refuses it, or a change of it; what was live before stays live, and so its sender keeps the links."""
    flow = flow_of(submission)
    title = flow.title(submission)
    flow.refused(submission, user)
    # What was accepted before stays so: it was a change that was refused.
    is_change = flow.is_needed(submission)
    _move(submission, Status.ACCEPTED if is_change else Status.REFUSED, user)
    letter = letters.change_refused if is_change else flow.refused_letter
    _write(submission, letter(submission, title, words), "refused", again=True)
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
    """Let a colleague look after it from now on: the old links stop, the new address gets one.

    Raises IllegalMove when there is nothing to look after: not confirmed yet, or withdrawn.
    """
    if not submission.confirmed_at or submission.status == Status.WITHDRAWN:
        raise IllegalMove(f"{submission} cannot be handed over")
    # To somebody who did not ask: no words that no editor has seen.
    page, flow = submission.page, flow_of(submission)
    title = page.title if page and page.live else str(flow.label or flow.name)
    submission.email, submission.name, submission.phone = email, "", ""
    _end_links(submission)
    _note(submission, "handed_over", None)
    _write(submission, letters.handed_over(submission, title), "handed_over", again=True)
    return submission


@_verb
def done(submission: Submission, verb: str, letter: "Letter") -> Submission:
    """Note something the sender did that waits for no editor, and confirm it by letter.

    `verb` is known to Wagtail's log as `core.intake.<verb>`.
    """
    _note(submission, verb, None)
    _write(submission, letter, verb, again=True)
    return submission


@_verb
def end_links(submission: Submission, user: "User | None") -> Submission:
    """An editor makes every link sent so far stop working; the sender can ask for a new one."""
    _end_links(submission)
    _note(submission, "links_ended", user)
    return submission


@transaction.atomic
def erase(submission: Submission) -> None:
    """Remove everything about the sender: the row, its letters, its picture, a draft that never was public."""
    # Read anew: what happened to its page a moment ago counts. Done twice it is done once.
    found = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if found is None:
        return
    if found.kind in {flow.kind for flow in all_flows()}:
        flow_of(found).forgotten(found)
    _note(found, "erased", None)
    Submission.objects.filter(pk=found.pk).delete()


def _move(submission: Submission, to: str, user: "User | None" = None) -> None:
    # Whoever has not shown that the address is theirs gets no further, whatever an editor presses.
    is_known = submission.confirmed_at or to == Status.UNCONFIRMED or flow_of(submission).anonymous
    if not submission.may_become(to) or not is_known:
        raise IllegalMove(f"{submission} cannot go from {submission.status} to {to}")
    submission.status, submission.changed_at = to, timezone.now()
    submission.save(update_fields=["status", "changed_at", "confirmed_at"])
    _note(submission, to, user)


def _end_links(submission: Submission) -> None:
    submission.link_version += 1
    submission.save(update_fields=["link_version", "email", "name", "phone"])


def _note(submission: Submission, verb: str, user: "User | None") -> None:
    """Keep in Wagtail's log what was done by whom: an editor, or nobody when it was the sender.

    Every editor reads that log, so a kind that is not for all of them keeps its own.
    """
    if any(flow.kind == submission.kind and flow.permission != Flow.permission for flow in all_flows()):
        return
    log(submission, f"core.intake.{verb}", user=user, data={"kind": submission.kind})


def _write(submission: Submission, letter: "Letter", name: str, *, again: bool = False) -> None:
    """Queue a letter in the sender's language; none to somebody who left no address.

    Each letter goes once; with `again`, once per time it happens.
    """
    if not submission.email:
        return
    key = f"{submission.pk}:{name}" + (f":{uuid.uuid4().hex}" if again else "")
    mail.queue(letter, to=submission.email, key=key, submission=submission)

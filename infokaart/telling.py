"""When the orderer hears what: at once of what they did, after the hour for undoing of what an editor did."""

import uuid

from core.intake import mail
from core.intake.letters import Letter
from core.intake.services import IllegalMove
from core.models import OutgoingMail
from infokaart import letters
from infokaart.models import Order, OrderMove

Status = Order.Status
Waiting = OutgoingMail.Status.QUEUED


def ordered(order: Order) -> None:
    """Confirm the order, once."""
    if order.submission is not None:
        _now(order, letters.ordered(order.submission, letters.summary(order)), "ordered")


def changed(order: Order) -> None:
    """Confirm other quantities; a change straight after another takes the place of the letter that still waits."""
    if order.submission is None or not order.submission.confirmed_at:
        return
    name = f"{order.submission_id}:changed:"
    OutgoingMail.objects.filter(key__startswith=name, status=Waiting).delete()
    _now(order, letters.changed(order.submission, letters.summary(order)), f"changed:{uuid.uuid4().hex}")


def _now(order: Order, letter: Letter, name: str) -> None:
    if order.submission is not None and order.submission.email:
        key = f"{order.submission_id}:{name}"
        mail.queue(letter, to=order.submission.email, key=key, submission=order.submission)


def told(order: Order, move: OrderMove) -> None:
    """Write what a move means to the orderer, if anything: nothing before the address was confirmed."""
    submission = order.submission
    if submission is None or not submission.confirmed_at or not submission.email:
        return
    if move.before == Status.PACKED and order.is_pickup:
        # Whoever was there already need not hear that it is ready.
        OutgoingMail.objects.filter(key=_ready(order), status=Waiting).delete()
    letter = letters.about(submission, order, move)
    if letter is not None:
        due_at = None if move.user_id is None else move.made_at + OrderMove.UNDO
        mail.queue(letter, to=submission.email, key=_key(order, move), submission=submission, due_at=due_at)


def stands_again(order: Order, undone: OrderMove) -> None:
    """An order that was not picked up after all is ready again: who was not told of that yet is told."""
    if undone.after == Status.PACKED and order.is_pickup:
        told(order, undone)


def take_back(order: Order, move: OrderMove) -> None:
    """Remove the letter of a move that is taken back. Raises IllegalMove when it went already."""
    mine = OutgoingMail.objects.filter(key=_key(order, move))
    if not mine.filter(status=Waiting).delete()[0] and mine.exists():
        raise IllegalMove(f"the orderer of {order} has been told")


def _key(order: Order, move: OrderMove) -> str:
    is_ready = move.after == Status.PACKED
    return _ready(order) if is_ready else f"{order.submission_id}:{move.after}:{move.pk}"


def _ready(order: Order) -> str:
    # One, also when it is packed, handed out, and taken back again.
    return f"{order.submission_id}:ready"

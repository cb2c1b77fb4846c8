"""Quiet while drafts come in from outside: no letter to every moderator for each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_quiet: ContextVar[bool] = ContextVar("drafts-from-outside", default=False)


@contextmanager
def no_letters() -> Iterator[None]:
    """Within this block Wagtail tells nobody by e-mail that something was handed in; it does show in the office."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def connect() -> None:
    """Put our ear before Wagtail's letter writers; called once, when the apps are ready."""
    from wagtail.admin import signal_handlers
    from wagtail.models import TaskState, WorkflowState
    from wagtail.signals import task_submitted, workflow_submitted

    # Under Wagtail's own names, so that there is one letter writer for each signal, whichever connects first.
    for signal, sender, notifier, name in (
        (task_submitted, TaskState, signal_handlers.task_submission_email_notifier, "group_approval_task"),
        (workflow_submitted, WorkflowState, signal_handlers.workflow_submission_email_notifier, "workflow_state"),
    ):
        uid = f"{name}_submitted_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(_unless_quiet(notifier), sender=sender, weak=False, dispatch_uid=uid)


def _unless_quiet(notifier: Callable[..., Any]) -> Callable[..., None]:
    def notify(**kwargs: Any) -> None:
        if not _quiet.get():
            notifier(**kwargs)

    return notify

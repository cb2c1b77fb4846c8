"""A decision that an editor takes on one of Wagtail's own screens counts too: the sender hears of it all the same."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published

from core.models import Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def connect() -> None:
    """Listen to what is published; called once, when the apps are ready."""
    page_published.connect(_on_publish, dispatch_uid="intake-published-elsewhere")


def _on_publish(instance: Page, **kwargs: Any) -> None:
    # Without an editor at work: a sender cancelled a date, or a command did its round.
    user = get_active_log_context().user
    if user is None:
        return
    for submission in Submission.objects.filter(page_id=instance.pk, status__in=Submission.OPEN):
        transaction.on_commit(lambda one=submission: _accept(one, user))  # type: ignore[misc]


def _accept(submission: Submission, user: "User") -> None:
    """Accept a submission whose page was published meanwhile, unless it was decided, or something newer waits."""
    from core.intake import services
    from core.intake.flows import flow_of
    from core.intake.pages import PageFlow, is_on_site, specific_page

    with transaction.atomic():
        found = Submission.objects.select_for_update().select_related(None)
        now = found.filter(pk=submission.pk, status__in=Submission.OPEN).first()
        page = specific_page(now) if now else None
        # A page that something else is about (a mistake in it, for example) may be published for any reason.
        if not now or not page or not is_on_site(page):
            return
        flow = flow_of(now)
        if isinstance(flow, PageFlow) and flow.is_decided_elsewhere(now):
            services.accept(now, user)

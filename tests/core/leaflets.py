"""Leaflets: a kind of thing to send in that only tests know, so that they say what holds for every kind."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from core.intake import services, verbs
from core.intake.flows import Flow
from core.models import Submission

Status = Submission.Status
SENDER = {"name": "Noor van Dijk", "email": "noor@voorbeeld.nl", "phone": "030 123 45 67"}


class LeafletFlow(Flow):
    """A leaflet becomes a page, first as a draft."""

    kind = "leaflet"
    name = "je folder"
    verbs = {"overdragen": verbs.hand_over, "intrekken": verbs.withdraw}

    def title(self, submission: Submission) -> str:
        """What was typed, until there is a page."""
        return submission.page.title if submission.page else submission.data["1"]["title"][0]

    def confirmed(self, submission: Submission) -> None:
        """Make the draft."""
        root = Site.objects.get(is_default_site=True).root_page
        page = root.add_child(instance=Page(title=self.title(submission), slug=submission.pk.hex, live=False))
        page.save_revision()
        submission.page, submission.data = page, {}
        submission.save(update_fields=["page", "data"])

    def accepted(self, submission: Submission, user: Any) -> None:
        """Publish it."""
        submission.page.get_latest_revision().publish(user=user)
        submission.page.refresh_from_db()

    def withdrawn(self, submission: Submission) -> None:
        """Take it off."""
        if submission.page:
            submission.page.unpublish()


def leaflet(status: str = Status.DRAFT, *, title: str = "Soep op dinsdag", key: str = "", **fields: Any) -> Submission:
    """A leaflet that came as far as `status` by the same verbs as a real one."""
    submission = services.start(
        "leaflet", key or f"key-{Submission.objects.count()}", language="nl", **{**SENDER, **fields}
    )
    services.keep(submission, "1", {"title": [title]})
    steps = {
        Status.UNCONFIRMED: [services.hand_in],
        Status.WAITING: [services.hand_in, services.confirm],
        Status.ASKED: [services.hand_in, services.confirm, lambda one: services.ask(one, None, "Hoe laat?")],
        Status.ACCEPTED: [services.hand_in, services.confirm, lambda one: services.accept(one, None)],
        Status.REFUSED: [services.hand_in, services.confirm, lambda one: services.refuse(one, None, "Te ver weg.")],
        Status.WITHDRAWN: [services.hand_in, services.confirm, services.withdraw],
    }
    for step in steps.get(status, []):
        step(submission)
    submission.refresh_from_db()
    return submission


def age(submission: Submission, **ago: Any) -> None:
    """Let its last change lie in the past: `age(submission, days=30)`."""
    Submission.objects.filter(pk=submission.pk).update(changed_at=timezone.now() - timezone.timedelta(**ago))

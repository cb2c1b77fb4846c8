"""A kind of submission of the tests' own: an activity with a title, a day and a venue, which becomes a page."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from agenda.intake import review
from agenda.models import AgendaDate, AgendaIndexPage, AgendaItemPage
from core.intake import flows, services
from core.intake.letters import Letter
from core.intake.pages import PageFlow
from core.models import Submission
from tests.factories import at

GROUPS = ["Redacteur", "Moderator", "Bestellingen", "Beheerder"]


class OutingFlow(PageFlow):
    """An activity that is sent in."""

    kind, name, label = "outing", "your outing", "Uitje"

    def title(self, submission: Submission) -> str:
        return super().title(submission) if submission.page else submission.data.get("title", "?")

    def confirmed(self, submission: Submission) -> None:
        parent = AgendaIndexPage.objects.first()
        item = AgendaItemPage(
            title=submission.data["title"],
            slug=f"uitje-{submission.pk.hex[:8]}",
            live=False,
            has_unpublished_changes=True,
        )
        item.dates = [AgendaDate(**at(submission.data.get("days", 3)))]
        item.venue_id = submission.data.get("venue")
        parent.add_child(instance=item)
        item.save_revision()
        item.get_workflow().start(item, None)
        submission.page, submission.data = item, {}
        submission.save()

    def review_draft(self, submission: Submission, draft: Any) -> flows.Review:
        return review.review_of(draft)

    def districts(self, submissions: list[Submission]) -> dict[uuid.UUID, str]:
        return review.districts_of(submissions)

    def samples(self) -> list[Letter]:
        return [Letter(subject="Over je uitje", paragraphs=["Neem <b>brood</b> mee."])]


class RemarkFlow(flows.Flow):
    """Words without a page."""

    kind, name, label = "remark", "your remark", "Opmerking"

    def title(self, submission: Submission) -> str:
        return submission.data.get("title", "")

    def review(self, submission: Submission) -> Any:
        return {"facts": [("Opmerking", submission.data["title"])]}

    def confirmed(self, submission: Submission) -> None:
        """Nothing comes of it."""

    def accepted(self, submission: Submission, user: Any) -> None:
        """Nothing either."""


class LetterFlow(flows.Flow):
    """Something nobody decides about."""

    kind, name, label, moderated = "following", "your weekly mail", "Volgen", False

    def title(self, submission: Submission) -> str:
        return "Weekmail"

    def confirmed(self, submission: Submission) -> None:
        """Nothing comes of it."""


@contextmanager
def known_flows() -> Iterator[None]:
    """Only these kinds are known within this block."""
    before = dict(flows._flows)
    flows._flows.clear()
    for flow in (OutingFlow(), RemarkFlow(), LetterFlow()):
        flows.register(flow)
    yield
    flows._flows.clear()
    flows._flows.update(before)


def sent_in(
    title: str = "Soep", kind: str = "outing", *, age: int = 1, proven: bool = True, **fields: Any
) -> Submission:
    """A submission that its sender confirmed `age` days ago, and that waits for an editor."""
    data = {"title": title, **fields.pop("data", {})}
    sender = {"name": "Sam Sender", "email": "sam@example.org", "phone": "0612345678"} | fields
    one = services.start(kind, uuid.uuid4().hex, language="nl", data=data, proven=proven, **sender)
    one = services.confirm(services.hand_in(one))
    moment = one.changed_at - dt.timedelta(days=age)
    Submission.objects.filter(pk=one.pk).update(changed_at=moment)
    one.refresh_from_db()
    return one


def change(one: Submission, **fields: Any) -> Submission:
    """The sender changes something of the page, which then waits again."""
    draft = one.page.specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return services.changed(one)


def member(group: str) -> Any:
    """An editor in one group, whose office speaks English: the language of our own sentences."""
    user = get_user_model().objects.create_user(username=group.lower(), password="een lang wachtwoord")
    user.groups.add(Group.objects.get(name=group))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user

"""What becomes of an activity that was handed in."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.intake import changing, drafts, letters, manage, review
from agenda.intake.answers import Answers
from agenda.models import AgendaItemPage
from agenda.schedule.panels import outlook
from core.intake import pictures, verbs
from core.intake.flows import Review
from core.intake.letters import Letter
from core.intake.pages import PageFlow
from core.models import Submission
from core.queries import all_districts

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ActivityFlow(PageFlow):
    """An activity: answers in four steps, then a draft in the agenda."""

    kind = "activity"
    name = gettext_lazy("your activity")
    label = gettext_lazy("Activity")
    state_template = "intake/activity_state.html"
    verbs = {
        "wijzigen": changing.change,
        "afzeggen": manage.cancel_dates,
        "kopie": changing.again,
        "overdragen": verbs.hand_over,
        "intrekken": verbs.withdraw,
    }

    def title(self, submission: Submission) -> str:
        """Its title: of the draft, else as it was typed."""
        if submission.page:
            return submission.page.draft_title
        return submission.data.get("title") or Answers(submission.data).title or str(_("Your activity"))

    def confirmed(self, submission: Submission) -> None:
        """Make the draft, and hand it in to the editors."""
        drafts.make(submission)

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Publish it; a new place becomes a venue first. A picture that made way for another is removed."""
        item = manage.item_of(submission)
        before = _pictures_of(item) if item else set()
        if item is not None:
            draft = item.get_latest_revision_as_object()
            if drafts.settle_place(draft, submission):
                draft.save_revision(user=user, log_action=True)
                submission.page = item.page_ptr
            _forget(submission, "place", *drafts.FOR_EDITOR)
        super().accepted(submission, user)
        pictures.remove(before)

    def refused(self, submission: Submission, user: "User | None") -> None:
        """Put a change away, with the picture that came with it; the sender may still mend what is new."""
        item = manage.item_of(submission)
        if item is None:
            return
        sent = _pictures_of(item)
        super().refused(submission, user)
        _forget(submission, *drafts.FOR_EDITOR)
        pictures.remove(sent)

    def forgotten(self, submission: Submission) -> None:
        """Delete a draft that never was on the site, with its picture."""
        item = manage.item_of(submission)
        if item is None:
            return
        sent = _pictures_of(item)
        super().forgotten(submission)
        pictures.remove(sent)

    def withdrawn(self, submission: Submission) -> None:
        """Take it off the site, the picture that was sent along too; a draft is deleted."""
        item = manage.item_of(submission)
        if item is None:
            return
        sent = _pictures_of(item)
        super().withdrawn(submission)
        for page in AgendaItemPage.objects.filter(
            translation_key=item.translation_key, cover_image__collection__name=pictures.COLLECTION
        ):
            page.cover_image = None
            page.save(update_fields=["cover_image"])
        pictures.remove(sent)

    def may_change(self, submission: Submission) -> bool:
        """As long as there is a page."""
        return bool(submission.page_id) and submission.status != Submission.Status.WITHDRAWN

    def is_needed(self, submission: Submission) -> bool:
        """Whether it is on the site and has a date to come, or had one in the past 90 days."""
        return manage.is_needed(manage.item_of(submission))

    def state(self, submission: Submission) -> dict[str, Any]:
        """What was sent in, for the sender: when and where, with the next dates."""
        item = manage.item_of(submission)
        draft = item.get_latest_revision_as_object() if item else None
        when = outlook(list(draft.dates.all()), list(draft.changes.all())) if draft else None
        return {"verbs": manage.verbs_of(submission), "draft": draft, "when": when}

    def samples(self) -> list[Letter]:
        """The letters only activities need."""
        return letters.samples()

    def review(self, submission: Submission) -> Review:
        """What an editor needs to see: the address, what looks like it, whether place and organisation are new."""
        item = manage.item_of(submission)
        draft = item.get_latest_revision_as_object() if item else None
        if draft is None:
            return super().review(submission)
        facts = []
        if draft.venue is None and (place := submission.data.get("place")):
            draft.venue = drafts.venue_of(place)
            facts.append((_("New place"), _("It becomes a venue when you accept this.")))
        if organisation := submission.data.get("organisation"):
            facts.append((_("New organisation"), organisation))
        if text := submission.data.get("words"):
            facts.append((_("New text of the sender. Put it in the page yourself: it has its own layout"), text))
        if website := submission.data.get("website"):
            facts.append((_("New website of the sender. Put it in the page yourself"), website))
        return {**super().review(submission), **review.review_of(draft), "facts": facts}

    def districts(self, submissions: list[Submission]) -> dict[UUID, str]:
        """The district of each, of its venue or of its new place."""
        names = {district.pk: district.name for district in all_districts()}
        new = {one.uuid: (one.data.get("place") or {}).get("district") for one in submissions}
        return {key: names[pk] for key, pk in new.items() if pk in names} | review.districts_of(submissions)


def _forget(submission: Submission, *names: str) -> None:
    """Keep no longer what served its purpose."""
    submission.data = {name: kept for name, kept in submission.data.items() if name not in names}
    submission.save(update_fields=["data"])


def _pictures_of(item: AgendaItemPage) -> set[int]:
    """The keys of the pictures of what is live and of the draft."""
    covers = {item.cover_image_id, item.get_latest_revision_as_object().cover_image_id}
    return {key for key in covers if key}


class ChangeFlow(ActivityFlow):
    """A change while it is filled in; it is gone once it is handed in (`changing.finish`)."""

    kind = changing.CHANGE
    verbs = {}

    def forgotten(self, submission: Submission) -> None:
        """The page is that of what would be changed, and stays."""

    def samples(self) -> list[Letter]:
        """Nothing is written about it."""
        return []

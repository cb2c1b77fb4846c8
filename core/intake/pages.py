"""Flows whose submission becomes a page of its own: shown to an editor, and put on the site or away, as pages are."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.intake.flows import Flow, Review
from core.intake.quiet import no_letters
from core.intake.services import IllegalMove
from core.models import Submission


class PageFlow(Flow):
    """A flow that makes a draft page in `confirmed`, which `submission.page` then is."""

    def title(self, submission: Submission) -> str:
        """The title of the draft; without a page what this kind is called."""
        return submission.page.draft_title if submission.page else str(self.label or self.name)

    def review(self, submission: Submission) -> Review:
        """The draft as it will look, where it can be edited, and what it changes of what is live."""
        page = specific_page(submission)
        if page is None:
            return {}
        draft = self.draft_of(submission, page)
        return {
            "preview_url": reverse("intake_preview", args=[submission.pk]),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "comparison": differences(page, draft) if page.live and self.has_draft(submission, page) else [],
            **self.review_draft(submission, draft),
        }

    def draft_of(self, submission: Submission, page: Any) -> Any:
        """The page as it would be if an editor agreed; `page` is of its own type."""
        return page.get_latest_revision_as_object()

    def has_draft(self, submission: Submission, page: Any) -> bool:
        """Whether something of a live page would become different."""
        return page.has_unpublished_changes

    def review_draft(self, submission: Submission, draft: Any) -> Review:
        """What else an editor needs to see of this kind of page, such as where it is."""
        return {}

    def is_change(self, submission: Submission) -> bool:
        """A page that is live and waits again."""
        return submission.status in Submission.OPEN and bool(submission.page and submission.page.live)

    def may_accept(self, submission: Submission, user: Any) -> bool:
        """Whoever may publish the page; nobody once the draft was deleted."""
        return submission.page is not None and super().may_accept(submission, user)

    def accepted(self, submission: Submission, user: Any) -> None:
        """Approve it in Wagtail's workflow, which publishes after the last step; without workflow publish it.

        Raises ValidationError when the draft is not complete, IllegalMove when there is no draft any more.
        """
        page = specific_page(submission)
        if page is None:
            raise IllegalMove(f"{submission} has no page")
        if is_on_site(page):
            return
        # Saving a draft does not ask for this.
        page.get_latest_revision_as_object().full_clean()
        if task := page.current_workflow_task_state:
            task.approve(user=user)
            page.refresh_from_db()
        # There was no workflow, or it has more steps than this one.
        if not is_on_site(page):
            page.get_latest_revision().publish(user=user)
        submission.page = Page.objects.get(pk=page.pk)

    def refused(self, submission: Submission, user: Any) -> None:
        """Take it out of Wagtail's workflow. Of something live the draft becomes what is live again."""
        page = specific_page(submission)
        if page is None:
            return
        end_workflow(page, user)
        if page.live and page.has_unpublished_changes:
            # Otherwise the next editor who publishes the page would publish what was refused.
            page.save_revision(user=user, changed=False, log_action=True, clean=False)
            Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)

    def withdrawn(self, submission: Submission) -> None:
        """Take the page off the site in every language; a draft that never was on it is deleted."""
        page = specific_page(submission)
        if page is None:
            return
        end_workflow(page, None)
        for translated in page.get_translations().filter(live=True):
            translated.specific.unpublish()
        if page.first_published_at is None:
            submission.page = None
            page.delete()
        elif page.live:
            page.unpublish()

    def forgotten(self, submission: Submission) -> None:
        """Delete a draft that never was on the site."""
        page = specific_page(submission)
        if page is not None and page.first_published_at is None:
            end_workflow(page, None)
            page.delete()


def hand_in(draft: Any) -> None:
    """Keep a draft as a revision and start Wagtail's workflow, without a letter to every moderator.

    What an editor left incomplete in it may stay so: approving asks for it.
    """
    draft.save_revision(log_action=True, clean=False)
    # Read anew: a page just added, or taken from a revision, does not know how it stands.
    page = type(draft).objects.get(pk=draft.pk)
    workflow = page.get_workflow()
    with no_letters():
        if workflow is not None and page.current_workflow_state is None:
            workflow.start(page, None)


def specific_page(submission: Submission) -> Page | None:
    """The page of a submission as its own type; None when there is none (any more)."""
    return submission.page.specific if submission.page else None


def is_on_site(page: Page) -> bool:
    """Whether its latest draft is what visitors see, or will see at a moment that an editor chose."""
    scheduled = page.get_latest_revision().approved_go_live_at
    return (page.live and not page.has_unpublished_changes) or bool(scheduled and scheduled > timezone.now())


def end_workflow(page: Page, user: Any) -> None:
    """Take a page out of Wagtail's workflow, when it is in it."""
    if state := page.current_workflow_state:
        state.cancel(user=user)


def differences(page: Page, draft: Page) -> list[Any]:
    """What a draft changes of a live page (both of its own type), as Wagtail's comparisons."""
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=None, form=None)
    return [found for compare in panel.get_comparison() if (found := compare(page, draft)).has_changed()]

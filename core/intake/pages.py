"""Flows whose submission becomes a page of its own: shown to an editor, and put on the site or away, as pages are."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from core.intake.flows import Flow, Review
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
        draft = page.get_latest_revision_as_object()
        return {
            "preview_url": reverse("intake_preview", args=[submission.pk]),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "comparison": differences(page, draft) if page.live and page.has_unpublished_changes else [],
            **self.review_draft(submission, draft),
        }

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
        """Take the page off the site; a draft that never was on it is deleted."""
        page = specific_page(submission)
        if page is None:
            return
        end_workflow(page, None)
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

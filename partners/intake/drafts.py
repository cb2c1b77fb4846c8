"""Answers become a draft of a profile, without anything about the sender. What is live stays as it is."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.intake import pictures
from core.intake.quiet import no_letters
from core.intake.services import IllegalMove
from core.models import SentPicture, Submission
from partners import names
from partners.intake.forms import ProfileForm, SignForm
from partners.models import PartnerIndexPage, PartnerPage


def partner_of(submission: Submission) -> PartnerPage | None:
    """The profile a submission is about; None before it is confirmed, and when an editor deleted it."""
    return PartnerPage.objects.filter(pk=submission.page_id).first() if submission.page_id else None


def sign_form(submission: Submission, *, judged: bool = True) -> SignForm:
    """The form as it was filled in to sign."""
    form = SignForm(
        MultiValueDict(submission.data.get("sign", {})),
        has_logo=SentPicture.objects.filter(submission=submission).exists(),
    )
    if judged:
        form.is_valid()
    return form


def make(submission: Submission) -> bool:
    """Make a draft of a new profile, or of a change to a known one; tells whether a draft waits.

    Of a known one only what was filled in is proposed: an editor compares it with what is live. Runs in the
    transaction of the verb. Raises IllegalMove when there is no directory.
    """
    form = sign_form(submission)
    name = form.cleaned_data.get("organisation", submission.data.get("organisation", ""))
    with translation.override(settings.LANGUAGE_CODE):
        found = names.named(name)
        known = PartnerPage.objects.filter(pk=found.pk).first() if found else None
        if known is None:
            _make_new(submission, form, name)
            return True
        submission.page = Page.objects.get(pk=known.pk)
        draft = known.get_latest_revision_as_object()
        changed = form.put_in(draft, only_filled=True)
        if changed | take_logo(submission, draft):
            hand_in(draft)
            return True
    return False


def _make_new(submission: Submission, form: SignForm, name: str) -> None:
    found = PartnerIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
    if found is None:
        raise IllegalMove("There is no directory to put it in.")
    # Of two drafts made at once the second waits: both would take the same place in the tree.
    list(Page.objects.filter(pk=found.pk).order_by().select_for_update(no_key=True).values_list("pk"))
    directory = PartnerIndexPage.objects.get(pk=found.pk)
    partner = PartnerPage(
        title=name,
        slug=_free_slug(directory, name),
        live=False,
        has_unpublished_changes=True,
        locale=directory.locale,
        # So the sign that the sender saw is the sign that the page gets.
        translation_key=submission.uuid,
    )
    form.put_in(partner)
    take_logo(submission, partner)
    directory.add_child(instance=partner)
    hand_in(partner)
    submission.page = Page.objects.get(pk=partner.pk)


def take_logo(submission: Submission, partner: PartnerPage) -> bool:
    """Give a draft the logo that was sent along; tells whether there was one."""
    sent = SentPicture.objects.filter(submission=submission).first()
    if sent is None:
        return False
    title = _("Logo of %(name)s") % {"name": partner.title}
    partner.logo = pictures.take_over(sent, title, title)
    return True


def hand_in(draft: PartnerPage) -> None:
    """Keep a draft as a revision and start Wagtail's workflow, without a letter to every moderator."""
    draft.save_revision(log_action=True)
    page = PartnerPage.objects.get(pk=draft.pk)
    workflow = page.get_workflow()
    with no_letters():
        if workflow is not None and page.current_workflow_state is None:
            workflow.start(page, None)


def change(submission: Submission, partner: PartnerPage, form: ProfileForm, *, only_filled: bool = False) -> bool:
    """Put a change into a draft and hand it in; False when it changes nothing. `form` was validated."""
    before = logos_of(partner)
    with translation.override(settings.LANGUAGE_CODE):
        draft = partner.get_latest_revision_as_object()
        changed = form.put_in(draft, only_filled=only_filled)
        if not (changed | take_logo(submission, draft)):
            return False
        hand_in(draft)
    pictures.remove(before - logos_of(PartnerPage.objects.get(pk=partner.pk)))
    return True


def logos_of(partner: PartnerPage) -> set[int]:
    """The keys of the logos of what is live and of the draft."""
    return {key for key in (partner.logo_id, partner.get_latest_revision_as_object().logo_id) if key}


def _free_slug(directory: PartnerIndexPage, name: str) -> str:
    """An address of the name that nothing below the directory has yet."""
    base = slugify(name, allow_unicode=True)[:200] or "organisatie"
    taken: set[Any] = set(
        Page.objects.child_of(directory).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug

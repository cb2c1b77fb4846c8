"""Answers become a draft of a profile, without anything about the sender. What is live stays as it is."""

from django.conf import settings
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.intake import pictures
from core.intake.pages import hand_in
from core.intake.services import IllegalMove
from core.models import SentPicture, Submission
from core.slugs import free_slug
from partners import names
from partners.addresses import MAP
from partners.intake import held
from partners.intake.forms import ProfileForm, SignForm, Typed
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


def make(submission: Submission) -> None:
    """Make a draft of a new profile, or of a change to a known one; `data` then says so, and is not stored yet.

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
            held.note_drafted(submission)
            return
        submission.page = Page.objects.get(pk=known.pk)
        partner = held.locked_profile(submission) or known
        _put_in(submission, partner, form, submission.data.get("sign", {}), only_filled=True)


def _make_new(submission: Submission, form: SignForm, name: str) -> None:
    found = PartnerIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
    if found is None:
        raise IllegalMove("There is no directory to put it in.")
    # Of two drafts made at once the second waits: both would take the same place in the tree.
    list(Page.objects.filter(pk=found.pk).order_by().select_for_update(no_key=True).values_list("pk"))
    directory = PartnerIndexPage.objects.get(pk=found.pk)
    partner = PartnerPage(
        title=name,
        slug=free_slug(directory, name, otherwise="organisatie", is_taken=lambda slug: slug == MAP),
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


def change(
    submission: Submission, partner: PartnerPage, form: ProfileForm, typed: Typed, *, only_filled: bool = False
) -> bool:
    """Hand in a change; False when it changes nothing. `form` (of `typed`) was validated, `partner` is locked.

    What `data` says of it is not stored yet.
    """
    before = logos_of(partner)
    with translation.override(settings.LANGUAGE_CODE):
        changed = _put_in(submission, partner, form, typed, only_filled=only_filled)
    pictures.remove(before - logos_of(PartnerPage.objects.get(pk=partner.pk)))
    return changed


def _put_in(
    submission: Submission, partner: PartnerPage, form: ProfileForm, typed: Typed, *, only_filled: bool
) -> bool:
    """Put answers into a draft, or keep them apart while somebody else's draft waits; False when nothing changes."""
    was_held = bool(submission.data.get("held"))
    if held.is_taken(partner, submission):
        # A copy, to see whether anything would change.
        changed = form.put_in(PartnerPage.objects.get(pk=partner.pk), only_filled=only_filled)
        if changed or was_held or SentPicture.objects.filter(submission=submission).exists():
            held.hold(submission, typed)
            return True
        return False
    draft = partner.get_latest_revision_as_object()
    changed = form.put_in(draft, only_filled=only_filled)
    if changed | take_logo(submission, draft):
        hand_in(draft)
        held.note_drafted(submission)
        return True
    held.let_go(submission)
    return was_held


def settle(submission: Submission, partner: PartnerPage) -> None:
    """Put what was held into the draft, now that an editor agrees."""
    draft = held.draft_of(submission, partner)
    with translation.override(settings.LANGUAGE_CODE):
        take_logo(submission, draft)
    draft.save_revision(log_action=True)
    submission.page = Page.objects.get(pk=partner.pk)


def logos_of(partner: PartnerPage) -> set[int]:
    """The keys of the logos of what is live and of the draft."""
    return {key for key in (partner.logo_id, partner.get_latest_revision_as_object().logo_id) if key}

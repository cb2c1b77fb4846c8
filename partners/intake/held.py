"""Of two who change one profile the second waits: a draft holds the words of one sender, so that is what is approved.

`Submission.data` says it: `drafted` is the moment at which the sender's words went into the draft of the page (the
latest one owns the draft), `held` that they wait in `sign`, and a logo as it was sent, until an editor decides.
"""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from wagtail.models import Page

from core.models import Submission
from partners.intake.forms import ProfileForm, Typed
from partners.models import PartnerPage


def locked_profile(submission: Submission) -> PartnerPage | None:
    """The profile a submission is about, locked until the transaction ends: whose draft it has stays so meanwhile."""
    list(Page.objects.filter(pk=submission.page_id or 0).order_by().select_for_update(no_key=True).values_list("pk"))
    return PartnerPage.objects.filter(pk=submission.page_id or 0).first()


def owner_of(partner: PartnerPage) -> Submission | None:
    """Whose words the draft of a live profile holds; None when there is no draft, or it is an editor's own."""
    if not (partner.live and partner.has_unpublished_changes):
        return None
    # Whatever its state: one is being decided about at this moment. A decision ends the mark.
    found = Submission.objects.filter(kind="pledge", page=partner.pk, data__has_key="drafted")
    return max((one for one in found if one.data["drafted"]), key=lambda one: str(one.data["drafted"]), default=None)


def is_taken(partner: PartnerPage, submission: Submission) -> bool:
    """Whether a live profile has a draft with the words of somebody else, who comes first."""
    return partner.live and partner.has_unpublished_changes and owner_of(partner) != submission


def note_drafted(submission: Submission) -> None:
    """Note, without storing it yet, that the sender's words are in the draft from now on."""
    submission.data["drafted"] = timezone.now().isoformat()
    submission.data.pop("held", None)


def note_typed(submission: Submission, typed: Typed) -> None:
    """Note, without storing it yet, what was typed about the organisation last; the rest of `sign` stays."""
    asked = set(ProfileForm.base_fields)
    rest = {name: value for name, value in submission.data.get("sign", {}).items() if name not in asked}
    submission.data["sign"] = rest | typed


def hold(submission: Submission, typed: Typed) -> None:
    """Keep what was typed, without storing it yet, until the words of somebody else were decided about."""
    note_typed(submission, typed)
    submission.data["held"] = True


def let_go(submission: Submission) -> None:
    """Forget what was held of somebody who looks after the profile, without storing it yet."""
    if submission.data.pop("held", None) and "accepted" in submission.data:
        submission.data.pop("sign", None)


def draft_of(submission: Submission, partner: PartnerPage) -> PartnerPage:
    """The profile as it would be: the draft, or what is live with the words that are held; never somebody else's."""
    if not submission.data.get("held"):
        return partner if is_taken(partner, submission) else partner.get_latest_revision_as_object()
    draft = PartnerPage.objects.get(pk=partner.pk)
    with translation.override(settings.LANGUAGE_CODE):
        form = ProfileForm(MultiValueDict(submission.data.get("sign", {})))
        form.is_valid()
        form.put_in(draft, only_filled="accepted" not in submission.data)
    return draft

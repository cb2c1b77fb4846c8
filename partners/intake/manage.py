"""What somebody who signed may do by the link in each letter."""

import functools

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.intake import services, verbs, views
from core.intake.flows import Verb
from core.intake.services import IllegalMove
from core.intake.uploads import sent_picture
from core.models import SentPicture, Submission
from partners import yearly
from partners.intake import adverts, drafts, held
from partners.intake.forms import ProfileForm, as_initial, initial_of, typed_of
from partners.models import PartnerPage

Status = Submission.Status
_WORDS = {
    "klopt": _("Say that your profile is still right"),
    "wijzigen": _("Change your profile"),
    "vraag-plaatsen": _("Ask or offer something"),
    "overdragen": _("Hand over to a colleague"),
    "intrekken": _("Take no longer part"),
}


def is_accepted(submission: Submission) -> bool:
    """Whether an editor agreed that this sender looks after the profile."""
    return "accepted" in submission.data


def keepers(partner: PartnerPage) -> QuerySet[Submission]:
    """Who looks after a profile: confirmed, agreed by an editor, not withdrawn; the latest first."""
    found = Submission.objects.filter(kind="pledge", page=partner.pk, data__has_key="accepted")
    return found.exclude(status=Status.WITHDRAWN).order_by("-confirmed_at")


def partners_with_keeper() -> set[int]:
    """The keys of the profiles that somebody looks after; one query."""
    found = Submission.objects.filter(kind="pledge", data__has_key="accepted").exclude(status=Status.WITHDRAWN)
    return {key for key in found.values_list("page_id", flat=True) if key}


def allowed(submission: Submission) -> list[str]:
    """The words of what may be done now."""
    if submission.page_id is None or submission.status == Status.WITHDRAWN:
        return []
    if is_accepted(submission):
        page = submission.page
        return list(_WORDS) if page and page.live else ["wijzigen", "overdragen", "intrekken"]
    # What was refused and is new may be mended.
    return ["wijzigen", "intrekken"] if submission.status in {*Submission.OPEN, Status.REFUSED} else []


def verbs_of(submission: Submission) -> list[tuple[str, str]]:
    """What may be done now, as (word in the address, words)."""
    return [(word, str(_WORDS[word])) for word in allowed(submission)]


def _when_allowed(word: str, verb: Verb) -> Verb:
    """Do it only when it may be done now; raises IllegalMove else."""

    @functools.wraps(verb)
    def run(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
        if word not in allowed(submission):
            raise IllegalMove(f"{submission}: {word} is not possible now")
        return verb(request, submission, token)

    return run


def change(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Change the profile; what is live stays until an editor agrees."""
    if request.method != "POST":
        has_logo = SentPicture.objects.filter(submission=submission).exists()
        return _form(request, submission, token, ProfileForm(initial=_initial(submission), has_logo=has_logo))
    logo, problem = sent_picture(request, "logo")
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if "wijzigen" not in allowed(locked):
            raise IllegalMove(f"{locked} cannot be changed now")
        if logo:
            SentPicture.keep(locked, logo)
        has_logo = SentPicture.objects.filter(submission=locked).exists()
        form = ProfileForm(request.POST, has_logo=has_logo)
        if problem:
            form.add_error("logo", problem)
        partner = held.locked_profile(locked)
        if partner is not None and form.is_valid():
            is_mine, typed = is_accepted(locked), typed_of(ProfileForm, request.POST)
            if not is_mine:
                held.note_typed(locked, typed)
            # What somebody else wrote of an organisation is not emptied by who does not look after it yet.
            is_other = drafts.change(locked, partner, form, typed, only_filled=not is_mine)
            if is_other:
                locked.save(update_fields=["data"])
            # Looked over and left as it was is an answer to a question too.
            is_told = is_other or locked.status == Status.ASKED
            if is_told:
                services.changed(locked)
            if is_mine:
                yearly.answer(partner)
            return views.back(token, "gewijzigd" if is_told else "ongewijzigd")
    return _form(request, submission, token, form)


def _initial(submission: Submission) -> dict[str, object]:
    partner = drafts.partner_of(submission)
    # Whoever is not known to speak for the organisation sees only what they sent themselves.
    if partner is None or not is_accepted(submission) or submission.data.get("held"):
        return as_initial(ProfileForm, submission.data.get("sign", {}))
    return initial_of(held.draft_of(submission, partner))


def _form(request: HttpRequest, submission: Submission, token: str, form: ProfileForm) -> HttpResponseBase:
    title = submission.page.draft_title if submission.page else ""
    return views.page(request, "partners/change.html", form=form, title=title, token=token)


def still_right(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Say in one press that the profile is right; looking at the question changes nothing."""
    partner = drafts.partner_of(submission)
    if partner is None:
        raise IllegalMove(f"{submission} has no page")
    if request.method == "POST":
        yearly.answer(partner)
        return views.page(request, "partners/still_right_done.html", partner=partner, token=token)
    return views.page(request, "partners/still_right.html", partner=partner, token=token)


def stop(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Take no longer part: asks first."""
    if request.method == "POST":
        services.withdraw(submission)
        return views.back(token, "ingetrokken")
    is_mine = is_accepted(submission)
    title = submission.page.draft_title if submission.page else ""
    return views.page(request, "partners/stop.html", title=title, token=token, is_mine=is_mine)


VERBS: dict[str, Verb] = {
    "klopt": _when_allowed("klopt", still_right),
    "wijzigen": _when_allowed("wijzigen", change),
    "vraag-plaatsen": _when_allowed("vraag-plaatsen", adverts.place),
    "overdragen": _when_allowed("overdragen", verbs.hand_over),
    # A second press finds it done.
    "intrekken": stop,
}

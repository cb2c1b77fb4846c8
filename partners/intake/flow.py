"""What becomes of a declaration that an organisation signed, and of the changes to its profile afterwards.

Whoever signs for an organisation that is on the site already gets no hold of its profile before an editor agreed:
until then `data` has no `accepted`, and nothing the sender does touches what is live. `data` keeps `sign` (what was
typed, without the sender), `organisation`, `known` (it was on the site), `signed_on`, `version` and `text` until it is
accepted; `drafted` while a draft of ours waits, `held` while our words wait for somebody else's draft (`held.py`);
`accepted` (a day) from then on; `just_signed` until its letter.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.intake import pictures
from core.intake.flows import Review
from core.intake.letters import Letter
from core.intake.pages import PageFlow
from core.intake.services import IllegalMove
from core.models import Submission
from core.templatetags.components import date_plain
from partners import names, standing
from partners.intake import drafts, held, letters, manage
from partners.models import PartnerPage, Pledge

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_SENDER = ("name", "email", "agree")


class PledgeFlow(PageFlow):
    """An organisation takes part: a declaration, a profile, and what is changed in it later."""

    kind = "pledge"
    name = gettext_lazy("your declaration")
    label = gettext_lazy("'I take part' declaration")
    state_template = "partners/state.html"
    verbs = manage.VERBS

    def title(self, submission: Submission) -> str:
        """The name of the organisation."""
        if submission.page and manage.is_accepted(submission):
            return submission.page.draft_title
        typed = submission.data.get("sign", {}).get("organisation", [""])[-1]
        return submission.data.get("organisation") or " ".join(typed.split()) or str(_("Your organisation"))

    def confirmed(self, submission: Submission) -> None:
        """Make the draft, and forget what is typed about the sender."""
        submission.data["organisation"] = self.title(submission)
        drafts.make(submission)
        submission.data["known"] = bool(submission.page and submission.page.first_published_at)
        typed = submission.data.get("sign", {})
        submission.data["sign"] = {name: value for name, value in typed.items() if name not in _SENDER}
        submission.save(update_fields=["page", "data"])

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Publish the profile; the first time it stands in the register from the day it was signed.

        Raises IllegalMove while somebody else's words are in its draft.
        """
        before = held.locked_profile(submission)
        logos = drafts.logos_of(before) if before else set()
        if before and held.is_taken(before, submission):
            raise IllegalMove(f"{submission} waits for another change of the same profile")
        if before and submission.data.get("held"):
            drafts.settle(submission, before)
        super().accepted(submission, user)
        partner, data = PartnerPage.objects.get(pk=submission.page_id or 0), submission.data
        pictures.remove(logos - {partner.logo_id})
        signed = False
        if not manage.is_accepted(submission):
            signed = _sign(partner, data)
        kept = {"organisation": data.get("organisation", ""), "accepted": data.get("accepted") or today().isoformat()}
        submission.data = kept | ({"just_signed": True} if signed else {})
        submission.save(update_fields=["data"])

    def refused(self, submission: Submission, user: "User | None") -> None:
        """Put our draft away, with its logo. What is new may still be mended; who speaks for a known one may not."""
        partner = drafts.partner_of(submission)
        if partner is None:
            return
        sent = drafts.logos_of(partner)
        if not partner.live or held.owner_of(partner) == submission:
            super().refused(submission, user)
        submission.data.pop("drafted", None)
        held.let_go(submission)
        if submission.data.get("known") and not manage.is_accepted(submission):
            # From now on this sender has nothing to do with the page.
            submission.page = None
        submission.save(update_fields=["page", "data"])
        pictures.remove(sent)

    def withdrawn(self, submission: Submission) -> None:
        """The declaration ends today and the profile leaves the site; of what was never accepted the draft goes."""
        partner = drafts.partner_of(submission)
        if partner is None:
            return
        if manage.is_accepted(submission):
            standing.end(partner)
            super().withdrawn(submission)
            submission.data.pop("drafted", None)
            held.let_go(submission)
            submission.save(update_fields=["data"])
            return
        self.forgotten(submission)
        submission.page = None
        submission.save(update_fields=["page"])

    def forgotten(self, submission: Submission) -> None:
        """Put away what never was public: a new profile, or a change that waits, with its logo."""
        partner = drafts.partner_of(submission)
        if partner is None:
            return
        sent = drafts.logos_of(partner)
        if partner.first_published_at is None:
            super().forgotten(submission)
        elif held.owner_of(partner) == submission:
            super().refused(submission, None)
        pictures.remove(sent)

    def is_needed(self, submission: Submission) -> bool:
        """As long as an accepted profile is on the site."""
        return manage.is_accepted(submission) and super().is_needed(submission)

    def decision_words(self, submission: Submission) -> str:
        """That it stands in the list of who signed, the first time."""
        if not submission.data.get("just_signed"):
            return ""
        words = _("Good news: '%(title)s' takes part! It stands in the list of organisations that signed.")
        return words % {"title": self.title(submission)}

    def is_decided_elsewhere(self, submission: Submission) -> bool:
        """Not when an editor also decides who speaks for a known organisation, or about words that are held."""
        if submission.data.get("held"):
            return False
        return manage.is_accepted(submission) or not submission.data.get("known")

    def draft_of(self, submission: Submission, page: Any) -> Any:
        """The profile as it would be with the words of this sender, and of nobody else."""
        return held.draft_of(submission, page)

    def has_draft(self, submission: Submission, page: Any) -> bool:
        """Whether this sender proposes something."""
        if submission.data.get("held"):
            return True
        return super().has_draft(submission, page) and not held.is_taken(page, submission)

    def may_accept(self, submission: Submission, user: Any) -> bool:
        """Whoever may publish it, once nobody else's words are in its draft."""
        partner = drafts.partner_of(submission)
        return super().may_accept(submission, user) and not (partner and held.is_taken(partner, submission))

    def review(self, submission: Submission) -> Review:
        """What an editor needs to see; what first has to be decided, when somebody else changes the same profile."""
        found, partner = super().review(submission), drafts.partner_of(submission)
        if partner and submission.status in Submission.OPEN:
            if submission.data.get("held"):
                # On Wagtail's own screen these words are not.
                del found["edit_url"]
            if held.is_taken(partner, submission):
                found.pop("edit_url", None)
                found["wait"] = _first(partner)
        return found

    def may_change(self, submission: Submission) -> bool:
        """Not who does not look after it (any more)."""
        return "wijzigen" in manage.allowed(submission)

    def state(self, submission: Submission) -> dict[str, Any]:
        """What may be done now."""
        return {"verbs": manage.verbs_of(submission), "is_mine": manage.is_accepted(submission)}

    def review_draft(self, submission: Submission, draft: PartnerPage) -> Review:
        """What an editor needs to see: what was signed and when, and whether it may be known under another name."""
        facts, data = [], submission.data
        if not manage.is_accepted(submission):
            if signed_on := data.get("signed_on"):
                facts.append((_("Signed on"), date_plain(dt.date.fromisoformat(signed_on))))
            if version := data.get("version"):
                facts.append((_("Text of"), date_plain(dt.date.fromisoformat(version))))
            facts.append((_("Organisation"), _("Is on the site already") if data.get("known") else _("New")))
            if pledge := Pledge.objects.filter(partner=draft.pk, ended_on=None).first():
                facts.append((_("In the register"), _("Signed on %(day)s") % {"day": date_plain(pledge.signed_on)}))
            if others := manage.keepers(draft).exclude(pk=submission.pk).count():
                facts.append((_("Others who may change this profile"), str(others)))
        if where := draft.district_label:
            facts.append((_("Active in"), where))
        return {"facts": facts, "duplicates": _duplicates(draft)}

    def districts(self, submissions: list[Submission]) -> dict[UUID, str]:
        """The first district of each, in one query."""
        pages = {one.page_id: one.pk for one in submissions if one.page_id}
        rows = PartnerPage.districts.through.objects.filter(partnerpage__in=pages).order_by("-district__name")
        return {pages[key]: name for key, name in rows.values_list("partnerpage", "district__name")}

    def samples(self) -> list[Letter]:
        """The letters only partners get."""
        return letters.samples()


def _first(partner: PartnerPage) -> tuple[str, str]:
    """What has to be decided before something else about the same profile: words, and where."""
    if first := held.owner_of(partner):
        words = _("Somebody else changes this profile too, and comes first. Decide about that, then about this one.")
        return words, reverse("intake_review", args=[first.pk])
    words = _("There is a draft of this profile that is not on the site yet. Publish it or undo it, then decide here.")
    return words, reverse("wagtailadmin_pages:edit", args=[partner.pk])


def _sign(partner: PartnerPage, data: dict[str, Any]) -> bool:
    """Enter the declaration in the register; False when one counts already."""
    if "signed_on" not in data or partner.pledges.filter(ended_on=None).exists():
        return False
    with translation.override(settings.LANGUAGE_CODE):
        source = _("The form on the site")
    Pledge.objects.create(
        partner=partner,
        signed_on=dt.date.fromisoformat(data["signed_on"]),
        version=dt.date.fromisoformat(data["version"]) if data.get("version") else None,
        text=data.get("text", ""),
        source=source,
    )
    return True


def _duplicates(partner: PartnerPage) -> list[tuple[str, str, str]]:
    why = _("The name looks like this one")
    found = [one for one in names.alike(partner.title) if one.pk != partner.pk]
    return [(one.name, reverse("wagtailadmin_pages:edit", args=[one.pk]), why) for one in found]

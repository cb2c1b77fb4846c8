"""An ask or offer that a partner places by the link in its letters, and what becomes of it."""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.dates import today
from core.intake import services, throttle, verbs, views
from core.intake.choices import choices_of
from core.intake.flows import Flow, Review
from core.models import District, Submission, Topic
from core.templatetags.components import date_plain
from partners.models import Advert, PartnerPage
from partners.models.adverts import LONGEST

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Status = Submission.Status
WEEKS = [4, 8, 13, 26]
DAY = 24 * 3600


class AdvertForm(forms.Form):
    """What is asked or offered, and how long."""

    use_required_attribute = False
    form_key = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Advert.Kind.ASK, gettext_lazy("We look for something")),
            (Advert.Kind.OFFER, gettext_lazy("We offer something")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you ask or offer it.")},
    )
    title = forms.CharField(
        label=gettext_lazy("In a few words"),
        help_text=gettext_lazy("For example: a room for twelve people on Tuesdays"),
        max_length=80,
        error_messages={"required": gettext_lazy("Fill in what it is.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Tell more about it"),
        help_text=gettext_lazy("Leave out names and addresses of people: who can help answers through us."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=600,
        error_messages={"required": gettext_lazy("Tell in a few sentences what it is about.")},
    )
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)
    weeks = forms.TypedChoiceField(label=gettext_lazy("How long?"), coerce=int, initial="13")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topic"].choices = [("", _("Something else")), *choices_of(Topic)]
        fields["district"].choices = [("", _("The whole city")), *choices_of(District)]
        fields["weeks"].choices = [(str(one), _("%(count)s weeks") % {"count": one}) for one in WEEKS]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [field for field in self if not field.is_hidden]


def place(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Ask or offer something; an editor looks at it first. One form sent many times is one."""
    signer = signing.Signer(salt=f"partners.advert.{submission.pk}")
    title = submission.page.draft_title if submission.page else ""
    form = AdvertForm(request.POST or None, initial={"form_key": signer.sign(secrets.token_urlsafe(12))})
    if request.method == "POST" and form.is_valid():
        try:
            key = signer.unsign(form.cleaned_data["form_key"])
        except signing.BadSignature:
            return views.sorry(request, "wrong")
        is_new = not Submission.objects.filter(key=f"advert:{key}").exists()
        if is_new and not throttle.allows("advert", str(submission.pk), most=10, seconds=DAY):
            form.add_error(None, _("You placed a lot today. Try again tomorrow, or call us."))
        else:
            with transaction.atomic():
                _hand_in(submission, f"advert:{key}", form)
            return views.page(request, "partners/advert_placed.html", token=token)
    return views.page(request, "partners/advert_form.html", form=form, title=title, token=token)


def _hand_in(keeper: Submission, key: str, form: AdvertForm) -> None:
    answers = {name: form.cleaned_data[name] for name in ("kind", "title", "text", "topic", "district", "weeks")}
    made = services.start(
        AdvertFlow.kind, key, language=get_language() or settings.LANGUAGE_CODE, proven=True,
        # Whoever came by the link has shown that the address is theirs.
        status=Status.UNCONFIRMED, name=keeper.name, email=keeper.email,
        data={"advert": answers, "partner": keeper.page_id},
    )  # fmt: skip
    services.confirm(made)


class AdvertFlow(Flow):
    """An ask or offer. Its row is made when an editor agrees, and stays until its last day."""

    kind = "advert"
    name = gettext_lazy("your ask or offer")
    label = gettext_lazy("Ask or offer")
    verbs = {"intrekken": verbs.withdraw}

    def title(self, submission: Submission) -> str:
        """What it is, in a few words."""
        return submission.data.get("advert", {}).get("title") or str(self.label)

    def confirmed(self, submission: Submission) -> None:
        """Nothing is made before an editor agrees."""

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Put it in the list, from today."""
        answers, day = submission.data["advert"], today()
        partner = PartnerPage.objects.filter(pk=submission.data["partner"]).first()
        if partner is None:
            raise services.IllegalMove(f"{submission} has no partner")
        advert = Advert(
            partner=partner,
            kind=answers["kind"],
            title=answers["title"],
            text=answers["text"],
            topic=Topic.objects.filter(slug=answers["topic"], locale__language_code=settings.LANGUAGE_CODE).first(),
            district=District.objects.filter(slug=answers["district"]).first(),
            made_on=day,
            expires_on=min(day + dt.timedelta(weeks=answers["weeks"]), day + LONGEST),
            live=True,
        )
        advert.full_clean()
        advert.save()
        submission.data |= {"row": advert.pk}
        submission.save(update_fields=["data"])

    def withdrawn(self, submission: Submission) -> None:
        """Take it out of the list."""
        Advert.objects.filter(pk=submission.data.get("row")).delete()

    def is_needed(self, submission: Submission) -> bool:
        """Until its last day."""
        return Advert.objects.filter(pk=submission.data.get("row"), live=True, expires_on__gte=today()).exists()

    def state_words(self, submission: Submission) -> str:
        """Until when it stands there."""
        if submission.status != Status.ACCEPTED:
            return super().state_words(submission)
        row = Advert.objects.filter(pk=submission.data.get("row")).first()
        if row is None or not self.is_needed(submission):
            return _("It is not on the site any more.")
        return _("It is on the site until %(day)s.") % {"day": date_plain(row.expires_on)}

    def state(self, submission: Submission) -> dict[str, Any]:
        """It can be taken off the site."""
        ended = submission.status in {Status.WITHDRAWN, Status.REFUSED}
        return {"verbs": [] if ended else [("intrekken", _("Take it off the site"))]}

    def decision_words(self, submission: Submission) -> str:
        """How long it stands there, and how answers come."""
        row = Advert.objects.filter(pk=submission.data.get("row")).first()
        if row is None:
            return ""
        words = _("'%(title)s' is on the site until %(day)s. Who can help writes to us, and we bring you together.")
        return words % {"title": row.title, "day": date_plain(row.expires_on)}

    def review(self, submission: Submission) -> Review:
        """Everything that would be in the list."""
        answers = submission.data.get("advert", {})
        partner = PartnerPage.objects.filter(pk=submission.data.get("partner")).first()
        kinds = dict(Advert.Kind.choices)
        facts = [
            (_("Organisation"), partner.title if partner else ""),
            (_("Kind"), str(kinds.get(answers.get("kind"), ""))),
            (_("Text"), answers.get("text", "")),
            (_("Topic"), dict(choices_of(Topic)).get(answers.get("topic"), "")),
            (_("District"), dict(choices_of(District)).get(answers.get("district"), "") or _("The whole city")),
            (_("How long?"), _("%(count)s weeks") % {"count": answers.get("weeks", "")}),
        ]
        return {"facts": [(name, value) for name, value in facts if value]}

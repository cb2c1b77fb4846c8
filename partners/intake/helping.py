"""'I can help': an answer to an ask or offer goes by mail to the coordinator; nobody sees an address on the site."""

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.intake import mail, services
from core.intake.contact import EmailField, NameField
from core.intake.flows import Flow
from core.intake.letters import Letter
from core.intake.protect import ProtectedForm
from core.models import BasePage, OutgoingMail, SiteSettings, Submission
from partners.adverts import on_site

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from partners.models import Advert, AdvertIndexPage


class HelpForm(ProtectedForm):
    """Who can help, and with what."""

    guard_name = "help"
    most_proven = 10
    most_unproven = 3
    words = forms.CharField(
        label=gettext_lazy("How can you help?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Tell how you can help.")},
    )
    name = NameField()
    email = EmailField()


class HelpFlow(Flow):
    """Somebody can help. Nobody decides about it; it is kept so that it can be found and erased."""

    kind = "help"
    name = gettext_lazy("your answer")
    label = gettext_lazy("Answer to an ask or offer")
    moderated = False
    # It went to the coordinator; nothing becomes public.
    anonymous = True

    def title(self, submission: Submission) -> str:
        """What it answers."""
        return submission.data.get("title", "")

    def confirmed(self, submission: Submission) -> None:
        """Nothing comes of it here."""

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Nothing becomes public."""

    def is_needed(self, submission: Submission) -> bool:
        """Once the coordinator has it, it has done its work."""
        return False

    def samples(self) -> list[Letter]:
        """What the coordinator gets."""
        example = {"words": _("I have a room."), "name": _("Sam Example"), "email": "sam@example.org"}
        return [_letter(_("A room for twelve people"), _("The Soup Kitchen"), example)]


def help_response(page: "AdvertIndexPage", request: HttpRequest, number: int) -> HttpResponseBase:
    """The form, and thanks once it was sent; 404 for what visitors cannot see."""
    advert = on_site().filter(pk=number).first() if number < 2**31 else None
    contact = SiteSettings.for_request(request).contact_email
    if advert is None:
        raise Http404
    form = HelpForm(request.POST or None, request=request) if contact else None
    sent = False
    if form is not None and request.method == "POST" and form.is_valid():
        _send(advert, form, contact)
        sent = True
    context: dict[str, Any] = {"advert": advert, "form": form, "sent": sent, "json_ld": "", "noindex": True}
    around = BasePage.get_context(page, request)
    response = TemplateResponse(request, "partners/help.html", {**around, **context})
    response.headers["Cache-Control"] = "no-store"
    return response


@transaction.atomic
def _send(advert: "Advert", form: HelpForm, contact: str) -> None:
    answers = form.cleaned_data
    made = services.start(
        HelpFlow.kind, form.key, language=get_language() or settings.LANGUAGE_CODE, proven=form.is_proven,
        status=Submission.Status.ACCEPTED, name=answers["name"], email=answers["email"],
        data={"title": advert.title},
    )  # fmt: skip
    made = Submission.objects.select_for_update().get(pk=made.pk)
    with translation.override(settings.LANGUAGE_CODE):
        letter = _letter(advert.title, advert.partner.title, answers)
    # A form sent again tells nothing twice; with other words it tells those, instead of what did not go yet.
    said = hashlib.sha256("\n".join(answers[name] for name in ("words", "name", "email")).encode()).hexdigest()[:16]
    key = f"{made.pk}:help:{said}"
    made.letters.filter(status=OutgoingMail.Status.QUEUED).exclude(key=key).delete()
    made.name, made.email = answers["name"], answers["email"]
    made.save(update_fields=["name", "email"])
    mail.queue(letter, to=contact, key=key, submission=made)


def _letter(title: str, partner: str, answers: dict[str, str]) -> Letter:
    return Letter(
        subject=_("Somebody can help: %(title)s") % {"title": title},
        paragraphs=[_("Somebody answers '%(title)s' of %(partner)s.") % {"title": title, "partner": partner}],
        quote=answers["words"],
        facts=[(_("Name"), answers["name"]), (_("E-mail address"), answers["email"])],
        # An answer goes to who can help, not back to the coordinator.
        reply_to=answers["email"],
        closing=[_("Their addresses are not on the site: you bring them together.")],
    )

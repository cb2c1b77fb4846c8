"""Reporting a mistake on a page: two fields, into the same queue as everything else that is sent in."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from core.intake import services, views
from core.intake.flows import Flow, Review
from core.intake.letters import Letter
from core.intake.protect import ProtectedForm
from core.models import Submission
from core.queries import public

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ReportFlow(Flow):
    """What somebody saw that is not right. Nothing becomes public: an editor reads it and mends the page."""

    kind = "report"
    name = _("your report")
    label = _("Report of a mistake")
    anonymous = True
    accept_label = _("Dealt with")
    refuse_label = _("Nothing to mend")

    def title(self, submission: Submission) -> str:
        """The page it is about; what was typed is not repeated in letters."""
        return submission.page.title if submission.page else str(_("a page that is gone"))

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Nothing to make: the editor mended the page."""

    def review(self, submission: Submission) -> Review:
        """What was seen, and the page to mend."""
        words = submission.data.get("report", {}).get("words", [""])[0]
        review: Review = {"facts": [(str(_("What is not right")), words)]}
        if submission.page:
            review["edit_url"] = reverse("wagtailadmin_pages:edit", args=[submission.page.pk])
        return review

    def accepted_letter(self, submission: Submission, url: str) -> Letter:
        """Thanks."""
        title = self.title(submission)
        return Letter(
            subject=gettext("Thank you for your report: %(title)s") % {"title": title},
            paragraphs=[gettext("Thank you for telling us. We looked at it and mended what was wrong.")],
            facts=[(gettext("You find it here"), url)] if url else [],
            closing=[gettext("Do you see it differently? Answer this e-mail, then we look at it together.")],
        )

    def refused_letter(self, submission: Submission, title: str, words: str) -> Letter:
        """Thanks, and why nothing was changed."""
        return Letter(
            subject=gettext("Thank you for your report: %(title)s") % {"title": title},
            paragraphs=[gettext("Thank you for telling us. We looked at it and changed nothing. This is why:")],
            quote=words,
            closing=[gettext("Do you see it differently? Answer this e-mail, then we look at it together.")],
        )

    def accepted_words(self, title: str) -> str:
        """Dealt with."""
        words = gettext("Dealt with: the report about '%(title)s'. Whoever left an e-mail address hears of it.")
        return words % {"title": title}

    def refused_words(self, title: str) -> str:
        """Nothing to mend."""
        words = gettext("Nothing changed: the report about '%(title)s'. Whoever left an e-mail address hears why.")
        return words % {"title": title}

    def state_words(self, submission: Submission) -> str:
        """What was done with it."""
        if submission.status == Submission.Status.ACCEPTED:
            return gettext("We looked at it and mended what was wrong. Thank you for telling us.")
        if submission.status == Submission.Status.REFUSED:
            return gettext("We looked at it and changed nothing. In the e-mail you read why.")
        return super().state_words(submission)

    def samples(self) -> list[Letter]:
        """Both letters, about something made up."""
        example = Submission(kind=self.kind, email="sam@example.org")
        title = gettext("Soup and a chat")
        return [
            self.accepted_letter(example, settings.PUBLIC_URL),
            self.refused_letter(example, title, gettext("The telephone number is right.")),
        ]

    def is_needed(self, submission: Submission) -> bool:
        """Once dealt with it has done its work."""
        return False


class ReportForm(ProtectedForm):
    """Two fields."""

    guard_name = "report"
    most_proven = 10
    most_unproven = 3
    words = forms.CharField(
        label=_("What is not right?"),
        help_text=_("For example: the telephone number is wrong, or the door was closed."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want to hear what we did."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Take a report about a public page; 404 for any other."""
    found = Page.objects.filter(public(), pk=page_id).first() if page_id < 2**31 else None
    if found is None or found.get_view_restrictions().exists():
        raise Http404
    form = ReportForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        services.report(
            form.key,
            found,
            words=form.cleaned_data["words"],
            email=form.cleaned_data["email"],
            language=get_language() or "nl",
            proven=form.is_proven,
        )
        return views.page(request, "intake/reported.html", about=found, email=form.cleaned_data["email"])
    return views.page(request, "intake/report.html", about=found, form=form)

"""Reporting a mistake on a page: two fields, into the same queue as everything else that is sent in."""

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from core.intake import services, views
from core.intake.flows import Flow, Review
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

    def title(self, submission: Submission) -> str:
        """The page it is about; what was typed is not repeated in letters."""
        return submission.page.title if submission.page else str(_("a page that is gone"))

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Nothing to make: the editor mended the page."""

    def withdrawn(self, submission: Submission) -> None:
        """Nothing to take away."""

    def review(self, submission: Submission) -> Review:
        """What was seen, and the page to mend."""
        words = submission.data.get("report", {}).get("words", [""])[0]
        return {"facts": [(str(_("What is not right")), words)]}

    def decision_words(self, submission: Submission) -> str:
        """Thanks."""
        return str(_("Thank you for telling us. We looked at it and mended what was wrong."))

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

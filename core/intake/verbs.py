"""What a sender may do with anything sent in: hand it over, withdraw it. Each asks first, and acts on POST."""

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.intake import services, throttle, views
from core.intake.flows import flow_of
from core.models import Submission

DAY = 24 * 3600


class HandOverForm(forms.Form):
    """To whom it goes."""

    email = forms.EmailField(
        label=_("E-mail address of your colleague"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


def hand_over(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Let a colleague look after it; the sender's own links stop working."""
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Each one is a letter to an address of somebody's choice.
        if throttle.allows("hand_over", str(submission.pk), most=3, seconds=DAY):
            services.hand_over(submission, form.cleaned_data["email"])
            return views.page(request, "intake/handed_over.html", email=form.cleaned_data["email"])
        form.add_error("email", _("You handed this over a few times today. Try again tomorrow, or call us."))
    title = flow_of(submission).title(submission)
    return views.page(request, "intake/hand_over.html", form=form, title=title, token=token)


def withdraw(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Take it off the site for good."""
    if request.method == "POST":
        services.withdraw(submission)
        return views.back(token, "ingetrokken")
    title = flow_of(submission).title(submission)
    return views.page(request, "intake/withdraw.html", title=title, token=token, submission=submission)

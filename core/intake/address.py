"""A wrong e-mail address, seen after handing in: it can be changed until it is confirmed."""

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.intake import services, throttle
from core.intake.contact import EmailField
from core.intake.form_pages import base_of, form_page, go_on
from core.models import BasePage, Submission

DAY = 24 * 3600
# For one form, and to one address: each is a letter to an address of somebody's choice.
MOST_CHANGES, MOST_LETTERS = 5, 3
TOO_OFTEN = _("We sent a few letters already. Look in your mail, or call us.")


class AddressForm(forms.Form):
    """The right address."""

    use_required_attribute = False
    email = EmailField()


def done_page(
    request: HttpRequest, submission: Submission, token: str, page: BasePage, template: str
) -> HttpResponseBase:
    """It was handed in: look in your mail. A wrong address can be changed here while it waits to be confirmed.

    The template gets `form`, None once that is not possible any more (`components/change_address.html`).
    """
    base = base_of(request, token)
    if submission.status == Submission.Status.DRAFT:
        return go_on(base, token, "controle/")
    form = None
    if submission.status == Submission.Status.UNCONFIRMED:
        form, is_changed = _change_form(request, submission)
        if is_changed:
            return go_on(base, token, "klaar/?veranderd")
    return form_page(request, page, template, token=token, submission=submission, form=form)


def _change_form(request: HttpRequest, submission: Submission) -> tuple[AddressForm, bool]:
    """The form to change the address of what waits to be confirmed, and whether it was changed just now.

    On POST another right address gets a letter, once. Raises IllegalMove when it was confirmed meanwhile.
    """
    if request.method != "POST":
        return AddressForm(initial={"email": submission.email}), False
    form = AddressForm(request.POST)
    if not form.is_valid():
        return form, False
    if not correct(submission, form.cleaned_data["email"]):
        form.add_error("email", TOO_OFTEN)
        return form, False
    return form, True


def correct(submission: Submission, email: str) -> bool:
    """Give what waits to be confirmed its right address; False when that was done too often.

    Raises IllegalMove when it was confirmed meanwhile.
    """
    if email == submission.email:
        # A double press, or nothing was changed.
        return True
    may_write = throttle.allows("address", str(submission.pk), most=MOST_CHANGES, seconds=DAY)
    if not (may_write and throttle.allows("confirm", email.lower(), most=MOST_LETTERS, seconds=DAY)):
        return False
    services.change_address(submission, email)
    return True

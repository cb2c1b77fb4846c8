"""Where the links in letters lead. Looking changes nothing; a button does. None of this is kept by any cache."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.intake import links, services, throttle
from core.intake.flows import flow_of
from core.intake.links import LinkError, Purpose
from core.intake.lost_links import send_links
from core.intake.protect import HOUR, ProtectedForm
from core.models import Submission

View = Callable[..., HttpResponseBase]
_DISCREET = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}


class NewLinksForm(ProtectedForm):
    """Asks for the links again."""

    guard_name = "links"
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The address with which you sent something in."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
    """A page for one person: not kept, not found, its address not passed on."""
    response = TemplateResponse(request, template, {"noindex": True, **context}, status=status)
    for name, value in _DISCREET.items():
        response.headers[name] = value
    return response


def sorry(request: HttpRequest, reason: str) -> TemplateResponse:
    """Why a link does not work (`wrong`, `expired`, `ended`, `late`), and how to get a new one."""
    status = 404 if reason == "wrong" else 410
    return page(request, "intake/sorry.html", status=status, reason=reason)


def follows_link(purpose: Purpose, *kinds: str) -> Callable[[View], View]:
    """Give a view the submission of the token in its address; a link that does not work gets a helpful page.

    With `kinds` only those get in: a form of one kind must not be handed in at another's last page. The view is
    `(request, submission, token, …)`. Its IllegalMove and a submission erased meanwhile are answered too.
    """

    def decorate(view: View) -> View:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        def follow(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                submission = links.read(token, purpose)
                if kinds and submission.kind not in kinds:
                    return sorry(request, "wrong")
                response = view(request, submission, token, *args, **kwargs)
            except LinkError as error:
                return sorry(request, error.reason)
            except Submission.DoesNotExist:
                return sorry(request, "wrong")
            except services.IllegalMove:
                return sorry(request, "late")
            for name, value in _DISCREET.items():
                response.headers[name] = value
            return response

        return follow

    return decorate


@follows_link(Purpose.CONFIRM)
def confirm(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Ask whether the sender sent this; on POST it goes to the editors."""
    if request.method == "POST":
        submission = services.confirm(submission)
    flow = flow_of(submission)
    manage_url = reverse("intake:manage", args=[links.token_for(submission, Purpose.MANAGE)])
    return page(
        request, "intake/confirm.html",
        submission=submission, title=flow.title(submission), flow=flow, manage_url=manage_url,
    )  # fmt: skip


@follows_link(Purpose.MANAGE)
def manage(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """How things stand, and what the sender may do now."""
    flow = flow_of(submission)
    return page(
        request, flow.state_template, submission=submission, token=token, flow=flow, title=flow.title(submission),
        done=request.GET.get("gedaan", "")[:20], stands=flow.state_words(submission), **flow.state(submission),
    )  # fmt: skip


@follows_link(Purpose.MANAGE)
def act(request: HttpRequest, submission: Submission, token: str, verb: str) -> HttpResponseBase:
    """One thing the sender may do: the flow's own view answers."""
    view = flow_of(submission).verbs.get(verb)
    if view is None or submission.status in {Submission.Status.DRAFT, Submission.Status.UNCONFIRMED}:
        raise LinkError("wrong")
    return view(request, submission, token)


def back(token: str, done: str = "") -> HttpResponse:
    """Back to how things stand, saying what was done."""
    response = redirect(reverse("intake:manage", args=[token]) + (f"?gedaan={done}" if done else ""))
    response.status_code = 303
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_links(request: HttpRequest) -> HttpResponseBase:
    """Send the links again: the same answer whether or not the address is known."""
    form = NewLinksForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        # The form counts its keys; one key may ask for many addresses.
        if throttle.allows("links-sent", throttle.visitor(request), most=form.most_proven, seconds=HOUR):
            send_links(form.cleaned_data["email"], form.key)
        return page(request, "intake/links_sent.html", email=form.cleaned_data["email"])
    return page(request, "intake/new_links.html", form=form)

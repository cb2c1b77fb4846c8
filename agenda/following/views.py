"""The form to follow the agenda, and the way to stop in one click."""

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agenda.finding import options
from agenda.following.flow import ASKED, FollowFlow, stop
from core.intake import address, services, views
from core.intake.links import Purpose
from core.intake.protect import ProtectedForm
from core.models import Submission


class FollowForm(ProtectedForm):
    """What to hear of, and where to."""

    guard_name = "follow"
    most_proven = 20
    wijk = forms.ChoiceField(label=_("District"), required=False)
    doelgroep = forms.ChoiceField(label=_("For whom"), required=False)
    thema = forms.ChoiceField(label=_("Topic"), required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        every = {"wijk": _("All districts"), "doelgroep": _("Everyone"), "thema": _("Everything")}
        for name, label in every.items():
            self.fields[name].choices = [("", label), *options.known(name).items()]  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, list[str]]:
        """What was chosen, by name; nothing for what was left open."""
        return {name: [self.cleaned_data[name]] for name in ASKED if self.cleaned_data[name]}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponseBase:
    """Ask for the weekly letter; the question may come along in the address."""
    chosen = {name: request.GET.get(name, "") for name in ASKED}
    form = FollowForm(request.POST or None, request=request, initial=chosen)
    if request.method == "POST" and form.is_valid():
        if follower := _ask(form):
            return views.page(request, "following/asked.html", email=follower.email)
        form.add_error("email", address.TOO_OFTEN)
    return views.page(request, "following/follow.html", form=form)


def _ask(form: FollowForm) -> Submission | None:
    """Somebody who must confirm the address; the same form sent again mends it. None when that is too often."""
    email, data = form.cleaned_data["email"], {"follow": form.answers}
    with transaction.atomic():
        made = services.start(
            FollowFlow.kind, form.key, language=get_language() or "nl", proven=form.is_proven, email=email, data=data
        )
        follower = services.hand_in(made)
        if follower.status == Submission.Status.UNCONFIRMED:
            if follower.data != data:
                follower.data = data
                follower.save(update_fields=["data"])
            if not address.correct(follower, email):
                return None
            follower.email = email
    return follower


# A mail program that offers 'unsubscribe' posts here without our form (RFC 8058); the token is all it needs.
@csrf_exempt
@views.follows_link(Purpose.STOP)
def stop_by_letter(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Stop from a letter: GET asks, POST stops."""
    return stop(request, submission, token)

"""Everything about one person: to look at, to hand out, and to erase when asked."""

import base64
import json
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from core.dates import today
from core.intake import services
from core.intake.admin.letters_admin import letters_seen_by, without_tokens
from core.intake.admin.rooms import CHANGE, ERASE, LETTERS, SEE_SENDER, RoomMixin
from core.intake.flows import all_flows, flow_of, seen_by
from core.intake.pages import PageFlow
from core.models import OutgoingMail, SentPicture, Submission

Status = Submission.Status
MOST_SHOWN = 100


@dataclass(frozen=True)
class Found:
    """Something this person sent in; `may_open` when the editors' screen shows it."""

    submission: Submission
    title: str
    kind: str
    may_open: bool
    # Whether something of its own is on the site.
    is_live: bool


def submissions_of(email: str, user: User) -> list[Submission]:
    """What was sent in from an e-mail address, of what `user` may see, the latest first."""
    found = Submission.objects.filter(seen_by(user), email__iexact=email)
    return list(found.select_related("page").order_by("-changed_at", "pk"))


def letters_to(email: str, user: User) -> list[OutgoingMail]:
    """The letters to an address, the latest first; also about what was handed over to somebody else since."""
    return list(letters_seen_by(user).filter(to__iexact=email))


def _letters_about(email: str, user: User) -> list[OutgoingMail]:
    """The letters to an address, and all that answer what was sent from it, wherever they went."""
    mine = Q(to__iexact=email) | Q(submission__in=submissions_of(email, user))
    return list(letters_seen_by(user).filter(mine))


def export(email: str, user: User) -> dict[str, Any]:
    """Everything that is kept about a person, for that person; without links, which others might read along."""
    return {
        "email": email,
        "submissions": [_submission_data(one) for one in submissions_of(email, user)],
        "letters": [
            {
                "to": letter.to,
                "subject": letter.subject,
                "text": without_tokens(letter.text),
                "status": letter.status,
                "written": letter.made_at,
                "sent": letter.sent_at,
            }
            for letter in _letters_about(email, user)
        ],
    }


def _submission_data(one: Submission) -> dict[str, Any]:
    picture = SentPicture.objects.filter(submission=one).first()
    return {
        "kind": one.kind,
        "status": one.status,
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "made": one.made_at,
        "confirmed": one.confirmed_at,
        "changed": one.changed_at,
        "answers": one.data,
        "page": {"title": one.page.draft_title, "address": one.page.get_full_url()} if one.page else None,
        "picture": _picture_data(picture) if picture else None,
        **_own_data(one),
    }


def _own_data(one: Submission) -> dict[str, Any]:
    known = {flow.kind for flow in all_flows()}
    return flow_of(one).own_data(one) if one.kind in known else {}


def _picture_data(picture: SentPicture) -> dict[str, Any]:
    try:
        with picture.file.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
    except OSError:
        content = ""
    return {"jpeg_base64": content}


@transaction.atomic
def erase(email: str, user: User, *, take_off: bool) -> int:
    """Erase a person, of what `user` may see: what was sent in, every letter, drafts that never were on the site.

    What is on the site stays, unless `take_off`. Answers how many submissions went.
    """
    known = {flow.kind for flow in all_flows()}
    found = list(Submission.objects.select_for_update().filter(seen_by(user), email__iexact=email))
    for one in found:
        is_live = one.kind in known and bool((one.page and one.page.live) or flow_of(one).is_needed(one))
        if one.kind in known and one.may_become(Status.WITHDRAWN) and (take_off or not is_live):
            # The letter about it goes with the rest, unsent.
            services.withdraw(one)
        services.erase(one)
    letters_seen_by(user).filter(to__iexact=email).delete()
    return len(found)


class PeopleView(RoomMixin, TemplateView):
    """Search for a person by e-mail address. Everything is posted, so that no address stands in any log."""

    permission_required = SEE_SENDER
    room = "intake_people"
    template_name = "intake/admin/people.html"
    email = ""
    asks_erase = False
    # What each button needs beside the permission to be here.
    needs = {"end_links": CHANGE, "export": ERASE, "ask_erase": ERASE, "erase": ERASE}

    def get_page_title(self) -> str:
        """What the screen is for."""
        return _("One person")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Search, or do what the pressed button says. Raises PermissionDenied for whoever may not."""
        action = request.POST.get("action", "search")
        if action in self.needs and not request.user.has_perm(self.needs[action]):
            raise PermissionDenied
        self.email = request.POST.get("email", "").strip()[:254]
        try:
            validate_email(self.email)
        except ValidationError:
            self.email = ""
            messages.error(request, _("Fill in a whole e-mail address, such as sam@example.org."))
            return self.render_to_response(self.get_context_data(**kwargs))
        if action == "export":
            return self._export()
        if action == "erase":
            return self._erase()
        if action == "end_links":
            self._end_links()
        self.asks_erase = action == "ask_erase"
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found."""
        user = cast("User", self.request.user)
        found = [_found(one) for one in submissions_of(self.email, user)[:MOST_SHOWN]] if self.email else []
        return {
            **super().get_context_data(**kwargs),
            "email": self.email,
            "found": found,
            "letters": letters_to(self.email, user)[:MOST_SHOWN] if self.email else [],
            "live": [one for one in found if one.is_live],
            "asks_erase": self.asks_erase,
            "may_erase": user.has_perm(ERASE),
            "may_end_links": user.has_perm(CHANGE),
            "may_open_letters": user.has_perm(LETTERS),
            "hidden": [str(flow.label or flow.name) for flow in all_flows() if not user.has_perm(flow.permission)],
        }

    def _end_links(self) -> None:
        user = cast("User", self.request.user)
        count = 0
        for one in submissions_of(self.email, user):
            try:
                services.end_links(one, user)
            except Submission.DoesNotExist:
                continue
            count += 1
        messages.success(
            self.request,
            ngettext(
                "The links to %(count)d thing do not work any more. The sender can ask for new ones.",
                "The links to %(count)d things do not work any more. The sender can ask for new ones.",
                count,
            )
            % {"count": count},
        )

    def _export(self) -> HttpResponse:
        user = cast("User", self.request.user)
        content = json.dumps(export(self.email, user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="gegevens-{today():%Y-%m-%d}.json"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def _erase(self) -> HttpResponseBase:
        if self.request.POST.get("sure") != "yes":
            self.asks_erase = True
            messages.error(self.request, _("Tick that you are sure, then press the button again."))
            return self.render_to_response(self.get_context_data())
        user = cast("User", self.request.user)
        count = erase(self.email, user, take_off=self.request.POST.get("take_off") == "yes")
        words = ngettext(
            "Erased: %(count)d thing that was sent in, and every letter about it.",
            "Erased: %(count)d things that were sent in, and every letter about them.",
            count,
        )
        messages.success(self.request, words % {"count": count})
        return redirect("intake_people")


def _found(one: Submission) -> Found:
    try:
        flow = flow_of(one)
    except KeyError:
        return Found(one, one.kind, one.kind, may_open=False, is_live=False)
    is_confirmed = one.status not in {Status.DRAFT, Status.UNCONFIRMED}
    is_needed = flow.moderated and one.status == Status.ACCEPTED and flow.is_needed(one)
    is_live = is_needed or (isinstance(flow, PageFlow) and bool(one.page and one.page.live))
    label = str(flow.label or flow.name)
    return Found(one, flow.title(one), label, may_open=flow.moderated and is_confirmed, is_live=is_live)

"""Letters that wait or could not be sent, and how every letter looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from core.intake import letters, mail
from core.intake.admin.rooms import LETTERS, GuardedMixin, RoomMixin
from core.intake.flows import all_flows, seen_by
from core.models import OutgoingMail
from core.queries import page_number

Status = OutgoingMail.Status
PAGE_SIZE = 50
STATES = (Status.FAILED, Status.QUEUED, Status.SENDING, Status.SENT)
# What follows the purpose of a link: key, version, moment and signature (`core.intake.links`).
_TOKEN = re.compile(r"[0-9a-f]{32}-\d+\.[\w-]+\.[\w-]+")


def letters_seen_by(user: Any) -> QuerySet[OutgoingMail]:
    """The letters about what somebody may see."""
    return OutgoingMail.objects.filter(seen_by(user, "submission__"))


def without_tokens(text: str) -> str:
    """A letter without the sender's own links: who has one of those may act as the sender."""
    return _TOKEN.sub("…", text)


@dataclass(frozen=True)
class StateFilter:
    """A state to press, with how many letters are in it."""

    label: str
    url: str
    count: int
    is_chosen: bool


class LettersView(RoomMixin, TemplateView):
    """The letters of one state, those that failed first of all; a search (posted: it names people) in all of them."""

    permission_required = LETTERS
    room = "intake_letters"
    template_name = "intake/admin/letters.html"
    term = ""

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("Letters")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Search by address or subject. Changes nothing."""
        self.term = " ".join(request.POST.get("term", "").replace("\0", "").split())[:100]
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the letters and the filters."""
        seen = letters_seen_by(self.request.user)
        counts = dict(seen.order_by().values_list("status").annotate(count=Count("pk")))
        asked = self.request.GET.get("staat", "")
        usual = Status.FAILED if counts.get(Status.FAILED) else Status.QUEUED
        state = asked if asked in STATES else usual
        found = self._found(state)
        return {
            **super().get_context_data(**kwargs),
            "term": self.term,
            "states": [
                StateFilter(str(one.label), f"?staat={one}", counts.get(one, 0), one == state and not self.term)
                for one in STATES
            ],
            "state": state,
            "failed": counts.get(Status.FAILED, 0),
            "result": Paginator(found, PAGE_SIZE).get_page(page_number(self.request)),
        }

    def _found(self, state: str) -> QuerySet[OutgoingMail]:
        letters = letters_seen_by(self.request.user).defer("text", "html", "headers")
        if not self.term:
            return letters.filter(status=state)
        found = letters.filter(Q(to__icontains=self.term) | Q(subject__icontains=self.term))
        # A second page could not be asked for without the term in its address.
        return found.filter(pk__in=list(found.values_list("pk", flat=True)[:PAGE_SIZE]))


class LetterView(RoomMixin, TemplateView):
    """One letter, as it was sent but for the sender's own links."""

    permission_required = LETTERS
    room = "intake_letters"
    template_name = "intake/admin/letter.html"

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("Letter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the letter."""
        letter = get_object_or_404(letters_seen_by(self.request.user), pk=self.kwargs["pk"])
        return {
            **super().get_context_data(**kwargs),
            "letter": letter,
            "text": without_tokens(letter.text),
            "html": without_tokens(letter.html),
        }


class TryAgainView(GuardedMixin, View):
    """Let a letter that failed start afresh, or all of them."""

    permission_required = LETTERS

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Do it, and come back to the list. Twice is once."""
        failed = letters_seen_by(request.user).filter(status=Status.FAILED)
        found = list(failed.filter(pk=pk) if pk else failed)
        for letter in found:
            mail.try_again(letter)
        words = ngettext("%(count)d letter is sent again.", "%(count)d letters are sent again.", len(found))
        if found:
            messages.success(request, words % {"count": len(found)})
        else:
            messages.info(request, _("There was nothing left to send again."))
        return redirect("intake_letters")


@dataclass(frozen=True)
class Sample:
    """An example of a letter, both ways."""

    subject: str
    text: str
    html: str


class SamplesView(RoomMixin, TemplateView):
    """How every letter looks, about something made up."""

    permission_required = LETTERS
    room = "intake_letter_samples"
    template_name = "intake/admin/samples.html"

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("How letters look")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the letters all kinds share, then those of each kind."""
        groups = [(_("Every kind"), list(_samples(letters.samples())))]
        flows = [flow for flow in all_flows() if self.request.user.has_perm(flow.permission)]
        groups += [(str(flow.label or flow.name), list(_samples(flow.samples()))) for flow in flows]
        return {**super().get_context_data(**kwargs), "groups": [group for group in groups if group[1]]}


def _samples(found: list[letters.Letter]) -> Iterator[Sample]:
    for letter in found:
        text, html = (without_tokens(letter.render(kind)) for kind in ("txt", "html"))
        yield Sample(str(letter.subject), text, html)

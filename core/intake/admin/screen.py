"""One screen to look at what was sent in and decide about it; after each decision the next one opens."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page as ResultPage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.log_actions import registry
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from core.intake.admin.forms import AskForm, RefuseForm
from core.intake.admin.queue import Choice, Counts, age, rows
from core.intake.admin.rooms import SEE_SENDER, GuardedMixin, RoomMixin
from core.intake.flows import flow_of
from core.intake.pages import PageFlow, specific_page
from core.intake.pictures import picture_response
from core.models import SentPicture, Submission
from core.queries import page_number

Status = Submission.Status
HISTORY = 12


@dataclass(frozen=True)
class Event:
    """Something that happened to a submission or its page, and by whom."""

    moment: Any
    words: str
    who: str


def mark_of(submission: Submission, *, lock: bool = False) -> str:
    """What an editor saw, so that nobody approves what changed meanwhile; locks the page when asked.

    Wagtail writes several savings of one editor over each other, so the number of a revision says too little.
    """
    page = Page.objects.select_for_update().filter(pk=submission.page_id).first() if lock else submission.page
    draft = f"{page.latest_revision_id}|{page.latest_revision_created_at}" if page else ""
    return f"{submission.status}|{submission.changed_at.timestamp()}|{draft}"


def url_of(submission: Submission, choice: Choice) -> str:
    """The address of a submission on this screen, within what the editor chose to look at."""
    return reverse("intake_review", args=[submission.pk]) + choice.query_string


class QueueView(RoomMixin, TemplateView):
    """The queue: what an editor chose to look at, the oldest first."""

    room = "intake_queue"
    template_name = "intake/admin/queue_screen.html"

    def get_page_title(self) -> str:
        """What the screen is for."""
        return _("What was sent in")

    @cached_property
    def choice(self) -> Choice:
        """What the editor chose to look at."""
        return Choice.from_query(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the queue and its filters."""
        counts, result = Counts(), self._result()
        return {
            **super().get_context_data(**kwargs),
            "choice": self.choice,
            "states": list(counts.states(self.choice, state_names())),
            "kinds": list(counts.kinds(self.choice, _("All kinds"))),
            "count": counts.of(self.choice),
            "result": result,
            "rows": rows(list(result)),
        }

    def _result(self) -> ResultPage:
        return self.choice.page(page_number(self.request))


class ReviewView(QueueView):
    """One of them, beside the queue, with everything needed to decide."""

    template_name = "intake/admin/screen.html"
    # The form that an editor sent and that has to be filled in again, by name.
    sent: tuple[str, Any] | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; what was erased meanwhile leads back to the queue."""
        return super().get(request, *args, **kwargs) if self.submission else self.gone()

    def gone(self) -> HttpResponse:
        """Back to the queue, saying why."""
        messages.info(self.request, _("This is not here any more. Somebody erased it, or it was kept long enough."))
        return self.to_queue()

    def to_queue(self) -> HttpResponse:
        """Back to the queue, as the editor chose to look at it."""
        return redirect(reverse("intake_queue") + self.choice.query_string)

    @cached_property
    def submission(self) -> Submission | None:
        """The one at hand; None when it is not there (any more)."""
        return reviewable(self.kwargs["pk"])

    def _result(self) -> ResultPage:
        return self.choice.page_with(self._one)

    @property
    def _one(self) -> Submission:
        assert self.submission is not None  # noqa: S101 - `get` and `post` looked
        return self.submission

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everything about the one at hand."""
        one = self._one
        forms: dict[str, Any] = {"ask": AskForm(), "refuse": RefuseForm(), **dict([self.sent] if self.sent else [])}
        return {
            **super().get_context_data(**kwargs),
            "submission": one,
            "ask_form": forms["ask"],
            "refuse_form": forms["refuse"],
            "sent": self.sent[0] if self.sent else "",
            "sees_sender": self.request.user.has_perm(SEE_SENDER),
            "previous": self.choice.before(one).first(),
            "next": self.choice.after(one).first(),
            **self._at_hand(one),
        }

    def _at_hand(self, one: Submission) -> dict[str, Any]:
        flow, user = flow_of(one), self.request.user
        page = specific_page(one)
        permissions = page.permissions_for_user(user) if page else None
        is_open = one.status in Submission.OPEN
        return {
            "title": flow.title(one),
            "kind": flow.label or flow.name,
            "flow": flow,
            "has_picture": SentPicture.objects.filter(submission=one).exists(),
            "state": state_names()[one.status],
            "age": age(one),
            "is_change": flow.is_change(one),
            # An editor deleted what was made of it.
            "is_orphan": is_open and isinstance(flow, PageFlow) and page is None,
            "page": page,
            "review": flow.review(one),
            "mark": mark_of(one),
            "may_edit": bool(permissions and permissions.can_edit() and not permissions.page_locked()),
            "may_accept": is_open and flow.may_accept(one, user),
            "may_ask": one.may_become(Status.ASKED) and bool(one.email),
            "may_refuse": is_open,
            "history": history(one, page),
        }


def reviewable(pk: UUID) -> Submission | None:
    """A submission that editors may look at: of a kind they decide about, and confirmed by its sender."""
    found = Submission.objects.select_related("page").filter(pk=pk)
    one = found.exclude(status__in=[Status.DRAFT, Status.UNCONFIRMED]).first()
    try:
        return one if one and flow_of(one).moderated else None
    except KeyError:
        return None


def history(submission: Submission, page: Page | None) -> list[Event]:
    """What happened to a submission and its page, the latest first."""
    entries = [*registry.get_logs_for_instance(submission).select_related("user")[:HISTORY]]
    if page is not None:
        entries += registry.get_logs_for_instance(page).select_related("user")[:HISTORY]
    entries.sort(key=lambda entry: entry.timestamp, reverse=True)
    return [_event(entry) for entry in entries[:HISTORY]]


def _event(entry: Any) -> Event:
    formatter = entry.formatter
    words = formatter.format_message(entry) if formatter else entry.action
    who = entry.user_display_name if entry.user_id else _("the sender")
    return Event(entry.timestamp, str(words), who)


def last_event(submission: Submission) -> str:
    """The last thing that was decided, by whom and how long ago, in words."""
    entry = registry.get_logs_for_instance(submission).select_related("user").first()
    if entry is None:
        return state_names()[submission.status]
    event = _event(entry)
    # Translators: 'Approved, by Sam, 3 minutes ago'.
    return _("%(what)s, by %(who)s, %(ago)s ago") % {
        "what": event.words, "who": event.who, "ago": timesince(event.moment, depth=1),
    }  # fmt: skip


def state_names() -> dict[str, str]:
    """What editors call each state, in one or two words."""
    return {
        Status.WAITING: _("To do"),
        Status.ASKED: _("Asked"),
        Status.ACCEPTED: _("Accepted"),
        Status.REFUSED: _("Refused"),
        Status.WITHDRAWN: _("Withdrawn"),
    }


class FirstView(GuardedMixin, View):
    """The way to the first one of what was chosen."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Go there, or to the queue when there is none."""
        choice = Choice.from_query(request.GET)
        first = choice.submissions().first()
        return redirect(url_of(first, choice) if first else reverse("intake_queue") + choice.query_string)


@method_decorator([never_cache, xframe_options_sameorigin_override], name="get")
class PreviewView(GuardedMixin, View):
    """The latest draft of a submission's page, as visitors would see it; stands in a frame on the screen."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Show it; Http404 when there is no page."""
        one = reviewable(pk)
        page = specific_page(one) if one else None
        if one is None or page is None:
            raise Http404
        flow = flow_of(one)
        draft = flow.draft_of(one, page) if isinstance(flow, PageFlow) else page.get_latest_revision_as_object()
        # Without Wagtail's bar: that is for whoever walks through the site.
        return draft.make_preview_request(request, draft.default_preview_mode, {"in_preview_panel": True})


@method_decorator(never_cache, name="get")
class PictureView(GuardedMixin, View):
    """The picture that was sent along, before it is one of the site's; only for editors who may see the screen."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Show it; Http404 when there is none (any more)."""
        return picture_response(SentPicture.objects.filter(submission=pk).first() if reviewable(pk) else None)

"""What people can send in. An app describes its own kinds as a `Flow` and registers them when the apps are ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import page_permission_policy

from core.intake import letters
from core.intake.letters import Letter
from core.intake.state_words import state_words
from core.models import Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A page behind a link: answers GET with a question or form, and does what it is for on POST.
Verb = Callable[[HttpRequest, Submission, str], HttpResponseBase]


class Review(TypedDict, total=False):
    """What the editors' screen shows of a submission, beside what all of them have."""

    address: str
    map_url: str
    facts: list[tuple[str, str]]
    # What looks like the same thing: (title, address in the office, why).
    duplicates: list[tuple[str, str, str]]
    preview_url: str
    edit_url: str
    # What becomes different of something live: objects of `wagtail.admin.compare`.
    comparison: list[Any]
    # What has to be decided first: (words, address in the office). `may_accept` is False until then.
    wait: tuple[str, str]


class Flow:
    """One kind of thing to send in. A subclass says what becomes of it.

    Every method runs inside the transaction of `core.intake.services` that calls it, with the submission locked.
    """

    # Stored with every submission; at most 20 characters.
    kind = ""
    # What it is called in a sentence, with its article: 'your activity'.
    name: Any = ""
    # What it is called in the office, on its own: 'Activity'.
    label: Any = ""
    # What the buttons of an editor say.
    accept_label: Any = _("Approve")
    refuse_label: Any = _("Refuse")
    # Whether an editor decides; without it a confirmed submission is accepted at once.
    moderated = True
    # What somebody needs to see those of this kind (in letters, under a person), beside what the screens ask. One that
    # not every editor has is for kinds that are not moderated: the queue is one for all who decide.
    permission = "core.change_submission"
    # Whether it goes to an editor without the sender's address being confirmed: only what never becomes public.
    anonymous = False
    # What the sender may do by the link in each letter, by the word in the address: `{"wijzigen": change}`.
    verbs: dict[str, Verb] = {}
    # Shows how things stand, above the verbs; gets `submission`, `token` and what `state` answers.
    state_template = "intake/state.html"

    def title(self, submission: Submission) -> str:
        """What this one is called: the title of the activity, the name of the organisation."""
        raise NotImplementedError

    def please_confirm(self, submission: Submission) -> Letter:
        """The letter that asks whether the address is the sender's; holds nothing the sender typed."""
        return letters.please_confirm(submission)

    def confirmed(self, submission: Submission) -> None:
        """Make what was sent into a draft (or a row), now that its sender is known."""
        raise NotImplementedError

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Make it public."""
        raise NotImplementedError

    def refused(self, submission: Submission, user: "User | None") -> None:
        """Put away what was made of it; what is live stays live."""

    def withdrawn(self, submission: Submission) -> None:
        """Take it off the site."""

    def forgotten(self, submission: Submission) -> None:
        """Its sender is being erased: put away what was made of it and never was public."""

    def state(self, submission: Submission) -> dict[str, Any]:
        """What the page behind the link shows, beside the verbs that may be used now: `verbs` as (word, label)."""
        return {"verbs": []}

    def may_change(self, submission: Submission) -> bool:
        """Whether the sender can change it now by the link in each letter; else letters offer to look at it."""
        return "wijzigen" in self.verbs

    def state_words(self, submission: Submission) -> str:
        """How it stands, for the sender."""
        is_change, may_change = self.is_change(submission), self.may_change(submission)
        return state_words(submission, is_change=is_change, may_change=may_change)

    def is_needed(self, submission: Submission) -> bool:
        """Whether an accepted one still has a purpose, so that its sender must be kept."""
        return bool(submission.page_id and submission.page and submission.page.live)

    def accepted_letter(self, submission: Submission, url: str) -> Letter:
        """The letter that says it was accepted; `url` is where it stands on the site, empty when it does not."""
        words, may_change = self.decision_words(submission), self.may_change(submission)
        return letters.accepted(submission, self.title(submission), words, url, may_change=may_change)

    def refused_letter(self, submission: Submission, title: str, words: str) -> Letter:
        """The letter that says it was not, with the editor's reason."""
        return letters.refused(submission, title, words, may_change=self.may_change(submission))

    def accepted_words(self, title: str) -> str:
        """What the editor reads after accepting it."""
        return gettext("Approved: '%(title)s'. The sender gets an e-mail.") % {"title": title}

    def refused_words(self, title: str) -> str:
        """What the editor reads after refusing it."""
        return gettext("Refused: '%(title)s'. The sender gets an e-mail with the reason.") % {"title": title}

    def decision_words(self, submission: Submission) -> str:
        """A sentence for the letter that says it was accepted; empty for the usual one."""
        return ""

    def review(self, submission: Submission) -> Review:
        """What an editor needs to see before deciding."""
        return {}

    def is_change(self, submission: Submission) -> bool:
        """Whether what waits changes something that is on the site already."""
        return False

    def is_decided_elsewhere(self, submission: Submission) -> bool:
        """Whether publishing its page on one of Wagtail's own screens accepts it: not when more is to be decided."""
        return True

    def may_accept(self, submission: Submission, user: Any) -> bool:
        """Whether this editor may make it public: whoever may publish its page, or some page when it has none."""
        if submission.page:
            return submission.page.permissions_for_user(user).can_publish()
        return page_permission_policy.user_has_permission(user, "publish")

    def own_data(self, submission: Submission) -> dict[str, Any]:
        """What the app keeps about its sender in rows of its own, for the sender; values go into JSON."""
        return {}

    def districts(self, submissions: list[Submission]) -> dict[UUID, str]:
        """The district of each that has one, by its key, in a constant number of queries."""
        return {}

    def samples(self) -> list[Letter]:
        """Examples of the letters only this flow writes, for editors to read."""
        return []


_flows: dict[str, Flow] = {}


def register(flow: Flow) -> None:
    """Make a kind known; called in an app's `ready`."""
    _flows[flow.kind] = flow


def flow_of(submission: Submission) -> Flow:
    """The flow of a submission. Raises KeyError for a kind nobody registered."""
    return _flows[submission.kind]


def all_flows() -> list[Flow]:
    """Every kind there is."""
    return list(_flows.values())


def seen_by(user: Any, prefix: str = "") -> Q:
    """A filter for what somebody may see of all that was sent in; `prefix` leads to the submission (`submission__`).

    What is of no kind, or of one that is gone, is for those who decide.
    """
    seen = {flow.kind for flow in all_flows() if user.has_perm(flow.permission)}
    if user.has_perm(Flow.permission):
        return ~Q(**{f"{prefix}kind__in": {flow.kind for flow in all_flows()} - seen})
    return Q(**{f"{prefix}kind__in": seen})

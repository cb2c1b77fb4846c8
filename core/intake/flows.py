"""What people can send in. An app describes its own kinds as a `Flow` and registers them when the apps are ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permissions import page_permission_policy

from core.intake.letters import Letter
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
    # What becomes different of something live: (field, before, after).
    changes: list[tuple[str, str, str]]
    # The same as Wagtail compares it: objects of `wagtail.admin.compare`.
    comparison: list[Any]


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
    # Whether an editor decides; without it a confirmed submission is accepted at once.
    moderated = True
    # Whether it goes to an editor without the sender's address being confirmed: only what never becomes public.
    anonymous = False
    # What the sender may do by the link in each letter, by the word in the address: `{"wijzigen": change}`.
    verbs: dict[str, Verb] = {}
    # Shows how things stand, above the verbs; gets `submission`, `token` and what `state` answers.
    state_template = "intake/state.html"

    def title(self, submission: Submission) -> str:
        """What this one is called: the title of the activity, the name of the organisation."""
        raise NotImplementedError

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

    def is_needed(self, submission: Submission) -> bool:
        """Whether an accepted one still has a purpose, so that its sender must be kept."""
        return bool(submission.page_id and submission.page and submission.page.live)

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

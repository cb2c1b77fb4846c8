"""What people can send in. An app describes its own kinds as a `Flow` and registers them when the apps are ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.intake.letters import Letter
from core.models import Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A page behind a link: answers GET with a question or form, and does what it is for on POST.
Verb = Callable[[HttpRequest, Submission, str], HttpResponseBase]


class Flow:
    """One kind of thing to send in. A subclass says what becomes of it.

    Every method runs inside the transaction of `core.intake.services` that calls it, with the submission locked.
    """

    # Stored with every submission; at most 20 characters.
    kind = ""
    # What it is called in a sentence, with its article: 'your activity'.
    name: Any = ""
    # Whether an editor decides; without it a confirmed submission is accepted at once.
    moderated = True
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

    def state(self, submission: Submission) -> dict[str, Any]:
        """What the page behind the link shows, beside the verbs that may be used now: `verbs` as (word, label)."""
        return {"verbs": []}

    def is_needed(self, submission: Submission) -> bool:
        """Whether an accepted one still has a purpose, so that its sender must be kept."""
        return bool(submission.page_id and submission.page and submission.page.live)

    def decision_words(self, submission: Submission) -> str:
        """A sentence for the letter that says it was accepted; empty for the usual one."""
        return ""

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

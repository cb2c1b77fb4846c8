"""What waits for an editor, the oldest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.timesince import timesince

from core.intake.flows import Flow, all_flows, flow_of
from core.models import Submission

Status = Submission.Status
PAGE_SIZE = 50
# What an editor can look at; what is not confirmed yet is nobody's business.
STATES = (Status.WAITING, Status.ASKED, Status.ACCEPTED, Status.REFUSED, Status.WITHDRAWN)


def moderated_flows() -> list[Flow]:
    """The kinds that an editor decides about."""
    return [flow for flow in all_flows() if flow.moderated]


def age(submission: Submission) -> str:
    """How long it has been as it is, in words: '3 days'."""
    return timesince(submission.changed_at, depth=1)


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    submission: Submission
    title: str
    kind: str
    district: str
    age: str
    # Whether it changes something live.
    is_change: bool


@dataclass(frozen=True)
class Choice:
    """What an editor chose to look at: one state, and one kind or all."""

    state: str = Status.WAITING
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "Choice":
        """Read it from an address; what is unknown counts as not chosen."""
        state, kind = query.get("staat", ""), query.get("soort", "")
        known = {flow.kind for flow in moderated_flows()}
        return cls(state if state in STATES else Status.WAITING, kind if kind in known else "")

    @property
    def query_string(self) -> str:
        """The choice as part of an address, with its question mark; empty for the usual one."""
        pairs = [("staat", self.state)] if self.state != Status.WAITING else []
        pairs += [("soort", self.kind)] if self.kind else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def is_open(self) -> bool:
        """Whether these still want something done: then the oldest comes first, otherwise the newest."""
        return self.state in Submission.OPEN

    def submissions(self) -> QuerySet[Submission]:
        """All of them, in order."""
        kinds = [self.kind] if self.kind else [flow.kind for flow in moderated_flows()]
        found = Submission.objects.filter(status=self.state, kind__in=kinds).select_related("page")
        return found.order_by("changed_at", "pk") if self.is_open else found.order_by("-changed_at", "-pk")

    def before(self, submission: Submission) -> QuerySet[Submission]:
        """Those that come before this one, the nearest first."""
        return self._beyond(submission, later=not self.is_open).reverse()

    def after(self, submission: Submission) -> QuerySet[Submission]:
        """Those that come after this one, the nearest first."""
        return self._beyond(submission, later=self.is_open)

    def _beyond(self, submission: Submission, *, later: bool) -> QuerySet[Submission]:
        sign = "gt" if later else "lt"
        same_moment = Q(changed_at=submission.changed_at, **{f"pk__{sign}": submission.pk})
        return self.submissions().filter(Q(**{f"changed_at__{sign}": submission.changed_at}) | same_moment)

    def next_after(self, submission: Submission) -> Submission | None:
        """The next one to look at: after this one, else from the start again; None when it was the only one."""
        return self.after(submission).first() or self.submissions().exclude(pk=submission.pk).first()

    def page(self, number: int) -> ResultPage:
        """One page of them."""
        return Paginator(self.submissions(), PAGE_SIZE).get_page(number)

    def page_with(self, submission: Submission) -> ResultPage:
        """The page on which this one stands."""
        place = self.before(submission).count() if submission.status == self.state else 0
        return self.page(place // PAGE_SIZE + 1)


def rows(submissions: list[Submission]) -> list[Row]:
    """The lines for these, at a constant number of queries."""
    districts: dict[Any, str] = {}
    for flow in moderated_flows():
        if mine := [one for one in submissions if one.kind == flow.kind]:
            districts |= flow.districts(mine)
    return [
        Row(
            submission=one,
            title=flow_of(one).title(one),
            kind=str(flow_of(one).label or flow_of(one).name),
            district=districts.get(one.pk, ""),
            age=age(one),
            is_change=flow_of(one).is_change(one),
        )
        for one in submissions
    ]


@dataclass(frozen=True)
class Filter:
    """A choice to press, with how many there are."""

    label: str
    url: str
    count: int
    is_chosen: bool


class Counts:
    """How many there are of each kind in each state, asked once."""

    def __init__(self) -> None:
        known = [flow.kind for flow in moderated_flows()]
        found = Submission.objects.filter(kind__in=known, status__in=STATES).order_by()
        rows = found.values_list("kind", "status").annotate(count=Count("pk"))
        self._counts = {(kind, status): count for kind, status, count in rows}

    def of(self, choice: Choice) -> int:
        """How many there are of what was chosen."""
        return sum(
            count
            for (kind, status), count in self._counts.items()
            if status == choice.state and choice.kind in {"", kind}
        )

    def states(self, chosen: Choice, names: Mapping[str, str]) -> Iterator[Filter]:
        """A filter for each state, within the chosen kind."""
        for state in STATES:
            choice = Choice(state, chosen.kind)
            yield Filter(names[state], choice.query_string, self.of(choice), choice == chosen)

    def kinds(self, chosen: Choice, everything: str) -> Iterator[Filter]:
        """A filter for each kind there is something of in the chosen state, after one for all."""
        flows = moderated_flows()
        if len(flows) < 2:
            return
        for kind, label in [("", everything), *((flow.kind, str(flow.label or flow.name)) for flow in flows)]:
            choice = Choice(chosen.state, kind)
            if (count := self.of(choice)) or choice == chosen or not kind:
                yield Filter(label, choice.query_string, count, choice == chosen)

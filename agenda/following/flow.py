"""What becomes of somebody who wants to follow the agenda."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from agenda.exports.basis import in_words
from agenda.finding.filters import AgendaFilter
from core.intake import services, views
from core.intake.flows import Flow
from core.intake.letters import Letter
from core.models import Submission

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What one can follow; the names are those of the agenda's own questions.
ASKED = ("wijk", "doelgroep", "thema")


def question_of(submission: Submission) -> AgendaFilter:
    """What a follower wants to hear of."""
    query = QueryDict(mutable=True)
    for name, values in submission.data.get("follow", {}).items():
        if name in ASKED:
            query.setlist(name, values)
    return AgendaFilter.from_query(query)


def stop(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Stop: asks first, then erases all there is of the follower."""
    if request.method == "POST":
        services.erase(submission)
        return views.page(request, "following/stopped.html")
    return views.page(request, "following/stop.html", title=FollowFlow().title(submission))


class FollowFlow(Flow):
    """A follower: nobody decides but the follower."""

    kind = "follow"
    name = _("your weekly e-mail")
    label = _("Weekly e-mail")
    moderated = False
    verbs = {"stoppen": stop}

    def title(self, submission: Submission) -> str:
        """What is followed, in words."""
        words = in_words(question_of(submission))
        return str(_("Every week by e-mail: %(what)s") % {"what": words or _("the whole agenda")})

    def confirmed(self, submission: Submission) -> None:
        """Begin; who asked the same before gets one letter a week, not two."""
        same = Submission.objects.filter(
            kind=self.kind, email__iexact=submission.email, status=Submission.Status.ACCEPTED, data=submission.data
        )
        for earlier in same.exclude(pk=submission.pk):
            services.erase(earlier)

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Nothing becomes public."""

    def state_words(self, submission: Submission) -> str:
        """That the letters come."""
        if submission.status == Submission.Status.ACCEPTED:
            return str(_("You get this e-mail every Thursday, when something is on."))
        return super().state_words(submission)

    def state(self, submission: Submission) -> dict[str, object]:
        """One can stop."""
        return {"verbs": [("stoppen", str(_("Stop these e-mails")))]}

    def is_needed(self, submission: Submission) -> bool:
        """Until the follower stops."""
        return True

    def samples(self) -> list[Letter]:
        """The weekly letter, with an example."""
        from agenda.following.weekly import sample

        return [sample()]

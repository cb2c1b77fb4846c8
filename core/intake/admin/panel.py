"""What waits, on the first screen of the office."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timesince import timesince
from wagtail.admin.ui.components import Component

from core.intake.admin.letters_admin import letters_seen_by
from core.intake.admin.queue import Choice, moderated_flows
from core.intake.admin.rooms import CHANGE, LETTERS
from core.models import OutgoingMail, Submission


class WaitingPanel(Component):
    """How much waits of each kind, how old the oldest is, and whether letters stay behind."""

    name = "intake_waiting"
    order = 40
    template_name = "intake/admin/panel.html"

    class Media:
        """Its style."""

        css = {"all": ["moderation.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Two questions to the database, however much waits."""
        user = parent_context["request"].user
        flows = {flow.kind: str(flow.label or flow.name) for flow in moderated_flows()}
        waiting = Submission.objects.filter(status=Submission.Status.WAITING, kind__in=flows).order_by()
        found = waiting.values_list("kind").annotate(count=Count("pk"), oldest=Min("changed_at"))
        kinds = [(flows[kind], count, oldest, Choice(kind=kind).query_string) for kind, count, oldest in found]
        failed = (
            letters_seen_by(user).filter(status=OutgoingMail.Status.FAILED).count() if user.has_perm(LETTERS) else 0
        )
        return {
            "queue": reverse("intake_queue"),
            "total": sum(count for _label, count, _oldest, _query in kinds),
            "kinds": [(label, count, query) for label, count, _oldest, query in kinds],
            "oldest": timesince(min(oldest for _l, _c, oldest, _q in kinds), depth=1) if kinds else "",
            "failed": failed,
            "letters": reverse("intake_letters"),
        }


def add_panel(request: Any, panels: list[Any]) -> None:
    """Put it on top, for whoever may decide."""
    if request.user.has_perm(CHANGE):
        panels.append(WaitingPanel())

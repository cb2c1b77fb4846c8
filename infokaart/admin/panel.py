"""What waits and what runs low, on the first screen of the office."""

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from wagtail.admin.ui.components import Component

from core.intake.admin.letters_admin import letters_seen_by
from core.intake.admin.rooms import CHANGE as DECIDES
from core.intake.admin.rooms import LETTERS
from core.models import OutgoingMail
from infokaart.admin.choice import short_names
from infokaart.admin.rooms import SEE
from infokaart.admin.shelf import shelves
from infokaart.models import Order

Status = Order.Status
# What somebody here must do something with.
WAITING = (Status.NEW, Status.PACKED, Status.PARTLY_SENT)


class OrdersPanel(Component):
    """How many orders wait, how old the oldest is, and which cards run low."""

    name = "orders"
    order = 45
    template_name = "infokaart/admin/panel.html"

    class Media:
        """Its style."""

        css = {"all": ["moderation.css", "orders.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """A few questions to the database, however many orders there are."""
        user = parent_context["request"].user
        found = Order.objects.filter(status__in=WAITING).order_by().values_list("status")
        waiting = {status: (count, oldest) for status, count, oldest in found.annotate(Count("pk"), Min("made_at"))}
        names = short_names()
        # Who decides about what else is sent in, reads of the letters in the panel about that.
        counts_letters = user.has_perm(LETTERS) and not user.has_perm(DECIDES)
        return {
            "queue": reverse("orders_queue"),
            "states": [(names[state], f"?staat={state}", *waiting[state]) for state in WAITING if state in waiting],
            "oldest": timesince(min(oldest for _count, oldest in waiting.values()), depth=1) if waiting else "",
            "low": [shelf for shelf in shelves() if shelf.is_low],
            "failed": letters_seen_by(user).filter(status=OutgoingMail.Status.FAILED).count() if counts_letters else 0,
            "letters": reverse("intake_letters"),
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put it there for whoever may see orders."""
    if request.user.has_perm(SEE):
        panels.append(OrdersPanel())

"""Every letter to who orders, about something made up, for editors to read."""

from dataclasses import replace

from django.utils.translation import gettext as _

from core.intake.letters import Letter
from core.models import Submission
from infokaart import letters as written
from infokaart.letters import Line, Summary


def letters() -> list[Letter]:
    """Each of them."""
    sender = Submission(kind="order", name=_("Sam Example"), email="sam@example.org")
    lines = (Line(1, _("Card with conversation tips"), 25, 4, 3), Line(2, _("Poster"), 5, 1))
    posted = Summary("UO-2026-0123", lines)
    place = (_("Town hall"), _("Main Street 1"), _("Monday to Friday, 9 to 17"))
    picked_up = replace(posted, is_pickup=True, place=place)
    return [
        written.please_confirm(sender),
        written.ordered(sender, posted),
        written.ordered(sender, picked_up),
        written.changed(sender, posted),
        written.cancelled(sender, posted),
        written.cancelled_by_us(sender, posted),
        written.ready(sender, picked_up),
        written.sent(sender, posted, {1: 4, 2: 1}, "3SABCD012345678"),
        written.partly_sent(sender, posted, {1: 3}, ""),
        written.no_rest(sender, posted),
        written.came_back(sender, posted),
    ]

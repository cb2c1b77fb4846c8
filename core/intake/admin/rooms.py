"""What all screens of this office share: who may come in, and the ways from one to another."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _

from core.office import ScreenMixin

CHANGE = "core.change_submission"
SEE_SENDER = "core.view_submission"
ERASE = "core.delete_submission"
LETTERS = "core.change_outgoingmail"
REASONS = "core.change_refusalreason"


@dataclass(frozen=True)
class Room:
    """A way to one of these screens."""

    label: str
    url: str
    is_here: bool


class GuardedMixin(PermissionRequiredMixin):
    """A view for whoever may decide, or has the permission it names; Wagtail sends others to its first screen."""

    permission_required = CHANGE


class RoomMixin(GuardedMixin, ScreenMixin):
    """A screen with the ways to the others above it."""

    # The name of its address.
    room = ""
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ways to the screens that this editor may use."""
        return {**super().get_context_data(**kwargs), "rooms": list(self._rooms())}

    def _rooms(self) -> list[Room]:
        user = self.request.user
        ways = [
            ("intake_queue", _("What was sent in"), CHANGE),
            ("intake_letters", _("Letters"), LETTERS),
            ("intake_letter_samples", _("How letters look"), LETTERS),
            ("intake_people", _("One person"), SEE_SENDER),
            ("wagtailsnippets_core_refusalreason:list", _("Reasons to refuse"), REASONS),
        ]
        return [Room(label, reverse(name), name == self.room) for name, label, needed in ways if user.has_perm(needed)]

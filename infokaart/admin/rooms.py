"""What all screens of this office share: who may come in, and the ways from one to another."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.intake.admin.rooms import LETTERS, SEE_SENDER, GuardedMixin, Room, RoomMixin

SEE, CHANGE, STOCK = "infokaart.view_order", "infokaart.change_order", "infokaart.add_stockmovement"


class OrdersMixin(GuardedMixin):
    """A view for whoever may see orders. Wagtail itself keeps every answer of the office out of every cache."""

    permission_required = SEE


class OrderRoomMixin(OrdersMixin, RoomMixin):
    """A screen of this office."""

    header_icon = "form"

    def _rooms(self) -> list[Room]:
        user = self.request.user
        ways = [
            ("orders_queue", _("Orders"), SEE),
            ("orders_shelf", _("Cards in stock"), SEE),
            ("intake_letters", _("Letters"), LETTERS),
            ("intake_people", _("One person"), SEE_SENDER),
        ]
        return [Room(label, reverse(name), name == self.room) for name, label, needed in ways if user.has_perm(needed)]

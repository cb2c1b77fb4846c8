"""What becomes of an order that somebody sent in."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.intake.flows import Flow
from core.intake.letters import Letter
from core.models import Submission
from infokaart import letters, orders, samples
from infokaart.intake import manage
from infokaart.models import Delivery, Order

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class OrderFlow(Flow):
    """An order of cards. No editor decides; `infokaart.orders` says what becomes of it."""

    kind = "order"
    name = gettext_lazy("your order")
    label = gettext_lazy("Order of cards")
    moderated = False
    permission = "infokaart.view_order"
    state_template = "infokaart/state.html"
    verbs = manage.VERBS

    def title(self, submission: Submission) -> str:
        """The number; without an order what this kind is called."""
        order = order_of(submission)
        return _("Order %(number)s") % {"number": order} if order else str(self.label)

    def please_confirm(self, submission: Submission) -> Letter:
        """Says also how long the cards are held."""
        return letters.please_confirm(submission)

    def confirmed(self, submission: Submission) -> None:
        """From now on it can be packed."""
        orders.confirmed(submission)

    def accepted(self, submission: Submission, user: "User | None") -> None:
        """Nothing: nobody decides about an order."""

    def forgotten(self, submission: Submission) -> None:
        """What was not sent goes to nobody: its cards are free again."""
        if order := order_of(submission):
            orders.close(order)

    def withdrawn(self, submission: Submission) -> None:
        """The same."""
        self.forgotten(submission)

    def is_needed(self, submission: Submission) -> bool:
        """Until `infokaart.retention` says otherwise."""
        return order_of(submission) is not None

    def state(self, submission: Submission) -> dict[str, Any]:
        """The order, and what may be done with it."""
        return manage.state(submission)

    def own_data(self, submission: Submission) -> dict[str, Any]:
        """The order, and where it goes."""
        order, delivery = order_of(submission), Delivery.objects.filter(submission=submission.pk).first()
        data: dict[str, Any] = {}
        if order:
            lines = order.lines.select_related("product")
            data["order"] = {
                "number": order.number,
                "ordered": order.made_at,
                "status": order.status,
                "lines": [
                    {"product": line.product.title, "packs": line.packs, "of": line.pack_size} for line in lines
                ],
            }
        if delivery:
            names = ("organisation", "street", "house_number", "addition", "postcode", "city", "note", "track_code")
            data["delivery"] = {name: getattr(delivery, name) for name in names}
        return data

    def samples(self) -> list[Letter]:
        """The letters only orderers get."""
        return samples.letters()


def order_of(submission: Submission) -> Order | None:
    """The order that was made of a submission; None while it is being filled in."""
    return Order.objects.filter(submission=submission.pk).first()

"""What somebody who ordered may do by the link in each letter, until it is packed: other quantities, or cancel."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from core.intake import views
from core.intake.flows import Verb
from core.intake.services import IllegalMove
from core.models import SiteSettings, Submission
from infokaart import office, orders
from infokaart.intake.packs import PacksForm, packs_name
from infokaart.limits import Closed, TooMany
from infokaart.models import Delivery, Order, OrderLine, ProductPage
from infokaart.queries import Offer, State, offers
from infokaart.stock import OutOfStock

_WORDS = {"wijzigen": _("Change how many"), "annuleren": _("Cancel the order")}


def order_of(submission: Submission) -> Order | None:
    """The order that was made of a submission, with what its state shows."""
    return Order.objects.select_related("pickup_point").filter(submission=submission.pk).first()


def state(submission: Submission) -> dict[str, Any]:
    """What the page behind the link shows: the order, its lines, and what may be done now."""
    order = order_of(submission)
    delivery = Delivery.objects.filter(submission=submission.pk).first()
    may = order is not None and order.status in orders.CHANGEABLE and submission.confirmed_at is not None
    return {
        "order": order,
        "lines": lines_of(order) if order else [],
        "track_code": delivery.track_code if delivery else "",
        "verbs": [(word, str(words)) for word, words in _WORDS.items()] if may else [],
    }


def lines_of(order: Order) -> list[OrderLine]:
    """The lines of an order, with their products."""
    return list(order.lines.select_related("product").order_by("pk"))


class ChangeForm(PacksForm):
    """Other quantities of an order."""

    nothing_chosen: Any = _("Nothing would be left. Do you not need it any more? Then go back and cancel the order.")


def change(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Other quantities; what was ordered keeps its cards until that is possible."""
    order = order_of(submission)
    if order is None or order.status not in orders.CHANGEABLE:
        return _too_late(request, submission, token)
    lines = lines_of(order)
    held = {line.product_id: line.packs for line in lines}
    initial = {packs_name(key): str(packs) for key, packs in held.items()}
    form = ChangeForm(request.POST or None, initial=initial, offers=_on_offer(order, lines), held=held)
    if request.method == "POST" and form.is_valid():
        try:
            orders.change(order, form.packs)
        except (OutOfStock, TooMany, Closed) as error:
            form = ChangeForm(request.POST, offers=_on_offer(order, lines), held=held)
            form.is_valid()
            form.explain(error)
        except IllegalMove:
            return _too_late(request, submission, token)
        else:
            return views.back(token, "gewijzigd")
    return views.page(request, "infokaart/change.html", form=form, order=order, token=token)


def _on_offer(order: Order, lines: list[OrderLine]) -> list[Offer]:
    """What is in the order, also when it is closed by now, and what can be ordered along with it."""
    page, held = office.order_page(), {line.product_id for line in lines}
    found = offers(page.localized) if page else []
    fits = [one for one in found if one.key in held or (one.is_open and _goes_along(order, one.product))]
    known = {one.key for one in fits}
    return fits + [Offer(one.product, one.product, State.NEVER) for one in lines if one.product_id not in known]


def _goes_along(order: Order, product: ProductPage) -> bool:
    return product.is_picked_up if order.is_pickup else product.is_posted


def cancel(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """Let the order go: asks first. A second press finds it done."""
    order = order_of(submission)
    if order is None or order.status not in {*orders.CHANGEABLE, Order.Status.CANCELLED}:
        return _too_late(request, submission, token)
    if request.method == "POST":
        try:
            orders.cancel(order)
        except IllegalMove:
            return _too_late(request, submission, token)
        return views.back(token, "geannuleerd")
    if order.status == Order.Status.CANCELLED:
        return views.back(token)
    return views.page(request, "infokaart/cancel.html", order=order, lines=lines_of(order), token=token)


def _too_late(request: HttpRequest, submission: Submission, token: str) -> HttpResponseBase:
    """It is packed or gone already: whom to ask now."""
    contact = SiteSettings.for_request(request)
    order = order_of(submission)
    return views.page(request, "infokaart/too_late.html", status=409, order=order, token=token, contact=contact)


VERBS: dict[str, Verb] = {"wijzigen": change, "annuleren": cancel}

"""What is done with many orders at once: marking them, and printing what goes with the parcels."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from core import paper as setting
from core.dates import today
from core.intake.services import IllegalMove
from infokaart import orders, paper
from infokaart.admin.choice import short_names, with_everything
from infokaart.admin.rooms import CHANGE, OrdersMixin
from infokaart.models import Order
from infokaart.orders import OutOfStock

# More than a page of the list is never sent along.
MOST = 200


@dataclass
class Outcome:
    """What became of many: those that were done, and of the others why not."""

    done: list[Order] = field(default_factory=list)
    refused: list[tuple[Order, str]] = field(default_factory=list)

    def tell(self, request: HttpRequest, words: str) -> None:
        """Say so on the next screen; `words` hold a `%(count)d`."""
        if self.done:
            messages.success(request, words % {"count": len(self.done)})
        if self.refused:
            by_reason: dict[str, list[str]] = {}
            for order, why in self.refused:
                by_reason.setdefault(why, []).append(order.number)
            reasons = "; ".join(f"{', '.join(numbers)} ({why})" for why, numbers in by_reason.items())
            count = len(self.refused)
            words = ngettext(
                "%(count)d order was left out: %(reasons)s.", "%(count)d orders were left out: %(reasons)s.", count
            )
            messages.warning(request, words % {"count": count, "reasons": reasons})


def chosen(request: HttpRequest) -> list[Order]:
    """The orders that were ticked, the oldest first, with all there is to say about them."""
    wanted = request.POST.getlist("order")[:MOST]
    keys = [int(one) for one in wanted if one.isascii() and one.isdigit() and len(one) < 10]
    return list(with_everything(Order.objects.filter(pk__in=keys)).order_by("made_at", "pk"))


class ManyView(OrdersMixin, View):
    """One press of a button below the list. Acts on POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Do what the button says; raises PermissionDenied for whoever may only look."""
        action = ACTIONS.get(request.POST.get("action", ""))
        found = chosen(request)
        if action is None or not found:
            messages.warning(request, _("Tick the orders first, then press a button."))
            return back(request)
        return action(request, found)


def back(request: HttpRequest) -> HttpResponseBase:
    """To the list as it was looked at."""
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    queue = reverse("orders_queue")
    return redirect(url if is_ours and url.startswith(queue) else queue)


def _mark(
    request: HttpRequest, found: list[Order], status: str, act: Callable[[Order, User], Order], words: str
) -> HttpResponseBase:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    names, outcome = short_names(), Outcome()
    for order in found:
        if not order.may_become(status):
            # Done already, or not its turn: looked at before, so that the report tells those from what was done now.
            outcome.refused.append((order, names[order.status].lower()))
            continue
        try:
            act(order, cast("User", request.user))
        except (IllegalMove, Order.DoesNotExist):
            outcome.refused.append((order, _("somebody else was first")))
        except OutOfStock:
            outcome.refused.append((order, _("there are not enough cards")))
        else:
            outcome.done.append(order)
    outcome.tell(request, words)
    return back(request)


def _pack(request: HttpRequest, found: list[Order]) -> HttpResponseBase:
    words = ngettext("%(count)d order is packed.", "%(count)d orders are packed.", len(found))
    return _mark(request, found, Order.Status.PACKED, orders.pack, words)


def _send(request: HttpRequest, found: list[Order]) -> HttpResponseBase:
    words = ngettext("%(count)d order is sent.", "%(count)d orders are sent.", len(found))
    return _mark(request, found, Order.Status.SENT, lambda one, user: orders.send(one, user, seen=one.status), words)


def _print(
    request: HttpRequest, found: list[Order], fitting: Iterable[str], name: str, make: Callable[[list[Order]], bytes]
) -> HttpResponseBase:
    names, outcome = short_names(), Outcome()
    for order in found:
        if order.status not in fitting:
            outcome.refused.append((order, names[order.status].lower()))
        elif order.submission is None:
            outcome.refused.append((order, _("the name and address were erased")))
        else:
            outcome.done.append(order)
    if outcome.done:
        try:
            body = make(outcome.done)
        except setting.Unavailable:
            messages.error(request, _("Paper cannot be made at the moment: Pango is not on the machine."))
            return back(request)
    # What is not on the paper is said on the next screen.
    outcome.done, printed = [], outcome.done
    outcome.tell(request, "")
    if not printed:
        return back(request)
    headers = {"Content-Disposition": f'inline; filename="{name}-{today():%Y-%m-%d}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _slips(request: HttpRequest, found: list[Order]) -> HttpResponseBase:
    return _print(request, found, paper.PRINTABLE, _("packing-slips"), paper.packing_slips)


def _pick_list(request: HttpRequest, found: list[Order]) -> HttpResponseBase:
    return _print(request, found, paper.TO_FETCH, _("pick-list"), paper.pick_list)


def _labels(request: HttpRequest, found: list[Order]) -> HttpResponseBase:
    name = request.POST.get("sheet", "")
    sheet = paper.SHEETS.get(name)
    start = request.POST.get("start", "").strip() or "1"
    if sheet is None:
        messages.warning(request, _("Choose the sheet of labels that is in your printer."))
        return back(request)
    if not (start.isascii() and start.isdigit() and len(start) < 4 and 1 <= int(start) <= sheet.count):
        messages.warning(request, _("This sheet has labels 1 to %(count)d.") % {"count": sheet.count})
        return back(request)
    # The same box of sheets is in the printer for months.
    request.session["orders_label_sheet"] = name
    return _print(
        request, found, paper.PRINTABLE, _("labels"), lambda printed: paper.labels(printed, sheet, int(start))
    )


ACTIONS: dict[str, Callable[[HttpRequest, list[Order]], HttpResponseBase]] = {
    "pack": _pack,
    "send": _send,
    "slips": _slips,
    "labels": _labels,
    "pick_list": _pick_list,
}

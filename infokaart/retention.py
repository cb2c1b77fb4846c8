"""How long the people who order are kept: until their order is done, and so long after as the office chose."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.intake import services
from core.models import Submission
from infokaart import limits, office, orders
from infokaart.models import InfokaartOrderPage, Order

Status = Order.Status
# Nothing is done with it any more.
DONE = frozenset(Status) - Order.HOLDING


def cancel_unconfirmed() -> int:
    """Let the cards go of orders whose e-mail address was not confirmed in time; answers how many orders."""
    late = Q(status=Status.UNCONFIRMED, made_at__lt=timezone.now() - limits.HELD)
    return sum(_cancel(late, order) for order in Order.objects.filter(late))


@transaction.atomic
def _cancel(late: Q, order: Order) -> bool:
    # Asked again with the submission locked: its sender may press the button at this moment.
    list(Submission.objects.select_for_update().filter(order=order))
    if not Order.objects.filter(late, pk=order.pk).exists():
        return False
    orders.cancel(order)
    return True


def erase_done() -> int:
    """Erase who ordered, of orders that were done so long ago; answers how many. The orders stay, for the figures."""
    page = office.order_page() or InfokaartOrderPage()
    limit = timezone.now() - dt.timedelta(days=page.keep_days)
    over = Q(order__status__in=DONE, order__changed_at__lt=limit)
    return sum(_erase(over, one) for one in Submission.objects.filter(over))


@transaction.atomic
def _erase(over: Q, submission: Submission) -> bool:
    # Asked again with the submission locked: a step may be taken back at this moment.
    list(Submission.objects.select_for_update().filter(pk=submission.pk))
    if not Submission.objects.filter(over, pk=submission.pk).exists():
        return False
    services.erase(submission)
    return True

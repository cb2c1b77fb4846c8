"""Which orders one looks at: a status, and what else was chosen; or those that a search finds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from core.models import District
from core.queries import page_number
from infokaart.models import Order, OrderLine, ProductPage

Status = Order.Status
PAGE_SIZE = 50
# In the order in which an order goes through them.
STATES = (
    Status.NEW, Status.PACKED, Status.PARTLY_SENT, Status.UNCONFIRMED, Status.SENT, Status.RETURNED, Status.CANCELLED,
)  # fmt: skip
EVERYTHING = "alles"
_NUMBER = re.compile(r"(?:UO-?)?(?:20\d\d-)?0*(\d{1,9})", re.IGNORECASE)
_POSTCODE = re.compile(r"(\d{4})\s*([a-z]{2})", re.IGNORECASE)


def _delivered(orders: QuerySet[Order], name: str, how: str) -> QuerySet[Order]:
    return orders.filter(is_pickup=how == "ophalen")


def _with_product(orders: QuerySet[Order], name: str, product: ProductPage | None) -> QuerySet[Order]:
    return (
        orders.filter(Exists(OrderLine.objects.filter(order=OuterRef("pk"), product=product))) if product else orders
    )


def _ordered_products(request: HttpRequest) -> QuerySet[ProductPage]:
    return ProductPage.objects.filter(pk__in=OrderLine.objects.order_by().values("product_id")).order_by("path")


class OrderFilters(WagtailFilterSet):
    """What can be chosen beside the status, in a row of lists."""

    soort = django_filters.ChoiceFilter(
        field_name="orderer",
        label=gettext_lazy("who orders"),
        choices=Order.Orderer.choices,
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )
    levering = django_filters.ChoiceFilter(
        label=gettext_lazy("by post or picked up"),
        choices=[("post", gettext_lazy("by post")), ("ophalen", gettext_lazy("picked up"))],
        method=_delivered,
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )
    wijk = django_filters.ModelChoiceFilter(
        field_name="district",
        label=gettext_lazy("district"),
        queryset=District.objects.all(),
        to_field_name="slug",
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )
    kaart = django_filters.ModelChoiceFilter(
        label=gettext_lazy("card"),
        queryset=_ordered_products,
        method=_with_product,
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )

    class Meta:
        model = Order
        fields: list[str] = []


@dataclass(frozen=True)
class StateFilter:
    """A status to press, with how many orders have it."""

    label: str
    url: str
    count: int
    is_chosen: bool


def short_names() -> dict[str, str]:
    """What the office calls each status, in one or two words."""
    return {
        Status.UNCONFIRMED: _("Not confirmed"),
        Status.NEW: _("To be packed"),
        Status.PACKED: _("Packed"),
        Status.PARTLY_SENT: _("Partly sent"),
        Status.SENT: _("Sent"),
        Status.RETURNED: _("Came back"),
        Status.CANCELLED: _("Cancelled"),
    }


class Choice:
    """What somebody chose to look at, read from the address; `term` was posted, as it may name a person."""

    def __init__(self, request: HttpRequest, term: str = "") -> None:
        """Read it; what is unknown counts as not chosen."""
        asked = request.GET.get("staat", "")
        self.term = term
        self.state = asked if asked in STATES or asked == EVERYTHING else str(Status.NEW)
        self._request = request
        self.filters = OrderFilters(request.GET, queryset=Order.objects.all(), request=request)

    @cached_property
    def _filtered(self) -> QuerySet[Order]:
        return self.filters.qs if self.filters.is_valid() else Order.objects.all()

    @property
    def orders(self) -> QuerySet[Order]:
        """All of them: the oldest first while something is to be done, else the newest first."""
        if self.term:
            return Order.objects.filter(found_by(self.term)).order_by("-made_at", "-pk")
        if self.state == EVERYTHING:
            return self._filtered.order_by("-made_at", "-pk")
        found = self._filtered.filter(status=self.state)
        return found.order_by("made_at", "pk") if self.state in Order.HOLDING else found.order_by("-made_at", "-pk")

    def page(self) -> ResultPage:
        """One page of them, each with its lines, orderer and address, in a constant number of queries."""
        return Paginator(with_everything(self.orders), PAGE_SIZE).get_page(page_number(self._request))

    def states(self) -> Iterator[StateFilter]:
        """A way to each status, within what else was chosen. One query."""
        rows = self._filtered.order_by().values_list("status").annotate(count=Count("pk"))
        counts: dict[str, int] = dict(rows)
        names = short_names()
        for state in STATES:
            yield self._way(state, names[state], counts.get(state, 0))
        yield self._way(EVERYTHING, _("All"), sum(counts.values()))

    def _way(self, state: str, label: str, count: int) -> StateFilter:
        return StateFilter(label, self.query(state), count, state == self.state and not self.term)

    def query(self, state: str = "", **more: str) -> str:
        """What was chosen as part of an address, with its question mark; another status, and more, when asked."""
        chosen = [(name, self._request.GET.get(name, "")) for name in self.filters.filters]
        pairs = [("staat", state or self.state), *chosen, *more.items()]
        return "?" + urlencode([(name, value) for name, value in pairs if value])


def with_everything(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The orders with whatever a list or paper says of them, in three queries."""
    lines = OrderLine.objects.select_related("product").order_by("pk")
    related = orders.select_related("submission__delivery", "district", "partner", "pickup_point")
    return related.prefetch_related(Prefetch("lines", lines))


def found_by(term: str) -> Q:
    """A filter for orders with this number or postcode, or with the words in name, e-mail address or organisation."""
    of = "submission__"
    if postcode := _POSTCODE.fullmatch(term):
        return Q(**{f"{of}delivery__postcode": f"{postcode[1]} {postcode[2].upper()}"})
    if number := _NUMBER.fullmatch(term):
        # A number alone is nobody's name: '7' is order 7, and not everybody with a 7 in an address.
        return Q(pk=int(number[1])) | Q(**{f"{of}delivery__postcode__startswith": f"{term} "})
    return (
        Q(**{f"{of}name__icontains": term})
        | Q(**{f"{of}email__icontains": term})
        | Q(**{f"{of}delivery__organisation__icontains": term})
        | Q(partner__title__icontains=term)
    )

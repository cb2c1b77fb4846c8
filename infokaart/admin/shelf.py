"""What is in stock, and how that came about: a ledger in which nothing is ever changed, only added."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.queries import page_number
from infokaart import stock
from infokaart.admin.rooms import STOCK, OrderRoomMixin
from infokaart.models import ProductPage, StockMovement
from infokaart.stock import Balance, OutOfStock

PAGE_SIZE = 50


@dataclass(frozen=True)
class Shelf:
    """A card with what there is of it."""

    product: ProductPage
    balance: Balance

    @property
    def is_low(self) -> bool:
        """Whether it runs low."""
        return self.balance.available < self.product.low_stock

    @property
    def packs(self) -> int:
        """How many packs can still be ordered."""
        return self.balance.available // self.product.pack_size


def products() -> QuerySet[ProductPage]:
    """Every card in the source language, also those that are not on the site, in the order of the site."""
    found = ProductPage.objects.defer_streamfields().filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of=None
    )
    return found.order_by("path")


def shelves() -> list[Shelf]:
    """What there is of every card, in two queries."""
    found = list(products())
    there = stock.balances([one.pk for one in found])
    return [Shelf(one, there[one.pk]) for one in found]


class ReceiveForm(forms.Form):
    """Cards that came from the printer."""

    prefix = "receive"
    cards = forms.IntegerField(
        label=gettext_lazy("How many cards came"),
        help_text=gettext_lazy("Single cards, not packs."),
        min_value=1,
        max_value=stock.MOST_AT_ONCE,
    )
    reason = forms.CharField(
        label=gettext_lazy("Where from"),
        help_text=gettext_lazy("For example: 'printed in May'. You may leave it empty."),
        max_length=200,
        required=False,
    )


class CountForm(forms.Form):
    """What was counted on the shelf."""

    prefix = "count"
    cards = forms.IntegerField(
        label=gettext_lazy("How many cards there are"),
        help_text=gettext_lazy("What you counted, with the cards for orders that still lie here."),
        min_value=0,
        max_value=stock.MOST_AT_ONCE,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For example: 'a box got wet'."),
        max_length=200,
    )


class ShelfView(OrderRoomMixin, TemplateView):
    """All cards with what there is of them."""

    room = "orders_shelf"
    template_name = "infokaart/admin/shelf.html"

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("Cards in stock")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add them."""
        return {**super().get_context_data(**kwargs), "shelves": shelves()}


class Overtaken(Exception):  # noqa: N818 - says what happened
    """The stock is not what one saw any more."""


class ProductView(OrderRoomMixin, TemplateView):
    """One card: what there is of it, its ledger, and what changes it. Changes on POST only."""

    room = "orders_shelf"
    template_name = "infokaart/admin/product.html"

    @cached_property
    def product(self) -> ProductPage:
        """The card in the address; Http404 when it is not there."""
        return get_object_or_404(products(), id=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return self.product.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back, over all cards."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("orders_shelf"), "label": _("Cards in stock")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ledger and the forms."""
        product = self.product
        rows = product.movements.select_related("order", "user")
        return {
            **super().get_context_data(**kwargs),
            "shelf": Shelf(product, stock.balances([product.pk])[product.pk]),
            "result": Paginator(rows, PAGE_SIZE).get_page(page_number(self.request)),
            "mark": _mark_of(product),
            "may_change": self.request.user.has_perm(STOCK),
            "may_edit": product.permissions_for_user(self.request.user).can_edit(),
            "receive_form": ReceiveForm(),
            "count_form": CountForm(),
            **kwargs,
        }


class _ChangeView(ProductView):
    """A change of the stock: what was filled in is shown again when it cannot be."""

    permission_required = STOCK
    http_method_names = ["post"]
    name = ""
    form_class: type[forms.Form]

    def act(self, cards: int, reason: str, user: User) -> None:
        """Change it; the card is locked."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change it when it still is what one saw; so a second press does nothing."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            with transaction.atomic():
                stock.lock([self.product.pk])
                if _mark_of(self.product) != request.POST.get("mark", ""):
                    raise Overtaken
                self.act(form.cleaned_data["cards"], form.cleaned_data["reason"], cast("User", request.user))
        except Overtaken:
            messages.warning(request, _("The stock changed while you looked at it. Nothing was done. Look once more."))
            return self.again(form)
        except OutOfStock:
            form.add_error("cards", _("Orders hold more cards than that. Cancel an order first."))
            return self.again(form)
        except ValueError:
            messages.info(request, _("That is what there was already. Nothing was changed."))
            return redirect("orders_product", self.product.pk)
        messages.success(request, _("Noted. The stock is right again."))
        return redirect("orders_product", self.product.pk)

    def again(self, form: forms.Form) -> HttpResponseBase:
        """The screen with what was filled in."""
        return self.render_to_response(self.get_context_data(**{f"{self.name}_form": form, "sent": self.name}))


class ReceiveView(_ChangeView):
    """Cards came."""

    name, form_class = "receive", ReceiveForm

    def act(self, cards: int, reason: str, user: User) -> None:
        """Add them."""
        stock.receive(self.product, cards, user, reason)


class CountView(_ChangeView):
    """Somebody counted."""

    name, form_class = "count", CountForm

    def act(self, cards: int, reason: str, user: User) -> None:
        """Write down the difference."""
        there = stock.balances([self.product.pk])[self.product.pk]
        stock.correct(self.product, cards - there.on_hand, user, reason)


def _mark_of(product: ProductPage) -> str:
    """What one saw: the last row of the ledger."""
    return str(StockMovement.objects.filter(product=product).values_list("pk", flat=True).first() or "")

"""Where Wagtail finds these screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from infokaart.admin import keepers, many, order, panel, queue, shelf
from infokaart.admin.rooms import SEE

ADDRESSES = [
    path("", queue.QueueView.as_view(), name="orders_queue"),
    path("lijst/", queue.ExportView.as_view(), name="orders_export"),
    path("samen/", many.ManyView.as_view(), name="orders_many"),
    path("voorraad/", shelf.ShelfView.as_view(), name="orders_shelf"),
    path("voorraad/<int:pk>/", shelf.ProductView.as_view(), name="orders_product"),
    path("voorraad/<int:pk>/ontvangen/", shelf.ReceiveView.as_view(), name="orders_receive"),
    path("voorraad/<int:pk>/geteld/", shelf.CountView.as_view(), name="orders_count"),
    path("<int:pk>/", order.OrderView.as_view(), name="orders_order"),
    path("<int:pk>/ingepakt/", order.PackView.as_view(), name="orders_pack"),
    path("<int:pk>/verstuurd/", order.SendView.as_view(), name="orders_send"),
    path("<int:pk>/klaar/", order.FinishView.as_view(), name="orders_finish"),
    path("<int:pk>/terug/", order.TakeBackView.as_view(), name="orders_take_back"),
    path("<int:pk>/annuleren/", order.CancelView.as_view(), name="orders_cancel"),
    path("<int:pk>/ongedaan/", order.UndoView.as_view(), name="orders_undo"),
]


class OrdersMenuItem(MenuItem):
    """The way to the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may see orders."""
        return request.user.has_perm(SEE)


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""
    hooks.register("before_delete_page", keepers.keep_ordered)
    hooks.register("before_bulk_action", keepers.keep_many_ordered)

    @hooks.register("register_admin_urls")
    def addresses() -> list[URLPattern | URLResolver]:
        return [path("bestellingen/", include(ADDRESSES))]

    @hooks.register("register_admin_menu_item")
    def menu_item() -> MenuItem:
        return OrdersMenuItem(_("Orders"), reverse_lazy("orders_queue"), name="orders", icon_name="form", order=95)

    @hooks.register("construct_homepage_panels")
    def waiting(request: HttpRequest, panels: list[Any]) -> None:
        panel.add_panel(request, panels)

"""Who packs also keeps the pages of the cards; and what was ordered is never deleted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Page

from infokaart.models import InfokaartOrderPage, OrderLine, StockMovement

ACTIONS = ("add_page", "change_page", "publish_page")


def connect() -> None:
    """Listen for an order page that is made; called once, when the apps are ready."""
    post_save.connect(_give_pages, sender=InfokaartOrderPage, dispatch_uid="infokaart-keepers")


def _give_pages(instance: InfokaartOrderPage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Let the groups that pack write and publish on and below a new order page."""
    if not created or raw:
        return
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ACTIONS)
    packers = Group.objects.filter(
        permissions__codename="change_order", permissions__content_type__app_label="infokaart"
    )
    for group in packers:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=permission)


def keep_ordered(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Refuse to delete a card that is in the ledger or in an order, or a page above it."""
    return _refusal(request, [page])


def keep_many_ordered(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponseBase | None:
    """The same for many pages at once."""
    return _refusal(request, [one for one in objects if isinstance(one, Page)]) if action == "delete" else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponseBase | None:
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(product__path__startswith=page.path)
    if not (pages and (StockMovement.objects.filter(below).exists() or OrderLine.objects.filter(below).exists())):
        return None
    messages.error(
        request,
        _(
            "This cannot be deleted: there are orders or stock of a card in it, and the figures need that. "
            "Take it off the site instead."
        ),
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)

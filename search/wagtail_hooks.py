"""The editorial office: everything about searching under one menu item."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search import documents_admin, missed_admin, promotions_admin
from search.synonyms_admin import SynonymsViewSet


# Before Wagtail's own, at whose addresses some of ours are.
@hooks.register("register_admin_urls", order=-10)
def search_urls() -> list[URLPattern]:
    """Where the screens are."""
    return [*missed_admin.urls(), *promotions_admin.urls(), *documents_admin.urls()]


class SearchGroup(SnippetViewSetGroup):
    """What editors can do so that people find what they look for."""

    menu_label = _("Searching")
    menu_name = "searching"
    menu_icon = "search"
    menu_order = 520
    items = (SynonymsViewSet,)

    def get_submenu_items(self) -> list[MenuItem]:
        """First what goes wrong, then what helps."""
        ours = [missed_admin.menu_item(order=0), promotions_admin.menu_item(order=900)]
        return [*super().get_submenu_items(), *ours]


register_snippet(SearchGroup)


@hooks.register("register_permissions")
def missed_permissions() -> QuerySet[Permission]:
    """Let the screen of groups offer who may see the searches without result."""
    return Permission.objects.filter(content_type__app_label="search", content_type__model="missedsearch")


@hooks.register("construct_settings_menu")
def without_second_way_to_tips(request: HttpRequest, items: list[Any]) -> None:
    """The tips are under `Searching`."""
    items[:] = [item for item in items if item.name != "promoted-search-results"]


@hooks.register("construct_reports_menu")
def without_empty_report(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's report of search terms is always empty: what visitors ask is not written down."""
    items[:] = [item for item in items if item.name != "search-terms"]

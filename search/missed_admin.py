"""The editorial office: searches without a result, and what can be done about them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy, translate_url
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.permissions import ModelPermissionPolicy

from core.templatetags.components import date_plain
from search.models import MissedSearch

TITLE = gettext_lazy("Searches without result")
_POLICY = ModelPermissionPolicy(MissedSearch)


class WaysColumn(Column):
    """What an editor can do about a row, as far as this one may."""

    cell_template_name = "search/admin/missed_ways.html"

    def get_cell_context_data(self, instance: MissedSearch, parent_context: Any) -> dict[str, Any]:
        """Add the addresses; an empty one is not offered."""
        user = parent_context["request"].user
        start = urlencode({"words": instance.term, "language": instance.language})
        offered = {
            "synonyms_url": ("search.add_synonyms", reverse("wagtailsnippets_search_synonyms:add")),
            "tip_url": ("wagtailsearchpromotions.add_searchpromotion", reverse("wagtailsearchpromotions:add")),
        }
        may = {name: f"{url}?{start}" for name, (needed, url) in offered.items() if user.has_perm(needed)}
        if user.has_perm("search.delete_missedsearch"):
            may["delete_url"] = reverse("missed_search_delete", args=[instance.pk])
        search = translate_url(reverse("search"), instance.language)
        may["search_url"] = f"{search}?{urlencode({'q': instance.term})}"
        return super().get_cell_context_data(instance, parent_context) | may


def _day(row: MissedSearch) -> str:
    return date_plain(row.last_seen)


class MissedView(IndexView):
    """What was asked most, first. Only terms that were asked more than a few times are here."""

    model = MissedSearch
    permission_policy = _POLICY
    page_title = TITLE
    header_icon = "search"
    template_name = "search/admin/missed.html"
    results_template_name = "search/admin/missed_results.html"
    index_url_name = "missed_searches"
    index_results_url_name = "missed_searches_results"
    default_ordering = ("-times", "term", "pk")
    paginate_by = 50
    search_fields = ["term"]
    list_filter = ["language"]
    columns = [
        Column("term", label=gettext_lazy("Words"), sort_key="term"),
        Column("get_language_display", label=gettext_lazy("Language")),
        NumberColumn("times", label=gettext_lazy("Times"), sort_key="times"),
        Column("last_seen", label=gettext_lazy("Last seen"), accessor=_day, sort_key="last_seen"),
        WaysColumn("pk", label=gettext_lazy("What you can do")),
    ]


class DeleteMissedView(DeleteView):
    """Take a row away: it is solved, or it never will be."""

    model = MissedSearch
    permission_policy = _POLICY
    index_url_name = "missed_searches"
    delete_url_name = "missed_search_delete"
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back."""
        back = {"url": reverse("missed_searches"), "label": TITLE}
        return [*self.breadcrumbs_items, back, {"url": "", "label": str(self.object)}]


class MissedMenuItem(MenuItem):
    """The way to the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may look at it."""
        return request.user.has_perm("search.view_missedsearch")


def urls() -> list[URLPattern]:
    """The addresses of these screens."""
    return [
        path("zoeken/zonder-resultaat/", MissedView.as_view(), name="missed_searches"),
        path("zoeken/zonder-resultaat/regels/", MissedView.as_view(results_only=True), name="missed_searches_results"),
        path("zoeken/zonder-resultaat/<int:pk>/weg/", DeleteMissedView.as_view(), name="missed_search_delete"),
    ]


def menu_item(order: int) -> MenuItem:
    """The way to the list, for whoever may look at it."""
    address = reverse_lazy("missed_searches")
    return MissedMenuItem(TITLE, address, name="missed-searches", icon_name="search", order=order)

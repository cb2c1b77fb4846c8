"""The editorial office: tips with a search. Wagtail's own screens, in our words, without what we do not count."""

from typing import Any

from django.forms import Form
from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.contrib.search_promotions.forms import QueryForm, SearchPromotionsFormSet
from wagtail.contrib.search_promotions.views.settings import CreateView, EditView, IndexView, SearchPromotionColumn
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem

TITLE = gettext_lazy("Tips with a search")


class TipQueryForm(QueryForm):
    """The words with which tips are shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["query_string"]
        field.label = _("With which words?")
        field.help_text = _("Who searches for these words, sees your tips first.")


class TipsFormSet(SearchPromotionsFormSet):
    """The tips with some words."""

    def add_fields(self, form: Form, *args: Any, **kwargs: Any) -> None:
        """Say in our words what to fill in; one field has no Dutch name of its own."""
        super().add_fields(form, *args, **kwargs)
        for name, label, help_text in (
            ("page", _("Page of this site"), ""),
            ("external_link_url", _("Or an address of another site"), ""),
            ("external_link_text", _("Text of the link"), _("Only for an address of another site.")),
            ("description", _("Why this is a tip"), _("One short sentence. Visitors see it with the tip.")),
        ):
            form.fields[name].label, form.fields[name].help_text = label, help_text


class _OwnFormSet:
    """The form set that the view makes, as ours."""

    page_subtitle = gettext_lazy("Tip with a search")
    form_class = TipQueryForm

    @cached_property
    def searchpicks_formset(self) -> TipsFormSet:
        """The tips as they are, or as they were sent."""
        data = self.request.POST if self.request.method == "POST" else None  # type: ignore[attr-defined]
        formset = TipsFormSet(data, instance=self.object)  # type: ignore[attr-defined]
        # New words begin with one tip to fill in; without any, nothing could be saved.
        formset.extra = 0 if self.object else 1  # type: ignore[attr-defined]
        return formset

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back."""
        items = super().get_breadcrumbs_items()  # type: ignore[misc]
        items[-2]["label"] = TITLE
        return items


class TipsView(IndexView):
    """All words that have tips. How often they were asked is not counted."""

    page_title = TITLE
    columns = [
        TitleColumn(
            "query_string",
            label=gettext_lazy("Words"),
            width="40%",
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        SearchPromotionColumn("editors_picks", label=gettext_lazy("Tips"), width="60%"),
    ]
    add_item_label = gettext_lazy("Add a tip")


class AddTipView(_OwnFormSet, CreateView):
    """New words; the address may name those that nothing was found for."""

    template_name = "search/admin/add_tip.html"

    def get_initial(self) -> dict[str, Any]:
        """The words of the address."""
        return {**super().get_initial(), "query_string": self.request.GET.get("words", "")[:100]}


class EditTipView(_OwnFormSet, EditView):
    """The tips with some words."""


def urls() -> list[URLPattern]:
    """The same addresses as Wagtail's own, which these come before."""
    return [
        path("searchpicks/", TipsView.as_view()),
        path("searchpicks/results/", TipsView.as_view(results_only=True)),
        path("searchpicks/add/", AddTipView.as_view()),
        path("searchpicks/<int:query_id>/", EditTipView.as_view()),
    ]


def menu_item(order: int) -> MenuItem:
    """The way to the tips, for whoever may change them."""
    address = reverse_lazy("wagtailsearchpromotions:index")
    return SearchPicksMenuItem(TITLE, address, name="search-tips", icon_name="pick", order=order)

"""The figures of a year, as charts with their tables and as CSV. Nothing personal: every editor may look."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.office import ScreenMixin
from infokaart import figures, spreadsheet

# What the cards are counted by: the field of a row, and what the table is called.
GROUPS = {
    "month": gettext_lazy("By month"),
    "product": gettext_lazy("By card"),
    "language": gettext_lazy("By language"),
    "district": gettext_lazy("By district"),
    "orderer": gettext_lazy("By who orders"),
}


def asked_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year that is asked (`jaar`), the latest for one without cards; None for `alles`."""
    asked = request.GET.get("jaar", "")
    if asked == "alles":
        return None
    found = [year for year in years if str(year) == asked]
    return next(iter(found or years), None)


class FiguresView(ScreenMixin, TemplateView):
    """How many cards went out, by month, card, language, district and who ordered."""

    template_name = "infokaart/admin/figures.html"
    page_title = gettext_lazy("Cards that went out")
    header_icon = "order"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables of the asked year."""
        years = figures.years()
        year = asked_year(self.request, years)
        rows = figures.rows(year)
        tables = [(name, title, figures.bars(rows, name)) for name, title in GROUPS.items()]
        extra = {"years": years, "year": year, "tables": tables, "total": sum(row.cards for row in rows)}
        return super().get_context_data(**kwargs) | extra


def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The same with a line for each combination."""
    year = asked_year(request, figures.years())
    response = StreamingHttpResponse(_lines(figures.rows(year)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="kaarten-{year or "alles"}.csv"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _lines(rows: list[figures.Row]) -> Iterator[bytes]:
    columns = {
        "month": _("Month"), "product": _("Card"), "language": _("Language"), "district": _("District"),
        "orderer": _("Who orders"), "cards": _("Cards"),
    }  # fmt: skip
    found = ({**vars(row), "month": f"{row.month:%Y-%m}"} for row in rows)
    return spreadsheet.csv_chunks(found, columns)


def _urls() -> list[URLPattern]:
    return [
        path("kaarten/cijfers/", FiguresView.as_view(), name="order_figures"),
        path("kaarten/cijfers/csv/", as_csv, name="order_figures_csv"),
    ]


def _menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Cards that went out"), reverse("order_figures"), icon_name="order", order=900)


def register() -> None:
    """Add the screens to the office; called when Wagtail reads its hooks."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_reports_menu_item", _menu_item)

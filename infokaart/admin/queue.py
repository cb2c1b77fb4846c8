"""The list of orders, and the same list as a spreadsheet."""

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from core.dates import today
from infokaart import paper, spreadsheet
from infokaart.admin.choice import Choice, short_names
from infokaart.admin.rooms import CHANGE, OrderRoomMixin, OrdersMixin
from infokaart.models import Order
from infokaart.paper import SHEETS


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    order: Order
    status: str
    age: str
    person: list[str]
    place: str
    note: str


def term_of(request: HttpRequest) -> str:
    """What was searched for; posted, so that no name or address stands in any log."""
    return " ".join(request.POST.get("term", "").replace("\0", "").split())[:100]


class QueueView(OrderRoomMixin, TemplateView):
    """The orders of one status, the oldest first; a search (posted) looks in all of them."""

    room = "orders_queue"
    template_name = "infokaart/admin/queue.html"

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("Orders")

    @cached_property
    def choice(self) -> Choice:
        """What is looked at."""
        return Choice(self.request, term_of(self.request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Search. Changes nothing."""
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the orders, the filters, and what can be printed on."""
        choice = self.choice
        result = choice.page()
        names = short_names()
        return {
            **super().get_context_data(**kwargs),
            "choice": choice,
            "xlsx_query": choice.query(als="xlsx"),
            "states": list(choice.states()),
            "result": result,
            "rows": [_row(order, names) for order in result],
            "sheets": [(name, str(sheet)) for name, sheet in SHEETS.items()],
            "chosen_sheet": self.request.session.get("orders_label_sheet", ""),
            "may_change": self.request.user.has_perm(CHANGE),
        }


def _row(order: Order, names: dict[str, str]) -> Row:
    delivery = paper.delivery_of(order)
    if order.is_pickup:
        place = paper.address_lines(order)[0]
    else:
        place = f"{delivery.postcode} {delivery.city}".strip() if delivery else ""
    return Row(
        order=order,
        status=names[order.status],
        age=timesince(order.made_at, depth=1),
        person=paper.person_lines(order),
        place=place,
        note=delivery.note if delivery else "",
    )


class ExportView(OrdersMixin, View):
    """The list as CSV or XLSX, all pages of it; of a search when that is posted along."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Hand it out."""
        choice, products = Choice(request, term_of(request)), spreadsheet.products_by_key()
        columns = spreadsheet.headings(products)
        rows = spreadsheet.rows(choice.orders, products)
        name = _("orders-%(day)s") % {"day": today().isoformat()}
        response: FileResponse | StreamingHttpResponse
        if request.GET.get("als") == "xlsx":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            file = spreadsheet.xlsx_file(rows, columns)
            response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)
        else:
            chunks = spreadsheet.csv_chunks(rows, columns)
            response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
            response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    post = get

"""Orders as a spreadsheet, a row per order: streamed, so that the memory it takes does not grow with the orders."""

import csv
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.dates import local_day
from core.models import Submission
from core.spreadsheet import safe
from infokaart.models import Delivery, Order, OrderLine, ProductPage

Row = dict[str, Any]
# How many rows of the database are in memory at once.
_CHUNK = 2000


def headings(products: dict[int, str]) -> Row:
    """The first row: what each column is called, in the order of the columns."""
    return {
        "number": _("Order number"),
        "ordered": _("Ordered on"),
        "status": capfirst(_word(Order, "status")),
        "changed": _("Status since"),
        "orderer": capfirst(_word(Order, "orderer")),
        "purpose": capfirst(_word(Order, "purpose")),
        "district": capfirst(_word(Order, "district")),
        "partner": _("Partner"),
        "delivery": _("By post or picked up"),
        "name": capfirst(_word(Submission, "name")),
        "organisation": capfirst(_word(Delivery, "organisation")),
        "street": capfirst(_word(Delivery, "street")),
        "house_number": capfirst(_word(Delivery, "house_number")),
        "addition": capfirst(_word(Delivery, "addition")),
        "postcode": capfirst(_word(Delivery, "postcode")),
        "city": capfirst(_word(Delivery, "city")),
        "email": capfirst(_word(Submission, "email")),
        "phone": capfirst(_word(Submission, "phone")),
        "note": capfirst(_word(Delivery, "note")),
        "track_code": capfirst(_word(Delivery, "track_code")),
        # Translators: a column of a spreadsheet, for each card.
        **{f"packs_{pk}": _("Packs: %(title)s") % {"title": title} for pk, title in products.items()},
        "cards": _("Cards in all"),
    }


def _word(model: Any, field: str) -> str:
    return str(model._meta.get_field(field).verbose_name)


def products_by_key() -> dict[int, str]:
    """The title of everything that ever was ordered, by its key and in the order of the site. One query."""
    ordered = OrderLine.objects.order_by().values("product_id")
    return dict(ProductPage.objects.filter(pk__in=ordered).order_by("path").values_list("pk", "title"))


# What is asked of the database for each line of an order; the names are those of the columns where they can be.
_FIELDS = {
    "pk": "pk",
    "made_at": "made_at",
    "status": "status",
    "changed_at": "changed_at",
    "orderer": "orderer",
    "purpose": "purpose",
    "is_pickup": "is_pickup",
    "district": "district__name",
    "partner": "partner__title",
    "point": "pickup_point__name",
    "name": "submission__name",
    "email": "submission__email",
    "phone": "submission__phone",
    **{
        name: f"submission__delivery__{name}"
        for name in (
            "organisation", "street", "house_number", "addition", "postcode", "city", "note", "track_code",
        )
    },
    "product": "lines__product_id",
    "packs": "lines__packs",
    "pack_size": "lines__pack_size",
}  # fmt: skip


def rows(orders: QuerySet[Order], products: dict[int, str]) -> Iterator[Row]:
    """A row for each order, in order; one query, read in pieces. In the language that is active now, whenever read."""
    fields = {"status": Order.Status, "orderer": Order.Orderer, "purpose": Order.Purpose}
    words = {name: {str(key): str(word) for key, word in choices.choices} for name, choices in fields.items()}
    words["delivery"] = {"post": _("by post"), "picked up": _("picked up")}
    return _rows(orders, products, words)


def _rows(orders: QuerySet[Order], products: dict[int, str], words: dict[str, dict[str, str]]) -> Iterator[Row]:
    ordering = orders.query.order_by or ("made_at", "pk")
    found = orders.select_related(None).prefetch_related(None).order_by(*ordering, "lines__pk")
    lines = (
        dict(zip(_FIELDS, values, strict=True))
        for values in found.values_list(*_FIELDS.values()).iterator(chunk_size=_CHUNK)
    )
    for _pk, group in itertools.groupby(lines, key=lambda line: line["pk"]):
        yield _row(list(group), products, words)


def _row(lines: list[dict[str, Any]], products: dict[int, str], words: dict[str, dict[str, str]]) -> Row:
    one = lines[0]
    lines = [line for line in lines if line["product"]]
    packs = {line["product"]: line["packs"] for line in lines}
    how = words["delivery"]
    return {
        **one,
        "number": Order(pk=one["pk"], made_at=one["made_at"]).number,
        "ordered": local_day(one["made_at"]),
        "changed": local_day(one["changed_at"]),
        **{field: words[field].get(one[field], one[field]) for field in ("status", "orderer", "purpose")},
        "delivery": (one["point"] or how["picked up"]) if one["is_pickup"] else how["post"],
        **{f"packs_{pk}": packs.get(pk, 0) for pk in products},
        "cards": sum(line["packs"] * line["pack_size"] for line in lines),
    }


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> bytes:
        """The text as bytes."""
        return value.encode()


def csv_chunks(found: Iterable[Row], columns: Row) -> Iterator[bytes]:
    """The rows as CSV, with the semicolons that Dutch spreadsheets expect; the first bytes say that it is UTF-8."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
    writer = csv.writer(_Echo(), delimiter=";")
    for row in itertools.chain([columns], found):
        yield writer.writerow([safe(row[name]) for name in columns])


class _Sheet(SpreadsheetExportMixin):
    """Wagtail's writer of workbooks, for rows that are ready."""

    def __init__(self, columns: Row) -> None:
        """Write these columns, by name."""
        self.list_export, self.export_headings = list(columns), columns

    def to_row_dict(self, item: Row) -> Row:
        """The row itself."""
        return {name: item[name] for name in self.list_export}

    def generate_xlsx_row(self, worksheet: Any, row_dict: Row, date_format: str | None = None) -> Iterator[Any]:
        """Cells that are no formulas, as plain values: a cell object for each takes longer."""
        return (safe(value) if value not in {None, ""} else None for value in row_dict.values())


def xlsx_file(found: Iterable[Row], columns: Row) -> IO[bytes]:
    """The rows as XLSX, in a file on disk that is gone once it is closed."""
    # Whoever sends it closes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    _Sheet(columns).write_xlsx(found, file)
    file.seek(0)
    return file

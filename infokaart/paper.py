"""What goes with the parcels, as PDF of A4: packing slips, address labels and a list of what to fetch.

Nothing is cut off: a label is set at a size at which all of its address fits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.models import Site

from core import paper
from core.models import SiteSettings
from infokaart.models import Delivery, Order, OrderLine

Status = Order.Status
# What a slip or a label is printed for; and what there is still something to fetch for.
PRINTABLE = frozenset({Status.NEW, Status.PACKED, Status.PARTLY_SENT, Status.SENT})
TO_FETCH = frozenset({Status.NEW, Status.PACKED, Status.PARTLY_SENT})
# Points; the largest at which an address fits is taken. The post reads 8 and more best.
SIZES = (11, 10, 9, 8, 7, 6, 5, 4)
_SHEET = (210.0, 297.0)
_ENDLESS = 60_000.0
_MILLIMETRE = 96 / 25.4


@dataclass(frozen=True)
class LabelSheet:
    """A4 with labels, in millimetres: how many, how large, where the first is and how much lies between two."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0
    # White inside the edge of a label: sheets differ a little, and few printers reach the edge of the paper.
    margin: tuple[float, float] = (5, 5)

    @property
    def count(self) -> int:
        """How many labels there are on a sheet."""
        return self.columns * self.rows

    @property
    def room(self) -> tuple[float, float]:
        """The width and height that words may take."""
        return self.width - 2 * self.margin[1], self.height - 2 * self.margin[0]

    def place(self, number: int) -> tuple[float, float]:
        """How far from the left and from the top the label with this number (from 0) is."""
        row, column = divmod(number, self.columns)
        return self.left + column * (self.width + self.gap), self.top + row * self.height

    def __str__(self) -> str:
        """As it stands on the box of the sheets: '3 × 7 (70 × 42,3 mm)'."""
        size = " × ".join(number_format(one) for one in (self.width, self.height))
        return f"{self.columns} × {self.rows} ({size} mm)"


SHEETS = {
    "3x7": LabelSheet(3, 7, 70, 42.3, 0, 0.45),
    "3x8": LabelSheet(3, 8, 70, 37, 0, 0.5),
    "2x7": LabelSheet(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "2x4": LabelSheet(2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
}


def person_lines(order: Order) -> list[str]:
    """For whom it is: the organisation, or the partner, and the name."""
    submission = order.submission
    delivery = delivery_of(order)
    organisation = delivery.organisation if delivery else ""
    if not organisation and order.partner:
        organisation = order.partner.title
    name = submission.name if submission else ""
    if organisation and name:
        # Translators: on an envelope, before the name of a person in an organisation.
        return [organisation, _("Attn. %(name)s") % {"name": name}]
    return [one for one in (organisation, name) if one]


def address_lines(order: Order) -> list[str]:
    """Where it goes, below for whom it is; of what is picked up: where."""
    if order.is_pickup:
        point = order.pickup_point.name if order.pickup_point else ""
        return [_("Picked up: %(place)s") % {"place": point} if point else _("Is picked up")]
    delivery = delivery_of(order)
    if delivery is None or not delivery.street:
        return []
    # The way the post wants it: the place in capitals, two spaces before it.
    place = f"{delivery.postcode}\N{NO-BREAK SPACE} {delivery.city.upper()}"
    return [f"{delivery.street} {house_number(delivery)}", place.strip()]


def house_number(delivery: Delivery) -> str:
    """The number with its addition, on one line: '12 bis'."""
    return "\N{NO-BREAK SPACE}".join(filter(None, [str(delivery.house_number or ""), delivery.addition]))


def delivery_of(order: Order) -> Delivery | None:
    """Where it goes; None once its orderer was erased."""
    return getattr(order.submission, "delivery", None)


@dataclass(frozen=True)
class Item:
    """A line of a slip: what goes into this parcel."""

    line: OrderLine
    packs: int

    @property
    def cards(self) -> int:
        """How many cards that is."""
        return self.packs * self.line.pack_size

    @property
    def earlier(self) -> int:
        """Packs that went before."""
        return self.line.packs_sent if self.packs != self.line.packs_sent else 0


@dataclass(frozen=True)
class Parcel:
    """What a slip is about."""

    order: Order
    items: list[Item]

    @classmethod
    def of(cls, order: Order) -> "Parcel":
        """What is to go now; of what went already: all that did."""
        is_open = order.status in TO_FETCH
        items = [
            Item(line, line.packs - line.packs_sent if is_open else line.packs_sent) for line in order.lines.all()
        ]
        return cls(order, [one for one in items if one.packs])

    @property
    def person(self) -> list[str]:
        """For whom."""
        return person_lines(self.order)

    @property
    def address(self) -> list[str]:
        """Where to."""
        return address_lines(self.order)

    @property
    def note(self) -> str:
        """What the orderer wrote."""
        delivery = delivery_of(self.order)
        return delivery.note if delivery else ""

    @property
    def cards(self) -> int:
        """How many cards in all."""
        return sum(one.cards for one in self.items)


@dataclass
class Fetched:
    """What to fetch of one card, for all parcels together."""

    title: str
    pack_size: int
    packs: int = 0
    orders: int = 0

    @property
    def cards(self) -> int:
        """How many cards that is."""
        return self.packs * self.pack_size


def totals(parcels: Iterable[Parcel]) -> list[Fetched]:
    """What to fetch, a row for each card and pack size, in order of the title."""
    found: dict[tuple[int, int], Fetched] = {}
    for parcel in parcels:
        for item in parcel.items:
            line = item.line
            row = found.setdefault(
                (line.product_id, line.pack_size), Fetched(line.product.title, line.pack_size)
            )  # fmt: skip
            row.packs += item.packs
            row.orders += 1
    return sorted(found.values(), key=lambda one: (one.title, one.pack_size))


# --- Setting. Each holds `core.paper.making`, and raises `core.paper.Unavailable`. --------------------------
def packing_slips(orders: Iterable[Order]) -> bytes:
    """A slip for each order, on a sheet of its own."""
    site = Site.objects.filter(is_default_site=True).first()
    chosen = SiteSettings.for_site(site) if site else SiteSettings()
    context = {
        "parcels": [Parcel.of(order) for order in orders],
        "phone": chosen.contact_phone,
        "email": chosen.contact_email,
    }
    return _pdf("slips", context)


def pick_list(orders: Iterable[Order]) -> bytes:
    """What to fetch for these orders: totals for each card, then what goes to whom."""
    parcels = [Parcel.of(order) for order in orders]
    rows = totals(parcels)
    context = {
        "parcels": parcels,
        "rows": rows,
        "packs": sum(row.packs for row in rows),
        "cards": sum(row.cards for row in rows),
    }
    return _pdf("pick_list", context)


def labels(orders: Iterable[Order], sheet: LabelSheet, start: int = 1) -> bytes:
    """A label for each order; the first goes on label `start` (from 1) of the first sheet."""
    with translation.override(settings.LANGUAGE_CODE), paper.making:
        texts = [Parcel.of(order) for order in orders]
        sizes = _sizes(texts, sheet)
        placed = [
            (divmod(number, sheet.count), text, size)
            for number, (text, size) in enumerate(zip(texts, sizes, strict=True), start=start - 1)
        ]
        pages = [
            [(*sheet.place(place), text, size) for (page, place), text, size in placed if page == wanted]
            for wanted in range(placed[-1][0][0] + 1 if placed else 1)
        ]
        return paper.to_pdf(paper.typeset(_html("labels", {"pages": pages, "sheet": sheet, "page": _SHEET})))


def _sizes(parcels: list[Parcel], sheet: LabelSheet) -> list[int]:
    """The largest size (in points) at which each fits its label; only those that do not fit are set once more."""
    sizes = dict.fromkeys(range(len(parcels)), SIZES[-1])
    waiting = list(sizes)
    for size in SIZES:
        heights = _heights([parcels[number] for number in waiting], sheet, size)
        fits = {number for number, height in zip(waiting, heights, strict=True) if height <= sheet.room[1]}
        sizes |= dict.fromkeys(fits, size)
        waiting = [number for number in waiting if number not in fits]
        if not waiting:
            break
    return list(sizes.values())


def _heights(parcels: list[Parcel], sheet: LabelSheet, size: int) -> Iterator[float]:
    """How high each is at a size, in millimetres: set below each other on one endless sheet."""
    context = {"parcels": parcels, "sheet": sheet, "size": size, "page": (_SHEET[0], _ENDLESS), "measuring": True}
    document = paper.typeset(_html("labels", context))
    for number in range(len(parcels)):
        for page in document.pages:
            if box := page.anchors.get(f"label-{number}"):
                yield (box[3] - box[1]) / _MILLIMETRE
                break


def _pdf(name: str, context: dict[str, Any]) -> bytes:
    with translation.override(settings.LANGUAGE_CODE), paper.making:
        return paper.to_pdf(paper.typeset(_html(name, context)))


def _html(name: str, context: dict[str, Any]) -> str:
    return render_to_string(
        f"infokaart/print/{name}.html", {"language": settings.LANGUAGE_CODE, "sizes": SIZES, **context}
    )

"""Questions about the cards: which there are, and what can be ordered of them now."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from core.dates import today
from core.page_cache import per_generation
from core.queries import as_cards, public, source_id, source_path
from infokaart import stock
from infokaart.models import InfokaartOrderPage, PickupPoint, ProductPage

_RELATED = ("topic", "cover_image", "document", "card_language")


class State(StrEnum):
    """Whether a card can be ordered now, and why not."""

    OPEN = "open"
    SOLD_OUT = "sold_out"
    NOT_YET = "not_yet"
    OVER = "over"
    # Only to read and download.
    NEVER = "never"


@dataclass(frozen=True)
class Offer:
    """One card: `page` in the reader's language for the words, `product` in the source language for the rules."""

    page: ProductPage
    product: ProductPage
    state: State
    # How many packs there are for who orders now.
    packs: int = 0

    @property
    def key(self) -> int:
        """By which orders and stock know it."""
        return self.product.pk

    @property
    def is_open(self) -> bool:
        """Whether it can be ordered now."""
        return self.state == State.OPEN

    @property
    def most(self) -> int:
        """The most packs one order may hold now."""
        return min(self.product.most_per_order, self.packs) if self.is_open else 0

    @property
    def is_scarce(self) -> bool:
        """Whether there is less than one order may hold."""
        return self.is_open and self.packs < self.product.most_per_order

    @property
    def back_on(self) -> dt.date | None:
        """When it is in stock again, as far as that is still to come."""
        day = self.product.back_on
        return day if self.state == State.SOLD_OUT and day and day > today() else None

    @property
    def download_note(self) -> str:
        """The kind and size of its PDF: `pdf, 1,2 MB`; empty without one."""
        document = self.page.document
        if document is None:
            return ""
        kind, size = document.file_extension.lower(), document.get_file_size()
        return f"{kind}, {filesizeformat(size)}" if size else kind


@per_generation(maxsize=8)
def _products(page: InfokaartOrderPage) -> list[tuple[ProductPage, ProductPage | None]]:
    """The public cards of an order page, each with the one in the source language that the stock is of.

    In the order of the Dutch page; a translation stands in the place of its Dutch card.
    """
    below = ProductPage.objects.filter(public()).select_related(*_RELATED).order_by("path")
    own = {one.translation_key: one for one in below.child_of(page)}
    source = source_path(page)
    if source == page.path:
        keys = list(own)
        found = below.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
        by_key = {one.translation_key: one for one in found}
        pairs = [(one, by_key.get(key)) for key, one in own.items()]
    else:
        dutch = below.filter(path__startswith=source, depth=page.depth + 1, alias_of=None)
        pairs = [(own.pop(one.translation_key, one), one) for one in dutch]
        pairs += [(one, None) for one in own.values()]
    as_cards(shown for shown, _product in pairs)
    return pairs


def product_pages(page: InfokaartOrderPage) -> list[ProductPage]:
    """The public cards below a page in its order."""
    return [shown for shown, _product in _products(page)]


def offers(page: InfokaartOrderPage) -> list[Offer]:
    """The cards on the order page, with what can be ordered of each at this moment."""
    return _offers(_products(page))


def offer_of(page: ProductPage) -> Offer:
    """What can be ordered of one card."""
    key = source_id(page)
    source = page if key == page.pk else ProductPage.objects.filter(public(), pk=key).first()
    return _offers([(page, source)])[0]


def _offers(pairs: list[tuple[ProductPage, ProductPage | None]]) -> list[Offer]:
    balances = stock.balances([product.pk for _page, product in pairs if product])
    made = []
    for page, product in pairs:
        if product is None:
            made.append(Offer(page, page, State.NEVER))
            continue
        packs = max(0, balances[product.pk].available // product.pack_size)
        made.append(Offer(page, product, _state(product, packs), packs))
    return made


def _state(product: ProductPage, packs: int) -> State:
    day = today()
    if not product.is_orderable:
        return State.NEVER
    if product.available_from and product.available_from > day:
        return State.NOT_YET
    if product.available_until and product.available_until < day:
        return State.OVER
    return State.OPEN if packs else State.SOLD_OUT


def pickup_points(page: InfokaartOrderPage) -> list[PickupPoint]:
    """Where an order can be picked up."""
    return list(PickupPoint.objects.filter(page=source_id(page)).order_by("sort_order", "pk"))


def last_day_to_send(ordered: dt.date, working_days: int) -> dt.date:
    """The last of so many working days after the day of the order; public holidays count as working days."""
    day = ordered
    while working_days > 0:
        day += dt.timedelta(days=1)
        working_days -= day.weekday() < 5
    return day

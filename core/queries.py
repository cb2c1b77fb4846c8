"""Questions several apps ask of the page tree, at a constant number of queries."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from core.models import BasePage, District, Topic
from core.page_cache import per_generation

Card = TypeVar("Card", bound=BasePage)


@per_generation(maxsize=1)
def private_paths() -> list[str]:
    """Tree paths below which pages are not public."""
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


@per_generation(maxsize=1)
def all_districts() -> list[District]:
    """Every district, by name."""
    return list(District.objects.all())


@per_generation(maxsize=8)
def all_topics(locale_id: int) -> list[Topic]:
    """Every topic in one language, by name."""
    return list(Topic.objects.filter(locale=locale_id))


def public(prefix: str = "") -> Q:
    """A filter for live pages that nobody needs a password for; `prefix` leads to the page, as in ``"item__"``."""
    condition = Q(**{f"{prefix}live": True})
    for path in private_paths():
        condition &= ~Q(**{f"{prefix}path__startswith": path})
    return condition


def prepare_cards(pages: Iterable[Card], request: HttpRequest) -> list[Card]:
    """Fill each page's address for use in a list; the request keeps the site's root paths."""
    cards = list(pages)
    for card in cards:
        card.card_url = card.get_url(request) or ""
    return cards


def kept_cards(pages: Iterable[Card]) -> list[Card]:
    """The pages with their addresses, for lists that are kept per generation and so know no request."""
    cards = list(pages)
    for card in cards:
        card.card_url = card.url or ""
    return cards


def bounded_page(paginator: Any, number: str | None) -> Any:
    """The asked page of a paginator; the first when the number is no number, the last when it is too high."""
    return paginator.get_page(number if number and number.isascii() and number.isdigit() and len(number) < 6 else 1)

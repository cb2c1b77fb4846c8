"""Questions several apps ask of the page tree, at a constant number of queries."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from core.dates import this_minute
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


def reachable(prefix: str = "") -> Q:
    """A filter for live pages that need no password; `prefix` leads to the page, as in ``"item__"``."""
    condition = Q(**{f"{prefix}live": True})
    for path in private_paths():
        condition &= ~Q(**{f"{prefix}path__startswith": path})
    return condition


def public(prefix: str = "") -> Q:
    """The same without pages that have expired, also before the command that unpublishes them ran."""
    return reachable(prefix) & (Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": this_minute()}))


def source_id(page: BasePage) -> int:
    """The key of the page in the source language that a translation stands for, of an alias its original.

    What belongs to a page (dates, a programme, organised activities) is kept with that one only. Else its own key.
    """
    if page.alias_of_id is None and page.language_code == settings.LANGUAGE_CODE:
        return page.pk
    return _source_id(page.alias_of_id or page.pk)


@per_generation(maxsize=512)
def _source_id(page_id: int) -> int:
    key = Page.objects.filter(pk=page_id).values("translation_key")
    source = Page.objects.filter(translation_key__in=key, locale__language_code=settings.LANGUAGE_CODE)
    return source.values_list("pk", flat=True).first() or page_id


def as_cards(pages: Iterable[Card]) -> list[Card]:
    """The pages with their addresses, for lists that are kept per generation and so know no request."""
    cards = list(pages)
    for card in cards:
        card.card_url = card.url or ""
    return cards


def page_number(request: HttpRequest) -> int:
    """The asked page of a list (`pagina`); 1 when it is no number or an absurd one."""
    number = request.GET.get("pagina", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1

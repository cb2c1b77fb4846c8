"""Questions several apps ask of the page tree, at a constant number of queries."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from core.dates import this_minute
from core.models import BasePage, District, Topic
from core.page_cache import per_generation

Card = TypeVar("Card", bound=BasePage)


@per_generation(maxsize=1, per_language=False)
def private_paths() -> list[str]:
    """Tree paths below which pages are not public: what is closed in Dutch is closed in every language."""
    closed = Page.objects.filter(view_restrictions__isnull=False)
    dutch = closed.filter(locale__language_code=settings.LANGUAGE_CODE).values("translation_key")
    found = Page.objects.filter(Q(pk__in=closed.values("pk")) | Q(translation_key__in=dutch))
    return list(found.values_list("path", flat=True))


@per_generation(maxsize=1, per_language=False)
def all_districts() -> list[District]:
    """Every district, by name."""
    return list(District.objects.all())


@per_generation(maxsize=1)
def all_topics() -> list[Topic]:
    """Every topic, by its name in the present language."""
    return sorted(Topic.objects.filter(locale__language_code=settings.LANGUAGE_CODE), key=lambda topic: topic.label)


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


@per_generation(maxsize=512, per_language=False)
def _source_id(page_id: int) -> int:
    key = Page.objects.filter(pk=page_id).values("translation_key")
    source = Page.objects.filter(translation_key__in=key, locale__language_code=settings.LANGUAGE_CODE)
    return source.values_list("pk", flat=True).first() or page_id


def source_path(page: BasePage) -> str:
    """The tree path of that same page: what stands below it is listed in every language."""
    source = source_id(page)
    return page.path if source == page.pk else _source_path(source)


@per_generation(maxsize=128, per_language=False)
def _source_path(page_id: int) -> str:
    return Page.objects.values_list("path", flat=True).get(pk=page_id)


def as_cards(pages: Iterable[Card]) -> list[Card]:
    """The pages as lists show them, for those that are kept per generation and so know no request.

    With their addresses; and where a page is translated into the present language, with that title and introduction.
    """
    # Imported late: which languages there are is asked of the pages.
    from core.languages import open_languages, versions_in

    cards, language = list(pages), get_language() or settings.LANGUAGE_CODE
    homes = open_languages()
    for card in cards:
        card.card_url = card.url or ""
        # By its address: lists leave the columns unread that would tell.
        trees = (code for code, home in homes.items() if card.url_path.startswith(home))
        card.title_language = next(trees, settings.LANGUAGE_CODE)
    known = versions_in(language)
    written = {card.url_path: card for card in cards if (found := known.get(card.url_path)) and not found.is_alias}
    for model in {type(card) for card in written.values()}:
        paths = {known[path].url_path: card for path, card in written.items() if type(card) is model}
        texts = model._default_manager.filter(url_path__in=paths).values_list("url_path", "title", "summary")
        for path, title, summary in texts:
            card = paths[path]
            card.title, card.summary, card.title_language = title, summary, language
    return cards


def page_number(request: HttpRequest) -> int:
    """The asked page of a list (`pagina`); 1 when it is no number or an absurd one."""
    number = request.GET.get("pagina", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1

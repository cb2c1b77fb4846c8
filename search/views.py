"""Search over all public pages of the reader's language."""

import unicodedata

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from wagtail.models import Locale, Page

from core.queries import bounded_page, prepare_cards, public

PAGE_SIZE = 10


def clean_query(text: str) -> str:
    """What the search engine may see of what somebody typed: words only, at most 100 characters.

    Control characters and quotation marks are errors to one database or the other, so they become spaces.
    """
    text = unicodedata.normalize("NFC", text[:400])
    words = "".join(character if character.isalnum() or character in "-'’" else " " for character in text)
    return " ".join(words.replace("'", " ").split())[:100].strip()


def search(request: HttpRequest) -> HttpResponse:
    """Show the results for `q`, page `pagina`."""
    query = clean_query(request.GET.get("q", ""))
    result = None
    if query:
        locale = Locale.objects.filter(language_code=translation.get_language()).first() or Locale.get_default()
        found = Page.objects.filter(public(), locale=locale, depth__gt=2).search(query, operator="and")
        result = bounded_page(Paginator(found, PAGE_SIZE), request.GET.get("pagina"))
        pages = Page.objects.filter(pk__in=[page.pk for page in result.object_list]).specific()
        order = {page.pk: position for position, page in enumerate(result.object_list)}
        result.cards = sorted(prepare_cards(pages, request), key=lambda page: order[page.pk])
    return render(request, "pages/search.html", {"query": query, "result": result})

"""Search over all public pages of the reader's language."""

import unicodedata

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from wagtail.models import Locale, Page

from core.dates import this_minute
from core.queries import as_cards, page_number, reachable

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
    result, cards = None, []
    if query:
        locale = Locale.objects.filter(language_code=translation.get_language()).first() or Locale.get_default()
        # The index knows no expiry dates; the few pages that expired since the last clean-up are named.
        expired = list(Page.objects.filter(live=True, expire_at__lte=this_minute()).values_list("pk", flat=True))
        pages = Page.objects.filter(reachable(), locale=locale, depth__gt=2).exclude(id__in=expired)
        found = pages.search(query, operator="and")
        result = Paginator(found, PAGE_SIZE).get_page(page_number(request))
        keys = [page.pk for page in result.object_list]
        specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
        cards = as_cards(specific[key] for key in keys if key in specific)
    return render(request, "pages/search.html", {"query": query, "result": result, "cards": cards})

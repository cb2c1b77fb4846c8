"""What editors put first for certain words (Wagtail's promoted search results)."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from core.page_cache import per_generation
from core.queries import public
from search.words import words_in


@dataclass(frozen=True)
class Promotion:
    """A page, or an address elsewhere with a text, that an editor wants first."""

    page_id: int | None
    url: str
    text: str
    why: str


@per_generation(maxsize=1)
def _by_words() -> dict[str, list[SearchPromotion]]:
    found: dict[str, list[SearchPromotion]] = {}
    for one in SearchPromotion.objects.select_related("query", "page").order_by("sort_order", "pk"):
        found.setdefault(" ".join(words_in(one.query.query_string)), []).append(one)
    return found


def promotions_for(text: str, language: str) -> list[Promotion]:
    """What an editor chose for exactly these words; a page only while it is public, in the reader's language."""
    chosen = _by_words().get(" ".join(words_in(normalise_query_string(text))), [])
    keys = {one.page.translation_key for one in chosen if one.page_id}
    pages: dict[object, int] = {}
    if keys:
        found = Page.objects.filter(public(), translation_key__in=keys, alias_of=None)
        rows = found.filter(locale__language_code__in=[language, settings.LANGUAGE_CODE])
        for pk, key, code in rows.values_list("pk", "translation_key", "locale__language_code"):
            if code == language or key not in pages:
                pages[key] = pk
    promotions = []
    for one in chosen:
        page_id = pages.get(one.page.translation_key) if one.page_id else None
        if page_id or not one.page_id:
            promotions.append(Promotion(page_id, one.external_link_url, one.external_link_text, one.description))
    return promotions

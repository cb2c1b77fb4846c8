"""The places one may know of, and their names: in a question these say where, not what."""

from typing import Any

from django.conf import settings

from agenda.models import AgendaItemPage
from core.dates import this_minute
from core.page_cache import per_generation
from core.queries import all_districts, public
from search.words import is_stop, words_in


@per_generation(maxsize=2, per_language=False)
def public_venues(moment: Any) -> dict[int, str]:
    """The venues of public activities, by key, with their neighbourhoods: other venues may be somebody's home."""
    found = AgendaItemPage.objects.filter(public(), venue__isnull=False)
    return dict(found.order_by().values_list("venue", "venue__neighbourhood").distinct())


def place_words() -> frozenset[str]:
    """The words, folded, of the names of districts and neighbourhoods."""
    return _place_words(this_minute())


@per_generation(maxsize=2, per_language=False)
def _place_words(moment: Any) -> frozenset[str]:
    names = [*(one.name for one in all_districts()), *public_venues(moment).values()]
    words = (word for name in names for word in words_in(name))
    return frozenset(word for word in words if not is_stop(word, settings.LANGUAGE_CODE))

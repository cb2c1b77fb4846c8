"""Finding an organisation by the name somebody types."""

import difflib
from dataclasses import dataclass

from django.conf import settings

from core.names import plain
from core.page_cache import per_generation
from core.queries import public
from partners.models import PartnerPage

_MOST_ALIKE = 5
_ALIKE = 0.75


@dataclass(frozen=True)
class Known:
    """An organisation that has a page on the site."""

    pk: int
    name: str


@per_generation(maxsize=1)
def known_partners() -> dict[str, Known]:
    """The organisations on the site by plain name (no capitals, accents, punctuation), in the source language."""
    found = PartnerPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
    named = {plain(name): Known(pk, name) for pk, name in found.order_by("title", "pk").values_list("pk", "title")}
    # A name of signs alone is like every other.
    return {name: one for name, one in named.items() if name}


def names() -> list[str]:
    """The names of the organisations on the site, to choose from."""
    return [one.name for one in known_partners().values()]


def named(name: str) -> Known | None:
    """The organisation with this name, whatever its capitals and accents."""
    return known_partners().get(plain(name))


def alike(name: str) -> list[Known]:
    """The organisations that may be the same under another name, the likeliest first."""
    wanted = plain(name)
    if len(wanted) < 3:
        return []
    found = []
    for known, one in known_partners().items():
        within = min(len(known), len(wanted)) >= 4 and (wanted in known or known in wanted)
        likeness = 1.0 if within else difflib.SequenceMatcher(None, wanted, known).ratio()
        if likeness >= _ALIKE and known != wanted:
            found.append((-likeness, one.name, one))
    return [one for _likeness, _name, one in sorted(found, key=lambda row: row[:2])[:_MOST_ALIKE]]

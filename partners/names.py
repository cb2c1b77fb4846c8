"""Finding an organisation by the name somebody types."""

import difflib
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import slugify

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
    return {slugify(name): Known(pk, name) for pk, name in found.order_by("title", "pk").values_list("pk", "title")}


def named(name: str) -> Known | None:
    """The organisation with this name, whatever its capitals and accents."""
    return known_partners().get(slugify(name))


def alike(name: str) -> list[Known]:
    """The organisations that may be the same under another name, the likeliest first."""
    wanted = slugify(name)
    if len(wanted) < 3:
        return []
    found = []
    for plain, one in known_partners().items():
        within = min(len(plain), len(wanted)) >= 4 and (wanted in plain or plain in wanted)
        likeness = 1.0 if within else difflib.SequenceMatcher(None, wanted, plain).ratio()
        if likeness >= _ALIKE and plain != wanted:
            found.append((-likeness, one.name, one))
    return [one for _likeness, _name, one in sorted(found, key=lambda row: row[:2])[:_MOST_ALIKE]]

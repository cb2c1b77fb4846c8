"""Addresses right below the agenda that are no page's: the agenda's own parts and the districts."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.queries import all_districts


@dataclass(frozen=True)
class Crumb:
    """The last step of the breadcrumb trail of such an address."""

    title: str
    url: str


def _own_words() -> set[str]:
    """The first words of the agenda's own addresses: `maand`, `meenemen` and so on."""
    from agenda.models import AgendaIndexPage

    routes = (str(one.pattern).split("/")[0] for one in AgendaIndexPage.get_subpage_urls())
    return {word for word in routes if word and "<" not in word}


def is_taken(slug: str) -> bool:
    """Whether the agenda or a district has this address."""
    try:
        refuse_taken(slug)
    except ValidationError:
        return True
    return False


def refuse_taken(slug: str) -> None:
    """Raise ValidationError (on `slug`) for an address below the agenda that a page would hide, or be hidden by."""
    if slug in _own_words():
        message = _("The agenda itself uses this word. Choose another address.")
        raise ValidationError({"slug": message})
    if any(slug == district.slug for district in all_districts()):
        message = _("This is the address of the district's own page. Choose another one, for example with a year.")
        raise ValidationError({"slug": message})

"""The address right below the directory that is no page's: the data of its map."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAP = "kaart"


def refuse_taken(slug: str) -> None:
    """Raise ValidationError (on `slug`) for an address that the directory itself uses: the page would be hidden."""
    if slug == MAP:
        raise ValidationError({"slug": _("The list of partners itself uses this word. Choose another address.")})

"""What the search knows of cards to order."""

from django.utils.translation import gettext_lazy as _

from core import findable
from core.findable import Facts, Kind
from infokaart.models import ProductPage


def product_facts(product: ProductPage) -> Facts:
    """How it looks, in which language, and that it can be ordered."""
    language = product.card_language.name if product.card_language else ""
    order = str(product._meta.get_field("is_orderable").verbose_name) if product.is_orderable else ""
    return Facts(names=(product.format, language, order))


CARD = Kind("kaart", _("card"), product_facts, weight=0.5, select=("card_language",))


def connect() -> None:
    """Let cards be found."""
    findable.register(CARD, "infokaart.ProductPage")

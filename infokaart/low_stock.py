"""The letter to the office when a product runs low: once, and again only after there was enough in between."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.intake import mail
from core.intake.letters import Letter
from infokaart import office
from infokaart.models import ProductPage, StockMovement


def tell(row: StockMovement, *, before: int, after: int) -> None:
    """Write the letter when this row takes what is available (in cards) from enough to too little."""
    if before <= after:
        return
    product = ProductPage.objects.filter(pk=row.product_id, low_stock__gt=after, low_stock__lte=before).first()
    page = office.order_page() if product else None
    if product is None or page is None or not page.orders_email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        mail.queue(letter(product, after, row.reserved_after), to=page.orders_email, key=f"low-stock:{row.pk}")


def letter(product: ProductPage, available: int, reserved: int) -> Letter:
    """Says how much there is left; for the office."""
    words = _("There is little left of '%(title)s'. Is it time to have it printed?")
    return Letter(
        subject=_("Runs low: %(title)s") % {"title": product.title},
        paragraphs=[words % {"title": product.title}],
        facts=[
            (_("Can still be ordered"), str(available)),
            (_("Held for orders"), str(reserved)),
            (_("You hear of it below"), str(product.low_stock)),
        ],
    )

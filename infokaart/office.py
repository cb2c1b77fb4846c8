"""What the office chose for all orders: on the order page in the source language."""

from django.conf import settings

from infokaart.models import InfokaartOrderPage


def order_page() -> InfokaartOrderPage | None:
    """The page with the office's choices; None before there is one."""
    pages = InfokaartOrderPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    return pages.order_by("path").first()

"""What search engines read of any page, in the terms of schema.org."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.images.shortcuts import get_rendition_or_not_found

from core.models.media import CustomImage
from core.models.pages import BasePage, as_json_ld
from core.reading import own_addresses

# The size of the picture beside a link, so that no other one is made.
_PICTURE = "fill-1200x630|format-jpeg"


def publisher() -> dict[str, Any]:
    """The network."""
    return {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": f"{settings.PUBLIC_URL}/"}


def picture(image: CustomImage | None) -> list[str]:
    """The full address of a photo; nothing without one."""
    return [get_rendition_or_not_found(image, _PICTURE).full_url] if image else []


def organisations(partners: Iterable[BasePage]) -> list[dict[str, Any]]:
    """Organisations by name, with their page here."""
    return [
        {"@type": "Organization", "name": one.title, "url": urljoin(settings.PUBLIC_URL, one.card_url)}
        for one in partners
    ]


def item_list(root: str, items: Iterable[BasePage]) -> dict[str, Any]:
    """Pages as an ItemList, each once."""
    pages = {one.pk: one for one in items}
    entries = [
        {"@type": "ListItem", "position": position, "name": one.title, "url": urljoin(root, one.card_url)}
        for position, one in enumerate(pages.values(), start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(entries), "itemListElement": entries}


def collection(page: BasePage, request: HttpRequest, items: Iterable[BasePage]) -> SafeString:
    """A page that lists others: itself, what it lists, and its trail."""
    with own_addresses():
        data = page.get_structured_data(request)
        listed = item_list(page.get_full_url(request), items)
        return as_json_ld({**data, "@type": "CollectionPage", "mainEntity": listed}, page.trail(request))

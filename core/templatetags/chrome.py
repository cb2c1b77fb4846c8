"""`{% site_chrome as chrome %}`: menu, languages, help strip and footer for the base template."""

from typing import Any

from django import template
from wagtail.models import Page

from core.chrome import Chrome, chrome_for

register = template.Library()


@register.simple_tag(takes_context=True)
def site_chrome(context: dict[str, Any]) -> Chrome | None:
    """The surroundings of the present page (`core.chrome.Chrome`); None when there is no site yet."""
    request = context.get("request")
    page = context.get("page")
    return chrome_for(request, page if isinstance(page, Page) else None) if request else None

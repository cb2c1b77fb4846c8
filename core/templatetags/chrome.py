"""For the base template: what stands around a page (`{% site_chrome %}`), and the language of what is in it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from core.chrome import Chrome, chrome_for
from core.languages import content_language, words_in

register = template.Library()


@register.simple_tag(takes_context=True)
def site_chrome(context: dict[str, Any]) -> Chrome | None:
    """The surroundings of the present page (`core.chrome.Chrome`); None when there is no site yet."""
    request = context.get("request")
    page = context.get("page")
    return chrome_for(request, page if isinstance(page, Page) else None) if request else None


@register.simple_tag
def around_language() -> str:
    """The language of what stands around a page: that of the address, or Dutch when we have no words in it."""
    return words_in(translation.get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def main_language(context: dict[str, Any]) -> str:
    """The language of the middle of the page (`core.languages.content_language`)."""
    return content_language(context.get("page"))

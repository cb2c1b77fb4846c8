"""The panel 'Plain language' in the editor's screen."""

from typing import Any

from django import template
from django.urls import reverse

from core.models import BasePage

register = template.Library()


@register.simple_tag(takes_context=True)
def plain_language_address(context: template.Context, page: Any) -> str:
    """Where the screen asks for advice on this page; empty for what is no page of ours."""
    if not isinstance(page, BasePage):
        return ""
    if page.pk:
        return reverse("plain_language_edit", args=[page.pk])
    # A new page: where it will come to stand is in the address of the screen.
    match = context["request"].resolver_match
    parent = match.kwargs.get("parent_page_id") if match else None
    return reverse("plain_language_add", args=[page._meta.app_label, page._meta.model_name, parent]) if parent else ""

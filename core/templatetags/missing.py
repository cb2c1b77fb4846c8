"""What the page for an unknown address can say about it."""

from typing import Any

from django import template

from core.old_addresses.nearest import Asked, asked_by

register = template.Library()


@register.simple_tag(takes_context=True)
def asked_address(context: dict[str, Any]) -> Asked:
    """The words in the address, and the page that may be meant."""
    return asked_by(context["request"]) if "request" in context else Asked()

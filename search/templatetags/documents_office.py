"""What was read of a document, on its screen in the office."""

from typing import Any

from django import template

from search.documents_admin import reading_of

register = template.Library()


@register.inclusion_tag("search/admin/document_reading.html")
def document_reading(document: Any) -> dict[str, Any]:
    """Whether the search knows the words of a document; if not, why, and what to do."""
    return {"reading": reading_of(document)}

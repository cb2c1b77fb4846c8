"""Reasons to refuse, kept by editors."""

from typing import Any

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.models import RefusalReason


class RefusalReasonViewSet(SnippetViewSet):
    """Reasons to refuse, with what the sender reads."""

    model = RefusalReason
    icon = "cross"
    add_to_settings_menu = True
    menu_order = 700
    list_display = ["title", "text", "sort_order"]
    search_fields = ["title", "text"]
    copy_view_enabled = False


def register() -> Any:
    """Make it known to Wagtail."""
    return register_snippet(RefusalReasonViewSet)

"""Where Wagtail finds the panel, the list of hard words and what they need."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.models import JargonWord
from core.plain_language.views import AdviceOnCreate, AdviceOnEdit

ADDRESSES = [
    path("duidelijke-taal/<int:page_id>/", AdviceOnEdit.as_view(), name="plain_language_edit"),
    path(
        "duidelijke-taal/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        AdviceOnCreate.as_view(),
        name="plain_language_add",
    ),
]


class JargonWordViewSet(SnippetViewSet):
    """Hard words, with what is better."""

    model = JargonWord
    icon = "openquote"
    menu_label = _("Hard words")
    add_to_settings_menu = True
    menu_order = 710
    list_display = ["word", "better"]
    search_fields = ["word", "better"]
    list_per_page = 100
    copy_view_enabled = False


class EditorChecks(ContentCheckerItem):
    """Wagtail's own checks of the preview, without the one on headings: ours names the block that it is about."""

    def get_axe_run_only(self, request: HttpRequest) -> list[str]:
        """The rules of axe, by their names."""
        return [rule for rule in self.axe_run_only if not (self.in_editor and rule == "heading-order")]


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""
    register_snippet(JargonWordViewSet)

    @hooks.register("register_admin_urls")
    def addresses() -> list[URLPattern]:
        return ADDRESSES

    @hooks.register("insert_editor_js")
    def panel() -> SafeString:
        # Wagtail has no place for a style sheet of the editor's screen only.
        parts = '<link rel="stylesheet" href="{}"><script src="{}" defer></script>'
        return format_html(parts, static("plain-language.css"), static("plain-language.js"))

    @hooks.register("construct_wagtail_userbar")
    def checks(request: HttpRequest, items: list[Any], page: Any) -> None:
        items[:] = [
            EditorChecks(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
        ]

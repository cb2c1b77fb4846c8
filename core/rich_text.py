"""Links to pages inside texts of the editor."""

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler


class ReaderLinkHandler(PageLinkHandler):
    """A page's address follows the reader (`core.addresses`); to ask for each translation costs two queries a link."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        """The pages behind links, in one query; None for a page that is gone."""
        ids = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        found = Page.objects.in_bulk(ids)
        return [found.get(int(attrs["id"])) if str(attrs.get("id", "")).isdigit() else None for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tag of each link."""
        return [f'<a href="{escape(page.url)}">' if page else "<a>" for page in cls.get_many(attrs_list)]


def register(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's own handler."""
    features.register_link_type(ReaderLinkHandler)

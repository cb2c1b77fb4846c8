"""What screens of our own in the editorial office share."""

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class ScreenMixin(WagtailAdminTemplateMixin):
    """A screen that stands in the breadcrumbs itself."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back, and the screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

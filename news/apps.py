"""News and stories."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News and stories")

    def ready(self) -> None:
        """Show a partner's articles on its page."""
        from core.api import collections
        from news import api, findable
        from news.queries import partner_articles
        from partners import related

        related.register("stories", partner_articles)
        collections.register(*api.COLLECTIONS)
        findable.connect()

"""Search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Keep what can be found up to date, and forget in time what nobody asks any more."""
        from core.intake import retention
        from search import missed, signals

        signals.connect()
        retention.register("searches without result", missed.erase_old)

"""Home and general pages."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def name_site(**kwargs: Any) -> None:
    """Give a new installation's site the address of `PUBLIC_URL`, for canonical links and the sitemap.

    An address that somebody has set in the office stays.
    """
    from wagtail.models import Site

    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True, hostname="localhost").update(hostname=address.hostname, port=port)
    Site.clear_site_root_paths_cache()


class HomeConfig(AppConfig):
    """The front page and the general pages."""

    name = "home"
    verbose_name = _("Home and general pages")

    def ready(self) -> None:
        """Name the site after the first migration, and offer general pages as open data."""
        from core import sitemaps
        from core.api import collections
        from home.api.content import Pages

        collections.register(Pages())
        sitemaps.register("open_data")
        post_migrate.connect(name_site, sender=self)

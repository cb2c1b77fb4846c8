"""Addresses that belong to no page."""

from django.conf import settings
from django.urls import URLPattern, path

from core import sitemaps
from core.views import robots

urlpatterns: list[URLPattern] = [
    path("robots.txt", robots),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
]

if settings.DEBUG:
    from core.styleguide import styleguide

    urlpatterns.append(path("stijlgids/", styleguide, name="styleguide"))

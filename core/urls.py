"""Addresses that belong to no page."""

from django.conf import settings
from django.urls import URLPattern, path

from core.views import robots

urlpatterns: list[URLPattern] = [path("robots.txt", robots)]

if settings.DEBUG:
    from core.styleguide import styleguide

    urlpatterns.append(path("stijlgids/", styleguide, name="styleguide"))

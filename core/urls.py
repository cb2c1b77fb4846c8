"""Addresses that belong to no page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

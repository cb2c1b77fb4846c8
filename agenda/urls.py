"""Addresses of the agenda that belong to no page."""

from django.urls import path

from agenda.views import make_basket

urlpatterns = [path("lijst/", make_basket, name="make_basket")]

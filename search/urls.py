"""Addresses of the search."""

from django.urls import path

from search.views import search, suggestions

urlpatterns = [
    path("", search, name="search"),
    path("suggesties/", suggestions, name="search_suggestions"),
]

"""Addresses of following the agenda, below `/volgen/`."""

from django.urls import path

from agenda.following.views import follow, stop_by_letter

urlpatterns = [
    path("", follow, name="follow"),
    path("stop/<str:token>/", stop_by_letter, name="stop"),
]

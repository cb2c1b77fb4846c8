"""Addresses of what people sent in, below `/inzending/`."""

from django.urls import path

from core.intake import views

app_name = "intake"
urlpatterns = [
    path("link-kwijt/", views.new_links, name="new_links"),
    path("bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("<str:token>/", views.manage, name="manage"),
    path("<str:token>/<slug:verb>/", views.act, name="act"),
]

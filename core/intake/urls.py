"""Addresses of what people sent in, below `/inzending/`."""

from django.urls import path

from core.intake import views
from core.intake.report import report

app_name = "intake"
urlpatterns = [
    path("link-kwijt/", views.new_links, name="new_links"),
    path("fout-melden/<int:page_id>/", report, name="report"),
    path("bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("<str:token>/", views.manage, name="manage"),
    path("<str:token>/<slug:verb>/", views.act, name="act"),
]

"""Addresses of the API, one or two for each collection that the apps registered."""

from django.urls import URLPattern, path, re_path
from drf_spectacular.utils import extend_schema

from core.api.collections import collections
from home.api.answers import VERSION
from home.api.schema import SchemaView
from home.api.views import IndexView, NothingView, list_view, one_view

described: list[URLPattern] = []
for _one in collections():
    described.append(path(f"{VERSION}/{_one.name}/", list_view(_one)))
    if _one.key:
        described.append(path(f"{VERSION}/{_one.name}/<{_one.key_kind}:key>/", one_view(_one)))

urlpatterns = [
    path(f"{VERSION}/", extend_schema(exclude=True)(IndexView).as_view(), name="api"),
    path(f"{VERSION}/openapi.json", extend_schema(exclude=True)(SchemaView).as_view(), name="openapi"),
    *described,
    re_path(r"", extend_schema(exclude=True)(NothingView).as_view()),
]

"""The description of the API (OpenAPI 3.1), made from what the collections declare."""

import json
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.request import Request

from agenda.exports.basis import LICENCE
from home.api.views import ReadOnlyView, checked, root_of


class SchemaView(ReadOnlyView):
    """The description itself."""

    def get(self, request: Request) -> HttpResponse:
        """OpenAPI 3.1, in English."""
        checked(request, serializers.Serializer)
        with translation.override("en"):
            return self.answer(json.dumps(description(root_of(request)), ensure_ascii=False))


def description(root: str) -> dict[str, Any]:
    """The description in the active language, for the site at this address. Nobody may change it."""
    return _description(root, translation.get_language() or "")


@lru_cache(maxsize=8)
def _description(root: str, language: str) -> dict[str, Any]:
    from home.api.urls import described

    found = SchemaGenerator(patterns=described).get_schema(request=None, public=True)
    # The generator knows no prefix: these patterns stand below it.
    paths = {f"/api{path}": what for path, what in found["paths"].items()}
    return {
        **found,
        "info": {
            "title": "Utrecht Omarmt",
            "version": "1",
            "description": "What there is to do in Utrecht, and who does it. Read only, without a key.",
            "license": {"name": "CC0 1.0", "url": LICENCE},
        },
        "servers": [{"url": root}],
        "paths": paths,
    }

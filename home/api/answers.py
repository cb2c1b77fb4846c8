"""The answers of the API as text, kept until something public changes and for a minute at most."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation

from agenda.exports.basis import LICENCE
from core.api.collections import Asking, Collection, collections
from core.page_cache import per_generation
from core.reading import own_addresses

VERSION = "v1"
PUBLISHER = "Utrecht Omarmt"
# Fields that the licence does not cover: the longer texts stay with who wrote them.
RESERVED = ["text"]
Values = tuple[tuple[str, Any], ...]


def collection_named(name: str) -> Collection:
    """The collection with this name."""
    return next(one for one in collections() if one.name == name)


def address_of(root: str, *parts: str) -> str:
    """An address of the API: of all, of a collection, of one thing."""
    return "/".join([f"{root}/api/{VERSION}", *parts, ""])


def about(root: str) -> dict[str, Any]:
    """What every answer says of itself."""
    return {
        "publisher": PUBLISHER,
        "licence": LICENCE,
        "not_licensed": RESERVED,
        "documentation": f"{root}/open-data/",
    }


@per_generation(maxsize=32)
def list_body(name: str, values: Values, root: str, moment: dt.datetime) -> str:
    """One page of a collection; `values` are the checked answers to its question, `moment` the present minute."""
    collection, asked = collection_named(name), Asking(dict(values), root)
    with _in_language_of(collection, asked):
        found, onward = collection.page(asked, asked["limit"], asked["after"] or "")
        items = collection.item(found, many=True).data
    given = {key: value for key, value in values if key != "after"}
    here = address_of(root, name)
    return _json(
        {
            **about(root),
            "url": f"{here}?{_query(given)}",
            "items": items,
            "next": f"{here}?{_query({**given, 'after': onward})}" if onward else None,
        }
    )


@per_generation(maxsize=128)
def one_body(name: str, key: Any, values: Values, root: str, moment: dt.datetime) -> str:
    """One thing by its lasting name; empty when there is none."""
    collection, asked = collection_named(name), Asking(dict(values), root)
    with _in_language_of(collection, asked):
        found = list(collection.rows(asked).filter(collection.find(key))[:1])
        items = collection.item(collection.complete(found, asked), many=True).data
    return _json({**about(root), "item": items[0]}) if items else ""


def index_body(root: str) -> str:
    """What there is."""
    return _json(
        {
            **about(root),
            "description": f"{address_of(root)}openapi.json",
            "collections": {one.name: address_of(root, one.name) for one in collections()},
        }
    )


@contextmanager
def _in_language_of(collection: Collection, asked: Asking) -> Iterator[None]:
    """In the asked language, with the addresses that belong to it."""
    addresses = own_addresses() if collection.has_own_addresses else nullcontext()
    with translation.override(asked["language"] or settings.LANGUAGE_CODE), addresses:
        yield


def _query(values: dict[str, Any]) -> str:
    """Answers as they stand in an address."""
    return urlencode([(name, one.isoformat() if isinstance(one, dt.date) else one) for name, one in values.items()])


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)

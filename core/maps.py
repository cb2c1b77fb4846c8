"""A map beside a list: when it is offered, and the data that its script asks for. What is on it the apps say."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse


@dataclass(frozen=True)
class Thing:
    """A line of what is at a place: a link, what one must know beside it, and a remark that stands out.

    `language` is that of the title; empty when it is that of the page around the map.
    """

    title: str
    url: str
    note: str = ""
    remark: str = ""
    language: str = ""


@dataclass(frozen=True)
class Place:
    """A marker (degrees, WGS 84), and what opens at it; `label` is what a screen reader says of the marker."""

    name: str
    label: str
    street: str
    latitude: float
    longitude: float
    things: list[Thing]


def offer(url: str, *, has_places: bool) -> dict[str, Any]:
    """What `components/map.html` shows: nothing without an address for its pictures, or without places.

    `url` answers with `as_response`.
    """
    return {
        "places": url if has_places and settings.MAP_TILE_URL else "",
        "tiles": settings.MAP_TILE_URL,
        "attribution": settings.MAP_ATTRIBUTION,
    }


def as_response(places: Iterable[Place]) -> HttpResponse:
    """The places as JSON, with the `language` of their names."""
    answer = JsonResponse(
        {"language": settings.LANGUAGE_CODE, "places": [asdict(place) for place in places]},
        json_dumps_params={"ensure_ascii": False},
    )
    # For the map's script; nobody wants to find it in a search engine.
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

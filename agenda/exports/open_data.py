"""The agenda as open data: JSON with a published schema, for anybody and without a key."""

import datetime as dt
import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from agenda.exports.basis import (
    LICENCE,
    Asked,
    asked_number,
    changed_at,
    dates,
    open_response,
    place_in_words,
    plain,
    title_in_words,
    uid,
    when_in_words,
)
from agenda.exports.open_data_schema import schema
from agenda.models import AgendaIndexPage, AgendaItemPage, Occurrence, Venue
from core.api.own import lasting_name
from core.page_cache import per_generation

PAGE_SIZE = 100
# A place in the list: the start in microseconds, and the key.
_EPOCH, _TICK = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)
_PLACE = re.compile(r"[0-9]{1,16}_[0-9]{1,18}")
_TYPE = "application/json; charset=utf-8"


def list_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """One page of the dates that answer a question; `aantal` asks for fewer, `na` is the place to read on from."""
    asked = Asked.of(page, request)
    limit = asked_number(request, "aantal", PAGE_SIZE, PAGE_SIZE)
    return open_response(_body(asked, limit, read_place(request.GET.get("na", ""))), _TYPE)


def schema_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """The JSON Schema (2020-12) of the answer above."""
    with translation.override("en"):
        body = _json(schema(Asked.of(page, request).agenda))
    return open_response(body, "application/schema+json; charset=utf-8")


def place_after(one: Occurrence) -> str:
    """The place in the list of a date, after which one reads on."""
    return f"{(one.start - _EPOCH) // _TICK}_{one.pk}"


def read_place(text: str) -> tuple[dt.datetime, int] | None:
    """The start and the key of the date after which to read on; None for anything else."""
    moment, _sign, key = text.partition("_")
    if not _PLACE.fullmatch(text):
        return None
    return _EPOCH + int(moment) * _TICK, int(key)


@per_generation(maxsize=32)
def _body(asked: Asked, limit: int, after: tuple[dt.datetime, int] | None) -> str:
    # One more than is shown says whether there is a next page.
    found = dates(asked, limit + 1, after=after, with_names=True)
    last = found[limit - 1] if len(found) > limit else None
    onward = place_after(last) if last else ""
    size = {"aantal": limit} if limit != PAGE_SIZE else {}
    return _json(
        {
            "$schema": f"{asked.agenda}schema.json",
            "name": asked.name,
            "url": asked.url(),
            "language": asked.language,
            "publisher": "Utrecht Omarmt",
            "licence": LICENCE,
            "dates": [date(one, one.item, asked) for one in found[:limit]],
            "next": asked.url("agenda.json", **size, na=onward) if onward else None,
        }
    )


def _json(data: dict[str, Any]) -> str:
    return json.dumps(_plain(data), ensure_ascii=False, indent=1)


def _plain(data: Any) -> Any:
    """The same with every text in it without control characters."""
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return plain(data) if isinstance(data, str) else data


def date(one: Occurrence, item: AgendaItemPage, asked: Asked) -> dict[str, Any]:
    """One date, as `agenda.exports.open_data_schema` describes it."""
    url = asked.item_url(item)
    return {
        "id": uid(one, item),
        "item": str(item.translation_key),
        "title": item.title,
        "summary": item.summary,
        "url": url,
        "calendar": f"{url}{one.calendar_name}.ics",
        "start": one.local_start.isoformat(),
        "end": None if one.open_ended else one.local_end.isoformat(),
        "all_day": one.all_day,
        "moved_from": one.planned_start.astimezone(one.local_start.tzinfo).isoformat() if one.moved_from else None,
        "status": one.status,
        "note": one.note,
        "topic": item.topic.label if item.topic else None,
        "audiences": [audience.label for audience in item.audiences.all()],
        "organisers": [organiser.title for organiser in item.organisers.all()],
        **facts(item),
        "changed": (changed_at(item) or one.start).isoformat(),
        "words": {
            "title": title_in_words(one, item),
            "when": when_in_words(one),
            "where": place_in_words(item),
            "price": str(item.price_label),
        },
    }


def facts(item: AgendaItemPage) -> dict[str, Any]:
    """What holds for every date of an activity."""
    return {
        "kind": item.kind,
        "price": None if item.price is None else float(item.price),
        "price_note": item.price_note,
        "sign_up": item.sign_up,
        "sign_up_url": item.sign_up_url,
        "come_alone": item.come_alone,
        "languages": [language.label for language in item.languages.all()],
        "dutch_level": item.dutch_level or None,
        "meeting_point": item.meeting_point,
        "venue": place(item.venue) if item.venue else None,
        "access": {
            "step_free": item.venue.step_free if item.venue else "unknown",
            "toilet": item.venue.toilet if item.venue else "unknown",
            "hearing_loop": item.venue.hearing_loop if item.venue else "unknown",
            "parking": item.venue.parking if item.venue else "unknown",
            "quiet": item.quiet,
            "interpreter": item.interpreter,
        },
        "example": item.is_example,
    }


def place(venue: Venue) -> dict[str, Any]:
    """Where a venue is."""
    return {
        "id": str(lasting_name("venue", venue.pk)),
        "name": venue.name,
        "street": venue.street,
        "postcode": venue.postcode,
        "town": "Utrecht",
        "neighbourhood": venue.neighbourhood,
        "district": venue.district.name if venue.district else None,
        "latitude": None if venue.latitude is None else float(venue.latitude),
        "longitude": None if venue.longitude is None else float(venue.longitude),
    }

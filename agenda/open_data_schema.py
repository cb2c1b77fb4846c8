"""What the open data promises: its JSON Schema (2020-12)."""

from typing import Any

from agenda.exports import LICENCE
from agenda.models import Access, AgendaItemPage, Status

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_ADDRESS = {"type": "string", "format": "uri"}
_NAMES = {"type": "array", "items": _TEXT}
_YES_OR_NO = {"type": "boolean"}


def schema(agenda: str) -> dict[str, Any]:
    """The schema of one page of open data, for the agenda at this absolute address."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{agenda}schema.json",
        **_object(
            "One page of dates, in order of start. Every filter of the agenda works in the address; "
            "'next' leads to the page after this one. Fields may be added, never removed or given another meaning.",
            {
                "$schema": _ADDRESS,
                "name": _about(_TEXT, "What was asked for, in words."),
                "url": _about(_ADDRESS, "The same list for people."),
                "language": _about(_TEXT, "Language of 'name' and 'words' (BCP 47)."),
                "publisher": _TEXT,
                "licence": {"const": LICENCE},
                "dates": {"type": "array", "maxItems": 100, "items": _date()},
                "next": _about(_or_null(_ADDRESS), "The next page; null on the last."),
            },
        ),
    }


def _date() -> dict[str, Any]:
    access = {"enum": list(Access.values)}
    return _object(
        "One date of an activity. An activity with more dates is there more often, with the same 'item'.",
        {
            "id": _about(_TEXT, "Lasting name of this date; the UID of its calendar event."),
            "item": _about({"type": "string", "format": "uuid"}, "Lasting name of the activity."),
            "title": _TEXT,
            "summary": _TEXT,
            "url": _about(_ADDRESS, "The page of the activity."),
            "calendar": _about(_ADDRESS, "This date as an iCalendar file."),
            "start": _about(_MOMENT, "On Utrecht's clocks, with the offset from UTC."),
            "end": _about(_or_null(_MOMENT), "Exclusive; null when it is not known."),
            "all_day": _YES_OR_NO,
            "moved_from": _about(_or_null(_MOMENT), "The start it was first planned at, when it was moved."),
            "status": {"enum": list(Status.values)},
            "note": _about(_TEXT, "Remark on the status, for visitors."),
            "kind": {"enum": list(AgendaItemPage.Kind.values)},
            "topic": _or_null(_TEXT),
            "audiences": _about(_NAMES, "For whom it is."),
            "organisers": _NAMES,
            "price": _about({"type": ["number", "null"], "minimum": 0}, "In euros; 0 is free, null is not known."),
            "price_note": _TEXT,
            "sign_up": {"enum": list(AgendaItemPage.SignUp.values)},
            "sign_up_url": _about(_TEXT, "Address to sign up, or empty."),
            "come_alone": _about(_YES_OR_NO, "Somebody welcomes those who come by themselves."),
            "languages": _about(_NAMES, "Languages spoken beside Dutch."),
            "dutch_level": _about(
                {"enum": [*AgendaItemPage.DutchLevel.values, None]},
                "Dutch needed (Common European Framework); null when not known.",
            ),
            "meeting_point": _TEXT,
            "venue": _or_null(_venue()),
            "access": _object(
                "'unknown' means that nobody has answered yet: never read it as yes.",
                dict.fromkeys(("step_free", "toilet", "hearing_loop", "parking", "quiet", "interpreter"), access),
            ),
            "example": _about(_YES_OR_NO, "Made up, to show how the site works: do not publish it further."),
            "changed": _about(_MOMENT, "When the activity or its venue last changed."),
            "words": _object(
                "Ready to show, in 'language'; the title says when it is cancelled, full or an example.",
                {"title": _TEXT, "when": _TEXT, "where": _TEXT, "price": _TEXT},
            ),
        },
    )


def _venue() -> dict[str, Any]:
    degrees = {"type": ["number", "null"]}
    return _object(
        "Where it is.",
        {
            "name": _TEXT,
            "street": _TEXT,
            "postcode": _TEXT,
            "town": _TEXT,
            "neighbourhood": _TEXT,
            "district": _or_null(_TEXT),
            "latitude": degrees,
            "longitude": degrees,
        },
    )


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _about(kind: dict[str, Any], description: str) -> dict[str, Any]:
    return {**kind, "description": description}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {**kind, "type": [kind["type"], "null"]}

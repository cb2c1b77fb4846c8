"""What the open data promises: its JSON Schema (2020-12), in the active language as far as people read it."""

from typing import Any

from django.utils.translation import gettext as _

from agenda.exports.basis import LICENCE
from agenda.models import Access, AgendaItemPage, Status

_TEXT = {"type": "string"}
_NAME = {"type": "string", "format": "uuid"}
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
    return _object(
        "One date of an activity. An activity with more dates is there more often, with the same 'item'.",
        date_properties(),
    )


def date_properties() -> dict[str, Any]:
    """What there is to know of one date."""
    return {
        "id": _about(_TEXT, _("Lasting name of this date; the UID of its calendar event.")),
        "item": _about(_NAME, _("Lasting name of the activity.")),
        "title": _TEXT,
        "summary": _TEXT,
        "url": _about(_ADDRESS, _("The page of the activity.")),
        "calendar": _about(_ADDRESS, _("This date as an iCalendar file.")),
        "start": _about(_MOMENT, _("On Utrecht's clocks, with the offset from UTC.")),
        "end": _about(_or_null(_MOMENT), _("Exclusive; null when it is not known.")),
        "all_day": _YES_OR_NO,
        "moved_from": _about(_or_null(_MOMENT), _("The start it was first planned at, when it was moved.")),
        "status": {"enum": list(Status.values)},
        "note": _about(_TEXT, _("Remark on the status, for visitors.")),
        "topic": _or_null(_TEXT),
        "audiences": _about(_NAMES, _("For whom it is.")),
        "organisers": _NAMES,
        **fact_properties(),
        "changed": _about(_MOMENT, _("When the activity or its venue last changed.")),
        "words": _object(
            _("Ready to show, in 'language'; the title says when it is cancelled, full or an example."),
            {"title": _TEXT, "when": _TEXT, "where": _TEXT, "price": _TEXT},
        ),
    }


def fact_properties() -> dict[str, Any]:
    """What holds for every date of an activity."""
    return {
        "kind": {"enum": list(AgendaItemPage.Kind.values)},
        "price": _about({"type": ["number", "null"], "minimum": 0}, _("In euros; 0 is free, null is not known.")),
        "price_note": _TEXT,
        "sign_up": {"enum": list(AgendaItemPage.SignUp.values)},
        "sign_up_url": _about(_TEXT, _("Address to sign up, or empty.")),
        "come_alone": _about(_YES_OR_NO, _("Somebody welcomes those who come by themselves.")),
        "languages": _about(_NAMES, _("Languages spoken beside Dutch.")),
        "dutch_level": _about(
            {"enum": [*AgendaItemPage.DutchLevel.values, None]},
            _("Dutch needed (Common European Framework); null when not known."),
        ),
        "meeting_point": _TEXT,
        "venue": _or_null(_object(_("Where it is."), place_properties())),
        "access": _object(
            _("'unknown' means that nobody has answered yet: never read it as yes."),
            access_properties("step_free", "toilet", "hearing_loop", "parking", "quiet", "interpreter"),
        ),
        "example": _about(_YES_OR_NO, _("Made up, to show how the site works: do not publish it further.")),
    }


def access_properties(*names: str) -> dict[str, Any]:
    """Access facts."""
    return {name: {"enum": list(Access.values)} for name in names}


def place_properties() -> dict[str, Any]:
    """Where a venue is."""
    degrees = {"type": ["number", "null"]}
    return {
        "id": _about(_NAME, _("Lasting name of the venue.")),
        "name": _TEXT,
        "street": _TEXT,
        "postcode": _TEXT,
        "town": _TEXT,
        "neighbourhood": _TEXT,
        "district": _or_null(_TEXT),
        "latitude": degrees,
        "longitude": degrees,
    }


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

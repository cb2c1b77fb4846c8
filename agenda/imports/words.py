"""The words of a foreign event as those of an agenda item: plain text, cut to size, without its maker's mark-up."""

import hashlib
import html
import json
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.validators import URLValidator
from django.utils.html import strip_tags
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from agenda.imports.files import ForeignEvent
from agenda.models import AgendaItemPage, CalendarSource, Venue
from core.names import plain

LONGEST_TITLE = 120
_LONGEST_TEXT = 6_000
_MARK_UP = re.compile(r"</?(?:p|br|div|span|ul|ol|li|a|b|i|u|em|strong|html|table|h[1-6])\b", re.IGNORECASE)
_NO_WORDS = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_END_OF_LINE = re.compile(r"<(?:br|/li|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_END_OF_PARAGRAPH = re.compile(r"</(?:p|div|ul|ol|table|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
# The parts of an item that the import writes; an editor may take over one and leave the others to the calendar.
PARTS = ("words", "place", "dates")


def title_of(event: ForeignEvent) -> str:
    """The title on one line; empty when there is none that an address could be made of."""
    title = Truncator(" ".join(event.text("SUMMARY").split())).chars(LONGEST_TITLE)
    return title if slugify(title, allow_unicode=True) else ""


def write_words(item: AgendaItemPage, event: ForeignEvent) -> None:
    """Give the item the event's title, the first sentence of its description as summary, and all of it as text."""
    paragraphs = _paragraphs(event.text("DESCRIPTION"))
    item.title = title_of(event)
    first = _SENTENCE.split(" ".join(paragraphs[0].split()), maxsplit=1)[0] if paragraphs else ""
    item.summary = Truncator(first).chars(300)
    # Of one short sentence nothing is left to say below it.
    item.body = [("paragraph", RichText(_rich(paragraphs)))] if paragraphs and paragraphs != [item.summary] else []


def write_place(item: AgendaItemPage, event: ForeignEvent, source: CalendarSource, venues: dict[str, Venue]) -> str:
    """Give the item its place and address to sign up; answers what an editor should look at, if anything."""
    where = " ".join(event.text("LOCATION").replace("\n", ", ").split())
    found = venues.get(plain(where)) or venues.get(plain(where.partition(",")[0]))
    item.venue = found or (None if where else source.venue)
    item.meeting_point = "" if item.venue else Truncator(where).chars(120)
    item.sign_up_url = _web_address(event.text("URL"))
    if item.venue:
        return ""
    return _("Its place is not one of our venues.") if where else _("It does not say where it is.")


def venues_by_name() -> dict[str, Venue]:
    """The venues by plain name; names that more than one has are left out."""
    found: dict[str, list[Venue]] = {}
    for venue in Venue.objects.select_related("district"):
        for name in {plain(venue.name), plain(venue.label)}:
            found.setdefault(name, []).append(venue)
    return {name: same[0] for name, same in found.items() if len(same) == 1 and name}


def marks(item: AgendaItemPage) -> dict[str, str]:
    """A hash for each part the import writes, the same until somebody changes that part."""
    contents: dict[str, Any] = {
        "words": [item.title, item.summary, [_block(one.block_type, one.value) for one in item.body]],
        "place": [item.venue_id, item.meeting_point, item.sign_up_url],
        "dates": [
            _rows(item.dates.all(), ("start_date", "start_time", "end_date", "end_time", "rule", "status", "note")),
            _rows(item.changes.all(), ("day", "time", "action", "new_day", "new_start_time", "new_end_time", "note")),
        ],
    }
    return {part: hashlib.sha256(json.dumps(contents[part], default=str).encode()).hexdigest()[:32] for part in PARTS}


def _rows(rows: Iterable[Any], names: tuple[str, ...]) -> list[list[str]]:
    return sorted([str(getattr(row, name) or "") for name in names] for row in rows)


def _block(kind: str, value: Any) -> list[str]:
    # The editor's screen gives each paragraph a key when it saves.
    return [kind, _BLOCK_KEY.sub("", getattr(value, "source", str(value)))]


def _paragraphs(text: str) -> list[str]:
    """Plain paragraphs; of mark-up only the breaks between lines are kept."""
    text = text[:_LONGEST_TEXT]
    if _MARK_UP.search(text):
        text = _END_OF_PARAGRAPH.sub("\n\n", _END_OF_LINE.sub("\n", _NO_WORDS.sub("", text)))
        try:
            text = html.unescape(strip_tags(text))
        except SuspiciousOperation:
            return []
    pieces = re.split(r"\n[ \t]*\n", text.replace("\N{NO-BREAK SPACE}", " "))
    return [piece.strip() for piece in pieces if piece.strip()]


def _rich(paragraphs: list[str]) -> str:
    lines = (html.escape(piece, quote=False).replace("\n", "<br/>") for piece in paragraphs)
    return "".join(f"<p>{line}</p>" for line in lines)


def _web_address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= 200 else ""

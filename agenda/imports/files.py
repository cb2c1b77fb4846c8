"""Reading a foreign calendar file safely: from bytes to its events, however strange or hostile the file is.

The file is first cut into events, line by line and in one pass; only the properties we use are kept, so that nothing
else in it can do harm (time zones of its own make, attachments, names of people). The library then reads one event
at a time, so that a broken event spoils no other.
"""

import codecs
import hashlib
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import cast

import icalendar
from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

MOST_BYTES = 2_000_000
MOST_EVENTS = 1_000
_MOST_LINES = 400
_LONGEST_LINE = 20_000
_MOST_EXCEPTIONS = 1_000
# Of each event only this is read. Who comes and who organises it (ATTENDEE, ORGANIZER) is personal and stays outside.
_DATES = {"DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"}
_WORDS = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CLASS", "SEQUENCE"}
_KEPT = _DATES | _WORDS | {"DURATION", "RRULE"}
# Without these an event cannot be understood; what is wrong in the others is left out.
_NEEDED = _DATES | {"DURATION", "RRULE"}
_ONCE = {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"}
_FOLD = re.compile(r"\n[ \t]")
# How a line that says BEGIN or END can start; looking further only then keeps a million empty lines cheap.
_MARK_STARTS = ("B", "b", "E", "e", " ", "\t")
# What no XML may hold, what is no letter, and what turns the direction of all that is written after it.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z-]{1,30}")
_ZONE = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)
# What a file may say of itself; other encodings are either not meant or not safe.
_CHARSETS = {"utf-8", "iso8859-1", "cp1252", "iso8859-15"}


class CalendarError(Exception):
    """Why a calendar as a whole cannot be read, in words for an editor."""


@dataclass
class ForeignEvent:
    """Everything a calendar says under one UID: the event itself and the dates of it that differ."""

    uid: str
    versions: list[icalendar.Event] = field(default_factory=list)
    # What we read of it as one line of text, the same as long as nothing changes that we use.
    fingerprint: str = ""
    # Why it cannot be used; empty when it can.
    problem: str = ""
    # Names of time zones we do not know; their times are read as Utrecht's.
    unknown_zones: set[str] = field(default_factory=set)

    @cached_property
    def main(self) -> icalendar.Event | None:
        """The event itself, the latest when there are more; None when the file only has dates that differ."""
        found = [one for one in self.versions if "RECURRENCE-ID" not in one]
        return max(found, key=_sequence, default=None)

    @cached_property
    def exceptions(self) -> list[icalendar.Event]:
        """The dates that differ."""
        return [one for one in self.versions if "RECURRENCE-ID" in one]

    def text(self, name: str) -> str:
        """A property of the event as text; empty when it has none."""
        source = self.main or next(iter(self.exceptions), None)
        return text_of(source, name) if source is not None else ""

    @property
    def title(self) -> str:
        """Its title on one line; what is left of its UID when it has none, for in a report."""
        return " ".join(self.text("SUMMARY").split()) or self.uid[:60]

    @property
    def is_private(self) -> bool:
        """Whether its owner does not want everybody to see it."""
        return any(text_of(one, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"} for one in self.versions)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is cancelled altogether."""
        return self.main is not None and is_cancelled(self.main)


@dataclass
class ForeignCalendar:
    """The events of a file, and what an editor should know of the file as a whole."""

    events: list[ForeignEvent]
    notes: list[str]


def text_of(event: icalendar.Event, name: str) -> str:
    """The first value of a property as stripped text; empty when there is none."""
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def is_cancelled(event: icalendar.Event) -> bool:
    """Whether this version of an event is cancelled."""
    return text_of(event, "STATUS").upper() == "CANCELLED"


def read(data: bytes, charset: str = "") -> ForeignCalendar:
    """The events of a file; raises CalendarError when it is no calendar, too large, or cut off.

    `charset` is what the server named, if anything. Work grows in proportion to the file, which is bounded.
    """
    if len(data) > MOST_BYTES:
        raise CalendarError(too_large())
    text, notes = _decoded(data, charset)
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    _check_is_calendar(text)
    blocks = list(_blocks(filter(None, _FOLD.sub("", text).split("\n"))))
    if not blocks:
        notes.append(_("There are no events in this calendar."))
    return ForeignCalendar(_grouped(blocks), notes)


def too_large() -> str:
    """Why a file of more than `MOST_BYTES` is refused."""
    return _("This calendar is too large: at most %(megabytes)s MB.") % {"megabytes": MOST_BYTES // 1_000_000}


def _decoded(data: bytes, charset: str) -> tuple[str, list[str]]:
    """The text, and a note when it had to be repaired."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        declared = _known_charset(charset)
        # Windows-1252 holds Latin-1, and is what most calendars without a name for their letters are written in.
        text = data.decode(declared or "cp1252", errors="replace")
    notes = [] if declared else [_("The letters were not in UTF-8; check words with accents.")]
    return text, notes


def _known_charset(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    # Latin-1 as a server means it has Windows' quotation marks in it.
    return {"iso8859-1": "cp1252", "utf-8": ""}.get(found, found) if found in _CHARSETS else ""


def _check_is_calendar(text: str) -> None:
    """Raise CalendarError unless the text begins and ends as a calendar."""
    start = text.lstrip()[:2000].upper()
    if not start.startswith("BEGIN:VCALENDAR"):
        if "<HTML" in start or "<!DOCTYPE" in start or "<HEAD" in start:
            raise CalendarError(_("This is a web page, not a calendar. Perhaps the other side asks for a login."))
        raise CalendarError(_("This is not a calendar file (.ics)."))
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise CalendarError(_("The calendar stops half-way. Try again later."))


@dataclass
class _Block:
    """The lines of one event that we use."""

    lines: list[str] = field(default_factory=list)
    zones: set[str] = field(default_factory=set)
    exceptions: int = 0
    problem: str = ""

    def add(self, line: str) -> None:
        """Keep a line when we use it, within limits."""
        match = _NAME.match(line)
        name = match[0].upper() if match else ""
        if name not in _KEPT:
            return
        if len(self.lines) >= _MOST_LINES:
            self.problem = _("It has too many lines.")
            return
        if name in {"EXDATE", "RDATE"}:
            self.exceptions += line.count(",") + 1
            if self.exceptions > _MOST_EXCEPTIONS:
                self.problem = _("It has too many exceptions.")
                return
        if name in _DATES:
            line = _ZONE.sub(self._zone, line, count=1)
        self.lines.append(line[:_LONGEST_LINE])

    def _zone(self, match: re.Match[str]) -> str:
        name = match[1].strip('"')
        known = _known_zone(name)
        if not known:
            self.zones.add(name[:60])
        return f";TZID={known}" if known else ""


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """Cut the lines into events; what stands inside a part of an event, such as an alarm, is left out."""
    block: _Block | None = None
    inner = ""
    count = 0
    for line in lines:
        mark = line.strip().upper() if line[:1] in _MARK_STARTS and len(line) < 60 else ""
        if mark == "BEGIN:VEVENT":
            count += 1
            if count > MOST_EVENTS:
                message = _("This calendar has more than %(most)s events. Ask for one with only what is to come.")
                raise CalendarError(message % {"most": MOST_EVENTS})
            if block is not None:
                block.problem = _("It stops half-way.")
                yield block
            block, inner = _Block(), ""
        elif block is None:
            continue
        elif mark == "END:VEVENT":
            yield block
            block = None
        elif inner:
            inner = "" if mark == f"END:{inner}" else inner
        elif mark.startswith("BEGIN:"):
            inner = mark.removeprefix("BEGIN:")
        else:
            block.add(line)
    if block is not None:
        block.problem = _("It stops half-way.")
        yield block


def _grouped(blocks: list[_Block]) -> list[ForeignEvent]:
    """The events by UID, in the order of the file."""
    events: dict[str, ForeignEvent] = {}
    lines: dict[str, list[str]] = {}
    nameless: list[ForeignEvent] = []
    for block in blocks:
        version, problem = _parsed(block)
        uid = _key(text_of(version, "UID"))
        if not uid:
            nameless.append(ForeignEvent("", [version], problem=_("It has no mark of its own (UID) to know it by.")))
            continue
        event = events.setdefault(uid, ForeignEvent(uid))
        event.versions.append(version)
        event.problem = event.problem or problem
        event.unknown_zones |= block.zones
        used = (line for line in block.lines if not line.upper().startswith("SEQUENCE"))
        lines.setdefault(uid, []).append("\n".join(sorted(used)))
    for uid, event in events.items():
        event.fingerprint = hashlib.sha256("\n\n".join(sorted(lines[uid])).encode()).hexdigest()
    return [*events.values(), *nameless]


def _parsed(block: _Block) -> tuple[icalendar.Event, str]:
    """The event as the library reads it, and what is wrong with it (empty when nothing is)."""
    text = "\r\n".join(["BEGIN:VEVENT", *block.lines, "END:VEVENT", ""])
    try:
        version = cast("icalendar.Event", icalendar.Event.from_ical(text))
    except Exception:  # noqa: BLE001 - a library on hostile text may fail in any way
        return icalendar.Event(), block.problem or _("It cannot be read.")
    problem = block.problem
    for name, _error in version.errors:
        if name is None:
            problem = problem or _("It has lines that cannot be read.")
        elif name in _NEEDED:
            problem = problem or _("Its dates cannot be read (%(name)s).") % {"name": name}
        elif name in version:
            del version[name]
    if any(isinstance(version.get(name), list) for name in _ONCE):
        problem = problem or _("It says twice when it is.")
    return version, problem


def _key(uid: str) -> str:
    """The UID as we store it: as it is, or of an absurdly long one its hash."""
    return uid if len(uid) <= 255 else f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}"


def _sequence(event: icalendar.Event) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text := text_of(event, "SEQUENCE")) else 0


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=256)
def _known_zone(name: str) -> str:
    """The common name of a time zone, also from Windows' name or behind a maker's prefix; empty when unknown."""
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    pieces = name.strip("/").split("/")
    for start in range(max(0, len(pieces) - 3), len(pieces)):
        if (candidate := "/".join(pieces[start:])) in _zones():
            return candidate
    return ""

"""Days and times as people type them: '10', '10.00', '10u30'; '24 december', '24-12-26'. Local, without time zone."""

import datetime as dt
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

_TIME = re.compile(r"(\d{1,2})(?:\s*(?:[.:,]|uur|u|h|\s)\s*(\d{2}))?\s*(?:uur|u|h|)\s*(am|pm|)")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(?:uur|u|h|)")
_BETWEEN_PARTS = re.compile(r"[\s./\\-]+")
_BETWEEN_DAYS = re.compile(r"[,;\n]+|\s+(?:en|and|&)\s+")
_NUMBER = re.compile(r"\d{1,4}")
# The languages in which people here write the name of a month, beside numbers.
_MONTH_LANGUAGES = ("nl", "en")
# A name of a month that is no beginning of it.
_SHORT_FORMS = {"mrt": 3, "okt": 10, "sept": 9}
MOST_DAYS = 50


def read_time(text: str) -> dt.time | None:
    """A time of day; None for no text. 24 o'clock is midnight. Raises ValidationError."""
    typed = " ".join(text.lower().split())
    if not typed:
        return None
    found = _DIGITS.fullmatch(typed) or _TIME.fullmatch(typed)
    if found is None:
        raise ValidationError(_("Write the time like this: 10.00 or 14.30"))
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] if found.re is _TIME else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise ValidationError(_("This time does not exist. Write it like this: 10.00 or 14.30")) from None


def read_day(day: str, month: str, year: str, *, after: dt.date) -> dt.date:
    """A day from its three parts; without a year the first such day from `after` on. Raises ValidationError."""
    number, the_month, the_year = _number(day), _month(month), _year(year)
    if number is None or the_month is None or (year.strip() and the_year is None):
        raise ValidationError(_("Fill in a day, month and year. For example 24 9 2026"))
    # A 29 February without a year comes within eight years.
    for candidate in [the_year] if the_year else range(after.year, after.year + 9):
        try:
            found = dt.date(candidate, the_month, number)
        except ValueError:
            continue
        if the_year or found >= after:
            return found
    raise ValidationError(_("This date does not exist. Look at the day and the month."))


def read_day_text(text: str, *, after: dt.date) -> dt.date:
    """A day typed as one text; without a year the first such day from `after` on. Raises ValidationError."""
    parts = [part for part in _BETWEEN_PARTS.split(text.strip()) if part]
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    if len(parts) not in {2, 3}:
        raise ValidationError(_("Write the date like this: 24-12-2026"))
    return read_day(parts[0], parts[1], parts[2] if len(parts) == 3 else "", after=after)


def read_days(text: str, *, after: dt.date) -> list[dt.date]:
    """Days with commas, lines or 'and' between them, each once, in order. Raises ValidationError."""
    pieces = [piece for piece in _BETWEEN_DAYS.split(text.lower()) if piece.strip()]
    if len(pieces) > MOST_DAYS:
        raise ValidationError(_("These are very many dates. Fill in at most %(most)s."), params={"most": MOST_DAYS})
    return sorted({read_day_text(piece, after=after) for piece in pieces})


def _number(text: str) -> int | None:
    """A number of at most four digits, in anybody's digits."""
    return int(text) if _NUMBER.fullmatch(text.strip()) else None


def _month(text: str) -> int | None:
    """A month by its number, its name or the first letters of its name."""
    typed = text.strip().lower().rstrip(".")
    if (number := _number(typed)) is not None:
        return number if 1 <= number <= 12 else None
    if typed in _SHORT_FORMS:
        return _SHORT_FORMS[typed]
    found = {number for name, number in _month_names() if len(typed) >= 3 and name.startswith(typed)}
    return found.pop() if len(found) == 1 else None


def _year(text: str) -> int | None:
    number = _number(text)
    if number is None or number == 0:
        return None
    return 2000 + number if number < 100 else number


@lru_cache(maxsize=1)
def _month_names() -> list[tuple[str, int]]:
    names = []
    for language in _MONTH_LANGUAGES:
        with translation.override(language):
            names += [(str(name).lower(), number) for number, name in MONTHS.items()]
    return names

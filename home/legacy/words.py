"""Dates and times as the present site writes them."""

import datetime as dt
import re

from core.dates import today

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug",
         "september sept sep", "oktober okt", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_IN_WORDS = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\.?\s+(\d{{4}})\b", re.IGNORECASE)
_IN_DIGITS = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?")
_TIMES = re.compile(
    r"\b([01]?\d|2[0-3])[.:]([0-5]\d)(?:\s*uur)?(?:\s*(?:-|–|tot)\s*([01]?\d|2[0-3])[.:]([0-5]\d))?", re.IGNORECASE
)
# Before it the network had no site; after it somebody's fingers slipped.
_FIRST_YEAR = 2010
_YEARS_AHEAD = 3


def dates_in(text: str) -> list[dt.date]:
    """Every date in a text, each once, in order; what no calendar has, or a year that cannot be, is left out."""
    found = [(m.start(), m[3], _MONTHS[m[2].lower()], m[1]) for m in _IN_WORDS.finditer(text)]
    found += [(m.start(), m[3], int(m[2]), m[1]) for m in _IN_DIGITS.finditer(text)]
    found += [(m.start(), m[1], int(m[2]), m[3]) for m in _ISO.finditer(text)]
    days: dict[dt.date, None] = {}
    for _place, year, month, day in sorted(found):
        try:
            one = dt.date(int(year), month, int(day))
        except ValueError:
            continue
        if _FIRST_YEAR <= one.year <= today().year + _YEARS_AHEAD:
            days[one] = None
    return list(days)


def times_in(text: str) -> tuple[dt.time | None, dt.time | None]:
    """The first start and end in a text, where it names them."""
    match = _TIMES.search(_IN_DIGITS.sub(" ", text))
    if match is None:
        return None, None
    start = dt.time(int(match[1]), int(match[2]))
    end = dt.time(int(match[3]), int(match[4])) if match[3] else None
    return start, None if end == start else end

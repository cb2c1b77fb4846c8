"""Words that say when: 'zaterdag' stands in few texts, and yet the agenda has an answer."""

import datetime as dt
import functools
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from core.dates import today
from core.templatetags.components import date_range
from search.shown import agenda_address
from search.words import LISTS, fold, words_in

# As the addresses of the agenda name them; how many days from today on.
_NEAR = {"vandaag": 0, "morgen": 1, "overmorgen": 2}
_PARTS = ("ochtend", "middag", "avond")


class Day(NamedTuple):
    """Days somebody asks for, as a question to the agenda."""

    first: dt.date
    last: dt.date
    # 'ochtend', 'middag' or 'avond'; empty for all of it.
    part: str = ""

    @property
    def url(self) -> str:
        """The agenda of these days; empty when there is none."""
        asked = {"van": self.first.isoformat(), "tot": self.last.isoformat(), "dagdeel": self.part}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{address}?{query}" if (address := agenda_address()) else ""

    @property
    def label(self) -> str:
        """These days in words, in the active language."""
        parts = {"ochtend": _("In the morning"), "middag": _("In the afternoon"), "avond": _("In the evening")}
        days = date_range(self.first, self.last)
        return f"{days}, {parts[self.part].lower()}" if self.part else days


def day_in(text: str, language: str) -> Day | None:
    """The first day or weekend that somebody names, in their language or the source language; None without one."""
    for word in words_in(text):
        for code in dict.fromkeys((language, settings.LANGUAGE_CODE)):
            if found := _day(word, code):
                return found
    return None


def is_day(word: str, language: str) -> bool:
    """Whether a folded word names a day."""
    return day_in(word, language) is not None


def _day(word: str, language: str) -> Day | None:
    name = LISTS["days"].get(language, {}).get(word, word)
    part = next((one for one in _PARTS if name.endswith(one)), "")
    name = name.removesuffix(part)
    here, weekday = today(), _weekdays(language).get(name)
    if name == "weekend":
        # On Saturday and Sunday it is the present one.
        saturday = here + dt.timedelta(days=5 - here.weekday())
        return Day(max(here, saturday), saturday + dt.timedelta(days=1))
    ahead = _NEAR.get(name) if weekday is None else (weekday - here.weekday()) % 7
    if ahead is None:
        return None
    there = here + dt.timedelta(days=ahead)
    return Day(there, there, part)


@functools.cache
def _weekdays(language: str) -> dict[str, int]:
    with translation.override(language):
        return {fold(str(name)): number for number, name in WEEKDAYS.items()}

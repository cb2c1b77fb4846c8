"""What a visitor asks of the agenda, read from an address and written back into one."""

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from agenda.models.items import AgendaItemPage
from agenda.models.venues import Access
from core.dates import today

# Dutch in the address, as it is part of the page.
PERIODS = ("vandaag", "morgen", "weekend", "week", "eerder")
# In the order of `agenda.queries.part_of_day`.
PARTS_OF_DAY = ("ochtend", "middag", "avond")
ACCESS = {
    "rolstoel": "venue__step_free",
    "toilet": "venue__toilet",
    "ringleiding": "venue__hearing_loop",
    "rustig": "quiet",
    "tolk": "interpreter",
}
# 'gratis', or euros at most; from low to high.
PRICES = ("gratis", "5", "10")
LEVELS = tuple(AgendaItemPage.DutchLevel.values)
LONGEST_RANGE = dt.timedelta(days=366)
_SLUG = re.compile(r"[-a-z0-9_]{1,80}\Z")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\Z")


def read_day(text: str) -> dt.date | None:
    """A date as people type it (`24-11-2026`) or as machines do (`2026-11-24`); None when it is none, or absurd."""
    text = text.strip()
    try:
        if match := _DUTCH_DAY.match(text):
            day, month, year = (int(part) for part in match.groups())
            found = dt.date(year, month, day)
        else:
            found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if abs(found.year - today().year) <= 20 else None


def period(name: str, first: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first day and the day after the last of a named period, seen from the day `first`."""
    monday = first - dt.timedelta(days=first.weekday())
    periods = {
        "vandaag": (first, first + dt.timedelta(days=1)),
        "morgen": (first + dt.timedelta(days=1), first + dt.timedelta(days=2)),
        # On Saturday and Sunday 'this weekend' is the present one.
        "weekend": (max(first, monday + dt.timedelta(days=5)), monday + dt.timedelta(days=7)),
        "week": (first, first + dt.timedelta(days=7)),
    }
    return periods.get(name)


@dataclass(frozen=True)
class AgendaFilter:
    """One question to the agenda. Hashable, so that answers can be kept; every field empty: everything to come.

    The fields carry the names they have in the address.
    """

    periode: str = ""
    van: dt.date | None = None
    tot: dt.date | None = None
    dagdeel: str = ""
    wijk: str = ""
    doelgroep: str = ""
    thema: str = ""
    soort: str = ""
    prijs: str = ""
    toegang: tuple[str, ...] = ()
    taal: str = ""
    nederlands: str = ""
    zonder_aanmelden: bool = False
    alleen: bool = False
    profiel: str = ""
    campagne: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, *, for_referrers: bool = False) -> "AgendaFilter":
        """Read a query string; whatever is not a known value counts as not asked, nor is what only referrers ask."""

        def slug(name: str) -> str:
            return text if _SLUG.match(text := query.get(name, "")) else ""

        def one_of(name: str, known: Any) -> str:
            return text if (text := query.get(name, "")) in known else ""

        first, last = read_day(query.get("van", "")), read_day(query.get("tot", ""))
        if first and last:
            first, last = min(first, last), max(first, last)
            last = min(last, first + LONGEST_RANGE)
        # A form asks for the price twice, as a tick and as a list: the lowest counts.
        prices = [price for price in PRICES if price in query.getlist("prijs")]
        return cls(
            periode="" if first or last else one_of("periode", PERIODS),
            van=first,
            tot=last,
            dagdeel=one_of("dagdeel", PARTS_OF_DAY),
            wijk=slug("wijk"),
            doelgroep=slug("doelgroep"),
            thema=slug("thema"),
            soort=one_of("soort", AgendaItemPage.Kind.values),
            prijs=prices[0] if prices else "",
            toegang=tuple(name for name in ACCESS if name in query.getlist("toegang")),
            taal=slug("taal"),
            nederlands=one_of("nederlands", LEVELS),
            zonder_aanmelden=query.get("zonder_aanmelden") == "1",
            alleen=query.get("alleen") == "1",
            profiel=slug("profiel") if for_referrers else "",
            campagne=slug("campagne"),
        )

    @property
    def is_archive(self) -> bool:
        """Whether it asks for what is over."""
        return self.periode == "eerder"

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The asked first day and the day after the last, in Utrecht; None when it has no end."""
        if self.van or self.tot:
            first = self.van or min(today(), self.tot or today())
            return first, (self.tot or first + LONGEST_RANGE) + dt.timedelta(days=1)
        return period(self.periode, today())

    def with_(self, **changes: Any) -> "AgendaFilter":
        """The same question with other answers in some fields."""
        return replace(self, **changes)

    def without(self, name: str, value: object) -> "AgendaFilter":
        """The same question without one of its answers."""
        if name == "toegang":
            return self.with_(toegang=tuple(one for one in self.toegang if one != value))
        return self.with_(**{name: type(getattr(self, name))()})

    def given(self) -> list[tuple[str, str | bool]]:
        """The answers beside the period, by name; one for each access fact."""
        names = [one.name for one in fields(self) if one.name not in {"periode", "van", "tot"}]
        values = [(name, getattr(self, name)) for name in names]
        return [
            (name, one) for name, value in values for one in (value if isinstance(value, tuple) else (value,)) if one
        ]

    def pairs(self) -> list[tuple[str, str]]:
        """What is asked as names and values, in a fixed order: one question has one address."""
        found: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            values = value if isinstance(value, tuple) else (value,)
            found += [(one.name, "1" if item is True else str(item)) for item in values if item]
        return found

    @property
    def query_string(self) -> str:
        """The question as a query string without question mark; empty when nothing is asked."""
        return urlencode(self.pairs())

    def dates(self, prefix: str = "") -> Q:
        """The condition on dates, beside those on their items and on the period; what takes all day fits any part."""
        if not self.dagdeel:
            return Q()
        return Q(**{f"{prefix}part__in": [0, 1 + PARTS_OF_DAY.index(self.dagdeel)]})

    def items(self, prefix: str = "") -> Q:
        """The condition on agenda items; `prefix` leads to the item, as in ``"item__"``."""
        exact = {
            "venue__district__slug": self.wijk,
            "audiences__slug": self.doelgroep,
            "topic__slug": self.thema,
            "kind": self.soort,
            "languages__slug": self.taal,
            "profiles__slug": self.profiel,
            "campaign__slug": self.campagne,
        }
        wanted: dict[str, Any] = {name: value for name, value in exact.items() if value}
        wanted |= {ACCESS[name]: Access.YES for name in self.toegang}
        if self.prijs:
            wanted["price__lte"] = Decimal(0 if self.prijs == "gratis" else self.prijs)
        if self.nederlands:
            # Who speaks more Dutch than needed, can come too.
            wanted["dutch_level__in"] = LEVELS[: LEVELS.index(self.nederlands) + 1]
        if self.zonder_aanmelden:
            wanted["sign_up__in"] = [AgendaItemPage.SignUp.NONE, AgendaItemPage.SignUp.OPTIONAL]
        if self.alleen:
            wanted["come_alone"] = True
        return Q(**{f"{prefix}{name}": value for name, value in wanted.items()})


# What an address can ask.
NAMES = frozenset(one.name for one in fields(AgendaFilter))

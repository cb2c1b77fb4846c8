"""Rules that repeat a date: read, checked and written as the value of an RFC 5545 RRULE, and turned into days.

A rule here works on days: it knows no times and no clocks. The time of day is put on each day afterwards, on
Utrecht's clocks, so that a change of clocks never moves it.
"""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The rules that forms ask for in words; a weekday may follow.
PLAIN = {
    "day": "FREQ=DAILY",
    "week": "FREQ=WEEKLY",
    "fortnight": "FREQ=WEEKLY;INTERVAL=2",
    "month_day": "FREQ=MONTHLY",
    "year": "FREQ=YEARLY",
}
# How far ahead dates are made, in days: 18 months.
HORIZON = dt.timedelta(days=549)
MOST_DATES = 2000
MOST_TIMES = 1000
_FREQUENCIES = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
_PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"}
_BY_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
# Within this many days the first date of a sensible rule comes: 29 February comes every four or eight years.
_SEARCH = 366 * 9


@dataclass(frozen=True)
class Rule:
    """A checked rule. Weekdays are numbers, Monday 0; `until` is the last day, in Utrecht."""

    frequency: str
    interval: int = 1
    # Pairs of which one in the month or year (0: every one; -1: the last) and weekday.
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0
    count: int | None = None
    until: dt.date | None = None

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Read the value of an RRULE; raises ValidationError, in plain words, for what we do not keep."""
        values = _values(text)
        if values.get("FREQ") not in _FREQUENCIES:
            raise ValidationError(_("Say whether it repeats per day, week, month or year."))
        if "COUNT" in values and "UNTIL" in values:
            raise ValidationError(_("Choose one: a last day, or a number of times."))
        rule = cls(
            frequency=values["FREQ"],
            interval=_numbers(values, "INTERVAL", 1, 99, single=True)[0] if "INTERVAL" in values else 1,
            by_day=_by_day(values["BYDAY"]) if "BYDAY" in values else (),
            by_month_day=_numbers(values, "BYMONTHDAY", -31, 31),
            by_month=_numbers(values, "BYMONTH", 1, 12),
            by_set_pos=_numbers(values, "BYSETPOS", -366, 366),
            week_start=_week_start(values.get("WKST", "MO")),
            count=_count(values["COUNT"]) if "COUNT" in values else None,
            until=_until(values["UNTIL"]) if "UNTIL" in values else None,
        )
        rule._check_combination()
        return rule

    def __str__(self) -> str:
        """The value of the RRULE, always written in the same way; UNTIL as a date."""
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": ",".join(map(str, self.by_month)),
            "BYMONTHDAY": ",".join(map(str, self.by_month_day)),
            "BYDAY": ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in self.by_day),
            "BYSETPOS": ",".join(map(str, self.by_set_pos)),
            "WKST": WEEKDAYS[self.week_start] if self.week_start else "",
            "COUNT": str(self.count) if self.count else "",
            "UNTIL": f"{self.until:%Y%m%d}" if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The days from `first`, on which the rule starts counting, up to and including `last`, in order.

        None when the rule does not fall on `first`.
        """
        # The library looks at its last day only when it found one: without this it would search to the year 9999.
        if not self.falls_on(first):
            return iter(())
        last = min(last, self.until) if self.until else last
        found = rrule.rrule(
            _FREQUENCIES[self.frequency],  # type: ignore[arg-type]
            dtstart=dt.datetime.combine(first, dt.time.min),
            interval=self.interval,
            wkst=self.week_start,
            until=dt.datetime.combine(last, dt.time.min),
            bymonth=self.by_month or None,
            bymonthday=self.by_month_day or None,
            byweekday=[rrule.weekday(day, nth or None) for nth, day in self.by_day] or None,
            bysetpos=self.by_set_pos or None,
        )
        return (moment.date() for moment in islice(found, self.count))

    def first_day(self, day: dt.date) -> dt.date | None:
        """The first day, from `day` on, on which the rule could start; None when there is none in nine years."""
        coming = (day + dt.timedelta(days=number) for number in range(_SEARCH))
        return next((one for one in coming if self.falls_on(one)), None)

    def falls_on(self, day: dt.date) -> bool:
        """Whether the rule could start on this day: what it leaves open, such as the weekday, follows from the day."""
        if not self._chooses(day):
            return False
        if not self.by_set_pos:
            return True
        chosen = _chosen(self, day.year, None if self.frequency == "YEARLY" else day.month)
        place = chosen.index(day)
        return place + 1 in self.by_set_pos or place - len(chosen) in self.by_set_pos

    def _chooses(self, day: dt.date) -> bool:
        """Whether the day is among those that BYMONTH, BYMONTHDAY and BYDAY name."""
        if self.by_month and day.month not in self.by_month:
            return False
        month = _days_of(day.year, day.month)
        if self.by_month_day and not {day.day, day.day - 1 - len(month)} & set(self.by_month_day):
            return False
        if not self.by_day:
            return True
        span = _days_of(day.year, None) if self.frequency == "YEARLY" and not self.by_month else month
        nths = {0, (day - span[0]).days // 7 + 1, -((span[-1] - day).days // 7 + 1)}
        return any(weekday == day.weekday() and nth in nths for nth, weekday in self.by_day)

    def _check_combination(self) -> None:
        """Raise ValidationError for parts that RFC 5545 does not allow together."""
        nths = [abs(nth) for nth, _day in self.by_day if nth]
        longest = {"MONTHLY": 5, "YEARLY": 5 if self.by_month else 53}.get(self.frequency, 0)
        if nths and max(nths) > longest:
            raise ValidationError(_("'The third Thursday' and the like only go with a month or a year."))
        # The library would look for days that are both, where RFC 5545 means days that are either.
        if nths and len(nths) < len(self.by_day):
            raise ValidationError(_("Choose one: every Thursday, or the third Thursday and the like."))
        if self.by_month_day and self.frequency == "WEEKLY":
            raise ValidationError(_("Days of the month do not go with a repetition per week."))
        # Within a week programs disagree about the first, broken week.
        if self.by_set_pos and (self.frequency in {"DAILY", "WEEKLY"} or not (self.by_day or self.by_month_day)):
            raise ValidationError(_("BYSETPOS only goes with days of a month or a year."))


@lru_cache(maxsize=64)
def _days_of(year: int, month: int | None) -> list[dt.date]:
    """The days of a month, or without one of the whole year; nobody may change the list."""
    if month is None:
        return [day for number in range(1, 13) for day in _days_of(year, number)]
    return [dt.date(year, month, number + 1) for number in range(monthrange(year, month)[1])]


@lru_cache(maxsize=64)
def _chosen(rule: Rule, year: int, month: int | None) -> list[dt.date]:
    """The days of a month, or of the whole year, from which BYSETPOS picks."""
    return [day for day in _days_of(year, month) if rule._chooses(day)]


def _values(text: str) -> dict[str, str]:
    """The parts of a rule by name; raises ValidationError for parts that are unknown, empty or there twice."""
    text = text.strip().upper().removeprefix("RRULE:")
    values: dict[str, str] = {}
    for part in text.split(";"):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if name not in _PARTS or not sign or name in values:
            # Translators: 'part' is a piece of a rule of an agenda program, such as BYHOUR=10.
            raise ValidationError(_("We cannot keep this part of the rule: '%(part)s'."), params={"part": part[:40]})
        values[name] = value
    return values


def _integer(text: str) -> int | None:
    """A short whole number; None for anything else, other people's digits too."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,4}", text) else None


def _numbers(values: dict[str, str], name: str, least: int, most: int, *, single: bool = False) -> tuple[int, ...]:
    if name not in values:
        return ()
    found = [_integer(piece) for piece in values[name].split(",")]
    if any(number is None or number == 0 or not least <= number <= most for number in found):
        raise _no_number(name, least, most)
    if single and len(found) > 1:
        raise _no_number(name, least, most)
    return tuple(sorted({number for number in found if number is not None}))


def _no_number(name: str, least: int, most: int) -> ValidationError:
    message = _("%(name)s has to be a number from %(least)s to %(most)s.")
    return ValidationError(message, params={"name": name, "least": least, "most": most})


def _by_day(text: str) -> tuple[tuple[int, int], ...]:
    found = [_BY_DAY.fullmatch(piece) for piece in text.split(",")]
    days = {(int(match[1] or 0), WEEKDAYS.index(match[2])) for match in found if match}
    if not all(found) or any(match and match[1] and int(match[1]) == 0 for match in found):
        raise ValidationError(_("Choose one or more weekdays."))
    return tuple(sorted(days, key=lambda pair: (pair[1], pair[0] <= 0, pair[0])))


def _week_start(text: str) -> int:
    if text not in WEEKDAYS:
        raise ValidationError(_("WKST has to be a weekday, such as MO."))
    return WEEKDAYS.index(text)


def _count(text: str) -> int:
    number = _integer(text)
    if number is None or not 1 <= number <= MOST_TIMES:
        message = _("How many times in all? Write a number from 1 to %(most)s.")
        raise ValidationError(message, params={"most": MOST_TIMES}, code="count")
    return number


def _until(text: str) -> dt.date:
    try:
        if not re.fullmatch(r"[0-9]{8}", text):
            raise ValueError
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise ValidationError(_("Write the last day as day-month-year, such as 30-06-2027."), code="until") from None

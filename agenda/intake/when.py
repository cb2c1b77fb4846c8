"""Step 2: when is it? Up to six dates, each with or without a repetition, in the words of people without an editor."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.intake.moments import read_day, read_day_text, read_days, read_time
from agenda.intake.steps import AskedField, StepForm
from agenda.models import AgendaDate, AgendaDateChange
from agenda.schedule.recurrence import PLAIN, WEEKDAYS
from agenda.schedule.words import days_near
from core.dates import today
from core.templatetags.components import date_long

MOST_ROWS = 6
# Further ahead a year is a slip of the fingers.
FURTHEST = dt.timedelta(days=2 * 366)
# What ends before this hour, and before it begins, ends after midnight.
NIGHT_ENDS = dt.time(6)
REPEATS = [
    ("", _("No, only once")),
    ("week", _("Every week on this day")),
    ("fortnight", _("Every two weeks on this day")),
    ("month_weekday", _("Every month on such a weekday (the third Thursday)")),
    ("month_last", _("Every month on the last such weekday (the last Friday)")),
    ("month_day", _("Every month on this number (the 15th)")),
    ("day", _("Every day")),
    ("year", _("Every year on this day")),
]
# The questions about one date, as the first part of a field's name.
QUESTIONS = ("day", "month", "year", "from", "till", "all_day", "repeat", "until", "not_on", "last_day")
# Where a fault that the model finds is shown.
_PLACES = {"start_date": "day", "start_time": "from", "end_time": "till", "end_date": "last_day", "rule": "until"}


class RepeatField(forms.ChoiceField):
    """How often; once is an answer too."""

    def validate(self, value: Any) -> None:
        """Refuse only what is not offered."""
        if value:
            super().validate(value)


@dataclass
class Row:
    """The fields of one date, by question."""

    number: int
    fields: dict[str, BoundField]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the day, month and year, which are one question."""
        return [str(error) for name in ("day", "month", "year") for error in self.fields[name].errors]

    @property
    def day_parts(self) -> list[tuple[Any, str, SafeString]]:
        """Day, month and year as (label, id, control); what is wrong with them is told once, above all three."""
        classes, attrs = "utrecht-textbox utrecht-textbox--html-input", {}
        if self.faults:
            classes += " utrecht-textbox--invalid"
            attrs = {"aria-invalid": "true", "aria-describedby": f"date-{self.number}-error"}
        fields = [self.fields[name] for name in ("day", "month", "year")]
        return [(one.label, one.id_for_label, one.as_widget(attrs={"class": classes, **attrs})) for one in fields]

    @property
    def is_more_open(self) -> bool:
        """Whether something of the part one can open is filled in or wrong."""
        return any(self.fields[name].value() or self.fields[name].errors for name in ("until", "not_on", "last_day"))


class WhenForm(StepForm):
    """The dates. After validation `dates` and `changes` are rows, unsaved, as an editor would enter them."""

    number = 2
    about = _("when")

    rows_count = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates: list[AgendaDate] = []
        self.changes: list[AgendaDateChange] = []
        self.count = rows_in(str(self["rows_count"].value() or ""))
        for number in range(1, self.count + 1):
            self.fields |= {f"{name}_{number}": field for name, field in _row_fields().items()}

    @property
    def rows(self) -> list[Row]:
        """The dates one can fill in."""
        numbers = range(1, self.count + 1)
        return [Row(number, {name: self[f"{name}_{number}"] for name in QUESTIONS}) for number in numbers]

    @property
    def may_add(self) -> bool:
        """Whether another date fits."""
        return self.count < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        """Make the rows; faults are added to the fields they are about."""
        cleaned = super().clean() or {}
        for number in range(1, self.count + 1):
            typed = {name: cleaned.get(f"{name}_{number}", "") for name in QUESTIONS}
            # The first must be filled in; of the others nobody minds an empty one.
            if number > 1 and not any(typed.values()):
                continue
            date = self._date(number, typed)
            if date is not None:
                self.dates.append(date)
                self.changes += self._skipped(number, typed, date)
        if self.dates and not self.errors:
            self._leave_something()
        return cleaned

    def _date(self, number: int, typed: dict[str, Any]) -> AgendaDate | None:
        """The row that follows from the answers; None when something is wrong."""
        try:
            day = read_day(typed["day"], typed["month"], typed["year"], after=today())
        except ValidationError as wrong:
            self.add_error(f"day_{number}", wrong)
            day = None
        if day and day < today() and not typed["last_day"] and not self.lenient:
            self.add_error(f"day_{number}", _("Choose a date that is not over yet."))
        start, end = self._times(number, typed)
        last_day = self._other_day(f"last_day_{number}", typed["last_day"], day)
        until = self._other_day(f"until_{number}", typed["until"], day)
        if not typed["repeat"] and (typed["until"] or typed["not_on"]):
            self.add_error(f"repeat_{number}", _("Choose how often it repeats."))
        if day is None or any(field.errors for field in self.rows[number - 1].fields.values()):
            return None
        rule = rule_of(typed["repeat"], day, until)
        date = AgendaDate(start_date=day, start_time=start, end_time=end, end_date=last_day, rule=rule)
        return date if self._fits(number, date) else None

    def _times(self, number: int, typed: dict[str, Any]) -> tuple[dt.time | None, dt.time | None]:
        if typed["all_day"]:
            return None, None
        times: dict[str, dt.time | None] = {}
        for name in ("from", "till"):
            try:
                times[name] = read_time(typed[name])
            except ValidationError as wrong:
                self.add_error(f"{name}_{number}", wrong)
        start, end = times.get("from"), times.get("till")
        if "from" in times and start is None:
            self.add_error(f"from_{number}", _("Fill in what time it starts. For example 10.00"))
        elif start and end and not typed["last_day"] and (start == end or NIGHT_ENDS < end < start):
            self.add_error(f"till_{number}", _("The end comes before the start."))
        return start, end

    def _other_day(self, name: str, typed: str, day: dt.date | None) -> dt.date | None:
        try:
            return read_day_text(typed, after=day or today()) if typed else None
        except ValidationError as wrong:
            self.add_error(name, wrong)
            return None

    def _fits(self, number: int, date: AgendaDate) -> bool:
        """Whether the row is one that the agenda takes, and still to come; says so at the field when not."""
        before = len(self.errors)
        if not self.lenient and date.start_date > today() + FURTHEST:
            self.add_error(f"day_{number}", _("This is far away. Look at the year."))
            return False
        try:
            date.full_clean(exclude=["item"], validate_unique=False, validate_constraints=False)
        except ValidationError as wrong:
            for name, errors in wrong.error_dict.items():
                self.add_error(f"{_PLACES.get(name, 'day')}_{number}", errors)
            return False
        if not self.lenient and date.as_occurrence().end <= timezone.now():
            self.add_error(f"day_{number}", _("Choose a date that is not over yet."))
        return len(self.errors) == before

    def _skipped(self, number: int, typed: dict[str, Any], date: AgendaDate) -> Iterator[AgendaDateChange]:
        """The days of a series on which it is not."""
        name = f"not_on_{number}"
        try:
            days = read_days(typed["not_on"], after=date.start_date)
        except ValidationError as wrong:
            self.add_error(name, wrong)
            return
        planned = set(date.days()) if days else set()
        for day in days:
            if day in planned:
                yield AgendaDateChange(day=day, time=date.start_time, action=AgendaDateChange.Action.SKIPPED)
                continue
            message = _("On %(day)s there is nothing planned. Near it: %(near)s.")
            near = days_near(day, [date])
            self.add_error(name, ValidationError(message, params={"day": date_long(day), "near": near or "-"}))

    def _leave_something(self) -> None:
        left_out = {(change.day, change.time) for change in self.changes}
        if all((day, date.start_time) in left_out for date in self.dates for day in date.days()):
            self.add_error("not_on_1", _("This way no date is left."))


def rows_in(text: str) -> int:
    """How many dates there are to fill in: 1 when it is no number, at most `MOST_ROWS`."""
    return min(int(text), MOST_ROWS) if text in {str(number) for number in range(1, 100)} else 1


def without_row(answers: dict[str, list[str]], number: int) -> dict[str, list[str]]:
    """The same answers without one of the dates; those after it move up."""
    count = rows_in((answers.get("rows_count") or ["1"])[-1])
    kept: dict[str, list[str]] = {"rows_count": [str(max(1, count - 1))]}
    places = [one for one in range(1, count + 1) if one != number]
    for place, old in enumerate(places, start=1):
        kept |= {f"{name}_{place}": answers[f"{name}_{old}"] for name in QUESTIONS if f"{name}_{old}" in answers}
    return kept


def with_row(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same answers with room for another date."""
    count = rows_in((answers.get("rows_count") or ["1"])[-1])
    return {**answers, "rows_count": [str(min(count + 1, MOST_ROWS))]}


def rule_of(repeat: str, day: dt.date, until: dt.date | None) -> str:
    """The value of an RRULE for what was chosen; empty for once."""
    if not repeat:
        return ""
    rule = PLAIN.get(repeat)
    if rule is None:
        # A fifth Thursday does not come every month: it is the last one.
        nth = -1 if repeat == "month_last" or day.day > 28 else (day.day - 1) // 7 + 1
        rule = f"FREQ=MONTHLY;BYDAY={nth}{WEEKDAYS[day.weekday()]}"
    return f"{rule};UNTIL={until:%Y%m%d}" if until else rule


def _row_fields() -> dict[str, forms.Field]:
    def asked(label: Any, **attrs: str) -> forms.CharField:
        return AskedField(label=label, widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}))

    def text(label: Any, help_text: Any) -> forms.CharField:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        # Reading days from words takes longer the more words there are.
        return forms.CharField(label=label, help_text=help_text, required=False, widget=widget, max_length=800)

    return {
        "day": asked(_("Day"), inputmode="numeric"),
        "month": asked(_("Month")),
        "year": asked(_("Year"), inputmode="numeric"),
        # Not the digits alone: people write 10:00, and a telephone's number pad has no colon.
        "from": asked(pgettext_lazy("time of day", "From")),
        "till": asked(pgettext_lazy("time of day", "Until")),
        "all_day": forms.BooleanField(label=_("The whole day"), required=False),
        "repeat": RepeatField(label=_("Does it repeat?"), choices=REPEATS),
        "until": text(_("Until and including which day?"), _("day-month-year. Empty: until you say it stops.")),
        "not_on": text(_("Not on these days"), _("For example 24-12-2026, 31-12-2026")),
        "last_day": text(_("Last day"), _("day-month-year. Only when it takes more than one day at a stretch.")),
    }

"""Dates as an editor enters them, with their rules and exceptions; `agenda.schedule` makes occurrences of them."""

import datetime as dt
import uuid
from collections import deque
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from agenda.models.occurrences import DateFields, Occurrence
from agenda.schedule.recurrence import HORIZON, MOST_DATES, Rule
from agenda.schedule.widgets import RuleWidget
from core.dates import local_moment, today

# Outside these years a date is a slip of the fingers.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# The most days one date takes; lists look back no further than this for what is still going on.
LONGEST = dt.timedelta(days=184)


class AgendaDate(DateFields, Orderable):
    """A date as an editor enters it, with or without a rule that repeats it; part of the page's revisions."""

    item = ParentalKey("agenda.AgendaItemPage", on_delete=models.CASCADE, related_name="dates")
    start_date = models.DateField(_("date"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True, help_text=_("Empty: the whole day."))
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only when it takes more than one day.")
    )
    end_time = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("Empty: the end is not known."))
    # The value of an RFC 5545 RRULE, without DTSTART. UNTIL is a date: the last day, on Utrecht's clocks.
    rule = models.CharField(_("repeats"), max_length=255, blank=True, default="", db_default="")
    # What its series is known by in calendars; revisions and translations keep it. Empty: written by an older release.
    uid = models.UUIDField(default=uuid.uuid4, null=True, editable=False)

    panels = [
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("end_time")]),
        FieldPanel("end_date"),
        FieldPanel("rule", widget=RuleWidget),
        FieldRowPanel([FieldPanel("status"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")

    def __str__(self) -> str:
        return str(self.start_date)

    def clean(self) -> None:
        """Raise ValidationError for an impossible end, a missing time of day, or a rule that does not fit the date."""
        super().clean()
        if not self.start_date:
            return
        _check_years(self, "start_date", "end_date")
        if self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day comes before the first.")})
        if self.end_date and self.end_date - self.start_date >= LONGEST:
            message = _("One date can take %(days)s days at most. Does it take longer? Make a date for each part.")
            raise ValidationError({"end_date": ValidationError(message, params={"days": LONGEST.days})})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Say when it starts as well.")})
        backwards = self.start_time and self.end_time and self.end_time <= self.start_time
        occurrence = self.as_occurrence()
        # The second is also true of times that fall in the hour skipped in spring.
        if (backwards and self.end_date == self.start_date) or occurrence.end <= occurrence.start:
            raise ValidationError({"end_time": _("The end comes before the start.")})
        if self.end_date == self.start_date:
            # It says nothing, and would forbid an exception that ends after midnight.
            self.end_date = None
        if self.rule:
            self._clean_rule()

    def _clean_rule(self) -> None:
        """Write the rule in our own way; raise ValidationError when it is none or does not start on this date."""
        try:
            rule = Rule.parse(self.rule)
        except ValidationError as refused:
            raise ValidationError({"rule": refused}) from None
        if rule.until and rule.until < self.start_date:
            raise ValidationError({"rule": _("The last day comes before the first.")})
        first = rule.first_day(self.start_date)
        if first is None:
            raise ValidationError({"rule": _("No date follows from this repetition.")})
        if first != self.start_date:
            from core.templatetags.components import date_long

            message = _("%(day)s does not fit the repetition. The first day that does is %(first)s.")
            params = {"day": capfirst(date_long(self.start_date)), "first": date_long(first)}
            raise ValidationError({"start_date": ValidationError(message, params=params)})
        if sum(1 for _day in rule.days(self.start_date, today() + HORIZON)) > MOST_DATES:
            message = _("That makes more than %(most)s dates. Let it start later.")
            raise ValidationError({"start_date": ValidationError(message, params={"most": MOST_DATES})})
        self.rule = str(rule)

    def days(self, beyond: Iterable[dt.date] = ()) -> list[dt.date]:
        """The days it is on, up to the horizon: one without a rule; the last `MOST_DATES` of a rule.

        Of the days `beyond` the horizon it adds those that the rule falls on. Raises ValidationError when the rule is
        not one of ours.
        """
        if not self.rule:
            return [self.start_date]
        horizon, rule = today() + HORIZON, Rule.parse(self.rule)
        days = list(deque(rule.days(self.start_date, horizon), maxlen=MOST_DATES))
        further = {day for day in beyond if day > horizon}
        return days + [day for day in rule.days(self.start_date, max(further)) if day in further] if further else days

    def on(self, day: dt.date) -> "AgendaDate":
        """The same, without rule, on another day: at the same local times and as many days long."""
        return AgendaDate(
            start_date=day,
            start_time=self.start_time,
            end_date=self.end_date + (day - self.start_date) if self.end_date else None,
            end_time=self.end_time,
            status=self.status,
            note=self.note,
        )

    def _on_the_clock(self) -> tuple[dt.datetime, dt.datetime]:
        """Start and end on the clock on the wall, naive; an end before the start is on the next day."""
        start = dt.datetime.combine(self.start_date, self.start_time or dt.time.min)
        last_day = self.end_date or self.start_date
        if self.start_time is None or self.end_time is None:
            return start, dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time.min)
        past_midnight = self.end_date in {None, self.start_date} and self.end_time <= self.start_time
        return start, dt.datetime.combine(last_day + dt.timedelta(days=int(past_midnight)), self.end_time)

    @property
    def local_length(self) -> dt.timedelta:
        """How long it takes on the clock on the wall, whatever the clocks do meanwhile."""
        start, end = self._on_the_clock()
        return end - start

    def as_occurrence(self) -> Occurrence:
        """The occurrence that follows from this row, its rule left aside, unsaved and without its item."""
        start, end = (local_moment(moment.date(), moment.time()) for moment in self._on_the_clock())
        return Occurrence(
            start=start,
            end=end,
            all_day=self.start_time is None,
            open_ended=self.start_time is not None and self.end_time is None,
            status=self.status,
            note=self.note,
        )


def _check_years(row: models.Model, *names: str) -> None:
    """Raise ValidationError at the first of these dates whose year is a slip of the fingers."""
    for name in names:
        day = getattr(row, name)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError({name: _("Check the year.")})


class AgendaDateChange(Orderable):
    """What is different about one date of a series: an exception an editor made; part of the page's revisions."""

    class Action(models.TextChoices):
        """What happens to the date."""

        SKIPPED = "skipped", _("Left out, as if it never was")
        CANCELLED = "cancelled", _("Does not take place")
        POSTPONED = "postponed", _("Postponed")
        MOVED = "moved", _("Moved to another day or time")
        FULL = "full", _("Full")
        ONLINE = "online", _("Moved online")
        NOTED = "noted", _("Goes ahead, with a remark")

    item = ParentalKey("agenda.AgendaItemPage", on_delete=models.CASCADE, related_name="changes")
    day = models.DateField(_("the date"), help_text=_("The day on which it would have been."))
    time = models.TimeField(
        _("the one that starts at"), null=True, blank=True, help_text=_("Only when there are more on that day.")
    )
    action = models.CharField(_("what happens"), max_length=9, choices=Action.choices, default=Action.CANCELLED)
    new_day = models.DateField(_("new date"), null=True, blank=True, help_text=_("Empty: the same day."))
    new_start_time = models.TimeField(_("new start"), null=True, blank=True, help_text=_("Empty: the same time."))
    new_end_time = models.TimeField(_("new end"), null=True, blank=True, help_text=_("Empty: it lasts as long."))
    note = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("For example why it is cancelled, and what one can do.")
    )

    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("action"), FieldPanel("time")]),
        FieldRowPanel(
            [FieldPanel("new_day"), FieldPanel("new_start_time"), FieldPanel("new_end_time")],
            classname="when-moved",
        ),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")

    def __str__(self) -> str:
        return f"{self.day}: {self.get_action_display()}"

    def clean(self) -> None:
        """Raise ValidationError for a move to nowhere, an impossible year or times that cannot be."""
        super().clean()
        _check_years(self, "day", "new_day")
        if self.action != self.Action.MOVED:
            # What is left of an earlier choice would come back with the next.
            self.new_day = self.new_start_time = self.new_end_time = None
            return
        if self.new_day in {None, self.day} and self.new_start_time is None and self.new_end_time is None:
            raise ValidationError({"new_day": _("Say to which day or time it moves.")})
        if self.new_start_time is not None and self.new_start_time == self.new_end_time:
            raise ValidationError({"new_end_time": _("The end comes before the start.")})

"""Dates: as an editor enters them (`AgendaDate`), and the moments that follow from them (`Occurrence`)."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from agenda import queries
from core.dates import day_start, local_moment, today

if TYPE_CHECKING:
    from agenda.models.items import AgendaItemPage

# Outside these years a date is a slip of the fingers.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Status(models.TextChoices):
    """What became of a date."""

    PLANNED = "planned", _("Goes ahead")
    CANCELLED = "cancelled", _("Does not take place")
    POSTPONED = "postponed", _("Postponed")
    FULL = "full", _("Full")
    ONLINE = "online", _("Moved online")


class DateFields(models.Model):
    """The state of a date and the editor's remark on it, the same on the editor's row and on the occurrence."""

    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PLANNED)
    note = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("For example why it is cancelled, and what one can do.")
    )

    class Meta:
        abstract = True


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
    rule = models.CharField(_("repeats"), max_length=255, blank=True, db_default="")

    panels = [
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("end_time")]),
        FieldPanel("end_date"),
        FieldPanel("rule"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")

    def __str__(self) -> str:
        return str(self.start_date)

    def clean(self) -> None:
        """Raise ValidationError when the end lies before the start or a time of day is missing."""
        super().clean()
        if not self.start_date:
            return
        for name in ("start_date", "end_date"):
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError({name: _("Check the year.")})
        if self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day comes before the first.")})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("Say when it starts as well.")})
        occurrence = self.as_occurrence()
        # Also true of times that fall in the hour skipped in spring.
        if occurrence.end <= occurrence.start:
            raise ValidationError({"end_time": _("The end comes before the start.")})

    def as_occurrence(self) -> "Occurrence":
        """The occurrence that follows from this row, unsaved and without its item.

        Times are local; an end before the start is on the next day.
        """
        if self.start_time is None:
            start = day_start(self.start_date)
            end = day_start((self.end_date or self.start_date) + dt.timedelta(days=1))
        else:
            start = local_moment(self.start_date, self.start_time)
            last_day = self.end_date or self.start_date
            if self.end_time is None:
                end = day_start(last_day + dt.timedelta(days=1))
            else:
                past_midnight = not self.end_date and self.end_time <= self.start_time
                end = local_moment(last_day + dt.timedelta(days=int(past_midnight)), self.end_time)
        return Occurrence(
            start=start,
            end=end,
            all_day=self.start_time is None,
            open_ended=self.start_time is not None and self.end_time is None,
            status=self.status,
            note=self.note,
        )


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
        FieldRowPanel([FieldPanel("new_day"), FieldPanel("new_start_time"), FieldPanel("new_end_time")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")

    def __str__(self) -> str:
        return f"{self.day}: {self.get_action_display()}"


class Occurrence(DateFields):
    """One start and end of a published agenda item; `end` is exclusive. Written by `agenda.services` only."""

    item = models.ForeignKey("agenda.AgendaItemPage", on_delete=models.CASCADE, related_name="occurrences")
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("whole day"), default=False)
    open_ended = models.BooleanField(_("end not known"), default=False)
    # With the item this is what it is known by, to calendars and registrations; empty: by `start`.
    moved_from = models.DateTimeField(_("moved from"), null=True, blank=True)

    objects = queries.OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "start"], name="occurrence_once_per_start"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="occurrence_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["end", "start"], name="occurrence_end_start"),
            models.Index(fields=["start", "id"], name="occurrence_start"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @property
    def planned_start(self) -> dt.datetime:
        """The start it was first planned at: its identity within the item (RFC 5545 RECURRENCE-ID)."""
        return self.moved_from or self.start

    @property
    def local_start(self) -> dt.datetime:
        """The start on Utrecht's clocks."""
        return timezone.localtime(self.start)

    @property
    def local_end(self) -> dt.datetime:
        """The end on Utrecht's clocks (exclusive)."""
        return timezone.localtime(self.end)

    @property
    def last_day(self) -> dt.date:
        """The last date it touches; midnight itself belongs to the day before."""
        return (self.local_end - dt.timedelta(microseconds=1)).date()

    @property
    def is_today(self) -> bool:
        """Whether it takes place (in part) today, in Utrecht."""
        return self.local_start.date() <= today() <= self.last_day

    @property
    def spans_days(self) -> bool:
        """Whether it takes more than one day; an evening past midnight is still one day."""
        if self.last_day == self.local_start.date():
            return False
        return self.all_day or self.open_ended or self.end - self.start > dt.timedelta(hours=18)

    @property
    def happens(self) -> bool:
        """Whether one can still go: neither cancelled nor postponed."""
        return self.status not in {Status.CANCELLED, Status.POSTPONED}

    def structured_data(self, item: "AgendaItemPage", request: HttpRequest) -> dict[str, Any]:
        """Describe the date in schema.org terms: times, status, place, price."""
        statuses = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}
        online = self.status == Status.ONLINE
        data: dict[str, Any] = {
            "startDate": self.local_start.date().isoformat() if self.all_day else self.local_start.isoformat(),
            "eventStatus": f"https://schema.org/{statuses.get(Status(self.status), 'EventScheduled')}",
            "eventAttendanceMode": f"https://schema.org/{'Online' if online else 'Offline'}EventAttendanceMode",
        }
        if item.price is not None:
            data["isAccessibleForFree"] = item.is_free
            data["offers"] = {"@type": "Offer", "price": str(item.price), "priceCurrency": "EUR"}
        if self.all_day:
            data["endDate"] = self.last_day.isoformat()
        elif not self.open_ended:
            data["endDate"] = self.local_end.isoformat()
        if online:
            data["location"] = {"@type": "VirtualLocation", "url": item.sign_up_url or item.get_full_url(request)}
        elif item.venue:
            address = {"@type": "PostalAddress", "addressLocality": "Utrecht", "addressCountry": "NL"}
            address |= {"streetAddress": item.venue.street} if item.venue.street else {}
            address |= {"postalCode": item.venue.postcode} if item.venue.postcode else {}
            data["location"] = {"@type": "Place", "name": item.venue.name, "address": address}
        else:
            data["location"] = {"@type": "Place", "name": item.meeting_point or "Utrecht", "address": "Utrecht"}
        return data

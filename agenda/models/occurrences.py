"""Occurrences: the moments that follow from an item's dates, one row each, as lists and calendars ask for them."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda import queries
from core.dates import local_time, today


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


class Occurrence(DateFields):
    """One start and end of a published agenda item; `end` is exclusive. Written by `agenda.services` only."""

    item = models.ForeignKey("agenda.AgendaItemPage", on_delete=models.CASCADE, related_name="occurrences")
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("whole day"), default=False)
    open_ended = models.BooleanField(_("end not known"), default=False)
    # With the item this is what an exception knows it by; empty: by `start`.
    moved_from = models.DateTimeField(_("moved from"), null=True, blank=True)
    # What calendars and readers know it by, whatever becomes of it; empty: as `first_uid` says.
    uid = models.UUIDField(null=True, editable=False)
    # Both follow from the times (`settle`), and are kept so that lists find their dates over one narrow index.
    part = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    is_long = models.BooleanField(default=False, db_default=False, editable=False)

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
            # Everything a list asks of a date, in the order of the list.
            models.Index(fields=["start", "id", "end", "item", "part"], name="occurrence_in_order"),
            models.Index(fields=["item", "end"], name="occurrence_of_item"),
            models.Index(fields=["end", "start"], condition=models.Q(is_long=True), name="occurrence_long"),
        ]

    def __str__(self) -> str:
        return f"{local_time(self.start):%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what follows from the times."""
        self.settle()
        super().save(*args, **kwargs)

    def settle(self) -> None:
        """Fill what follows from the times: the part of the day it begins in (0: any part), and whether it is long."""
        self.is_long = self.end - self.start > queries.SHORT
        self.part = 0 if self.all_day or self.is_long else queries.part_of_day(self.local_start.time())

    @property
    def planned_start(self) -> dt.datetime:
        """The start it was planned at: by this an exception finds it (RFC 5545 RECURRENCE-ID)."""
        return self.moved_from or self.start

    def first_uid(self, translation_key: uuid.UUID) -> uuid.UUID:
        """The lasting name it begins with: the same for each translation of its item, which share this key."""
        return uuid.uuid5(translation_key, f"{self.planned_start.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")

    @property
    def moved_label(self) -> str:
        """From where it was moved, in words: `Verplaatst van dinsdag 24 november`; empty when it was not."""
        if self.moved_from is None:
            return ""
        from agenda.schedule.words import moved_words

        return moved_words(self)

    @property
    def calendar_name(self) -> str:
        """Its part of the address of its calendar file: the local planned start, `2026-11-24T1000`."""
        local = local_time(self.planned_start)
        return f"{local:%Y-%m-%d}" if self.all_day else f"{local:%Y-%m-%dT%H%M}"

    @property
    def local_start(self) -> dt.datetime:
        """The start on Utrecht's clocks."""
        return local_time(self.start)

    @property
    def local_end(self) -> dt.datetime:
        """The end on Utrecht's clocks (exclusive)."""
        return local_time(self.end)

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

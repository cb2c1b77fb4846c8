"""Foreign calendars, which event became which agenda item, and what reading them brought."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from agenda.models.venues import Venue
from core.dates import today


class Outcome(models.TextChoices):
    """What became of an event, in the order in which an editor wants to hear of it."""

    TAKEN = "taken", _("New draft")
    CHANGED = "changed", _("Changed")
    MISSING = "missing", _("No longer in the calendar")
    SKIPPED = "skipped", _("Skipped")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass
class ReportLine:
    """What became of one event, with the page it is now (its key) and what an editor should know."""

    outcome: Outcome
    title: str
    reason: str = ""
    item: int | None = None

    @property
    def label(self) -> str:
        """The outcome in words."""
        return str(Outcome(self.outcome).label)


@dataclass
class Report:
    """What reading a calendar brought; `error` says why nothing was read, `notes` are about the file as a whole."""

    lines: list[ReportLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Report":
        """The report as it was stored; an empty one of a calendar that was never read."""
        lines = [ReportLine(**line) for line in stored.get("lines", [])]
        return cls(lines, stored.get("notes", []), stored.get("error", ""))

    def as_json(self) -> dict[str, Any]:
        """The report for in the database."""
        return asdict(self)

    @property
    def groups(self) -> list[tuple[str, list[ReportLine], bool]]:
        """The lines by outcome, in the order of `Outcome`, and whether there are too many to show at once.

        Outcomes that did not occur are left out. Of old calendars most events are over, and that is no news.
        """
        found = [(outcome, [line for line in self.lines if line.outcome == outcome]) for outcome in Outcome]
        old_news = {Outcome.SKIPPED, Outcome.UNCHANGED}
        return [(str(one.label), lines, one in old_news and len(lines) > 10) for one, lines in found if lines]

    @property
    def summary(self) -> str:
        """The error, else how many events had which outcome: `New draft 3, Skipped 1`."""
        counts = Counter(str(line.outcome) for line in self.lines)
        found = [f"{outcome.label}: {counts[outcome]}" for outcome in Outcome if counts[outcome]]
        return self.error or ", ".join(found) or str(_("There are no events in this calendar."))


class CalendarSource(models.Model):
    """A partner's public calendar (.ics) whose events become drafts."""

    name = models.CharField(_("name"), max_length=120)
    # Null rather than empty, so that more than one source can be without.
    url = models.URLField(
        _("address of the calendar"), max_length=500, unique=True, null=True, blank=True,
        help_text=_("It often ends in .ics. Empty: you read in files that you were sent."),
    )  # fmt: skip
    organiser = models.ForeignKey(
        "partners.PartnerPage", verbose_name=_("organised by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("For events that do not say where they are."),
    )  # fmt: skip
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    last_report = models.JSONField(_("report"), default=dict, blank=True, editable=False)

    panels = [FieldPanel("name"), FieldPanel("url"), FieldPanel("organiser"), FieldPanel("venue")]

    class Meta:
        verbose_name = _("calendar of a partner")
        verbose_name_plural = _("calendars of partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def report(self) -> Report:
        """What reading it last brought."""
        return Report.from_json(self.last_report)

    @property
    def summary(self) -> str:
        """What reading it last brought, in one line; empty when it was never read."""
        return self.report.summary if self.last_read_at else ""

    def still_expected(self) -> "models.QuerySet[ImportedEvent]":
        """The imported events that have not been deleted here and are not over."""
        to_come = models.Q(last_day=None) | models.Q(last_day__gte=today())
        return self.events.filter(to_come, item__isnull=False).select_related("item")


class ImportedEvent(models.Model):
    """An event of a foreign calendar, so that reading it again changes the same item and makes no other."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="events")
    uid = models.CharField(max_length=255)
    # Empty: an editor deleted the item, and it stays away.
    item = models.ForeignKey("agenda.AgendaItemPage", null=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64)
    # What we last wrote in the item, as a hash per part: a part that is otherwise now, was changed by an editor.
    written = models.JSONField(default=dict)
    # Dates before the day it first came in are not brought in.
    since = models.DateField(default=today)
    # Its last day; empty when it repeats without end.
    last_day = models.DateField(null=True)

    class Meta:
        verbose_name = _("imported event")
        verbose_name_plural = _("imported events")
        constraints = [models.UniqueConstraint(fields=["source", "uid"], name="imported_event_once_per_source")]

    def __str__(self) -> str:
        return self.uid

"""Foreign calendars, and which event became which agenda item."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from agenda.models.venues import Venue


class CalendarSource(models.Model):
    """A partner's public calendar (.ics) whose events become drafts."""

    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("address of the calendar"), max_length=500, unique=True)
    organiser = models.ForeignKey(
        "partners.PartnerPage", verbose_name=_("organised by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("For events whose place is not one of our venues."),
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


class ImportedEvent(models.Model):
    """An event of a foreign calendar, so that reading it again changes the same item and makes no other."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="events")
    uid = models.CharField(max_length=255)
    # Empty: an editor deleted the item, and it stays away.
    item = models.ForeignKey("agenda.AgendaItemPage", null=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("imported event")
        verbose_name_plural = _("imported events")
        constraints = [models.UniqueConstraint(fields=["source", "uid"], name="imported_event_once_per_source")]

    def __str__(self) -> str:
        return self.uid

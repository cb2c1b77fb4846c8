"""Campaigns: periods that bundle agenda items."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from agenda.addresses import refuse_taken
from core import linked_data
from core.dates import today
from core.models import BasePage, BodyMixin
from core.page_cache import allow_query
from core.translations.fields import same, translated

# Longer before the first day, a date is a slip of the fingers.
LONGEST_BEFORE = dt.timedelta(days=366)


class CampaignPage(BodyMixin, BasePage):
    """A period that bundles agenda items, like the Week tegen Eenzaamheid of one year."""

    template = "pages/campaign_page.html"
    parent_page_types = ["agenda.AgendaIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A period with a programme of its own, such as the Week tegen Eenzaamheid.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("body"),
        *same(
            "start_date",
            "end_date",
            "announce_from",
            "submissions_from",
            "submissions_until",
            "submission_url",
            "materials_url",
        ),
    ]

    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    announce_from = models.DateField(
        _("on the front page from"),
        null=True,
        blank=True,
        help_text=_("Until the last day. Empty: never on the front page."),
    )

    submissions_from = models.DateField(_("organisations can hand in from"), null=True, blank=True)
    submissions_until = models.DateField(_("up to and including"), null=True, blank=True)
    submission_url = models.URLField(
        _("address of the form"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Where organisations hand in their activities."),
    )
    materials_url = models.URLField(
        _("address of the materials"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Posters, pictures and texts that organisations may use."),
    )
    follows = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="followed_by"
    )

    # A copy is a campaign of its own, and only one campaign is the next of another.
    exclude_fields_in_copy = ["follows"]

    content_panels = [*BasePage.title_panels, *BodyMixin.body_panels]
    details_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]), FieldPanel("announce_from")],
            heading=_("Period"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("submissions_from"), FieldPanel("submissions_until")]),
                FieldPanel("submission_url"),
                FieldPanel("materials_url"),
            ],
            heading=_("For organisations"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("start_date")]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        """Raise ValidationError when the days do not follow each other, or lie a year and more before the campaign."""
        super().clean()
        refuse_taken(self.slug)
        errors: dict[str, Any] = {}
        first, last = self.submissions_from, self.submissions_until
        if first and last and last < first:
            errors["submissions_until"] = _("The last day comes before the first.")
        if self.start_date and self.end_date:
            if self.end_date < self.start_date:
                errors["end_date"] = _("The last day comes before the first.")
            for name in ("announce_from", "submissions_from", "submissions_until"):
                day = getattr(self, name)
                if day and not self.start_date - LONGEST_BEFORE <= day <= self.end_date:
                    errors[name] = _("Check the year: this is not in the year before the campaign's last day.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an alias, which gets every field of its source, is not a second next year."""
        if self.alias_of_id:
            self.follows = None
        super().save(*args, **kwargs)

    @property
    def is_past(self) -> bool:
        """Whether the last day is over, in Utrecht."""
        return self.end_date < today()

    @property
    def submission_state(self) -> str:
        """Whether organisations can hand in today: `before`, `open`, `closed`; empty when nothing is said about it."""
        if not (self.submissions_from or self.submissions_until or self.submission_url):
            return ""
        if self.is_past or (self.submissions_until and self.submissions_until < today()):
            return "closed"
        return "before" if self.submissions_from and self.submissions_from > today() else "open"

    @property
    def hand_in_url(self) -> str:
        """Where organisations hand in: the address an editor chose, else our own form; empty when there is none."""
        from agenda.models.intake import submit_url

        return self.submission_url or (f"{address}?campagne={self.slug}" if (address := submit_url()) else "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme as asked (`wijk`, `doelgroep`), the figures, and the campaigns before and after."""
        # Imported late: the questions import the models.
        from agenda.campaigns import programmes

        context = super().get_context(request, *args, **kwargs)
        source = programmes.source_of(self)
        known = programmes.facts(source)
        question = programmes.read_question(request.GET, source, known)
        programme = programmes.programme(source, question)
        allow_query(request, [pair for pair in question.pairs() if pair[0] != "campagne"])
        return {
            **context,
            "facts": known,
            "question": question,
            "choices": programmes.choices_made(question, known),
            "programme": programme,
            "days": programme.days,
            "earlier": programmes.earlier_campaigns(source),
            "following": programmes.next_campaign(source) if self.is_past else None,
        }

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org EventSeries."""
        from agenda.linked_data import UTRECHT

        return {
            **super().get_structured_data(request),
            "@type": "EventSeries",
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "location": {"@type": "City", "name": "Utrecht", "address": UTRECHT},
            "organizer": linked_data.publisher(),
        }

"""Things to go to."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import TextChoices
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.search import index

from agenda import linked_data, queries
from agenda.addresses import refuse_taken
from agenda.models.campaigns import CampaignPage
from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.occurrences import Occurrence
from agenda.models.referral import InterventionProfile
from agenda.models.venues import Access, Venue
from agenda.schedule.occurrences import occurrences_of
from agenda.schedule.panels import SchedulePanel
from agenda.schedule.words import series_in_words
from core.dates import this_minute
from core.linked_data import organisations
from core.listing import listed
from core.models import Audience, BasePage, BodyMixin, RoutedPage, SpokenLanguage
from core.models.site_settings import phone_validator
from core.queries import source_id
from core.translations.fields import same, translated
from partners.queries import partner_cards


class AgendaItemPage(BodyMixin, RoutedPage):
    """One thing to go to, on one date or many."""

    class Kind(TextChoices):
        """The kinds of agenda items."""

        ACTIVITY = "activity", _("Activity")
        WALK_IN = "walk_in", _("Walk-in")
        TRAINING = "training", _("Training")
        LECTURE = "lecture", _("Lecture")
        MEETING = "meeting", _("Network meeting")
        CONGRESS = "congress", _("Congress")

    class SignUp(TextChoices):
        """Whether one has to say beforehand that one comes."""

        NONE = "none", _("Not needed, just come along")
        OPTIONAL = "optional", _("Welcome, but not needed")
        REQUIRED = "required", _("Needed")

    class DutchLevel(TextChoices):
        """How much Dutch one needs, in the order of the Common European Framework (CEFR)."""

        NONE = "none", _("No Dutch needed")
        A1 = "a1", _("A few words of Dutch are enough (A1)")
        A2 = "a2", _("Simple Dutch is enough (A2)")
        B1 = "b1", _("You need everyday Dutch (B1)")

    template = "pages/agenda_item_page.html"
    parent_page_types = ["agenda.AgendaIndexPage"]
    subpage_types: list[str] = []
    page_description = _("An activity, training, lecture, meeting or congress.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("body", "meeting_point", "price_note", "sign_up_note"),
        *same(
            "kind",
            "venue",
            "campaign",
            "organisers",
            "audiences",
            "languages",
            "profiles",
            "price",
            "sign_up",
            "sign_up_url",
            "email",
            "phone",
            "dutch_level",
            "come_alone",
            "quiet",
            "interpreter",
            "is_example",
            "dates",
            "changes",
        ),
    ]

    select_with_page = (*BasePage.select_with_page, "venue__district")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ACTIVITY)
    organisers = ParentalManyToManyField(
        "partners.PartnerPage", verbose_name=_("organised by"), blank=True, related_name="agenda_items"
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    meeting_point = models.CharField(
        _("where exactly"),
        max_length=120,
        blank=True,
        help_text=_("For example 'start at the petting farm', or where to click for an online meeting."),
    )
    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("part of campaign"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="items",
    )  # fmt: skip
    audiences = ParentalManyToManyField(Audience, verbose_name=_("for whom"), blank=True, related_name="+")
    price = models.DecimalField(
        _("price in euros"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("0 is shown as 'Free'. Empty: the price is not known."),
    )
    price_note = models.CharField(
        _("about the price"), max_length=120, blank=True, help_text=_("For example 'free with U-pas'.")
    )
    sign_up = models.CharField(_("signing up"), max_length=8, choices=SignUp.choices, default=SignUp.NONE)
    sign_up_note = models.CharField(
        _("how to sign up"), max_length=200, blank=True, help_text=_("Until when, and what happens next.")
    )
    sign_up_url = models.URLField(_("address to sign up"), blank=True)
    phone = models.CharField(_("telephone number"), max_length=20, blank=True, validators=[phone_validator])
    email = models.EmailField(_("e-mail address"), blank=True)
    languages = ParentalManyToManyField(
        SpokenLanguage,
        verbose_name=_("languages spoken beside Dutch"),
        blank=True,
        related_name="+",
        help_text=_("Languages somebody who is there speaks with visitors."),
    )
    dutch_level = models.CharField(
        _("Dutch needed"),
        max_length=4,
        choices=DutchLevel.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("How much Dutch one needs to take part. Empty: not known."),
    )
    come_alone = models.BooleanField(
        _("you can come alone"),
        default=False,
        db_default=False,
        help_text=_("Somebody welcomes those who come by themselves, and shows them round."),
    )
    quiet = models.CharField(
        _("quiet place"), max_length=7, choices=Access.choices, default=Access.UNKNOWN, db_default=Access.UNKNOWN,
        help_text=_("Little noise and bustle, or a room to withdraw to."),
    )  # fmt: skip
    interpreter = models.CharField(
        _("sign language interpreter"),
        max_length=7,
        choices=Access.choices,
        default=Access.UNKNOWN,
        db_default=Access.UNKNOWN,
    )
    profiles = ParentalManyToManyField(
        InterventionProfile,
        verbose_name=_("intervention profiles"),
        blank=True,
        related_name="+",
        help_text=_("For professionals who refer people. Residents do not see this."),
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    is_example = models.BooleanField(
        _("this is an example"),
        default=False,
        help_text=_("Shown with a clear mark, so that nobody stands before a closed door."),
    )

    # A copy is an activity of its own.
    exclude_fields_in_copy = ["based_on"]

    content_panels = [
        *BasePage.title_panels,
        InlinePanel("dates", heading=_("Dates"), label=_("date"), min_num=1, max_num=60),
        InlinePanel("changes", heading=_("Exceptions"), label=_("exception"), max_num=200),
        SchedulePanel(heading=_("What will be in the agenda")),
        *BodyMixin.body_panels,
    ]
    details_panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("campaign")]),
        MultiFieldPanel([FieldPanel("venue"), FieldPanel("meeting_point")], heading=_("Where")),
        MultiFieldPanel(
            [
                FieldPanel("organisers"),
                FieldPanel("audiences", widget=CheckboxSelectMultiple),
                FieldPanel("come_alone"),
                FieldRowPanel([FieldPanel("quiet"), FieldPanel("interpreter")]),
            ],
            heading=_("By whom and for whom"),
        ),
        MultiFieldPanel(
            [FieldPanel("dutch_level"), FieldPanel("languages", widget=CheckboxSelectMultiple)],
            heading=_("Language"),
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("price"), FieldPanel("price_note")])], heading=_("Costs")),
        MultiFieldPanel(
            [
                FieldPanel("sign_up"),
                FieldPanel("sign_up_note"),
                FieldPanel("sign_up_url"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=_("Signing up and asking"),
        ),
        FieldPanel("profiles", widget=CheckboxSelectMultiple),
        FieldPanel("is_example"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("meeting_point"),
        index.FilterField("kind"),
        index.RelatedFields("venue", [index.SearchField("name"), index.SearchField("neighbourhood")]),
    ]

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        # What filters ask of an item, beside its wide row.
        indexes = [
            models.Index(
                fields=[
                    *("venue", "kind", "topic", "campaign", "price", "sign_up"),
                    *("dutch_level", "come_alone", "quiet", "interpreter"),
                ],
                name="agenda_item_facts",
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError when the address belongs to another part of the agenda."""
        super().clean()
        refuse_taken(self.slug)

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing."""
        return self.price == 0

    @property
    def price_label(self) -> str:
        """The price in words: free, or euros in the reader's notation, without needless cents."""
        if self.price is None:
            return str(_("Price not known"))
        if self.is_free:
            return str(_("Free"))
        decimals = 0 if self.price == self.price.to_integral_value() else 2
        return f"€\N{NO-BREAK SPACE}{number_format(self.price, decimals, use_l10n=True)}"

    @property
    def place_label(self) -> str:
        """Where it is, in a few words."""
        return self.venue.label if self.venue else self.meeting_point

    @property
    def is_step_free(self) -> bool:
        """Whether the venue answered yes to 'without steps'."""
        return bool(self.venue) and self.venue.step_free == Access.YES  # type: ignore[union-attr]

    @property
    def access_facts(self) -> list[tuple[str, str]]:
        """The access facts of the venue and of the activity itself, as pairs of name and answer (`Access`)."""
        fields = [self._meta.get_field(name) for name in ("quiet", "interpreter")]
        own = [(str(field.verbose_name), getattr(self, field.name)) for field in fields]  # type: ignore[union-attr]
        return [*(self.venue.access_facts if self.venue else []), *own]

    @cached_property
    def language_label(self) -> str:
        """The languages spoken beside Dutch, in a few words."""
        return listed(language.label for language in self.languages.all())

    @cached_property
    def audience_label(self) -> str:
        """For whom, in a few words."""
        return listed(audience.label for audience in self.audiences.all())

    @cached_property
    def organiser_ids(self) -> tuple[int, ...]:
        """The keys of the partners that organise it."""
        return tuple(self.organisers.values_list("id", flat=True))

    @cached_property
    def dates_of_id(self) -> int:
        """The key of the page whose dates it has: of a translation or an alias its source, so they never differ."""
        return source_id(self)

    @cached_property
    def entered(self) -> "tuple[list[AgendaDate], list[AgendaDateChange]]":
        """Its dates and exceptions as an editor entered them: those of the page `dates_of_id`."""
        is_mine = self.dates_of_id == self.pk
        dates = list(self.dates.all() if is_mine else AgendaDate.objects.filter(item=self.dates_of_id))
        # Without a rule nobody asks what is different about one date.
        if not any(date.rule for date in dates):
            return dates, []
        return dates, list(self.changes.all() if is_mine else AgendaDateChange.objects.filter(item=self.dates_of_id))

    @property
    def schedules(self) -> list[dict[str, Any]]:
        """Its rules in the terms of schema.org."""
        return linked_data.schedules(*self.entered)

    def read_relations(self) -> None:
        """Read for whom it is, in which languages, who organises it, and how it repeats."""
        _ = self.audience_label, self.language_label, self.organiser_ids, self.entered

    @property
    def is_new(self) -> bool:
        """Whether it was first published in the past seven days."""
        return bool(self.first_published_at) and self.first_published_at > timezone.now() - dt.timedelta(days=7)

    @cached_property
    def _known_occurrences(self) -> "list[Occurrence]":
        """The next ten that are not over, soonest first; else the last one that is. A preview shows its own dates."""
        if getattr(self, "_is_preview", False) and self.dates_of_id == self.pk:
            found = occurrences_of(self.dates.all(), self.changes.all())
            for occurrence in found:
                occurrence.item = self
            return [one for one in found if one.end > timezone.now()][:10] or found[-1:]
        mine = Occurrence.objects.filter(item=self.dates_of_id)
        return list(mine.not_over(this_minute()).order_by("start", "pk")[:10]) or list(mine.order_by("-start")[:1])

    @property
    def when_in_words(self) -> str:
        """How it repeats: 'every Tuesday from 10:00 to 12:00, except 29 December'; empty for separate dates.

        Not kept: a page says it in its own language, and above it in that of the reader.
        """
        return series_in_words(*self.entered)

    @cached_property
    def upcoming(self) -> "list[Occurrence]":
        """The next ten occurrences that are not over, soonest first."""
        return [occurrence for occurrence in self._known_occurrences if occurrence.end > this_minute()]

    @cached_property
    def latest(self) -> "Occurrence | None":
        """The last occurrence that is over, when nothing is to come."""
        return None if self.upcoming else next(iter(self._known_occurrences), None)

    @path("agenda.ics", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """All its dates as a calendar file."""
        from agenda.exports import ical

        return ical.item_response(self, request)

    @path("<str:moment>.ics", name="occurrence_calendar")
    def occurrence_calendar(self, request: HttpRequest, moment: str) -> HttpResponse:
        """One of its dates as a calendar file; `moment` is the local planned start, `2026-11-24T1000`."""
        from agenda.exports import ical

        return ical.occurrence_response(self, request, moment)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the next date, those after it, the organisers and a few other things to do."""
        self._is_preview = getattr(request, "is_preview", False)
        context = super().get_context(request, *args, **kwargs)
        context["next"] = self.upcoming[0] if self.upcoming else None
        context["next_open"] = next((one for one in self.upcoming if one.happens), None)
        context["later"] = self.upcoming[1:]
        context["latest"] = self.latest
        context["organisers"] = partner_cards(self.organiser_ids)
        context["others"] = queries.other_occurrences(self)
        return context

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Event for the next (else the last) date, with its status, place and price, and its rules."""
        occurrence = (self.upcoming[0] if self.upcoming else None) or self.latest
        data = super().get_structured_data(request)
        if occurrence is None or self.is_example:
            return data
        data |= {"@type": "Event", **linked_data.event(occurrence, self, self.get_full_url(request))}
        organisers = organisations(partner_cards(self.organiser_ids))
        audience = {"@type": "Audience", "audienceType": self.audience_label} if self.audience_label else None
        return {**data, "organizer": organisers, "audience": audience, "eventSchedule": self.schedules}

"""Things to go to: agenda items with their dates and venues, and campaigns that bundle them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import TextChoices
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from agenda import queries
from core.dates import day_start, local_moment, this_minute, today
from core.models import Audience, BasePage, BodyMixin, District
from core.models.site_settings import phone_validator
from partners.queries import partner_cards

# Outside these years a date is a slip of the fingers.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Access(TextChoices):
    """An access fact. Unknown is shown as unknown, never as yes."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class Status(TextChoices):
    """What became of a date."""

    PLANNED = "planned", _("Goes ahead")
    CANCELLED = "cancelled", _("Does not take place")
    POSTPONED = "postponed", _("Postponed")
    FULL = "full", _("Full")
    ONLINE = "online", _("Moved online")


class Venue(index.Indexed, models.Model):
    """A place where things happen, with what somebody needs to know to get in."""

    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=80, blank=True)
    district = models.ForeignKey(
        District, verbose_name=_("district"), null=True, blank=True, on_delete=models.PROTECT, related_name="venues"
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    step_free = models.CharField(
        _("without steps, wide doors"), max_length=7, choices=Access.choices, default=Access.UNKNOWN
    )
    toilet = models.CharField(_("wheelchair toilet"), max_length=7, choices=Access.choices, default=Access.UNKNOWN)
    hearing_loop = models.CharField(_("hearing loop"), max_length=7, choices=Access.choices, default=Access.UNKNOWN)
    parking = models.CharField(
        _("parking for disabled people"), max_length=7, choices=Access.choices, default=Access.UNKNOWN
    )
    public_transport = models.CharField(
        _("public transport"), max_length=160, blank=True, help_text=_("For example 'bus stop at 100 metres'.")
    )
    travel_help = models.CharField(
        _("help with travelling"), max_length=160, blank=True, help_text=_("Who takes people who cannot come alone.")
    )
    phone = models.CharField(_("telephone number"), max_length=20, blank=True, validators=[phone_validator])
    website = models.URLField(_("website"), blank=True)

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("neighbourhood")]),
                FieldPanel("district"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(_("Not sure? Leave it at 'not known yet'. A wrong 'yes' leaves somebody outside the door.")),
                FieldRowPanel([FieldPanel("step_free"), FieldPanel("toilet")]),
                FieldRowPanel([FieldPanel("hearing_loop"), FieldPanel("parking")]),
            ],
            heading=_("Can everybody get in?"),
        ),
        MultiFieldPanel([FieldPanel("public_transport"), FieldPanel("travel_help")], heading=_("Getting there")),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("website")], heading=_("Contact")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("neighbourhood"),
        index.FilterField("district"),
    ]

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def area(self) -> str:
        """The neighbourhood, else the district, else nothing."""
        return self.neighbourhood or (self.district.name if self.district else "")

    @property
    def label(self) -> str:
        """The name with the part of town, as in lists."""
        return f"{self.name}, {self.area}" if self.area and self.area not in self.name else self.name

    @property
    def access_facts(self) -> list[tuple[str, str]]:
        """The access facts as pairs of name and answer (`Access`)."""
        names = ("step_free", "toilet", "hearing_loop", "parking")
        return [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in names]  # type: ignore[union-attr]


class AgendaIndexPage(BasePage):
    """The agenda: what is to be done, by day."""

    template = "pages/agenda_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.AgendaItemPage", "agenda.CampaignPage"]
    max_count_per_parent = 1
    page_description = _("The list of everything there is to do, grouped by day.")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list, grouped by day."""
        context = super().get_context(request, *args, **kwargs)
        context.update(queries.agenda_list(request))
        return context


class CampaignPage(BodyMixin, BasePage):
    """A period that bundles agenda items, like the Week tegen Eenzaamheid of one year."""

    template = "pages/campaign_page.html"
    parent_page_types = ["agenda.AgendaIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A period with a programme of its own, such as the Week tegen Eenzaamheid.")

    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    announce_from = models.DateField(
        _("on the front page from"),
        null=True,
        blank=True,
        help_text=_("Until the last day. Empty: never on the front page."),
    )

    content_panels = [*BasePage.title_panels, *BodyMixin.body_panels]
    details_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]), FieldPanel("announce_from")],
            heading=_("Period"),
        )
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("start_date")]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        """Raise ValidationError when the period ends before it begins."""
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day comes before the first.")})

    @property
    def is_past(self) -> bool:
        """Whether the last day is over, in Utrecht."""
        return self.end_date < today()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the campaign's programme, grouped by day."""
        context = super().get_context(request, *args, **kwargs)
        context["days"] = queries.campaign_days(self)
        return context

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org EventSeries."""
        return {
            "@type": "EventSeries",
            "name": self.title,
            "description": self.meta_description,
            "url": self.get_full_url(request),
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "location": {"@type": "City", "name": "Utrecht"},
        }


class AgendaItemPage(BodyMixin, BasePage):
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

    template = "pages/agenda_item_page.html"
    parent_page_types = ["agenda.AgendaIndexPage"]
    subpage_types: list[str] = []
    page_description = _("An activity, training, lecture, meeting or congress.")

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
    is_example = models.BooleanField(
        _("this is an example"),
        default=False,
        help_text=_("Shown with a clear mark, so that nobody stands before a closed door."),
    )

    content_panels = [
        *BasePage.title_panels,
        InlinePanel("dates", heading=_("Dates"), label=_("date"), min_num=1),
        *BodyMixin.body_panels,
    ]
    details_panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("campaign")]),
        MultiFieldPanel([FieldPanel("venue"), FieldPanel("meeting_point")], heading=_("Where")),
        MultiFieldPanel(
            [FieldPanel("organisers"), FieldPanel("audiences", widget=CheckboxSelectMultiple)],
            heading=_("By whom and for whom"),
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

    @cached_property
    def audience_label(self) -> str:
        """For whom, in a few words."""
        return ", ".join(audience.name for audience in self.audiences.all())

    @cached_property
    def organiser_ids(self) -> tuple[int, ...]:
        """The keys of the partners that organise it."""
        return tuple(self.organisers.values_list("id", flat=True))

    def read_relations(self) -> None:
        """Read for whom it is and who organises it."""
        _ = self.audience_label, self.organiser_ids

    @property
    def is_new(self) -> bool:
        """Whether it was first published in the past seven days."""
        return bool(self.first_published_at) and self.first_published_at > timezone.now() - dt.timedelta(days=7)

    @cached_property
    def _known_occurrences(self) -> "list[Occurrence]":
        """The next ten that are not over, soonest first; else the last one that is. A preview shows its own dates."""
        if getattr(self, "_is_preview", False):
            found = sorted((date.as_occurrence() for date in self.dates.all()), key=lambda one: one.start)
            for occurrence in found:
                occurrence.item = self
            return [one for one in found if one.end > timezone.now()][:10] or found[-1:]
        # An alias has no dates of its own.
        mine = Occurrence.objects.filter(item=self.alias_of_id or self.pk)
        return list(mine.not_over(this_minute()).order_by("start", "pk")[:10]) or list(mine.order_by("-start")[:1])

    @cached_property
    def upcoming(self) -> "list[Occurrence]":
        """The next ten occurrences that are not over, soonest first."""
        return [occurrence for occurrence in self._known_occurrences if occurrence.end > this_minute()]

    @cached_property
    def latest(self) -> "Occurrence | None":
        """The last occurrence that is over, when nothing is to come."""
        return None if self.upcoming else next(iter(self._known_occurrences), None)

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
        """A schema.org Event for the next (else the last) date, with its status, place and price."""
        occurrence = (self.upcoming[0] if self.upcoming else None) or self.latest
        data = super().get_structured_data(request)
        if occurrence is None or self.is_example:
            return data
        return {**data, "@type": "Event", **occurrence.structured_data(self, request)}


class DateFields(models.Model):
    """The state of a date and the editor's remark on it, the same on the editor's row and on the occurrence."""

    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PLANNED)
    note = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("For example why it is cancelled, and what one can do.")
    )

    class Meta:
        abstract = True


class AgendaDate(DateFields, Orderable):
    """A date as an editor enters it: part of the page's revisions. `Occurrence` rows follow from it."""

    item = ParentalKey(AgendaItemPage, on_delete=models.CASCADE, related_name="dates")
    start_date = models.DateField(_("date"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True, help_text=_("Empty: the whole day."))
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only when it takes more than one day.")
    )
    end_time = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("Empty: the end is not known."))

    panels = [
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time"), FieldPanel("end_time")]),
        FieldPanel("end_date"),
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


class Occurrence(DateFields):
    """One start and end of a published agenda item; `end` is exclusive. Written by `agenda.services` only."""

    item = models.ForeignKey(AgendaItemPage, on_delete=models.CASCADE, related_name="occurrences")
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("whole day"), default=False)
    open_ended = models.BooleanField(_("end not known"), default=False)

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

    def structured_data(self, item: AgendaItemPage, request: HttpRequest) -> dict[str, Any]:
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

"""Places, with what somebody needs to know to get in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.search import index

from core.models import District
from core.models.site_settings import phone_validator


class Access(models.TextChoices):
    """An access fact. Unknown is shown as unknown, never as yes."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


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
    # For calendars that took along where it is; empty: not changed since this is kept.
    changed_at = models.DateTimeField(auto_now=True, null=True)

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

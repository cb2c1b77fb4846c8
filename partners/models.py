"""The organisations in the network."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from core.models import Audience, BasePage, BodyMixin, District
from core.models.site_settings import phone_validator
from partners import related
from partners.queries import partner_list


class PartnerIndexPage(BasePage):
    """The directory of partners, from A to Z."""

    template = "pages/partner_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.PartnerPage"]
    max_count_per_parent = 1
    page_description = _("The list of all partners, with a search by name, district and topic.")

    invitation_title = models.CharField(_("invitation: heading"), max_length=80, blank=True)
    invitation_text = models.CharField(_("invitation: text"), max_length=200, blank=True)
    invitation_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("invitation: page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *BasePage.title_panels,
        MultiFieldPanel(
            [FieldPanel("invitation_title"), FieldPanel("invitation_text"), FieldPanel("invitation_page")],
            heading=_("Invitation below the list"),
        ),
    ]

    class Meta:
        verbose_name = _("list of partners")
        verbose_name_plural = _("lists of partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen page of the list and the choices that narrow it."""
        context = super().get_context(request, *args, **kwargs)
        context.update(partner_list(self, request))
        return context


class PartnerPage(BodyMixin, BasePage):
    """The profile of one organisation."""

    class Relation(TextChoices):
        """How an organisation stands to the network; the two are never mixed up."""

        MENTIONED = "mentioned", _("Mentioned in the network's reports")
        SIGNED = "signed", _("Signed the 'I take part' declaration")

    template = "pages/partner_page.html"
    parent_page_types = ["partners.PartnerIndexPage"]
    subpage_types: list[str] = []
    page_description = _("The profile of an organisation in the network.")

    relation = models.CharField(
        _("relation to the network"), max_length=10, choices=Relation.choices, default=Relation.MENTIONED
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where this organisation is mentioned, and when.")
    )
    logo = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Optional. Without a logo the organisation gets a sign of its own."),
    )
    districts = ParentalManyToManyField(
        District, verbose_name=_("active in districts"), blank=True, related_name="partners"
    )
    citywide = models.BooleanField(_("active in the whole city"), default=False)
    neighbourhood = models.CharField(_("neighbourhood"), max_length=80, blank=True)
    audiences = ParentalManyToManyField(Audience, verbose_name=_("for whom"), blank=True, related_name="+")
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone number"), max_length=20, blank=True, validators=[phone_validator])
    phone_hours = models.CharField(
        _("reachable"), max_length=80, blank=True, help_text=_("For example 'Monday to Friday, 9 to 17'.")
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("An address of the organisation, not of a person.")
    )
    languages = models.CharField(_("languages spoken"), max_length=120, blank=True)
    featured = models.BooleanField(_("show on the front page"), default=False)

    content_panels = [
        TitleFieldPanel("title", heading=_("Name of the organisation"), help_text=None),
        FieldPanel("summary"),
        *BodyMixin.body_panels,
    ]
    details_panels = [
        MultiFieldPanel(
            [
                HelpPanel(_("Choose 'signed' only when the signed declaration is on file.")),
                FieldRowPanel([FieldPanel("relation"), FieldPanel("signed_on")]),
                FieldPanel("source"),
                FieldPanel("featured"),
            ],
            heading=_("In the network"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_hours")]),
                FieldPanel("email"),
                FieldPanel("languages"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("citywide"),
                FieldPanel("districts", widget=CheckboxSelectMultiple),
                FieldPanel("neighbourhood"),
            ],
            heading=_("Where"),
        ),
        FieldPanel("audiences", widget=CheckboxSelectMultiple),
        FieldPanel("logo"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("neighbourhood"),
        index.FilterField("relation"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def clean(self) -> None:
        """Raise ValidationError when a declaration is called signed without a date, or dated without being signed."""
        super().clean()
        if (self.relation == self.Relation.SIGNED) != bool(self.signed_on):
            raise ValidationError({"signed_on": _("A signed declaration has a date, and only a signed one.")})

    def read_relations(self) -> None:
        """Read where the organisation works, and for whom."""
        _ = self.district_label, self.audience_list

    @cached_property
    def district_label(self) -> str:
        """Where the organisation works, in a few words; empty when unknown."""
        if self.citywide:
            return str(_("The whole city"))
        names = [district.name for district in self.districts.all()]
        if self.neighbourhood and len(names) <= 1:
            return ", ".join([self.neighbourhood, *(name for name in names if name != self.neighbourhood)])
        return ", ".join(names)

    @cached_property
    def audience_list(self) -> list[Audience]:
        """For whom the organisation works."""
        return list(self.audiences.all())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the apps above know of this partner: `upcoming` (agenda), `stories` (news)."""
        context = super().get_context(request, *args, **kwargs)
        context.update(related.for_partner(self))
        return context

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Organization."""
        data = {
            "@type": "Organization",
            "name": self.title,
            "description": self.meta_description,
            "url": self.website or self.get_full_url(request),
        }
        if self.phone:
            data["telephone"] = self.phone
        if self.email:
            data["email"] = self.email
        return data

"""The profile of an organisation."""

from typing import Any

from django.db import models
from django.db.models import TextChoices
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from core import linked_data
from core.listing import listed
from core.models import Audience, BasePage, BodyMixin, District
from core.models.site_settings import phone_validator
from core.translations.fields import same, translated
from partners import related, standing
from partners.addresses import refuse_taken


class PartnerPage(BodyMixin, BasePage):
    """The profile of one organisation."""

    class Relation(TextChoices):
        """How an organisation stands to the network; the two are never mixed up."""

        MENTIONED = standing.MENTIONED, _("Mentioned in the network's reports")
        SIGNED = standing.SIGNED, _("Signed the 'I take part' declaration")

    template = "pages/partner_page.html"
    parent_page_types = ["partners.PartnerIndexPage"]
    subpage_types: list[str] = []
    page_description = _("The profile of an organisation in the network.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("body", "source", "phone_hours", "languages", "offers", "seeks"),
        *same(
            "relation",
            "signed_on",
            "logo",
            "districts",
            "citywide",
            "neighbourhood",
            "audiences",
            "website",
            "phone",
            "email",
            "featured",
        ),
    ]

    # Both follow the register of declarations (`partners.standing`).
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
    # Text, so a translation has its own.
    offers = models.TextField(
        _("we offer"), max_length=600, blank=True, default="", db_default="", help_text=_("One thing on each line.")
    )
    seeks = models.TextField(
        _("we look for"), max_length=600, blank=True, default="", db_default="", help_text=_("One thing on each line.")
    )

    content_panels = [
        TitleFieldPanel("title", heading=_("Name of the organisation"), help_text=None),
        FieldPanel("summary"),
        *BodyMixin.body_panels,
        FieldRowPanel([FieldPanel("offers"), FieldPanel("seeks")]),
    ]
    details_panels = [
        MultiFieldPanel(
            [
                HelpPanel(_("Who signed stands in the menu, under 'Declarations'. This follows by itself.")),
                FieldRowPanel([FieldPanel("relation", read_only=True), FieldPanel("signed_on", read_only=True)]),
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
        index.SearchField("offers"),
        index.SearchField("seeks"),
        index.FilterField("relation"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def clean(self) -> None:
        """Raise ValidationError for an address that the directory uses itself."""
        super().clean()
        refuse_taken(self.slug)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store it; what it says about the declaration is always what the register says."""
        if not kwargs.get("update_fields"):
            self.relation, self.signed_on = standing.standing_of(self.translation_key)
        return super().save(*args, **kwargs)

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
            return listed([self.neighbourhood, *(name for name in names if name != self.neighbourhood)])
        return listed(names)

    @cached_property
    def audience_list(self) -> list[Audience]:
        """For whom the organisation works."""
        return list(self.audiences.all())

    @property
    def offer_list(self) -> list[str]:
        """What the organisation offers, line by line."""
        return _lines(self.offers)

    @property
    def seek_list(self) -> list[str]:
        """What the organisation looks for, line by line."""
        return _lines(self.seeks)

    @property
    def area_served(self) -> list[dict[str, str]]:
        """Where the organisation works, in the terms of schema.org; nothing when that is unknown."""
        if self.citywide:
            return [{"@type": "City", "name": "Utrecht"}]
        return [{"@type": "AdministrativeArea", "name": f"{one.name}, Utrecht"} for one in self.districts.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the apps above know of this partner: `upcoming` (agenda), `stories` (news), and the dated facts."""
        # Imported late: they ask for this model.
        from partners import core_group, yearly

        context = super().get_context(request, *args, **kwargs)
        context.update(related.for_partner(self))
        context["core_group"] = core_group.label_of(self)
        context["not_right_since"] = yearly.not_right_since(self)
        return context

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Organization."""
        data = {
            "@type": "Organization",
            "name": self.title,
            "description": self.meta_description,
            "url": self.website or self.get_full_url(request),
            "mainEntityOfPage": self.get_full_url(request),
            "logo": next(iter(linked_data.picture(self.logo)), ""),
            "areaServed": self.area_served,
            "memberOf": linked_data.publisher() if self.relation == self.Relation.SIGNED else None,
        }
        if self.phone:
            data["telephone"] = self.phone
        if self.email:
            data["email"] = self.email
        return data


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]

"""The directory of partners."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path

from core import linked_data
from core.models import BasePage, RoutedPage
from core.translations.fields import same, translated
from partners.addresses import MAP
from partners.queries import partner_list


class PartnerIndexPage(RoutedPage):
    """The directory of partners, from A to Z."""

    template = "pages/partner_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.PartnerPage", "partners.AdvertIndexPage"]
    max_count_per_parent = 1
    page_description = _("The list of all partners, with a search by name, district and topic.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("invitation_title", "invitation_text"),
        *same("invitation_page"),
    ]

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
        context["json_ld"] = linked_data.collection(self, request, context["result"].object_list)
        return context

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list."""
        return self.render(request)

    @path(f"{MAP}/", name="map")
    def places(self, request: HttpRequest) -> HttpResponseBase:
        """The districts of the narrowed list, as data for the map."""
        from partners import maps

        return maps.map_response(self, request)

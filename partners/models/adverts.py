"""Asks and offers: what partners look for and have to give, for half a year at most."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from core.dates import today
from core.models import District, RoutedPage, Topic
from partners.addresses import refuse_taken

LONGEST = dt.timedelta(days=183)


class Advert(models.Model):
    """Something a partner asks or offers; seen by visitors while it is accepted and not over."""

    class Kind(TextChoices):
        """Which of the two."""

        ASK = "ask", _("Asked")
        OFFER = "offer", _("Offered")

    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="adverts"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=600)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the whole city."),
    )
    made_on = models.DateField(_("placed on"), default=today)
    expires_on = models.DateField(_("until"), help_text=_("The last day; half a year from the first at most."))
    live = models.BooleanField(_("on the site"), default=False)

    class Meta:
        verbose_name = _("ask or offer")
        verbose_name_plural = _("asks and offers")
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raise ValidationError when it stands too long."""
        super().clean()
        if self.expires_on and self.made_on and self.expires_on > self.made_on + LONGEST:
            raise ValidationError({"expires_on": _("Half a year at most.")})


class AdvertIndexPage(RoutedPage):
    """The list of asks and offers, below the directory."""

    template = "pages/advert_index_page.html"
    parent_page_types = ["partners.PartnerIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("What partners ask and offer. They place it themselves, and you approve it.")

    class Meta:
        verbose_name = _("list of asks and offers")
        verbose_name_plural = _("lists of asks and offers")

    def clean(self) -> None:
        """Raise ValidationError for an address that the directory uses itself."""
        super().clean()
        refuse_taken(self.slug)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the asks and offers that were asked for."""
        from partners.adverts import advert_list

        return {**super().get_context(request, *args, **kwargs), **advert_list(self, request)}

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list."""
        return self.render(request)

    @path("<int:number>/helpen/", name="help")
    def offer_help(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Answer one of them."""
        from partners.intake.helping import help_response

        return help_response(self, request, number)

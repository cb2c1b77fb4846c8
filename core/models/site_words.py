"""The words around every page in another language than Dutch."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale

from core.blocks.links import LinkColumnBlock, LinkListBlock


class SiteWords(models.Model):
    """What `SiteSettings` says, in one other language; what is empty here stays Dutch, and says so."""

    locale = models.OneToOneField(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    help_title = models.CharField(_("question"), max_length=60, blank=True)
    help_text = RichTextField(_("text"), features=["bold", "link"], blank=True)
    action_label = models.CharField(_("text on the button"), max_length=40, blank=True)
    footer_text = models.CharField(_("who we are, in one sentence"), max_length=160, blank=True)
    footer_columns = StreamField(
        [("column", LinkColumnBlock())], verbose_name=_("columns"), blank=True, max_num=3, collapsed=True
    )
    footer_links = StreamField(
        LinkListBlock(), verbose_name=_("links at the very bottom"), blank=True, max_num=6, collapsed=True
    )

    panels: list[Any] = [
        HelpPanel(_("Telephone numbers and the page of the button are those of the Dutch settings. Empty: in Dutch.")),
        FieldPanel("locale"),
        MultiFieldPanel([FieldPanel("help_title"), FieldPanel("help_text")], heading=_("Help strip")),
        FieldPanel("action_label", heading=_("Header")),
        MultiFieldPanel(
            [FieldPanel("footer_text"), FieldPanel("footer_columns"), FieldPanel("footer_links")], heading=_("Footer")
        ),
    ]

    class Meta:
        verbose_name = _("words around the pages")
        verbose_name_plural = _("words around the pages")
        ordering = ["locale__language_code"]

    def __str__(self) -> str:
        return str(self.locale)

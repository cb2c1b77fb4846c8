"""The agenda: the list, and every other form in which it can be had."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agenda import queries
from core.models import BasePage


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

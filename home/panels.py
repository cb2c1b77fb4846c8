"""What the first screen of the editorial office shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page, Site

from agenda.models import AgendaIndexPage
from news.models import NewsIndexPage
from partners.models import PartnerIndexPage


@dataclass(frozen=True)
class Shortcut:
    """A way to what editors do most; `icon` is one of Wagtail's."""

    icon: str
    title: str
    text: str
    url: str


def _first(model: type[Page]) -> Page | None:
    """The first page of a type in the source language."""
    return model.objects.filter(locale=Locale.get_default()).order_by("path").first()


def _shortcuts(request: HttpRequest) -> Iterator[Shortcut]:
    """The shortcuts that this editor may use."""
    agenda, articles, partners = _first(AgendaIndexPage), _first(NewsIndexPage), _first(PartnerIndexPage)
    if agenda and agenda.permissions_for_user(request.user).can_add_subpage():
        new_item = reverse("wagtailadmin_pages:add", args=["agenda", "agendaitempage", agenda.pk])
        yield Shortcut("date", _("New activity"), _("Put something in the agenda."), new_item)
        overview = reverse("wagtailadmin_explore", args=[agenda.pk])
        yield Shortcut("list-ul", _("See the agenda"), _("Change an activity, or cancel a date."), overview)
    if articles and articles.permissions_for_user(request.user).can_add_subpage():
        new_article = reverse("wagtailadmin_pages:add_subpage", args=[articles.pk])
        yield Shortcut("edit", _("Write a story"), _("A good example, news or a report."), new_article)
    if partners and partners.permissions_for_user(request.user).can_add_subpage():
        directory = reverse("wagtailadmin_explore", args=[partners.pk])
        yield Shortcut("group", _("Update a partner"), _("Find an organisation and put it right."), directory)
    site = Site.find_for_request(request)
    if site and request.user.has_perm("core.change_sitesettings"):
        settings = reverse("wagtailsettings:edit", args=["core", "sitesettings", site.pk])
        yield Shortcut("help", _("Change the help strip"), _("Check the telephone number and the text."), settings)


class ShortcutsPanel(Component):
    """Shortcuts for whoever is here one afternoon a week."""

    name = "shortcuts"
    order = 50
    template_name = "panels/shortcuts.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The shortcuts of whoever is logged in."""
        return {"shortcuts": list(_shortcuts(parent_context["request"]))}

"""The editorial office: venues."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

# What is imported as `…_admin` registers its own screens.
from agenda.campaigns import admin as campaigns_admin  # noqa: F401
from agenda.imports import admin as imports_admin  # noqa: F401
from agenda.models import Venue
from agenda.referral import admin as referral_admin  # noqa: F401
from agenda.schedule.admin import outlook_view


@hooks.register("register_admin_urls")
def outlook_urls() -> list[URLPattern]:
    """Where the panel below the dates asks what would follow from them."""
    return [path("agenda/dates/", outlook_view, name="agenda_outlook")]


class VenueViewSet(SnippetViewSet):
    """Places where things happen."""

    model = Venue
    icon = "site"
    add_to_admin_menu = True
    menu_order = 450
    list_display = ["name", "neighbourhood", "district", "step_free"]
    list_filter = ["district", "step_free"]
    search_fields = ["name", "neighbourhood", "street"]


register_snippet(VenueViewSet)

"""The editorial office: venues."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

# Their screens register themselves.
from agenda import campaign_admin, import_admin, referral_admin  # noqa: F401
from agenda.models import Venue
from agenda.schedule_admin import outlook_view


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

"""The editorial office: venues."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from agenda.models import Venue


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

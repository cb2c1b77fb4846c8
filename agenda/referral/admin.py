"""The editorial office: the vocabulary of referrers."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from agenda.models import InterventionProfile


class InterventionProfileViewSet(SnippetViewSet):
    """What an activity does, in the words of professionals."""

    model = InterventionProfile
    icon = "tag"
    add_to_admin_menu = True
    menu_label = _("Intervention profiles")
    menu_order = 510
    list_display = ["name", "description"]
    search_fields = ["name", "description"]


register_snippet(InterventionProfileViewSet)

"""The editorial office: our colours, and taxonomy under one menu item."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Locale
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core import rich_text
from core.intake.admin import hooks as intake_hooks
from core.models import Audience, District, SpokenLanguage, Submission, Topic
from core.old_addresses import admin as old_addresses
from core.plain_language import admin as plain_language
from core.translations import office as languages_office

intake_hooks.register()
old_addresses.register()
plain_language.register()
languages_office.register()
# After Wagtail's own, which it takes the place of.
hooks.register("register_rich_text_features", rich_text.register, order=10)


@hooks.register("insert_global_admin_css")
def office_style() -> SafeString:
    """Load our style sheet on every screen of the editorial office."""
    return format_html('<link rel="stylesheet" href="{}">', static("office.css"))


@hooks.register("construct_help_menu")
def without_english_guides(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's own guide and what is new in it are in English; our handbook is Dutch."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]


@hooks.register("register_log_actions")
def intake_log_actions(actions: Any) -> None:
    """What can happen to something that was sent in; it shows in the office's report of changes."""
    for verb, label, message in (
        (Submission.Status.UNCONFIRMED, _("Send in"), _("Sent in")),
        (Submission.Status.WAITING, _("Hand to the editors"), _("Waits for an editor")),
        (Submission.Status.ASKED, _("Ask the sender"), _("Sender asked")),
        (Submission.Status.ACCEPTED, _("Accept"), _("Accepted")),
        (Submission.Status.REFUSED, _("Refuse"), _("Refused")),
        (Submission.Status.WITHDRAWN, _("Withdraw"), _("Withdrawn by the sender")),
        ("cancelled", _("Cancel dates"), _("Dates cancelled by the sender")),
        ("handed_over", _("Hand over"), _("Handed over to a colleague")),
        ("links_ended", _("End the links"), _("Links ended")),
        ("erased", _("Erase"), _("Sender erased")),
    ):
        actions.register_action(f"core.intake.{verb}", label, message)


class _InDutch:
    """A list to choose from: what exists in every language is there in Dutch, once."""

    # No choice of a language, and no column that says it.
    i18n_enabled = False

    def get_object_list(self) -> QuerySet:
        """The Dutch ones, which the translations of a page have too."""
        return super().get_object_list().filter(locale=Locale.get_default())  # type: ignore[misc]


class _ChooseInDutch(_InDutch, ChooseView):
    """The window to choose in."""


class _ResultsInDutch(_InDutch, ChooseResultsView):
    """What it finds."""


class DutchChooser(SnippetChooserViewSet):
    """A chooser of words that exist in every language."""

    choose_view_class = _ChooseInDutch
    choose_results_view_class = _ResultsInDutch


class DistrictViewSet(SnippetViewSet):
    """Districts with their postcodes."""

    model = District
    icon = "site"
    list_display = ["name"]
    search_fields = ["name"]


class AudienceViewSet(SnippetViewSet):
    """For whom."""

    model = Audience
    chooser_viewset_class = DutchChooser
    icon = "group"
    list_display = ["name", "sort_order"]
    ordering = ["sort_order", "name"]


class TopicViewSet(SnippetViewSet):
    """About what."""

    model = Topic
    chooser_viewset_class = DutchChooser
    icon = "tag"
    list_display = ["name", "symbol"]


class SpokenLanguageViewSet(SnippetViewSet):
    """In which languages one can talk."""

    model = SpokenLanguage
    chooser_viewset_class = DutchChooser
    icon = "globe"
    list_display = ["name"]


class TaxonomyGroup(SnippetViewSetGroup):
    """The words by which content is found."""

    menu_label = _("Districts and topics")
    menu_icon = "tag"
    menu_order = 500
    items = (DistrictViewSet, AudienceViewSet, TopicViewSet, SpokenLanguageViewSet)


register_snippet(TaxonomyGroup)

"""The editorial office: the register of declarations, the core group, and the profiles nobody confirmed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.office import ScreenMixin
from partners import yearly
from partners.intake import manage
from partners.models import Advert, CoreGroupMembership, PartnerPage, Pledge
from partners.yearly import Profile

UPKEEP = "partners.change_profilecheck"


class PledgeViewSet(SnippetViewSet):
    """The register: who signed, when, and until when."""

    model = Pledge
    icon = "form"
    menu_label = gettext_lazy("Declarations")
    list_display = ["partner", "signed_on", "ended_on", "source"]
    list_filter = {"signed_on": ["gte", "lte"], "ended_on": ["isnull"]}
    search_fields = ["partner__title", "source"]
    search_backend_name = None
    copy_view_enabled = False


class CoreGroupMembershipViewSet(SnippetViewSet):
    """Who sits in the core group, and who did."""

    model = CoreGroupMembership
    icon = "group"
    menu_label = gettext_lazy("Core group")
    list_display = ["partner", "since", "until"]
    search_fields = ["partner__title"]
    search_backend_name = None
    copy_view_enabled = False


class AdvertViewSet(SnippetViewSet):
    """Asks and offers on the site; partners place them, editors may mend or remove them."""

    model = Advert
    icon = "comment"
    menu_label = gettext_lazy("Asks and offers")
    list_display = ["title", "kind", "partner", "expires_on", "live"]
    list_filter = ["kind", "live"]
    search_fields = ["title", "text", "partner__title"]
    search_backend_name = None
    copy_view_enabled = False


@dataclass(frozen=True)
class Group:
    """Profiles that ask for the same."""

    title: str
    text: str
    profiles: list[Profile]


class UpkeepView(PermissionRequiredMixin, ScreenMixin, TemplateView):
    """The profiles of which nobody said that they are right; an editor who asked says so here."""

    template_name = "partners/admin/upkeep.html"
    header_icon = "tick-inverse"
    permission_required = UPKEEP

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("Are profiles still right?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the profiles, by what they ask for."""
        return {**super().get_context_data(**kwargs), "groups": list(_groups())}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note that one is right today."""
        key = request.POST.get("partner", "")
        wanted = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
        partner = get_object_or_404(PartnerPage, pk=wanted, live=True)
        yearly.answer(partner)
        messages.success(request, _("Noted: '%(title)s' is right today.") % {"title": partner.title})
        return redirect("partner_upkeep")


def _groups() -> list[Group]:
    found = yearly.profiles()
    hidden = [one for one in found if one.is_hidden]
    labelled = [one for one in found if one.is_labelled and not one.is_hidden]
    kept = manage.partners_with_keeper()
    nobody = [one for one in found if one.is_due and not one.silent_since and one.partner.pk not in kept]
    return [
        Group(_("Left the list"), _("Nobody answered for a long time. The page itself is still there."), hidden),
        Group(_("No answer"), _("Visitors read that the profile was not confirmed."), labelled),
        Group(
            _("Nobody to ask"), _("We know no e-mail address of a sender. Call or write, and note it here."), nobody
        ),
    ]


class UpkeepMenuItem(MenuItem):
    """The way to that screen."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may look after profiles."""
        return request.user.has_perm(UPKEEP)


@hooks.register("register_admin_urls")
def upkeep_urls() -> list[URLPattern]:
    """The address of the screen."""
    return [path("partners/klopt-dit-nog/", UpkeepView.as_view(), name="partner_upkeep")]


class PartnersGroup(SnippetViewSetGroup):
    """Everything about partners that is not on their pages."""

    menu_label = gettext_lazy("Partners")
    menu_icon = "group"
    menu_order = 460
    items = (PledgeViewSet, CoreGroupMembershipViewSet, AdvertViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """Add the way to the profiles nobody confirmed."""
        label = gettext_lazy("Are profiles still right?")
        last = UpkeepMenuItem(label, reverse_lazy("partner_upkeep"), icon_name="tick-inverse", order=900)
        return [*super().get_submenu_items(), last]


register_snippet(PartnersGroup)

"""The editorial office: addresses that were not found, the page that may be meant, and one press to mend it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse, reverse_lazy
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log
from wagtail.models import Page, Site

from core.models import MissingAddress
from core.office import ScreenMixin
from core.old_addresses import import_admin, importing
from core.old_addresses.finding import public_page
from core.old_addresses.import_admin import LEAD_ON
from core.old_addresses.nearest import key_of_nearest
from core.queries import page_number, public

SEE, LEAVE = "core.view_missingaddress", "core.change_missingaddress"
PAGE_SIZE = 25


@dataclass(frozen=True)
class Suggested:
    """An address that was not found, with the page that may be meant."""

    address: MissingAddress
    page: Page | None


def suggestions(addresses: list[MissingAddress]) -> list[Suggested]:
    """The addresses with a public page each, where one comes near; one query for the pages of all."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    keys = {one.pk: key_of_nearest(site, one.path) for one in addresses} if site else {}
    pages = Page.objects.filter(public(), pk__in=[found for found in keys.values() if found]).in_bulk()
    return [Suggested(one, pages.get(keys.get(one.pk) or 0)) for one in addresses]


class MissingView(PermissionRequiredMixin, ScreenMixin, TemplateView):
    """The list: what is asked for most comes first. `?opzij=1` shows what was left aside."""

    permission_required = SEE
    page_title = gettext_lazy("Addresses that were not found")
    header_icon = "redirect"
    template_name = "old_addresses/admin/missing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list."""
        aside = self.request.GET.get("opzij") == "1"
        found = MissingAddress.objects.filter(is_ignored=aside).order_by("-times", "-last_seen", "pk")
        result = Paginator(found, PAGE_SIZE).get_page(page_number(self.request))
        return {
            **super().get_context_data(**kwargs),
            "result": result,
            "rows": suggestions(list(result.object_list)),
            "aside": aside,
            "may_lead_on": self.request.user.has_perm(LEAD_ON),
            "may_leave": self.request.user.has_perm(LEAVE),
        }


class LeadOnView(PermissionRequiredMixin, View):
    """Make a redirect from an address that was not found to the page that was suggested."""

    permission_required = LEAD_ON
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make it, and come back to the list; says why when it cannot be."""
        address = get_object_or_404(MissingAddress, pk=pk)
        number = request.POST.get("page", "")
        page = public_page(int(number)) if number.isdecimal() and len(number) < 10 else None
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if page is None or site is None:
            messages.error(request, _("That page is not on the site any more."))
            return redirect("missing_addresses")
        [line] = importing.take([importing.Row(1, address.path, page.url or "/")], site, write=True)
        if line.outcome == importing.Outcome.REFUSED:
            messages.error(request, line.reason)
            return redirect("missing_addresses")
        log(instance=line.redirect, action="wagtail.create", user=request.user)
        address.delete()
        words = _("From now on %(address)s leads to '%(page)s'.") % {"address": address.path, "page": page.title}
        messages.success(request, words)
        return redirect("missing_addresses")


class LeaveView(PermissionRequiredMixin, View):
    """Leave an address aside, or take it up again (`again`)."""

    permission_required = LEAVE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Do so, and come back to the list."""
        again = "again" in request.POST
        MissingAddress.objects.filter(pk=pk).update(is_ignored=not again)
        return redirect(reverse("missing_addresses") + ("?opzij=1" if again else ""))


class MissingMenuItem(MenuItem):
    """The way to the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may see it."""
        return request.user.has_perm(SEE)


ADDRESSES = [
    path("", MissingView.as_view(), name="missing_addresses"),
    path("<int:pk>/doorverwijzen/", LeadOnView.as_view(), name="missing_address_lead_on"),
    path("<int:pk>/opzij/", LeaveView.as_view(), name="missing_address_leave"),
]


def register() -> None:
    """Register all of it; called once, when Wagtail looks for hooks."""

    @hooks.register("register_admin_urls")
    def addresses() -> list[URLPattern | URLResolver]:
        return [path("niet-gevonden/", include(ADDRESSES))]

    # Before Wagtail's own, at whose addresses these are.
    hooks.register("register_admin_urls", import_admin.urls, order=-10)

    @hooks.register("register_reports_menu_item")
    def menu_item() -> MenuItem:
        url = reverse_lazy("missing_addresses")
        return MissingMenuItem(
            gettext_lazy("Addresses that were not found"), url, name="missing", icon_name="redirect", order=900
        )

"""The editorial office: starting a campaign's next year, and what then waits for its organisers to confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from agenda.campaigns import next_year
from agenda.models import AgendaItemPage, CampaignPage
from core.queries import page_number
from core.templatetags.components import date_long, time_range

PAGE_SIZE = 100


@dataclass(frozen=True)
class Row:
    """A prepared activity: who organises it, whether it is on the site, and a letter that asks to confirm it."""

    item: AgendaItemPage
    organiser: str
    email: str
    when: str
    edit_url: str
    mail_url: str


class _CampaignView(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one campaign, for whoever may add pages beside it."""

    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied for anyone else."""
        if not may_prepare(self.campaign, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def campaign(self) -> CampaignPage:
        """The campaign in the address; Http404 when there is none."""
        return get_object_or_404(CampaignPage, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """The campaign's name."""
        return self.campaign.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way back to the campaign."""
        campaign = {"url": reverse("wagtailadmin_pages:edit", args=[self.campaign.pk]), "label": self.campaign.title}
        return [*self.breadcrumbs_items, campaign, {"url": "", "label": self.get_page_title()}]


class StartNextYearView(_CampaignView):
    """Ask first, then prepare next year as drafts."""

    template_name = "agenda/admin/start_next_year.html"

    def get_page_title(self) -> str:
        """What the screen does."""
        return _("Start next year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the days and whether next year was started before."""
        return {
            **super().get_context_data(**kwargs),
            "campaign": self.campaign,
            "first": self.campaign.start_date + next_year.ONE_YEAR,
            "last": self.campaign.end_date + next_year.ONE_YEAR,
            "following": next_year.following(self.campaign),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Prepare it, say how much was done, and show what waits."""
        done = next_year.start_next_year(self.campaign, request.user)
        text = ngettext("%(count)d activity prepared.", "%(count)d activities prepared.", done.made)
        messages.success(request, text % {"count": done.made})
        if done.running:
            # Translators: 'titles' is a list of activities.
            text = _(
                "These go on by themselves next year, so there are no new drafts of them: %(titles)s. "
                "Do they take part again? Then choose the new campaign on their page, when this one is over."
            )
            messages.warning(request, text % {"titles": ", ".join(item.title for item in done.running)})
        return redirect("campaign_confirm", done.campaign.pk)


class ConfirmView(_CampaignView):
    """The activities that were prepared from last year's, those that wait first."""

    template_name = "agenda/admin/confirm.html"

    def get_page_title(self) -> str:
        """What the screen shows."""
        return _("What waits for confirmation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of rows, and the counts."""
        prepared = AgendaItemPage.objects.filter(campaign=self.campaign, based_on__isnull=False, alias_of=None)
        rows = prepared.defer_streamfields().select_related("venue__district").order_by("live", "title", "pk")
        result = Paginator(rows.prefetch_related("organisers", "dates"), PAGE_SIZE).get_page(page_number(self.request))
        placed = prepared.filter(live=True).count()
        return {
            **super().get_context_data(**kwargs),
            "campaign": self.campaign,
            "result": result,
            "rows": [_row(item, self.campaign) for item in result],
            "placed": placed,
            "waiting": result.paginator.count - placed,
        }


def may_prepare(campaign: CampaignPage, user: Any) -> bool:
    """Whether somebody may add activities where the campaign is."""
    return campaign.get_parent().permissions_for_user(user).can_add_subpage()


def _row(item: AgendaItemPage, campaign: CampaignPage) -> Row:
    organisers = list(item.organisers.all())
    email = item.email or next((one.email for one in organisers if one.email), "")
    first = min(item.dates.all(), key=lambda date: (date.start_date, date.pk), default=None)
    when = ""
    if first:
        occurrence = first.as_occurrence()
        when = f"{date_long(occurrence.start)}, {time_range(occurrence)}"
    return Row(
        item=item,
        organiser=", ".join(one.title for one in organisers),
        email=email,
        when=when,
        edit_url=reverse("wagtailadmin_pages:edit", args=[item.pk]),
        mail_url=_mail_url(email, item, campaign, when) if email else "",
    )


def _mail_url(email: str, item: AgendaItemPage, campaign: CampaignPage, when: str) -> str:
    """A letter, ready to send from the editor's own mail program, that asks whether the activity comes back."""
    subject = _("Are you taking part again? %(title)s") % {"title": item.title}
    paragraphs = [
        _("Hello,"),
        _("Last year you took part in our campaign with '%(title)s'. Are you doing it again in %(campaign)s?")
        % {"title": item.title, "campaign": campaign.title},
        _("We prepared your activity. It is not on the site yet. This is what we wrote down:"),
        "\r\n".join(
            line
            for line in (
                _("When: %(when)s") % {"when": when or _("not known yet")},
                _("Where: %(where)s") % {"where": item.place_label or _("not known yet")},
                _("Costs: %(price)s") % {"price": item.price_label},
            )
        ),
        _("Is this right? Then answer 'yes'. Is something different? Write it down, and we change it."),
        _("Are you not taking part this time? Let us know too. Then we do not wait for you."),
        _("Kind regards,\nUtrecht Omarmt").replace("\n", "\r\n"),
    ]
    body = "\r\n\r\n".join(paragraphs)
    # Mail programs read %20, not the plus sign, as a space.
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}&body={quote(body)}"


@hooks.register("register_admin_urls")
def campaign_urls() -> list[URLPattern]:
    """The addresses of these screens."""
    return [
        path("campagnes/<int:pk>/volgend-jaar/", StartNextYearView.as_view(), name="campaign_next_year"),
        path("campagnes/<int:pk>/bevestigen/", ConfirmView.as_view(), name="campaign_confirm"),
    ]


@hooks.register("register_page_header_buttons")
def campaign_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Ways to these screens, in the menu above a campaign."""
    if page.specific_class is CampaignPage and may_prepare(page, user):
        next_year_url = reverse("campaign_next_year", args=[page.pk])
        yield Button(_("Start next year"), next_year_url, icon_name="calendar-alt", priority=72)
        confirm_url = reverse("campaign_confirm", args=[page.pk])
        yield Button(_("What waits for confirmation"), confirm_url, icon_name="tick-inverse", priority=74)

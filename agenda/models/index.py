"""The agenda: the list, and every other form in which it can be had."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from core.models import RoutedPage


class AgendaIndexPage(RoutedPage):
    """The agenda: what is to be done, by day; every route below takes the same filters (`AgendaFilter`)."""

    template = "pages/agenda_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.AgendaItemPage", "agenda.CampaignPage"]
    max_count_per_parent = 1
    page_description = _("The list of everything there is to do, grouped by day.")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list that answers a question, grouped by day."""
        from agenda.finding import lists

        return lists.list_response(self, request)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The agenda, and the page of each district."""
        from agenda.finding import districts

        found = super().get_sitemap_urls(request)
        return found + districts.sitemap_urls(self, request) if found else []

    @path("maand/", name="month")
    def month(self, request: HttpRequest) -> HttpResponseBase:
        """A month as a calendar sheet (`?maand=2026-11`)."""
        from agenda.finding import months

        return months.month_response(self, request)

    @path("kaart/", name="map")
    def places(self, request: HttpRequest) -> HttpResponseBase:
        """The places of the filtered list, as data for the map."""
        from agenda.finding import maps

        return maps.map_response(self, request)

    @path("agenda.ics", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponseBase:
        """The filtered list as a calendar to subscribe to."""
        from agenda.exports import ical

        return ical.list_response(self, request)

    @path("agenda.atom", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponseBase:
        """The filtered list as an Atom feed."""
        from agenda.exports import feeds

        return feeds.atom_response(self, request)

    @path("agenda.json", name="open_data")
    def open_data(self, request: HttpRequest) -> HttpResponseBase:
        """The filtered list as open data."""
        from agenda.exports import open_data

        return open_data.list_response(self, request)

    @path("schema.json", name="schema")
    def schema(self, request: HttpRequest) -> HttpResponseBase:
        """The JSON Schema of the open data."""
        from agenda.exports import open_data

        return open_data.schema_response(self, request)

    @path("meenemen/", name="take_along")
    def take_along(self, request: HttpRequest) -> HttpResponseBase:
        """How to take the filtered list along: calendar, feed, poster, own site, open data."""
        from agenda.exports import embed

        return embed.take_along_response(self, request)

    @path("insluiten/", name="embed")
    def embed(self, request: HttpRequest) -> HttpResponseBase:
        """The filtered list for in a frame on another site."""
        from agenda.exports import embed

        return embed.frame_response(self, request)

    @path("poster.pdf", name="poster")
    def poster(self, request: HttpRequest) -> HttpResponseBase:
        """The filtered week on paper (`?formaat=a3`)."""
        from agenda.posters import poster

        return poster.poster_response(self, request)

    @path("verwijzers/", name="referrers")
    def referrers(self, request: HttpRequest) -> HttpResponseBase:
        """For professionals: pick activities for a client."""
        from agenda.referral import baskets

        return baskets.pick_response(self, request)

    @path("verwijzers/<str:token>/", name="basket")
    def basket(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """A basket somebody made."""
        from agenda.referral import baskets

        return baskets.basket_response(self, request, token)

    @path("<slug:slug>/", name="district")
    def district(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """What there is to do in a district; 404 for any other word."""
        from agenda.finding import districts

        return districts.district_response(self, request, slug)

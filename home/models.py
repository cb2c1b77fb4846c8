"""The front page and the general pages."""

import copy
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from agenda.queries import current_campaign, next_occurrences
from core import linked_data
from core.blocks import FigureBlock
from core.languages import open_languages
from core.models import BasePage, BodyMixin, RoutedPage
from core.page_cache import per_generation
from core.queries import as_cards, public, source_path
from core.reading import speaking
from core.translations.fields import translated
from home.blocks import DoorBlock
from home.legacy.records import LegacyFile  # noqa: F401 - Django looks for it here
from news.queries import newest_stories
from partners.queries import featured_partners


@per_generation(maxsize=512)
def _page_at(url_path: str, slug: str) -> Page | None:
    """The live page at an address, with what it shows of other tables; None when there is none."""
    found = Page.objects.filter(slug=slug, url_path=url_path, live=True).first()
    model = found.specific_class if found else None
    if found is None or model is None:
        return None
    page = model._default_manager.select_related(*getattr(model, "select_with_page", ())).get(pk=found.pk)
    if isinstance(page, BasePage):
        # In the language in which the page will be shown.
        with speaking(page.language_code):
            page.read_relations()
    return page


@per_generation(maxsize=8)
def _sections(home_path: str) -> dict[str, str]:
    """The addresses of the agenda, the articles and the directory below a front page, by the name of their type."""
    pages = Page.objects.filter(public(), path__startswith=home_path, depth=3).select_related("content_type")
    found: dict[str, str] = {}
    for page in pages.order_by("path"):
        found.setdefault(page.cached_content_type.model, page.url or "")
    return found


@per_generation(maxsize=8)
def _address_above(path: str) -> str:
    """The address of the page right above a tree path, for the reader."""
    return Page.objects.get(path=path[: -Page.steplen]).url or ""


class HomePage(BasePage):
    """The front page: first what is on near you, then who we are."""

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The front page. There is one for each language.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("heading", "doors_title", "doors", "figures_title", "figures"),
    ]

    heading = models.CharField(
        _("large heading"), max_length=80, help_text=_("What somebody reads first. Not the name of the network.")
    )
    doors_title = models.CharField(_("heading above the doors"), max_length=80, blank=True)
    doors = StreamField(
        StreamBlock([("door", DoorBlock())], required=False), verbose_name=_("doors"), blank=True, max_num=3
    )
    figures_title = models.CharField(_("heading above the figures"), max_length=80, blank=True)
    figures = StreamField(
        StreamBlock([("figure", FigureBlock())], required=False), verbose_name=_("figures"), blank=True, max_num=3
    )

    content_panels = [
        TitleFieldPanel("title", help_text=_("For the browser's tab and search engines.")),
        MultiFieldPanel([FieldPanel("heading"), FieldPanel("summary")], heading=_("At the top")),
        MultiFieldPanel([FieldPanel("doors_title"), FieldPanel("doors")], heading=_("Three doors")),
        MultiFieldPanel(
            [
                FieldPanel("figures_title"),
                FieldPanel("figures"),
                HelpPanel(_("Below the figures stand the partners that are marked 'show on the front page'.")),
            ],
            heading=_("What we do together"),
        ),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the apps below offer: dates, campaign, stories, partners, and where their lists are."""
        context = super().get_context(request, *args, **kwargs)
        context["occurrences"] = next_occurrences(6)
        context["campaign"] = current_campaign()
        context["stories"] = newest_stories()
        context["partners"] = featured_partners()
        context["sections"] = _sections(source_path(self))
        context["stories_url"] = _address_above(context["stories"][0].path) if context["stories"] else ""
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address in one step instead of one level at a time; the rest is Wagtail's.

        Only for addresses that are a page's own: whatever is not found so takes the usual way. Under the front page of
        another language stands every Dutch page too, at its Dutch address; that leads to its translation, if any.
        """
        source = open_languages().get(settings.LANGUAGE_CODE, self.url_path)
        # The page itself, or the one whose own address the last part or two are (`RoutedPage`).
        for end in range(len(path_components), max(0, len(path_components) - 3), -1):
            rest = path_components[end:]
            for home in dict.fromkeys((self.url_path, source)):
                page = _page_at(f"{home}{'/'.join(path_components[:end])}/", path_components[end - 1])
                if page is None or (rest and not isinstance(page, RoutedPage)):
                    continue
                if home != self.url_path and (moved := self._moved_to(page, request, rest)):
                    return RouteResult(self, kwargs={"moved_to": moved})
                # A copy: what one request does to its page must not show in another.
                return copy.copy(page).route(request, rest)
        return super().route(request, path_components)

    @staticmethod
    def _moved_to(page: Page, request: HttpRequest, rest: list[str]) -> str:
        """The address of the translation of a Dutch page that was asked for under another language; empty: none."""
        address, rest_path = page.get_url(request) or "", "/".join(rest)
        if request.path.startswith(address):
            return ""
        slash = "/" if rest and request.path.endswith("/") else ""
        query = request.META.get("QUERY_STRING", "")
        return f"{address}{rest_path}{slash}{'?' if query else ''}{query}"

    def serve(self, request: HttpRequest, *args: Any, moved_to: str = "", **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, or lead on to the translation of the page that was asked for."""
        # Not for ever: a translation may go, and then the Dutch page stands here again.
        return HttpResponseRedirect(moved_to) if moved_to else super().serve(request, *args, **kwargs)

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org WebSite of the network."""
        return {
            **super().get_structured_data(request),
            "@type": "WebSite",
            "name": "Utrecht Omarmt",
            "publisher": {**linked_data.publisher(), "areaServed": {"@type": "City", "name": "Utrecht"}},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{settings.PUBLIC_URL}{reverse('search')}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        }


@per_generation(maxsize=64)
def _children(path: str) -> "list[ContentPage]":
    """The public general pages right below a tree path, ready for cards."""
    depth = len(path) // Page.steplen + 1
    children = ContentPage.objects.filter(public(), path__startswith=path, depth=depth)
    return as_cards(children.select_related("topic", "cover_image").defer_streamfields().order_by("path"))


class ContentPage(BodyMixin, BasePage):
    """A general page: about us, history, publications, privacy."""

    template = "pages/content_page.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    page_description = _("A general page with text, pictures, figures, steps and publications.")
    translatable_fields = [*BasePage.translatable_fields, *translated("body")]

    content_panels = [*BasePage.title_panels, *BodyMixin.body_panels]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below this one."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = _children(source_path(self))
        return context

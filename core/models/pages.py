"""What every page of the site has: an introduction, a cover, structured data, and tabs in the editor."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from core.blocks import BodyBlock
from core.forms import PageForm
from core.models.locales import language_codes, locales_of_aliases
from core.models.taxonomy import Topic
from core.page_cache import per_generation
from core.reading import own_addresses, speaking
from core.translations.fields import same, translated

# JSON inside <script> must not be able to close it or open a comment.
_SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class CoverMixin(models.Model):
    """A photo, or else a drawing made from the topic and a number that stays with the page."""

    cover_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Optional. Without a photo the page gets a drawing of its own."),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Helps people find the page and chooses the drawing."),
    )
    drawing = models.PositiveSmallIntegerField(
        _("other drawing"),
        default=0,
        help_text=_("Does the drawing not fit? Choose another number and look at the preview."),
    )

    cover_panels = [FieldPanel("topic"), FieldPanel("cover_image"), FieldPanel("drawing")]

    class Meta:
        abstract = True

    @property
    def art_topic(self) -> str:
        """The symbol of the drawing, one of `Topic.Symbol`."""
        return self.topic.symbol if self.topic else Topic.Symbol.TOGETHER

    @property
    def art_seed(self) -> str:
        """What makes the drawing this page's own: the same in every language, unmoved by edits."""
        return f"{self.translation_key}{self.drawing or ''}"  # type: ignore[attr-defined]


class BodyMixin(models.Model):
    """A page with a body of blocks."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    body_panels = [FieldPanel("body")]

    class Meta:
        abstract = True


@per_generation(maxsize=512)
def _pages_above(path: str) -> list[Page]:
    """The pages from home down to the one at a tree path."""
    paths = [path[:end] for end in range(2 * Page.steplen, len(path) + 1, Page.steplen)]
    return list(Page.objects.filter(path__in=paths).order_by("depth"))


def as_json_ld(data: dict[str, Any], trail: list[tuple[str, str]]) -> SafeString:
    """A description in schema.org terms and a trail (names, full addresses), safe to stand inside a script element."""
    graph = [{name: value for name, value in data.items() if value not in ("", None, [], {})}]
    if trail:
        steps = [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, start=1)
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": steps})
    document = {"@context": "https://schema.org", "@graph": graph}
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(_SCRIPT_ESCAPES))  # noqa: S308


class BasePage(CoverMixin, Page):
    """The base of every page type; abstract. Subclasses set `content_panels`, `template` and the tree rules."""

    summary = models.TextField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two short sentences. Shown under the title, in lists and in search engines."),
    )

    # What a page needs of other tables to show itself, fetched together with it (`HomePage.route`).
    select_with_page: tuple[str, ...] = ("topic", "cover_image")
    # Where the plain language panel speaks of 'eenzaam'; types for professionals say False.
    written_for_residents = True
    show_in_menus_default = False
    translatable_fields: list[BaseTranslatableField] = [
        *translated("title", "summary", "seo_title", "search_description"),
        # The Dutch address, unless a translator gives the page its own.
        SynchronizedField("slug", overridable=True),
        *same("show_in_menus", "topic", "cover_image", "drawing"),
    ]
    base_form_class = PageForm
    title_panels = [TitleFieldPanel("title"), FieldPanel("summary")]
    content_panels = title_panels
    details_panels: list[Any] = []

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2), index.FilterField("topic")]

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Tabs: text, details (where the type has any), picture, and promotion with publishing."""
        tabs = [ObjectList(cls.content_panels, heading=_("Text"))]
        if cls.details_panels:
            tabs.append(ObjectList(cls.details_panels, heading=_("Details")))
        tabs.append(ObjectList(cls.cover_panels, heading=_("Topic and picture")))
        tabs.append(ObjectList([*cls.promote_panels, *cls.settings_panels], heading=_("Address and publishing")))
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    @cached_property
    def card_url(self) -> str:
        """The address for use in lists; `core.queries.as_cards` fills it for lists that are kept."""
        return self.get_url() or ""

    @cached_property
    def title_language(self) -> str:
        """The language of its title in lists; `core.queries.as_cards` gives it that of the reader where it can."""
        return self.language_code

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page; 404 from the moment it expires, also before the command that unpublishes it ran.

        All it says is in its own language, also at the address of another one.
        """
        self._refuse_when_expired()
        with speaking(self.language_code):
            return self._kept_until_expiry(super().serve(request, *args, **kwargs))

    def _refuse_when_expired(self) -> None:
        if self.expire_at and self.expire_at <= timezone.now():
            raise Http404

    def _kept_until_expiry(self, response: HttpResponseBase) -> HttpResponseBase:
        if self.expire_at:
            # Not kept: it may end any minute.
            response.headers["Cache-Control"] = "no-cache"
        return response

    def read_relations(self) -> None:
        """Read what the page shows of many-to-many tables, so that a kept page asks for it once. Types extend it."""

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing for a page that has expired, or that nobody reads in the language of its address."""
        # Imported late: which languages there are follows from the pages.
        from core.languages import is_open

        is_over = self.expire_at and self.expire_at <= timezone.now()
        if is_over or self.language_code != self.tree_language or not is_open(self.tree_language):
            return []
        return super().get_sitemap_urls(request)

    @property
    def language_code(self) -> str:
        """The language the page is written in, at whatever address it is shown; of an alias that of its original."""
        locale_id = locales_of_aliases().get(self.pk, self.locale_id) if self.alias_of_id else self.locale_id
        return language_codes().get(locale_id, settings.LANGUAGE_CODE)

    @property
    def is_machine_translated(self) -> bool:
        """Whether a machine translated any of it, and no person has checked that yet."""
        # Imported late: what counts the texts imports the models.
        from core.translations.machine import is_unchecked

        if self.language_code == settings.LANGUAGE_CODE:
            return False
        return is_unchecked(self.translation_key, self.locale_id)

    @cached_property
    def still_dutch(self) -> frozenset[str]:
        """The words that are Dutch where they stand in this translation; none of a page that is all Dutch."""
        # Imported late: what reads the texts imports the models.
        from core.translations.still_dutch import dutch_words

        return frozenset() if self.language_code == settings.LANGUAGE_CODE else dutch_words(self)

    @property
    def tree_language(self) -> str:
        """The language of its own address; of an alias not that of its text."""
        return language_codes().get(self.locale_id, settings.LANGUAGE_CODE)

    def get_view_restrictions(self) -> models.QuerySet:
        """What closes this page, or in Dutch a page above it or itself; asks only when there is any."""
        # Imported late: the questions import the models.
        from core.queries import private_paths

        if any(self.path.startswith(path) for path in private_paths()):
            above = [self.path[:end] for end in range(Page.steplen, len(self.path) + 1, Page.steplen)]
            keys = Page.objects.filter(path__in=above).values("translation_key")
            dutch = models.Q(page__translation_key__in=keys, page__locale__language_code=settings.LANGUAGE_CODE)
            return PageViewRestriction.objects.filter(models.Q(page__path__in=above) | dutch)
        return PageViewRestriction.objects.none()

    @property
    def meta_description(self) -> str:
        """The text for search engines: the editor's own, else the introduction."""
        return Truncator(self.search_description or self.summary).chars(300)

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """Describe the page in schema.org terms, without `@context`; what is empty is left out. Types override it."""
        # Imported late: it describes pages.
        from core.linked_data import picture

        return {
            "@type": "WebPage",
            "name": self.title,
            "description": self.meta_description,
            "url": self.get_full_url(request),
            "inLanguage": self.language_code,
            "image": picture(self.cover_image),
        }

    def json_ld(self, request: HttpRequest) -> SafeString:
        """Structured data with the breadcrumb trail, safe to stand inside a script element."""
        # It says what the page is, wherever it is shown.
        with own_addresses():
            return as_json_ld(self.get_structured_data(request), self.trail(request))

    def trail(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The breadcrumbs as names and full addresses."""
        return [(page.title, page.get_full_url(request)) for page in self.breadcrumbs]

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The pages from home down to this one; empty on the home page (depth 2)."""
        if self.depth <= 2:
            return []
        return [*_pages_above(self.path[: -self.steplen]), self]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the breadcrumb trail and structured data."""
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs
        context["json_ld"] = self.json_ld(request)
        return context


class RoutedPage(RoutablePageMixin, BasePage):
    """A page with more addresses below its own; abstract."""

    class Meta:
        abstract = True

    def serve(
        self, request: HttpRequest, view: Any = None, args: Sequence[Any] | None = None, kwargs: Any = None
    ) -> HttpResponseBase:
        """Answer at each of its addresses; 404 at all of them from the moment it expires."""
        self._refuse_when_expired()
        with speaking(self.language_code):
            return self._kept_until_expiry(super().serve(request, view, args, kwargs))

    def resolve_subpage(self, path: str) -> Any:
        """Find the view of an address below its own; the address of a file has no slash at its end."""
        return super().resolve_subpage(path.removesuffix("/") if "." in path else path)

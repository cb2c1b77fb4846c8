"""News, good-practice stories and reports: one kind of article each, listed together."""

from typing import Any

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.search import index

from core import linked_data
from core.blocks import FigureBlock, QuoteBlock, StepBlock
from core.blocks.text import VideoBlock
from core.dates import local_time
from core.models import Audience, BasePage, BodyMixin
from core.page_cache import allow_query
from core.queries import page_number, source_path
from core.translations.fields import same, translated
from news import queries
from partners.queries import partner_cards


class NewsIndexPage(BasePage):
    """A list of articles, newest first."""

    template = "pages/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage", "news.StoryPage", "news.ReportPage"]
    page_description = _("A list of news, stories and reports, newest first.")

    class Meta:
        verbose_name = _("list of articles")
        verbose_name_plural = _("lists of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen page of the list."""
        context = super().get_context(request, *args, **kwargs)
        context["result"] = queries.article_list(source_path(self), page_number(request))
        context["json_ld"] = linked_data.collection(self, request, context["result"].object_list)
        allow_query(request, [], context["result"].number)
        return context


class Article(BodyMixin, BasePage):
    """What news, stories and reports share. Never made itself; one table, so that one query lists all three."""

    is_creatable = False
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    translatable_fields = [*BasePage.translatable_fields, *translated("body", "source"), *same("date", "partners")]

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where the facts come from, with the year.")
    )
    partners = ParentalManyToManyField(
        "partners.PartnerPage", verbose_name=_("partners"), blank=True, related_name="articles"
    )

    content_panels = [*BasePage.title_panels, FieldPanel("date"), *BodyMixin.body_panels]
    details_panels: list[Any] = [FieldPanel("partners"), FieldPanel("source")]

    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("date")]

    @cached_property
    def partner_ids(self) -> tuple[int, ...]:
        """The keys of the partners it is about."""
        return tuple(self.partners.values_list("id", flat=True))

    def read_relations(self) -> None:
        """Read which partners it is about."""
        _ = self.partner_ids

    @property
    def kind_label(self) -> str:
        """What kind of article this is, in a word; known from the page itself, without a query."""
        model = self.cached_content_type.model_class()
        return str(model._meta.verbose_name) if model else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the partners the article is about."""
        context = super().get_context(request, *args, **kwargs)
        context["partners"] = partner_cards(self.partner_ids)
        return context

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Article."""
        data = {
            **super().get_structured_data(request),
            "@type": "Article",
            "headline": self.title,
            "mainEntityOfPage": self.get_full_url(request),
            "datePublished": self.date.isoformat(),
            "publisher": linked_data.publisher(),
            "author": linked_data.publisher(),
            "about": linked_data.organisations(partner_cards(self.partner_ids)),
        }
        if self.last_published_at:
            data["dateModified"] = local_time(self.last_published_at).isoformat()
        return data


class NewsPage(Article):
    """Something new in the network."""

    is_creatable = True
    template = "pages/news_page.html"
    page_description = _("A short message about something new.")

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org NewsArticle."""
        return {**super().get_structured_data(request), "@type": "NewsArticle"}


class StoryPage(Article):
    """A good practice: who did what, what it brought, and how to start it yourself."""

    is_creatable = True
    template = "pages/story_page.html"
    page_description = _("A good practice: what it is, what it brought, and how to start it yourself.")
    translatable_fields = [
        *Article.translatable_fields,
        *translated("place", "quote", "figures", "video", "steps_title", "steps"),
        *same("audiences"),
    ]

    audiences = ParentalManyToManyField(Audience, verbose_name=_("for whom"), blank=True, related_name="+")
    place = models.CharField(_("where"), max_length=80, blank=True)
    quote = StreamField(StreamBlock([("quote", QuoteBlock())], required=False), blank=True, max_num=1,
                        verbose_name=_("quote"))  # fmt: skip
    figures = StreamField(StreamBlock([("figure", FigureBlock())], required=False), blank=True, max_num=3,
                          verbose_name=_("what it brought, in figures"))  # fmt: skip
    video = StreamField(StreamBlock([("video", VideoBlock())], required=False), blank=True, max_num=1,
                        verbose_name=_("film"))  # fmt: skip
    steps_title = models.CharField(_("heading above the steps"), max_length=80, blank=True)
    steps = StreamField(StreamBlock([("step", StepBlock())], required=False), blank=True, max_num=5,
                        verbose_name=_("start it yourself"))  # fmt: skip

    content_panels = [*Article.content_panels, FieldPanel("quote"), FieldPanel("video")]
    details_panels = [
        *Article.details_panels,
        FieldPanel("audiences", widget=CheckboxSelectMultiple),
        FieldPanel("place"),
        FieldPanel("figures"),
        MultiFieldPanel([FieldPanel("steps_title"), FieldPanel("steps")], heading=_("Start it yourself")),
    ]
    search_fields = [*Article.search_fields, index.SearchField("place"), index.SearchField("steps")]

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    @cached_property
    def audience_list(self) -> list[Audience]:
        """For whom it is."""
        return list(self.audiences.all())

    def read_relations(self) -> None:
        """Read for whom it is as well."""
        super().read_relations()
        _ = self.audience_list


class ReportPage(Article):
    """What a meeting brought, with programme and attachments."""

    is_creatable = True
    template = "pages/report_page.html"
    page_description = _("What a meeting brought: programme, sessions, results and attachments.")
    # For who works on the subject, and calls it by its name.
    written_for_residents = False
    translatable_fields = [
        *Article.translatable_fields,
        *translated("place", "attendance"),
        *same("meeting_date", "agenda_item"),
    ]

    meeting_date = models.DateField(_("date of the meeting"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    attendance = models.CharField(_("who came"), max_length=120, blank=True)
    agenda_item = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("the meeting in the agenda"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    details_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("meeting_date"), FieldPanel("place")]),
                FieldPanel("attendance"),
                FieldPanel("agenda_item", heading=_("The meeting in the agenda")),
            ],
            heading=_("The meeting"),
        ),
        *Article.details_panels,
    ]
    search_fields = [*Article.search_fields, index.SearchField("place")]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Report."""
        return {**super().get_structured_data(request), "@type": "Report"}

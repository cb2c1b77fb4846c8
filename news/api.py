"""News, good practices and reports in the API."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.collections import Asking, Named, PageCollection, PageItem, PageQuestion, day_field, slug_field
from core.queries import public
from news.models import NewsPage, ReportPage, StoryPage
from partners.api import PartnerName
from partners.models import PartnerPage


class ArticleQuestion(PageQuestion):
    """What may be asked of articles."""

    topic = slug_field(_("The slug of a topic."))
    since = day_field(_("Only from this day: a date such as 2026-09-01."))
    until = day_field(_("Only up to and including this day: a date such as 2026-09-30."))


class StoryQuestion(ArticleQuestion):
    """What may be asked of good practices."""

    audience = slug_field(_("The slug of an audience."))


class ArticleItem(PageItem):
    """An article."""

    date = serializers.DateField()
    source = serializers.CharField(help_text=_("Where the facts come from."))
    partners = PartnerName(many=True, source="public_partners")


class FigureItem(serializers.Serializer):
    """A number with what it counts, and where it comes from."""

    value = serializers.CharField()
    label = serializers.CharField()
    source = serializers.CharField()


class StoryItem(ArticleItem):
    """A good practice."""

    place = serializers.CharField()
    audiences = Named(many=True, source="audience_list")
    figures = serializers.SerializerMethodField(help_text=_("What it brought, in figures."))

    def get_figures(self, page: StoryPage) -> FigureItem(many=True):  # type: ignore[valid-type]
        """The figures as they are stored."""
        return FigureItem([one["value"] for one in page.figures.raw_data], many=True).data


class ReportItem(ArticleItem):
    """A report of a meeting."""

    meeting_date = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    attendance = serializers.CharField(help_text=_("Who came, in words."))


class _Articles(PageCollection):
    """Articles of one kind, the newest first."""

    question = ArticleQuestion
    newest_by = "date"

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those of the asked days."""
        found = super().rows(asked)
        if asked["since"]:
            found = found.filter(date__gte=asked["since"])
        if asked["until"]:
            found = found.filter(date__lte=asked["until"])
        if asked["audience"]:
            found = found.filter(audiences__slug=asked["audience"])
        return found.prefetch_related(Prefetch("partners", PartnerPage.objects.filter(public()).defer_streamfields()))

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add the partners."""
        for row in rows:
            row.public_partners = sorted(row.partners.all(), key=lambda one: (one.title, one.pk))
        return super().complete(rows, asked)


class News(_Articles):
    """The news."""

    name = "news"
    title = _("News")
    about = _("Short messages about something new in the network.")
    item = ArticleItem
    model = NewsPage


class Stories(_Articles):
    """The good practices."""

    name = "stories"
    title = _("Good practices")
    about = _("Who did what, what it brought, and how to start it yourself.")
    item, question = StoryItem, StoryQuestion
    model = StoryPage

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """With for whom they are."""
        return super().rows(asked).prefetch_related("audiences")


class Reports(_Articles):
    """The reports."""

    name = "reports"
    title = _("Reports of the network")
    about = _("What meetings of the network brought.")
    item = ReportItem
    model = ReportPage


COLLECTIONS: list[PageCollection] = [News(), Stories(), Reports()]

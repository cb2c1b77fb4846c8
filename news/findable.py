"""What the search knows of articles."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from core import findable
from core.findable import Facts, Kind, open_titles
from news.models import Article, ReportPage, StoryPage


def article_facts(article: Article) -> Facts:
    """Names around an article: the partners it is about; and its day."""
    return Facts(names=tuple(open_titles(article.partners.all())), first_day=article.date)


def story_facts(story: StoryPage) -> Facts:
    """The same with for whom and where."""
    names = (*article_facts(story).names, story.place, *(one.name for one in story.audiences.all()))
    return Facts(names=names, place=story.place)


def report_facts(report: ReportPage) -> Facts:
    """The same with where and when the meeting was."""
    day = report.meeting_date or report.date
    return Facts(names=(*article_facts(report).names, report.place), place=report.place, first_day=day)


def about(partners: Iterable[int]) -> set[int]:
    """The keys of the articles about these partners."""
    return set(Article.partners.through.objects.filter(partnerpage__in=partners).values_list("article", flat=True))


# What was, and what is for who does this as work, stands behind what can be done.
NEWS = Kind("nieuws", _("news item"), article_facts, weight=0.5, prefetch=("partners",))
STORY = Kind("verhaal", _("good practice"), story_facts, weight=0.8, prefetch=("partners", "audiences"))
REPORT = Kind("verslag", _("report"), report_facts, weight=0.25, prefetch=("partners",))


def connect() -> None:
    """Let articles be found, also by the partners they are about."""
    findable.register(NEWS, "news.NewsPage")
    findable.register(STORY, "news.StoryPage")
    findable.register(REPORT, "news.ReportPage")
    findable.register_namer(about)

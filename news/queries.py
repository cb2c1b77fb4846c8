"""Lists of articles at a constant number of queries."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator

from core.page_cache import per_generation
from core.queries import as_cards, public

if TYPE_CHECKING:
    from news.models import Article, StoryPage

PAGE_SIZE = 12


def _articles() -> Any:
    from news.models import Article

    # A translation is shown in place of its Dutch page, never beside it.
    articles = Article.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
    articles = articles.select_related("topic", "cover_image").defer_streamfields()
    return articles.order_by("-date", "-pk")


@per_generation(maxsize=64)
def article_list(index_path: str, number: int) -> Any:
    """Page `number` of the public articles below a list's tree path, newest first, ready for cards."""
    result = Paginator(_articles().filter(path__startswith=index_path), PAGE_SIZE).get_page(number)
    result.object_list = as_cards(result.object_list)
    return result


@per_generation(maxsize=4)
def newest_stories(limit: int = 3) -> "list[StoryPage]":
    """The newest public good practices in the source language, ready for cards."""
    from news.models import StoryPage

    stories = StoryPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
    stories = stories.select_related("topic", "cover_image").defer_streamfields().order_by("-date", "-pk")
    return as_cards(stories[:limit])


@per_generation(maxsize=512)
def partner_articles(partner_id: int, limit: int = 3) -> "list[Article]":
    """The newest public articles about a partner, ready for cards."""
    return as_cards(_articles().filter(partners=partner_id)[:limit])

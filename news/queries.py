"""Lists of articles at a constant number of queries."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest

from core.page_cache import per_generation
from core.queries import bounded_page, kept_cards, prepare_cards, public

if TYPE_CHECKING:
    from news.models import Article, NewsIndexPage, StoryPage
    from partners.models import PartnerPage

PAGE_SIZE = 12


def article_list(index: "NewsIndexPage", request: HttpRequest) -> Any:
    """One page (`pagina`) of the public articles below `index`, newest first, ready for cards."""
    from news.models import Article

    articles = (
        Article.objects.child_of(index)
        .filter(public())
        .select_related("topic", "cover_image")
        .defer_streamfields()
        .order_by("-date", "-pk")
    )
    result = bounded_page(Paginator(articles, PAGE_SIZE), request.GET.get("pagina"))
    prepare_cards(result.object_list, request)
    return result


@per_generation(maxsize=4)
def newest_stories(limit: int = 3) -> "list[StoryPage]":
    """The newest public good practices in the source language, ready for cards."""
    from news.models import StoryPage

    stories = (
        StoryPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
        .select_related("topic", "cover_image")
        .defer_streamfields()
        .order_by("-date", "-pk")[:limit]
    )
    return kept_cards(stories)


def partners_of(article: "Article", request: HttpRequest) -> "list[PartnerPage]":
    """The public partners an article is about, ready for cards."""
    partners = article.partners.filter(public()).defer("body").select_related("topic", "logo")
    return prepare_cards(partners, request)


def partner_articles(partner: "PartnerPage", request: HttpRequest, limit: int = 3) -> "list[Article]":
    """The newest public articles about a partner."""
    from news.models import Article

    articles = (
        Article.objects.filter(public(), partners=partner)
        .select_related("topic", "cover_image")
        .defer_streamfields()
        .order_by("-date", "-pk")[:limit]
    )
    return prepare_cards(articles, request)

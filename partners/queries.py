"""The directory of partners: one page of it at a constant number of queries."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from core.models import CustomImage
from core.page_cache import per_generation
from core.queries import all_districts, all_topics, as_cards, page_number, public

if TYPE_CHECKING:
    from partners.models import PartnerIndexPage, PartnerPage

PAGE_SIZE = 30
# What a card shows, and no more.
CARD_FIELDS = [
    *("title", "url_path", "path", "depth", "translation_key", "drawing", "summary", "citywide", "neighbourhood"),
    *("topic__symbol", *(f"logo__{field.name}" for field in CustomImage._meta.concrete_fields)),
]


def _partners() -> Any:
    from partners.models import PartnerPage

    return PartnerPage.objects.filter(public()).order_by(Lower("title"), "pk")


@per_generation(maxsize=4)
def featured_partners(limit: int = 9) -> "list[PartnerPage]":
    """The first public partners, by name, that editors put on the front page; names and addresses only."""
    return as_cards(_partners().filter(featured=True).defer_streamfields()[:limit])


@per_generation(maxsize=512)
def partner_cards(ids: tuple[int, ...]) -> "list[PartnerPage]":
    """The public ones of some partners, by name, with what a card or a contact block shows."""
    if not ids:
        return []
    return as_cards(_partners().filter(pk__in=ids).defer_streamfields().select_related("topic", "logo"))


def partner_list(index: "PartnerIndexPage", request: HttpRequest) -> dict[str, Any]:
    """One page of the directory below `index`, narrowed by the query string (`naam`, `wijk`, `onderwerp`)."""
    name = request.GET.get("naam", "").replace("\x00", "").strip()[:80]
    districts, topics = all_districts(), all_topics(index.locale_id)
    district = next((one.slug for one in districts if one.slug == request.GET.get("wijk")), "")
    topic = next((one.slug for one in topics if one.slug == request.GET.get("onderwerp")), "")
    return {
        "result": _directory(index.path, name, district, topic, page_number(request)),
        "districts": districts,
        "topics": topics,
        "chosen": {"naam": name, "wijk": district, "onderwerp": topic},
    }


@per_generation(maxsize=64)
def _directory(index_path: str, name: str, district: str, topic: str, number: int) -> Any:
    partners = _partners().filter(path__startswith=index_path)
    if name:
        partners = partners.filter(title__icontains=name)
    if district:
        # A partner of the whole city is at home in every district.
        partners = partners.filter(Q(districts__slug=district) | Q(citywide=True)).distinct()
    if topic:
        partners = partners.filter(topic__slug=topic)
    partners = partners.select_related("topic", "logo").prefetch_related("districts").only(*CARD_FIELDS)
    result = Paginator(partners, PAGE_SIZE).get_page(number)
    result.object_list = as_cards(result.object_list)
    return result

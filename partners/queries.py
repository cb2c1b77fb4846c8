"""The directory of partners: one page of it at a constant number of queries."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest

from core.models import CustomImage
from core.page_cache import per_generation
from core.queries import all_districts, all_topics, bounded_page, kept_cards, prepare_cards, public

if TYPE_CHECKING:
    from partners.models import PartnerIndexPage, PartnerPage

PAGE_SIZE = 30
# What a card shows, and no more.
CARD_FIELDS = [
    *("title", "url_path", "path", "depth", "translation_key", "drawing", "summary", "citywide", "neighbourhood"),
    *("topic__symbol", *(f"logo__{field.name}" for field in CustomImage._meta.concrete_fields)),
]


@per_generation(maxsize=4)
def featured_partners(limit: int = 9) -> "list[PartnerPage]":
    """The first public partners, by name, that editors put on the front page; names and addresses only."""
    from partners.models import PartnerPage

    pages = PartnerPage.objects.filter(public(), featured=True).defer_streamfields().order_by(Lower("title"), "pk")
    return kept_cards(pages[:limit])


def partner_list(index: "PartnerIndexPage", request: HttpRequest) -> dict[str, Any]:
    """One page of the directory below `index`, narrowed by the query string (`naam`, `wijk`, `onderwerp`)."""
    from partners.models import PartnerPage

    name = request.GET.get("naam", "").replace("\x00", "").strip()[:80]
    district, topic = request.GET.get("wijk", ""), request.GET.get("onderwerp", "")
    districts, topics = all_districts(), all_topics(index.locale_id)
    pages = (
        PartnerPage.objects.child_of(index)
        .filter(public())
        .select_related("topic", "logo")
        .prefetch_related("districts")
        .only(*CARD_FIELDS)
        .order_by(Lower("title"), "pk")
    )
    if name:
        pages = pages.filter(title__icontains=name)
    if any(one.slug == district for one in districts):
        # A partner of the whole city is at home in every district.
        in_district = pages.filter(districts__slug=district)
        pages = (in_district | pages.filter(citywide=True)).distinct()
    if any(one.slug == topic for one in topics):
        pages = pages.filter(topic__slug=topic)
    result = bounded_page(Paginator(pages, PAGE_SIZE), request.GET.get("pagina"))
    prepare_cards(result.object_list, request)
    chosen = {"naam": name, "wijk": district, "onderwerp": topic}
    return {"result": result, "districts": districts, "topics": topics, "chosen": chosen}

"""The list of asks and offers, narrowed by the query string."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest

from core.dates import today
from core.page_cache import per_generation
from core.queries import all_districts, all_topics, page_number, public
from partners.models import Advert

if TYPE_CHECKING:
    from partners.models import AdvertIndexPage

PAGE_SIZE = 20
# The words of the address.
KINDS = {"gevraagd": Advert.Kind.ASK, "aangeboden": Advert.Kind.OFFER}


def on_site() -> Any:
    """What visitors can see today, the newest first."""
    found = Advert.objects.filter(public("partner__"), live=True, expires_on__gte=today())
    return found.select_related("partner", "topic", "district").order_by("-made_on", "-pk")


def advert_list(page: "AdvertIndexPage", request: HttpRequest) -> dict[str, Any]:
    """One page of the list: `soort` (gevraagd, aangeboden), `wijk`, `onderwerp`."""
    districts, topics = all_districts(), all_topics()
    kind = request.GET.get("soort", "")
    kind = kind if kind in KINDS else ""
    district = next((one.slug for one in districts if one.slug == request.GET.get("wijk")), "")
    topic = next((one.slug for one in topics if one.slug == request.GET.get("onderwerp")), "")
    return {
        "result": _list(kind, district, topic, page_number(request), today()),
        "districts": districts,
        "topics": topics,
        "chosen": {"soort": kind, "wijk": district, "onderwerp": topic},
    }


@per_generation(maxsize=64)
def _list(kind: str, district: str, topic: str, number: int, day: dt.date) -> Any:
    found = on_site()
    if kind:
        found = found.filter(kind=KINDS[kind])
    if district:
        # Without a district it is for the whole city.
        found = found.filter(Q(district__slug=district) | Q(district=None))
    if topic:
        found = found.filter(topic__slug=topic)
    result = Paginator(found, PAGE_SIZE).get_page(number)
    result.object_list = list(result.object_list)
    for one in result.object_list:
        one.partner.card_url = one.partner.url or ""
    return result

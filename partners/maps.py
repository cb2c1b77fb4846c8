"""Where partners are: by district, because of an organisation no more is known; data for the map beside the directory.

Who works in the whole city, and who has no district yet, is in the list only.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.db.models import Window as Partition
from django.db.models.functions import Lower, RowNumber
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from core.maps import Place, Thing, as_response
from core.models import District
from core.page_cache import allow_query, per_generation
from core.queries import all_districts, as_cards, public
from partners.models import PartnerPage
from partners.queries import Asked, read_question

if TYPE_CHECKING:
    from partners.models import PartnerIndexPage

# A district with more of them leads to the list for the rest.
MOST_PER_DISTRICT = 20
_CARD = ("title", "url_path", "path", "depth", "locale", "alias_of", "translation_key", "neighbourhood")


def _links() -> QuerySet[Any]:
    """The pairs of an organisation and a district of which we know where it is."""
    return PartnerPage.districts.through.objects.filter(
        district__latitude__isnull=False, district__longitude__isnull=False
    )


@per_generation(maxsize=1)
def has_places() -> bool:
    """Whether there is anything to put on a map."""
    return _links().filter(public("partnerpage__")).exists()


@per_generation(maxsize=32)
def _by_district(asked: Asked) -> list[tuple[District, int, list[PartnerPage]]]:
    """The districts of a question by name, each with how many organisations it has and the first of them."""
    links = _links().filter(partnerpage__in=asked.partners().order_by().values("pk"))
    if asked.district:
        links = links.filter(district__slug=asked.district)
    turn = Partition(RowNumber(), partition_by=F("district"), order_by=[Lower("partnerpage__title"), "partnerpage"])
    numbered = links.annotate(turn=turn, count=Partition(Count("pk"), partition_by=F("district")))
    rows = list(numbered.filter(turn__lte=MOST_PER_DISTRICT).values_list("district", "turn", "partnerpage", "count"))
    pages = PartnerPage.objects.filter(pk__in={page for _district, _turn, page, _count in rows}).only(*_CARD)
    partners = {page.pk: page for page in as_cards(pages)}
    found: dict[int, tuple[int, list[PartnerPage]]] = {}
    for district, _turn, page, count in sorted(rows):
        found.setdefault(district, (count, []))[1].append(partners[page])
    return [(district, *found[district.pk]) for district in all_districts() if district.pk in found]


def _place(index_url: str, asked: Asked, district: District, count: int, partners: list[PartnerPage]) -> Place:
    words = npgettext("on the map", "%(count)s organisation", "%(count)s organisations", count) % {"count": count}
    things = [
        # Where the whole marker is about need not be said again.
        Thing(
            one.title,
            one.card_url,
            one.neighbourhood if one.neighbourhood != district.name else "",
            language=one.title_language,
        )
        for one in partners
    ]
    if count > len(partners):
        question = urlencode({**asked.pairs, "wijk": district.slug})
        things.append(Thing(_("See all of %(district)s") % {"district": district.name}, f"{index_url}?{question}"))
    latitude, longitude = float(district.latitude or 0), float(district.longitude or 0)
    return Place(district.name, f"{district.name}: {words}", "", latitude, longitude, things)


def map_response(index: "PartnerIndexPage", request: HttpRequest) -> HttpResponse:
    """The districts of a question with their organisations, as data for the map."""
    asked = read_question(index, request)
    if not asked.name:
        allow_query(request, list(asked.pairs.items()))
    return as_response(_place(index.url or "", asked, *one) for one in _by_district(asked))

"""The directory of partners: one page of it at a constant number of queries."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest

from core.dates import today
from core.models import CustomImage
from core.page_cache import allow_query, per_generation
from core.queries import all_districts, all_topics, as_cards, page_number, public, source_path

if TYPE_CHECKING:
    import datetime as dt

    from core.models import BasePage
    from partners.models import PartnerIndexPage, PartnerPage

PAGE_SIZE = 30
# A list of this many names needs no letters to jump to.
SHORT_LIST = 12
# What a card shows, and no more.
CARD_FIELDS = [
    *("title", "url_path", "path", "depth", "locale", "alias_of", "translation_key", "drawing", "summary"),
    *(
        "citywide",
        "neighbourhood",
        "relation",
        "topic__symbol",
        *(f"logo__{field.name}" for field in CustomImage._meta.concrete_fields),
    ),
]


def _partners() -> Any:
    from partners.models import PartnerPage

    # A translation is shown in place of its Dutch page, never beside it.
    found = PartnerPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
    return found.order_by(Lower("title"), "pk")


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


def read_question(index: "PartnerIndexPage", request: HttpRequest) -> "Asked":
    """What the query string asks of the directory below `index`; what is not known counts as not asked.

    `naam`, `wijk`, `onderwerp`, and `ondertekend=ja` for who signed the declaration.
    """
    name = request.GET.get("naam", "").replace("\x00", "").strip()[:80]
    district = next((one.slug for one in all_districts() if one.slug == request.GET.get("wijk")), "")
    topic = next((one.slug for one in all_topics() if one.slug == request.GET.get("onderwerp")), "")
    return Asked(source_path(index), name, district, topic, request.GET.get("ondertekend") == "ja", today())


def partner_list(index: "PartnerIndexPage", request: HttpRequest) -> dict[str, Any]:
    """One page of the directory below `index`, narrowed by the query string."""
    from partners.models import AdvertIndexPage, PledgePage

    asked = read_question(index, request)
    result = _directory(asked, page_number(request))
    if not asked.pairs:
        allow_query(request, [], result.number)
    return {
        "asked": asked,
        "result": result,
        "letters": _letters(asked),
        "districts": all_districts(),
        "topics": all_topics(),
        "chosen": {name: asked.pairs.get(name, "") for name in ("naam", "wijk", "onderwerp", "ondertekend")},
        "signed_count": len(register()),
        "pledge_url": address_of(PledgePage),
        "adverts_url": address_of(AdvertIndexPage),
    }


@dataclass(frozen=True)
class Letter:
    """A letter of the alphabet, and the page of the list on which its first name stands."""

    letter: str
    number: int

    @property
    def anchor(self) -> str:
        """Where on that page."""
        return anchor_of(self.letter)


@dataclass(frozen=True)
class Asked:
    """What a visitor asks of the directory; who is hidden depends on the day."""

    index_path: str
    name: str
    district: str
    topic: str
    signed: bool
    day: "dt.date"

    @property
    def pairs(self) -> dict[str, str]:
        """What was asked, as it stands in an address."""
        signed = "ja" if self.signed else ""
        asked = {"naam": self.name, "wijk": self.district, "onderwerp": self.topic, "ondertekend": signed}
        return {name: value for name, value in asked.items() if value}

    @property
    def query_string(self) -> str:
        """The same as one text; empty when nothing was asked."""
        return urlencode(self.pairs)

    def partners(self) -> Any:
        """Who answers to it, from A to Z."""
        from partners import yearly

        found = _partners().filter(path__startswith=self.index_path)
        if hidden := yearly.hidden(self.day):
            found = found.exclude(translation_key__in=hidden)
        if self.name:
            found = found.filter(title__icontains=self.name)
        if self.district:
            # A partner of the whole city is at home in every district.
            found = found.filter(Q(districts__slug=self.district) | Q(citywide=True)).distinct()
        if self.topic:
            found = found.filter(topic__slug=self.topic)
        return found.filter(relation="signed") if self.signed else found


@per_generation(maxsize=64)
def _directory(asked: Asked, number: int) -> Any:
    partners = asked.partners()
    partners = partners.select_related("topic", "logo").prefetch_related("districts").only(*CARD_FIELDS)
    result = Paginator(partners, PAGE_SIZE).get_page(number)
    result.object_list = as_cards(result.object_list)
    for partner in result.object_list:
        partner.initial = initial_of(partner.title)
        partner.anchor = anchor_of(partner.initial)
    return result


@per_generation(maxsize=64)
def _letters(asked: Asked) -> list[Letter]:
    """Where in the list each letter begins; nothing for a list that is seen at a glance."""
    titles = list(asked.partners().values_list("title", flat=True))
    if len(titles) <= SHORT_LIST:
        return []
    first: dict[str, int] = {}
    for position, title in enumerate(titles):
        first.setdefault(initial_of(title), position // PAGE_SIZE + 1)
    return [Letter(letter, number) for letter, number in first.items()]


def initial_of(title: str) -> str:
    """The letter under which a name is found; a sharp for what begins with another sign."""
    plain = unicodedata.normalize("NFKD", title.strip()[:1]).upper()[:1]
    return plain if plain.isalpha() else "#"


def anchor_of(letter: str) -> str:
    """The place of a letter on a page."""
    return f"letter-{ord(letter):x}"


@dataclass(frozen=True)
class Signature:
    """A line of the register: who signed, since when, and in which language their name is written."""

    title: str
    title_language: str
    url: str
    signed_on: "dt.date"


@per_generation(maxsize=4)
def register() -> list[Signature]:
    """Who signed, the latest first; the same organisations in every language."""
    partners = _partners().filter(relation="signed").order_by("-signed_on", Lower("title"), "pk")
    found = partners.only("title", "url_path", "path", "depth", "locale", "alias_of", "translation_key", "signed_on")
    return [Signature(one.title, one.title_language, one.card_url, one.signed_on) for one in as_cards(found)]


@per_generation(maxsize=8)
def address_of(model: "type[BasePage]") -> str:
    """The address, for the reader, of the first public page of a type; empty when there is none."""
    page = model.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
    return (page.get_url() or "") if page else ""

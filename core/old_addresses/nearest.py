"""The page that an unknown address most looks like, by the words in it."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from rapidfuzz import fuzz, process
from wagtail.models import Page, Site

from core.intake import throttle
from core.old_addresses.addresses import canonical, plain
from core.old_addresses.finding import split_language
from core.old_addresses.missing import kept_path
from core.page_cache import per_generation
from core.queries import public

# Of 100: below this it is another page that happens to share a word.
_GOOD = 75
# The newest so many; comparing them all takes some milliseconds.
_MOST_PAGES = 20_000
# For everybody together, each minute: a flood of unknown addresses costs no more than this.
_MOST_EACH_MINUTE = 120
_LONGEST = 200
_EXTENSION = re.compile(r"\.[a-z0-9]{2,5}$")
_FEWEST_SIGNS = 4
_ENOUGH_SIGNS = 10


@dataclass(frozen=True)
class Nearest:
    """A page that may be meant."""

    page_id: int
    title: str
    url: str


def words_of(path: str) -> str:
    """The words in an address, the last part only: `/agenda/samen-eten.html` is 'samen eten'; at most 100 signs."""
    last = canonical(split_language(path[:_LONGEST])[1]).rpartition("/")[2]
    letters = "".join(sign if sign.isalnum() else " " for sign in _EXTENSION.sub("", last))
    return " ".join(letters.split())[:100]


@per_generation(maxsize=8)
def _candidates(home_path: str) -> tuple[list[str], list[int]]:
    """The words in the addresses of the newest public pages of one language, with their keys."""
    pages = Page.objects.filter(public(), path__startswith=home_path).order_by("-pk")
    rows = list(pages.values_list("slug", "pk")[:_MOST_PAGES])
    return [words_of(f"/{slug}") for slug, _pk in rows], [pk for _slug, pk in rows]


@per_generation(maxsize=256)
def _key_of_nearest(home_path: str, words: str) -> int | None:
    slugs, keys = _candidates(home_path)
    # Words in another order, one too many or a letter wrong.
    found = process.extractOne(words, slugs, scorer=fuzz.token_sort_ratio, score_cutoff=_GOOD)
    if found:
        return keys[found[2]]
    # Or all the words of a shorter address, when they say enough.
    asked = set(words.split()) if len(words) >= _ENOUGH_SIGNS else {""}
    wider = [number for number, slug in enumerate(slugs) if asked <= set(slug.split())]
    return keys[min(wider, key=lambda number: len(slugs[number]))] if wider else None


@per_generation(maxsize=4)
def _homes(site_id: int) -> dict[str, str]:
    home = Site.objects.select_related("root_page").get(pk=site_id).root_page
    found = home.get_translations(inclusive=True).filter(public())
    return dict(found.values_list("locale__language_code", "path"))


def key_of_nearest(site: Site, path: str) -> int | None:
    """The key of the page that an address most looks like, in the language of its prefix; None when none comes near.

    It was public when something public last changed; whether it still is, the caller asks.
    """
    words = words_of(path)
    if len(words) < _FEWEST_SIGNS:
        return None
    home = _homes(site.pk).get(split_language(canonical(path))[0]) or site.root_page.path
    return _key_of_nearest(home, words)


def nearest_to(site: Site, path: str) -> Nearest | None:
    """The public page that an address most looks like."""
    key = key_of_nearest(site, path)
    page = Page.objects.filter(public(), pk=key).first() if key else None
    return Nearest(page.pk, page.title, page.url or "/") if page else None


@dataclass(frozen=True)
class Asked:
    """What somebody asked for who found nothing: the words in the address, and the page that may be meant."""

    words: str = ""
    nearest: Nearest | None = None


def asked_by(request: HttpRequest) -> Asked:
    """What a visitor asked for. Nothing of an address that may hold a secret, nor of one that is only noise.

    Without a page when very many unknown addresses are asked for at this moment.
    """
    path = kept_path(plain(request.path))
    site = Site.find_for_request(request)
    if not path or site is None:
        return Asked()
    is_quiet = throttle.allows("nearest", "", most=_MOST_EACH_MINUTE, seconds=60)
    return Asked(words_of(path), nearest_to(site, path) if is_quiet else None)

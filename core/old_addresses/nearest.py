"""The page that an unknown address most looks like, by the words in it."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from rapidfuzz import fuzz, process
from wagtail.models import Page, Site

from core.intake import throttle
from core.languages import open_languages
from core.models.locales import language_of_title
from core.old_addresses.addresses import canonical, plain
from core.old_addresses.finding import public_page, split_language
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
# Deeper than any page of the site.
_MOST_STEPS = 6
_EXTENSION = re.compile(r"\.[a-z0-9]{2,5}$")
_FEWEST_SIGNS = 4
_ENOUGH_SIGNS = 10


@dataclass(frozen=True)
class Nearest:
    """A page that may be meant."""

    page_id: int
    title: str
    url: str
    # That of its title.
    language: str = ""


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
    """The key of the page that an address most looks like: one in the language of its prefix, else a Dutch one.

    None when none comes near. It was public when something public last changed; whether it still is, the caller asks.
    """
    words = words_of(path)
    if len(words) < _FEWEST_SIGNS:
        return None
    own, dutch = _homes(site.pk).get(split_language(canonical(path))[0]), site.root_page.path
    # Under a language every Dutch page stands too.
    found = (_key_of_nearest(home, words) for home in dict.fromkeys((own or dutch, dutch)))
    return next(filter(None, found), None)


def nearest_to(site: Site, path: str) -> Nearest | None:
    """The public page that an address most looks like."""
    key = key_of_nearest(site, path)
    page = public_page(key, split_language(canonical(path))[0]) if key else None
    return _named(page) if page else None


def page_above(site: Site, path: str) -> Nearest | None:
    """The nearest public page above an address, below the front page; in the language of its prefix where it can be.

    One question for all the steps up.
    """
    language, rest = split_language(canonical(path[:_LONGEST]))
    parts = [part for part in rest.split("/") if part][:_MOST_STEPS]
    homes = open_languages()
    codes = dict.fromkeys((language or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE))
    known = [homes[code] for code in codes if code in homes]
    above = [f"{home}{'/'.join(parts[:end])}/" for end in range(len(parts) - 1, 0, -1) for home in known]
    found = {page.url_path: page for page in Page.objects.filter(public(), url_path__in=above)} if above else {}
    nearest = next((found[url_path] for url_path in above if url_path in found), None)
    page = public_page(nearest.pk, language) if nearest and language else nearest
    return _named(page) if page else None


def _named(page: Page) -> Nearest:
    return Nearest(page.pk, page.title, page.url or "/", language_of_title(page))


@dataclass(frozen=True)
class Asked:
    """What somebody asked for who found nothing: the words in the address, and the page that may be meant."""

    words: str = ""
    nearest: Nearest | None = None
    # Only when none comes near: the page above it.
    above: Nearest | None = None


def asked_by(request: HttpRequest) -> Asked:
    """What a visitor asked for. Nothing of an address that may hold a secret, nor of one that is only noise.

    Without a page when very many unknown addresses are asked for at this moment.
    """
    path = kept_path(plain(request.path))
    site = Site.find_for_request(request)
    if not path or site is None:
        return Asked()
    is_quiet = throttle.allows("nearest", "", most=_MOST_EACH_MINUTE, seconds=60)
    if not is_quiet:
        return Asked(words_of(path))
    nearest = nearest_to(site, path)
    return Asked(words_of(path), nearest, None if nearest else page_above(site, path))

"""Where an old address leads: one step, however many moves lie between, and never to what is not public."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest
from django.urls import Resolver404
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from core.languages import open_languages, tree_of
from core.models import RoutedPage
from core.old_addresses.addresses import canonical, key, own_part, plain, untracked, with_query
from core.page_cache import per_generation
from core.queries import public

# A page's own addresses lie at most so many parts below it (`RoutedPage`).
_DEEPEST = 2
# Steps; each asks whether there is a page by now.
_LONGEST_CHAIN = 10
_COLUMNS = ("redirect_page_id", "redirect_page_route_path", "redirect_link", "is_permanent")
_DOCUMENT = re.compile(r"/documents/(\d{1,9})/")


@dataclass(frozen=True)
class Rule:
    """Where one old address leads: to a page, perhaps at an address below its own, or to an address."""

    page_id: int | None
    route: str
    link: str
    is_permanent: bool


@per_generation(maxsize=4)
def rules(site_id: int) -> dict[str, Rule]:
    """Every redirect of a site by the key of its old address. A row of this site goes before one of all sites.

    Kept, so that an unknown address costs no question to the database.
    """
    found: dict[str, Rule] = {}
    rows = Redirect.get_for_site(site_id).order_by(F("site").asc(nulls_first=True), "pk")
    for old, *target in rows.values_list("old_path", *_COLUMNS):
        path, _mark, query = old.partition("?")
        found[key(plain(path), query)] = Rule(*target)
    return found


def page_at(site: Site, path: str) -> Page | None:
    """The public page whose own address this is, in whatever spelling; under a language's prefix, of that language."""
    url_paths = url_paths_of(site, path)
    return Page.objects.filter(public(), url_path__in=url_paths).order_by("path").first() if url_paths else None


def url_paths_of(site: Site, path: str) -> list[str]:
    """The `url_path` that a page at this address has, in each spelling; none under a language without a front page."""
    home, spellings = site.root_page, [canonical(path)]
    language = split_language(spellings[0])[0]
    if language:
        home = home.get_translations().filter(locale__language_code=language).first()
    # PostgreSQL keeps no NUL, and refuses a question with one.
    if home is None or "\0" in path:
        return []
    if path.rstrip("/") != spellings[0]:
        spellings.append(path)
    rests = [split_language(spelling)[1].rstrip("/") for spelling in spellings]
    return [f"{home.url_path.rstrip('/')}{rest}/" for rest in rests]


def split_language(path: str) -> tuple[str, str]:
    """The language of an address' prefix (empty: the source language has none), and the address without it."""
    language, _slash, rest = path.strip("/").partition("/")
    if language != settings.LANGUAGE_CODE and language in dict(settings.LANGUAGES):
        return language, f"/{rest}"
    return "", path


def public_page(page_id: int, language: str = "") -> Page | None:
    """The page when it is public; its translation in `language` when there is a public one."""
    page = Page.objects.filter(public(), pk=page_id).first()
    if page and language:
        translation = page.get_translations().filter(public(), locale__language_code=language).first()
        return translation or page
    return page


def has_address_below(page: Page, tail: str) -> bool:
    """Whether a page answers at `tail` below its own address, as far as its patterns say."""
    specific: Any = page.specific
    try:
        return isinstance(specific, RoutedPage) and bool(specific.resolve_subpage(tail))
    except (Resolver404, Http404):
        return False


def answer_below(path: str, page_of: Callable[[str], Page | None]) -> tuple[Page, str] | None:
    """The page that answers below its own address, and where: `page_of` finds the page of the part before.

    What comes after is left as it was asked: a link in a letter minds capitals.
    """
    parts = [part for part in path.split("/") if part]
    for cut in range(1, min(_DEEPEST, len(parts) - 1) + 1):
        tail = "/" + "/".join(parts[-cut:]) + ("" if "." in parts[-1] else "/")
        page = page_of("/" + "/".join(parts[:-cut]))
        if page and has_address_below(page, tail):
            return page, tail
    return None


def _in_dutch(path: str, language: str) -> Iterator[str]:
    """The Dutch addresses that one under a language may mean.

    What follows the prefix, as the present site knows one language and none; and what stands below a translated page
    the same below its Dutch one.
    """
    parts, end = [part for part in path.split("/") if part][1:], "/" * path.endswith("/")
    yield "/" + "/".join(parts) + end
    if language not in open_languages():
        return
    tree, home = tree_of(language), open_languages()[settings.LANGUAGE_CODE]
    for cut in range(len(parts) - 1, 0, -1):
        if source := tree.sources.get(tree.home_path + canonical("/".join(parts[:cut])).lstrip("/") + "/"):
            yield f"/{source.removeprefix(home)}{'/'.join(parts[cut:])}{end}"
            return


def page_meant(site: Site, path: str) -> Page | None:
    """The public page whose own address this is in whatever spelling; under a prefix also by its Dutch address."""
    if page := page_at(site, path):
        return page
    language, rest = split_language(canonical(path))
    for original in _in_dutch(path, language) if language and rest != "/" else ():
        if page := page_at(site, original):
            return public_page(page.pk, language)
    return None


class Finder:
    """Looks up old addresses of one site."""

    def __init__(self, site: Site, request: HttpRequest | None = None) -> None:
        self.site, self.request, self.rules = site, request, rules(site.pk)

    def find(self, path: str, query: str = "") -> tuple[str, bool] | None:
        """Where a path without percent-encoding leads, and whether for ever; None: nowhere we know of."""
        found = self._follow(path, query, "", set())
        if found is None:
            language, rest = split_language(canonical(path))
            for original in _in_dutch(path, language) if language and rest != "/" else ():
                found = found or self._follow(original, query, language, set())
        return found

    def rule_for(self, path: str, query: str = "") -> Rule | None:
        """What is known of just this address."""
        return self.rules.get(key(path, query)) or self.rules.get(canonical(path))

    def _follow(self, path: str, query: str, language: str, seen: set[str]) -> tuple[str, bool] | None:
        rule = self.rule_for(path, query)
        asks_itself = rule is not None and bool(untracked(query)) and key(path, query) in self.rules
        if rule is None:
            return self._below(path, query, language)
        seen.add(canonical(path))
        # What the row itself asks about is not asked again at the other end.
        rest = "" if asks_itself else query
        if rule.page_id:
            page = public_page(rule.page_id, language)
            return (with_query(self._address(page, rule.route), rest), rule.is_permanent) if page else None
        return self._at_link(rule, rest, language, seen) if rule.link else None

    def _at_link(self, rule: Rule, query: str, language: str, seen: set[str]) -> tuple[str, bool] | None:
        own = own_part(rule.link)
        if own is None:
            # An editor chose another site.
            return rule.link, rule.is_permanent
        if document := _DOCUMENT.match(own):
            found = get_document_model().objects.filter(pk=document[1]).first()
            # A closed file keeps its name to itself.
            is_open = found is not None and not found.collection.get_view_restrictions().exists()
            return (found.url, rule.is_permanent) if is_open else None
        parts = urlsplit(own)
        path = plain(parts.path)
        if page := page_at(self.site, path):
            page = public_page(page.pk, language) or page
            address = self._address(page) + (f"?{parts.query}" if parts.query else "")
            return with_query(address + (f"#{parts.fragment}" if parts.fragment else ""), query), rule.is_permanent
        if canonical(path) in seen or len(seen) >= _LONGEST_CHAIN:
            return None
        further = self._follow(path, parts.query, language, seen)
        if further:
            return with_query(further[0], query), rule.is_permanent and further[1]
        return None if self.rule_for(path, parts.query) else (with_query(own, query), rule.is_permanent)

    def _below(self, path: str, query: str, language: str) -> tuple[str, bool] | None:
        """An address below that of a page that moved: its calendar, or a link in a letter."""

        def moved(head: str) -> Page | None:
            rule = self.rules.get(canonical(head))
            return public_page(rule.page_id, language) if rule and rule.page_id and not rule.route else None

        found = answer_below(path, moved)
        return (with_query(self._address(found[0]).rstrip("/") + quote(found[1]), query), True) if found else None

    def _address(self, page: Page, route: str = "") -> str:
        address = page.specific_deferred.get_url(self.request) or "/"
        return address.rstrip("/") + quote(route) if route and has_address_below(page, route) else address

"""The list of all pages for search engines: one for each language, with what changed when and where the others are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site

from core.dates import this_minute
from core.languages import has_own_words, open_languages
from core.models import BasePage
from core.page_cache import per_generation
from core.queries import public
from core.reading import own_addresses


@dataclass
class Entry:
    """An address in the list; `alternates` are the same in other languages."""

    location: str
    lastmod: dt.datetime | None
    alternates: list[dict[str, str]] = field(default_factory=list)


class LanguageSitemap(Sitemap):
    """The addresses of one language."""

    limit = 50_000

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries

    def items(self) -> list[Entry]:
        """The addresses, in the order of the tree."""
        return self.entries

    def get_latest_lastmod(self) -> dt.datetime | None:
        """When anything in it last changed."""
        return max((one.lastmod for one in self.entries if one.lastmod), default=None)

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        """What the template shows, of full addresses."""
        self.latest_lastmod = self.get_latest_lastmod()
        return [
            {"item": one, "location": one.location, "lastmod": one.lastmod, "alternates": one.alternates}
            for one in self.paginator.page(page).object_list
        ]


# Names of addresses that are no page's and yet deserve a place.
_names: list[str] = []


def register(name: str) -> None:
    """List the address with this name in every language that has our words; called in an app's `ready`."""
    if name not in _names:
        _names.append(name)


def listed(name: str) -> dict[str, str]:
    """The path of this address in every open language that has our words; empty when it is not on the list."""
    found = {}
    for code in filter(has_own_words, open_languages()) if name in _names else ():
        with translation.override(code):
            found[code] = reverse(name)
    return found


def index(request: HttpRequest) -> HttpResponse:
    """The list of lists."""
    return _undated(views.index(request, _sitemaps(), sitemap_url_name="sitemap"))


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """That of one language; 404 when it is not open."""
    return _undated(views.sitemap(request, _sitemaps(), section))


def _undated(response: HttpResponse) -> HttpResponse:
    """A list without a date: a page that goes changes it, and no date of what is left tells. Its ETag does."""
    del response["Last-Modified"]
    return response


def _sitemaps() -> dict[str, Any]:
    return {code: LanguageSitemap(entries) for code, entries in _entries(this_minute()).items()}


@per_generation(maxsize=2, per_language=False)
def _entries(moment: dt.datetime) -> dict[str, list[Entry]]:
    """The entries of each open language, in a constant number of queries."""
    site = Site.objects.get(is_default_site=True)
    pages = Page.objects.filter(public(), alias_of=None, locale__language_code__in=open_languages())
    rows = list(pages.select_related("locale").order_by("path").defer("seo_title", "search_description"))
    changed = _changed(rows)
    entries: dict[str, list[Entry]] = {code: [] for code in open_languages()}
    by_key: dict[tuple[Any, str], dict[str, Entry]] = {}
    with own_addresses():
        more = _more_addresses(rows)
        for row in rows:
            # What lies outside of the site has no address.
            if (address := row.get_url()) is None:
                continue
            code = row.locale.language_code
            for rest, lastmod in [("", changed[row.path]), *more.get(row.pk, [])]:
                entry = Entry(f"{site.root_url}{address}{rest}", lastmod)
                entries[code].append(entry)
                by_key.setdefault((row.translation_key, rest), {})[code] = entry
    for name in _names:
        for code, path in listed(name).items():
            entry = Entry(f"{site.root_url}{path}", None)
            entries[code].append(entry)
            by_key.setdefault((name, ""), {})[code] = entry
    for versions in by_key.values():
        _link(versions)
    return entries


def _link(versions: dict[str, Entry]) -> None:
    """Let the same page in different languages name each other."""
    if len(versions) > 1:
        alternates = [{"lang_code": code, "location": one.location} for code, one in versions.items()]
        # For whoever reads none of them: the source language, which comes first.
        alternates.append({"lang_code": "x-default", "location": next(iter(versions.values())).location})
        for one in versions.values():
            one.alternates = alternates


def _changed(rows: list[Page]) -> dict[str, dt.datetime | None]:
    """When each page, or a page below it that it lists, last changed; by tree path."""
    changed = {row.path: row.last_published_at or row.latest_revision_created_at for row in rows}
    for path in sorted(changed, key=len, reverse=True):
        above = path[: -Page.steplen]
        if above in changed:
            changed[above] = max(filter(None, (changed[above], changed[path])), default=None)
    return changed


def _more_addresses(rows: Iterable[Page]) -> dict[int, list[tuple[str, dt.datetime | None]]]:
    """Of each page the further addresses its type has for search engines, as the part after its own."""
    found: dict[int, list[tuple[str, dt.datetime | None]]] = {}
    for row in rows:
        model = row.specific_class
        if model is None or model.get_sitemap_urls is BasePage.get_sitemap_urls:
            continue
        first, *rest = row.specific.get_sitemap_urls() or [{"location": ""}]
        found[row.pk] = [(one["location"].removeprefix(first["location"]), one.get("lastmod")) for one in rest]
    return found

"""One saved page: where it stood, and its title, date, tags and text."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.old_addresses.addresses import canonical, own_part, plain
from home.legacy.blocks import words
from home.legacy.folder import UnreadableError, decode, without_host
from home.legacy.words import dates_in, times_in

# More is no page that people made.
MOST_TAGS = 10_000
# Beginnings of tags that never end: reading these takes ever longer.
_MOST_BROKEN = 100
_MOST_TITLE = 200
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000})\s*-->")
_MAIN = ("main", "[role=main]", "article", "#content", "#main", ".content", "body")
_DATED = "time, [class*=date], [class*=datum], [class*=tijd], [class*=time]"
_AROUND = (
    "body > header, body > footer, nav, [role=navigation], [role=banner], [role=contentinfo], .breadcrumb, .cookie"
)
_UNENDED = re.compile(r"<[^<>]*(?=<)")
_SITE_NAME = re.compile(r"\s*[|–—-]\s*Utrecht\s*Omarmt\s*$", re.IGNORECASE)


@dataclass
class SavedPage:
    """A page as it was saved."""

    name: str
    # Its path on the present site, in one spelling.
    address: str
    title: str
    soup: BeautifulSoup
    main: Tag

    @property
    def section(self) -> str:
        """The first part of its address."""
        return self.address.split("/")[1]

    @property
    def summary(self) -> str:
        """What the page says of itself in its head, on one line."""
        return _meta(self.soup, "description") or _meta(self.soup, "og:description")

    @property
    def tags(self) -> list[str]:
        """The tags it carries, each once."""
        found = [words(one) for one in self.soup.select('a[rel~="tag"], .tags a, .tag')[:50]]
        found += [part for name in ("keywords", "article:tag") for part in _meta(self.soup, name).split(",")]
        return list(dict.fromkeys(tag.strip()[:80] for tag in found if tag.strip()))

    def when(self) -> str:
        """The words in which it says when something is: what is marked as a date, else the beginning of its text."""
        found = self.main.select(_DATED)[:20]
        marked = [f"{one.get('datetime') or ''} {words(one)}".replace("T", " ", 1) for one in found]
        text = " ".join(marked)[:1000]
        return text if dates_in(text) else self.beginning

    @property
    def beginning(self) -> str:
        """The first words of its text."""
        return words(self.main)[:800]

    def date_words(self) -> str:
        """The words in which it says of what day it is: the day it was published, else as above."""
        published = _meta(self.soup, "article:published_time") or _meta(self.soup, "date")
        return published if dates_in(published) else self.when()


def read_page(name: str, data: bytes) -> SavedPage:
    """A saved page; raises UnreadableError for one without title or text, and for what is no page."""
    text = decode(data)
    if "\0" in text:
        raise UnreadableError(_("This is no page."))
    saved_from = _SAVED_FROM.search(text[:5000])
    text = _without(_without(_without(text, "<!--", "-->"), "<script", "</script"), "<style", "</style")
    if text.count("<") > MOST_TAGS:
        raise UnreadableError(_("The page has more than %(most)s elements.") % {"most": MOST_TAGS})
    if len(_UNENDED.findall(text)) > _MOST_BROKEN:
        raise UnreadableError(_("The page is too broken to read."))
    try:
        soup = BeautifulSoup(text, "html.parser")
    except Exception:  # noqa: BLE001 - a reader of broken mark-up fails in many ways
        raise UnreadableError(_("The page is too broken to read.")) from None
    address = address_of(name, soup, saved_from[1] if saved_from else "")
    found = (soup.select_one(where) for where in _MAIN)
    main = next((one for one in [*found, soup] if one is not None and words(one)), None)
    title = _title(soup, main or soup)
    for one in (main or soup).select(_AROUND):
        one.clear()
    if main is None:
        raise UnreadableError(_("The page has no text."))
    if not slugify(title, allow_unicode=True):
        raise UnreadableError(_("The page has no title."))
    return SavedPage(name, address, title, soup, main)


def address_of(name: str, soup: BeautifulSoup, saved_from: str) -> str:
    """The path of a page on the present site: as it says itself, when that is one of ours; else by its file."""
    canonical_link = soup.select_one('link[rel~="canonical"]')
    for said in (saved_from, str(canonical_link.get("href") or "") if canonical_link else "", _meta(soup, "og:url")):
        own = own_part(said) if "//" in said else None
        if own:
            return canonical(plain(urlsplit(own).path))
    path = PurePosixPath("/", without_host(name))
    if "?" in path.name or "@" in path.name:
        raise UnreadableError(_("This is a part of a list, not a page of its own."))
    if path.stem.lower() in {"index", "default"}:
        return canonical(plain(str(path.parent)))
    return canonical(plain(str(path.with_suffix(""))))


def _without(text: str, start: str, end: str) -> str:
    """The text without what stands between these; to the end of it when one is never closed."""
    lower, kept, here = text.lower(), [], 0
    while (begin := lower.find(start, here)) >= 0:
        kept.append(text[here:begin])
        stop = lower.find(end, begin + len(start))
        if stop < 0:
            return "".join(kept)
        here = stop + len(end) if end == "-->" else lower.find(">", stop) + 1 or len(text)
    return "".join([*kept, text[here:]])


def _title(soup: BeautifulSoup, main: Tag) -> str:
    heading = main.select_one("h1") or soup.select_one("h1")
    element = soup.select_one("title")
    for said in (words(heading) if heading else "", _meta(soup, "og:title"), element.get_text() if element else ""):
        # Spaces first: a pattern that looks for them reads a long row of them ever again.
        title = "".join(sign for sign in _SITE_NAME.sub("", " ".join(said.split())) if sign.isprintable())
        if title:
            return title[:_MOST_TITLE].strip()
    return ""


def _meta(soup: BeautifulSoup, name: str) -> str:
    found = [one for one in soup.select("meta[content]") if name in (one.get("name"), one.get("property"))]
    return " ".join(" ".join(str(one["content"]) for one in found[:10]).split())[:2000] if found else ""


def moment_of(text: str, around: str = "") -> tuple[str, str, str] | None:
    """The one day a text names and its times, in ISO notation, '' for no time; None when it names none or more.

    What it does not say of the times may stand in the text around it.
    """
    days = dates_in(text)
    if len(days) != 1:
        return None
    start, end = times_in(text)
    if end is None and (nearby := times_in(around))[0] and start in {None, nearby[0]}:
        start, end = nearby
    return days[0].isoformat(), start.isoformat() if start else "", end.isoformat() if start and end else ""

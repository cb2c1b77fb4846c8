"""What stands around every page: menu, languages, help strip, footer. Kept until something public changes."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from core.addresses import paths_by_language, translated_paths
from core.languages import direction, open_languages, own_name, versions_in
from core.models import BasePage, SiteSettings, SiteWords
from core.page_cache import generation, per_generation
from core.queries import public
from core.sitemaps import listed

# The names of the addresses behind which any page may be.
_PAGE_ADDRESSES = {"wagtail_serve", "page_file", "page_with_token"}


@dataclass(frozen=True)
class Link:
    """A link with its text; `is_current` when it leads to (the section of) the page being shown.

    `lang` is the language of the text, empty when that is the one around it.
    """

    title: str
    url: str
    is_current: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Language:
    """A language one can switch to; `name` is in its own script."""

    code: str
    name: str
    url: str
    dir: str
    is_current: bool = False


@dataclass(frozen=True)
class Help:
    """The help strip; `text` is safe HTML. Title and text have a language when that is not the one around them."""

    title: str
    text: str
    phone: str
    phone_href: str
    title_lang: str = ""
    text_lang: str = ""


@dataclass(frozen=True)
class Column:
    """A footer column."""

    title: str
    links: list[Link]
    lang: str = ""


@dataclass(frozen=True)
class Footer:
    """The footer."""

    text: str
    columns: list[Column]
    links: list[Link]
    lang: str = ""


@dataclass(frozen=True)
class Chrome:
    """Everything around a page; `generation` is that of the content it was made from."""

    generation: str
    home_url: str
    search_url: str
    menu: list[Link]
    action: Link | None
    help: Help
    footer: Footer
    email: str = ""
    phone: str = ""
    languages: list[Language] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)


def phone_href(number: str) -> str:
    """A telephone number as a `tel:` address: digits and a leading plus only."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _say(words: str, dutch: str, language: str) -> tuple[str, str]:
    """Words in the language of the reader, else the Dutch ones; with their language when that is another."""
    return (
        (words, "")
        if words or not dutch
        else (dutch, "" if language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE)
    )


def _links(value: Any, lang: str) -> list[Link]:
    links = [Link(title=block.value.text, url=block.value.url, lang=lang) for block in value]
    return [link for link in links if link.url]


def _to_page(page: Page, language: str) -> Link:
    """A link to a page by its title: that of its translation when there is one."""
    version = versions_in(language).get(page.url_path)
    title, lang = _say("" if version is None or version.is_alias else version.title, page.title, language)
    return Link(title, page.url or "", lang=lang)


def _help(dutch: SiteSettings, words: SiteWords, language: str) -> Help:
    title, title_lang = _say(words.help_title, dutch.help_title, language)
    text, text_lang = _say(words.help_text, dutch.help_text, language)
    return Help(
        title=title or _("Need to talk to someone now?"),
        text=expand_db_html(text) if text else _("In danger? Call 112. Thinking of suicide? Call 113."),
        phone=dutch.help_phone,
        phone_href=phone_href(dutch.help_phone),
        title_lang=title_lang,
        text_lang=text_lang,
    )


def _footer(dutch: SiteSettings, words: SiteWords, language: str) -> Footer:
    text, text_lang = _say(words.footer_text, dutch.footer_text, language)
    foreign = "" if language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE
    columns, column_lang = (words.footer_columns, "") if words.footer_columns else (dutch.footer_columns, foreign)
    links, link_lang = (words.footer_links, "") if words.footer_links else (dutch.footer_links, foreign)
    return Footer(
        text=text,
        columns=[
            Column(block.value["title"], _links(block.value["links"], ""), lang=column_lang) for block in columns
        ],
        links=_links(links, link_lang),
        lang=text_lang,
    )


def _build(site: Site, language: str) -> Chrome:
    dutch = SiteSettings.for_site(site)
    words = SiteWords.objects.filter(locale__language_code=language).first() or SiteWords()
    menu = Page.objects.child_of(site.root_page).filter(public(), show_in_menus=True).order_by("path")
    action = Page.objects.filter(public(), pk=dutch.action_page_id).first()
    label, label_lang = _say(words.action_label, dutch.action_label, language)
    return Chrome(
        generation=generation(),
        home_url=site.root_page.url or "/",
        search_url=reverse("search"),
        menu=[_to_page(page, language) for page in menu],
        action=Link(label, action.url or "", lang=label_lang) if action and label else None,
        help=_help(dutch, words, language),
        footer=_footer(dutch, words, language),
        email=dutch.contact_email,
        phone=dutch.contact_phone,
    )


@per_generation(maxsize=4)
def _surroundings(site: Site, language: str) -> Chrome:
    """What is the same around every page in one language."""
    return _build(site, language)


def _front_pages() -> dict[str, str]:
    return {code: "/" if code == settings.LANGUAGE_CODE else f"/{code}/" for code in open_languages()}


def _elsewhere(request: HttpRequest, page: Page | None) -> dict[str, str]:
    """Where each open language has what is shown here: the same page, the same address below it, the same question."""
    homes, path = _front_pages(), request.path
    if isinstance(page, BasePage) and page.pk:
        found, shown = paths_by_language(page, page.tree_language), page.get_url(request) or ""
    elif page is None and request.resolver_match and request.resolver_match.url_name not in _PAGE_ADDRESSES:
        # Not a page but an address of our own (search, a form): the same in every language.
        reader = translation.get_language() or settings.LANGUAGE_CODE
        shown = homes.get(reader, "/")
        found = homes
    else:
        return homes
    if not found or not path.startswith(shown):
        return homes | found
    rest = path[len(shown) :] + (f"?{query}" if (query := request.META.get("QUERY_STRING", "")) else "")
    return {code: f"{address}{rest}" for code, address in (homes | found).items() if code in found}


def _alternates(request: HttpRequest, page: Page | None) -> list[tuple[str, str]]:
    """The languages this page was written in with their full addresses, for search engines; none when there is one."""
    if request.META.get("QUERY_STRING"):
        return []
    if page is None:
        # An address of our own that is on the list of pages.
        found = listed(request.resolver_match.url_name or "") if request.resolver_match else {}
        root, shown = request.build_absolute_uri("/").rstrip("/"), request.path
        addresses = [(code, f"{root}{path}") for code, path in found.items()] if len(found) > 1 else []
        return [*addresses, *[("x-default", address) for _code, address in addresses[:1]]]
    if not isinstance(page, BasePage) or not page.pk:
        return []
    parts, found = page.get_url_parts(request), translated_paths(page, page.tree_language)
    if not parts or len(found) < 2 or page.language_code not in found:
        return []
    root, shown = parts[1] or "", parts[2] or ""
    rest = request.path[len(shown) :] if request.path.startswith(shown) else ""
    addresses = [(code, f"{root}{path}{rest}") for code, path in found.items()]
    return [*addresses, ("x-default", f"{root}{found[settings.LANGUAGE_CODE]}{rest}")]


def chrome_for(request: HttpRequest, page: Page | None = None) -> Chrome | None:
    """The surroundings of a page in the active language; None when there is no site yet."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    active = translation.get_language() or settings.LANGUAGE_CODE
    chrome = _surroundings(site, active)
    languages = [
        Language(code, own_name(code), url, direction(code), code == active)
        for code, url in _elsewhere(request, page).items()
    ]
    menu = [
        replace(link, is_current=bool(link.url) and link.url != "/" and request.path.startswith(link.url))
        for link in chrome.menu
    ]
    return replace(chrome, menu=menu, languages=languages, alternates=_alternates(request, page))

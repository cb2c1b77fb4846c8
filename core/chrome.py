"""What stands around every page: menu, languages, help strip, footer. Kept until something public changes."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import expand_db_html

from core.models import SiteSettings
from core.page_cache import generation, per_generation
from core.queries import public


@dataclass(frozen=True)
class Link:
    """A link with its text; `is_current` when it leads to (the section of) the page being shown."""

    title: str
    url: str
    is_current: bool = False


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
    """The help strip; `text` is safe HTML."""

    title: str
    text: str
    phone: str
    phone_href: str


@dataclass(frozen=True)
class Column:
    """A footer column."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Footer:
    """The footer."""

    text: str
    columns: list[Column]
    links: list[Link]


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


def phone_href(number: str) -> str:
    """A telephone number as a `tel:` address: digits and a leading plus only."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _links(value: Any) -> list[Link]:
    links = [Link(title=block.value.text, url=block.value.url) for block in value]
    return [link for link in links if link.url]


def _build(site: Site, home: Page) -> Chrome:
    settings = SiteSettings.for_site(site)
    menu = Page.objects.child_of(home).filter(public(), show_in_menus=True).order_by("path")
    action = Page.objects.filter(public(), pk=settings.action_page_id).first()
    text = expand_db_html(settings.help_text) if settings.help_text else ""
    return Chrome(
        generation=generation(),
        home_url=home.url or "/",
        search_url=reverse("search"),
        menu=[Link(page.title, page.url or "") for page in menu],
        action=Link(settings.action_label, action.url or "") if action and settings.action_label else None,
        help=Help(
            title=settings.help_title or _("Need to talk to someone now?"),
            text=text or _("In danger? Call 112. Thinking of suicide? Call 113."),
            phone=settings.help_phone,
            phone_href=phone_href(settings.help_phone),
        ),
        footer=Footer(
            text=settings.footer_text,
            columns=[Column(block.value["title"], _links(block.value["links"])) for block in settings.footer_columns],
            links=_links(settings.footer_links),
        ),
        email=settings.contact_email,
        phone=settings.contact_phone,
    )


def _home_pages(site: Site) -> list[tuple[str, Page]]:
    """The live home page of each language of the site, the source language first."""
    homes = site.root_page.get_translations(inclusive=True).filter(public()).select_related("locale")
    default = Locale.get_default().pk
    return [(home.locale.language_code, home) for home in sorted(homes, key=lambda home: home.locale_id != default)]


def _translations(page: Page | None, homes: dict[str, str]) -> dict[str, str]:
    """Where each language's version of a page is; the front page of a language that lacks it."""
    if page is None or not page.pk or len(homes) < 2:
        return homes
    found = page.get_translations(inclusive=True).filter(public()).select_related("locale")
    return homes | {version.locale.language_code: version.url or "" for version in found}


@per_generation(maxsize=16)
def _surroundings(site_id: int, language: str) -> tuple[Chrome, dict[str, str]]:
    """What is the same around every page in one language, and the address of each language's front page."""
    site = Site.objects.select_related("root_page").get(pk=site_id)
    homes = dict(_home_pages(site))
    return _build(site, homes.get(language) or site.root_page), {code: home.url or "" for code, home in homes.items()}


def chrome_for(request: HttpRequest, page: Page | None = None) -> Chrome | None:
    """The surroundings of a page in the active language; None when there is no site yet."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    active = translation.get_language() or "nl"
    chrome, homes = _surroundings(site.pk, active)
    addresses = _translations(page, homes)
    languages = []
    for code in homes:
        info = get_language_info(code)
        direction = "rtl" if info["bidi"] else "ltr"
        languages.append(Language(code, info["name_local"].capitalize(), addresses[code], direction, code == active))
    menu = [
        replace(link, is_current=bool(link.url) and link.url != "/" and request.path.startswith(link.url))
        for link in chrome.menu
    ]
    return replace(chrome, menu=menu, languages=languages)

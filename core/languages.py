"""Which languages there are, and in which one the middle of a page is; what stands around it may differ."""

import functools
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, get_language_info, to_locale
from wagtail.models import Page, Site

from core.models import BasePage
from core.page_cache import per_generation
from core.queries import public


@functools.cache
def has_own_words(code: str) -> bool:
    """Whether our own words are in this language; else they are Dutch, and Django's and Wagtail's must be so too."""
    return any((Path(folder) / to_locale(code)).is_dir() for folder in settings.LOCALE_PATHS)


def words_in(code: str) -> str:
    """The language in which we write to somebody who reads the site in `code`."""
    return code if has_own_words(code) else settings.LANGUAGE_CODE


def content_language(page: object = None) -> str:
    """The language of what `page` says, else (a form, a message) that of our own words."""
    return page.language_code if isinstance(page, BasePage) else words_in(get_language() or settings.LANGUAGE_CODE)


def direction(code: str) -> str:
    """In which direction a language is written: ltr or rtl."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def own_name(code: str) -> str:
    """The name of a language in that language, with a capital where it has those."""
    name = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


@dataclass(frozen=True)
class Version:
    """One page in one language: its path in the tree, its title, and whether it is an alias of the source."""

    url_path: str
    title: str
    is_alias: bool


@dataclass(frozen=True)
class Tree:
    """The public pages of a language that stand for a page of the source language.

    `versions` finds them by the source's path, `sources` finds the source's path by theirs.
    """

    home_path: str
    versions: dict[str, Version]
    sources: dict[str, str]


@per_generation(maxsize=4, per_language=False)
def open_languages() -> dict[str, str]:
    """The languages visitors can read, each with the path of its front page; the source language first.

    A language opens with a public front page of its own and closes when that is gone. Editors prepare it in quiet.
    """
    # In the order of the setting, where the source language is the first.
    roots = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    homes = Page.objects.filter(public(), translation_key__in=roots, alias_of=None).order_by("path")
    found = dict(homes.values_list("locale__language_code", "url_path"))
    return {code: found[code] for code, _name in settings.LANGUAGES if code in found}


def is_open(code: str) -> bool:
    """Whether visitors can read the site in this language; the source language always is."""
    return code == settings.LANGUAGE_CODE or code in open_languages()


@per_generation(maxsize=64, per_language=False)
def tree_of(code: str) -> Tree:
    """The pages of an open language, by those they translate. Raises KeyError for a language that is not open."""
    home_path = open_languages()[code]
    pages = Page.objects.filter(public(), locale__language_code=code)
    rows = pages.values_list("translation_key", "url_path", "title", "alias_of")
    own = {key: Version(path, title, alias is not None) for key, path, title, alias in rows}
    sources = Page.objects.filter(
        translation_key__in=pages.values("translation_key"), locale__language_code=settings.LANGUAGE_CODE
    )
    versions = {path: own[key] for key, path in sources.values_list("translation_key", "url_path")}
    return Tree(home_path, versions, {version.url_path: path for path, version in versions.items()})


def versions_in(code: str) -> dict[str, Version]:
    """The pages in a language by the path of the source page; none for the source language or one that is not open."""
    return {} if code == settings.LANGUAGE_CODE or not is_open(code) else tree_of(code).versions

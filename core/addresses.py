"""Where links lead: to the page in the reader's language, else to the Dutch page under the reader's language.

One place for every link of every template, block and feed: what Wagtail calls the parts of a page's address.
"""

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from core.languages import open_languages, tree_of
from core.reading import own_addresses, reader_language

Parts = tuple[int, str | None, str | None] | None


def connect() -> None:
    """Let every page's address follow the reader; called once, when the apps are ready.

    Not an override in `BasePage`: menus, choosers and lists hand out plain `Page` objects too.
    """
    if not hasattr(Page.get_url_parts, "__wrapped__"):
        Page.get_url_parts = _following(Page.get_url_parts)


def _following(own_parts: Callable[..., Parts]) -> Callable[..., Parts]:
    @functools.wraps(own_parts)
    def get_url_parts(self: Page, request: HttpRequest | None = None) -> Parts:
        parts = own_parts(self, request)
        reader = reader_language()
        if parts is None or parts[2] is None or reader in {"", settings.LANGUAGE_CODE}:
            return parts
        return parts[0], parts[1], _path_for(reader, self.url_path, parts[2])

    return get_url_parts


def _path_for(reader: str, url_path: str, own: str) -> str:
    """The path of a page for a reader; its `own` one when it is of a third language."""
    homes = open_languages()
    if reader not in homes or not url_path.startswith(homes.get(settings.LANGUAGE_CODE, "\0")):
        return own
    version = tree_of(reader).versions.get(url_path)
    return f"/{reader}{own}" if version is None else _path(reader, version.url_path)


def _path(code: str, url_path: str) -> str:
    prefix = "" if code == settings.LANGUAGE_CODE else f"/{code}"
    return f"{prefix}/{url_path.removeprefix(open_languages()[code])}"


def source_path(url_path: str, code: str) -> str | None:
    """The path in the tree of the source page behind a page in a language; None when there is none."""
    return url_path if code == settings.LANGUAGE_CODE else tree_of(code).sources.get(url_path)


def paths_by_language(page: Page, code: str) -> dict[str, str]:
    """Where each open language shows a page of the language `code`: its translation, else the Dutch page."""
    if code not in open_languages() or (source := source_path(page.url_path, code)) is None:
        return {}
    own = _path(settings.LANGUAGE_CODE, source)
    found = {}
    for language in open_languages():
        found[language] = own if language == settings.LANGUAGE_CODE else _path_for(language, source, own)
    return found


def translated_paths(page: Page, code: str) -> dict[str, str]:
    """The same of only the languages the page was really written in, not aliases."""
    shown = paths_by_language(page, code)
    source = source_path(page.url_path, code) if shown else None
    if source is None:
        return {}
    versions = {
        language: tree_of(language).versions.get(source) for language in shown if language != settings.LANGUAGE_CODE
    }
    written = {language for language, version in versions.items() if version and not version.is_alias}
    return {language: path for language, path in shown.items() if language in written | {settings.LANGUAGE_CODE}}


def canonical(page: Page, address: str, request: HttpRequest | None) -> str:
    """The own address of what `page` shows at `address` (empty: the page itself), of an alias that of its original."""
    with own_addresses():
        original = page.alias_of or page
        own = (original.get_full_url(request) or "", original.get_url(request) or "")
    if not address:
        return own[0]
    for shown, instead in zip((page.get_full_url(request) or "", page.get_url(request) or ""), own, strict=True):
        if shown and address.startswith(shown):
            return f"{instead}{address[len(shown) :]}"
    return address

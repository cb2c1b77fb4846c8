"""Walks through the screens of the editorial office, and finds what is not Dutch on them."""

import json
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import wagtail
import wagtail_localize
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.wordlists import is_foreign, pieces

_LIBRARIES = (Path(wagtail.__file__).parent, Path(wagtail_localize.__file__).parent)
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;")
_LABEL = re.compile(r'"(?:label|title|text|help|placeholder|description|verbose_name)": ?"((?:[^"\\]|\\.)*)"')
_ADDRESS = re.compile(r"""["'](/admin/[^"'<>\\ #]*)""")
# An address, a file, an e-mail address, a name in code.
_NO_WORDS = re.compile(r"\S+@\S+|\S*[/_\\]\S*|\S+\.\w{2,}|\bCtrl\b.*|⌘.*")
# Where one leaves, what is no screen, and the lists again that stand on a screen already.
_LEFT_OUT = re.compile(
    r"logout|/login|jsi18n|sprite|/api/|results|/chosen|editing-sessions|/preview|dismissibles|autocomplete|copy/|export="
    r"|/view_draft|block-preview|/bulk/|/lock|/choose(r)?/.*\?|duidelijke-taal|/choose-\w+-link"
    # Only who set the site up comes here; Wagtail gives these screens names that nobody can translate.
    r"|/admin/groups/(new|edit)|/admin/sites/|/admin/workflows/(add|edit)|/admin/pages/create/"
)
# Words that Dutch offices use too.
ALLOWED = frozenset("live url seo csv xlsx html email alias workflow workflows help".split())  # noqa: SIM905


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_CODE.sub(" ", text))}


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        found = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    # A text about more than one thing stands there as a pair; a context stands before its text.
    return {
        (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]: text for key, text in found.items() if key
    }


@cache
def english() -> frozenset[str]:
    """The words of the libraries' English that neither their Dutch nor ours uses."""
    there: set[str] = set()
    dutch: set[str] = set()
    ours: dict[str, str] = {}
    for folder in settings.LOCALE_PATHS:
        ours |= _catalogue(Path(folder) / "nl/LC_MESSAGES/django.mo")
    for library in _LIBRARIES:
        for path in library.rglob("locale/nl/LC_MESSAGES/django*.mo"):
            for message, text in _catalogue(path).items():
                there |= _words(message)
                # What is the same in both may be English that nobody translated.
                if message not in ours and text != message:
                    dutch |= _words(text)
    for text in ours.values():
        dutch |= _words(text)
    return frozenset(there - dutch - ALLOWED) | {"guide", "editor", "bold", "italic", "pages", "others", "locale"}


def english_in(html: str) -> set[str]:
    """The pieces of a screen, what is read aloud and the menu included, that are not Dutch."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.find_all("template"):
        hidden.unwrap()
    # A number that a script fills in before it is seen.
    for counter in soup.select("[data-side-panel-toggle-counter][hidden]"):
        counter.decompose()
    labels = [json.loads(f'"{label}"') for label in set(_LABEL.findall(html))]
    spoken = [text for text, language in pieces(str(soup)) if language in ("", "nl")]
    found = set()
    for text in (*spoken, *labels):
        plain = _NO_WORDS.sub(" ", text)
        plain = _WORD.sub(lambda word: "" if word[0].lower() in ALLOWED else word[0], plain)
        if is_foreign(plain, "nl") or _words(plain) & english():
            found.add(" ".join(text.split())[:120])
    return found


def _pattern(address: str) -> tuple[str, ...] | None:
    """What makes a screen another one: its view, and the kind of thing it shows."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    kinds = [str(value) for value in (*match.args, *match.kwargs.values()) if not str(value).isdecimal()]
    return match.view_name, *kinds


def screens(client: Any, starts: list[str]) -> Iterator[tuple[str, str]]:
    """These screens, and one of each kind that can be reached from them: its address and its HTML."""
    # These first: what is asked for by name is not a matter of chance.
    waiting = deque(dict.fromkeys(starts))
    seen: set[Any] = set()
    while waiting:
        address = waiting.popleft()
        pattern = _pattern(address)
        if address in starts:
            starts = [start for start in starts if start != address]
        elif pattern is None or pattern in seen or _LEFT_OUT.search(address):
            continue
        seen.add(pattern)
        response = client.get(address, follow=True)
        kind = response.get("Content-Type", "")
        if response.streaming or response.status_code == 405:
            continue
        html = response.content.decode()
        if "json" in kind:
            # A window that opens over a screen.
            html = str(json.loads(html).get("html", ""))
        elif "html" not in kind:
            continue
        yield address, html
        waiting.extend(_ADDRESS.findall(html))

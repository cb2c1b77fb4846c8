"""A walk over the whole demonstration site in every language: no dead link, and every text in the language it says."""

import time
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.wordlists import is_foreign, is_left_in_dutch, pieces

pytestmark = pytest.mark.any_database
LANGUAGES = {"nl": "/", "en": "/en/", "ar": "/ar/", "tr": "/tr/", "uk": "/uk/"}
DIRECTIONS = {"ar": "rtl"}
SECONDS = 240
# Files and answers for programs: the same in every language.
_FILES = ("/static/", "/beeld/", "/documents/", "/media/", "/api/", "/sitemap", "/llms.txt", "/robots.txt")


class Walk:
    """One language from its front page on; links that leave it are noted, not followed."""

    def __init__(self, visitor, root: str, language: str) -> None:
        self.visitor, self.root, self.language = visitor, root, language
        self.home = LANGUAGES[language]
        self.queue, self.seen = deque([(self.home, "start")]), set()
        self.pages: dict[str, set[str]] = {}
        self.dead, self.wrong, self.outside, self.wanted = [], [], [], []

    def go(self) -> None:
        """Walk until there is nothing new."""
        end = time.monotonic() + SECONDS
        while self.queue:
            assert time.monotonic() < end, f"{len(self.queue)} addresses left after {SECONDS} s"
            self._visit(*self.queue.popleft())

    def _visit(self, target: str, source: str) -> None:
        path, anchor = urldefrag(target)
        if anchor:
            self.wanted.append((path, anchor, source))
        if path in self.seen:
            return
        self.seen.add(path)
        response = self.visitor.get(f"{self.root}{path}", max_redirects=3)
        if not response.ok:
            self.dead.append(f"{path} ({response.status}) on {source}")
            return
        if "html" not in response.headers.get("content-type", "") or path.startswith(_FILES):
            return
        html = response.text()
        assert "http://testserver" not in html, path
        soup = BeautifulSoup(html, "html.parser")
        self.pages[path] = {tag["id"] for tag in soup.find_all(id=True)}
        self._follow(path, soup)
        self._read(path, soup)

    def _read(self, path: str, soup: BeautifulSoup) -> None:
        head = soup.find("html")
        # What stands in a frame on another site has no page around it.
        assert (head["lang"], head.get("dir", "ltr")) == (self.language, DIRECTIONS.get(self.language, "ltr")), path
        self.wrong += [
            f"{language} on {path}: {text}"
            for text, language in pieces(soup)
            if (language in {"nl", "en"} and is_foreign(text, language)) or is_left_in_dutch(text, language)
        ]

    def _follow(self, path: str, soup: BeautifulSoup) -> None:
        for tag in soup.find_all(["a", "link", "img", "form"]):
            link = tag.get("href") or tag.get("src") or (tag.get("method", "get") == "get" and tag.get("action"))
            address = urljoin(f"{self.root}{path}", link or "#")
            if not address.startswith(f"{self.root}/") or tag.get("hreflang"):
                continue
            target = address.removeprefix(self.root)
            if not target.startswith((self.home, *_FILES)):
                if tag.name in {"a", "form"}:
                    self.outside.append(f"{target} on {path}")
                continue
            # Filters multiply without end; page numbers and named lists are what a visitor follows.
            query = urlsplit(target).query
            if not query or "pagina=" in query:
                self.queue.append((target, path))

    def missing_anchors(self) -> list[str]:
        """The places on a page that a link promises and that are not there."""
        return [
            f"{path}#{anchor} on {source}"
            for path, anchor, source in self.wanted
            if path in self.pages and anchor not in self.pages[path]
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_answers_and_every_text_is_in_its_language(playwright, demo_url, language):
    visitor = playwright.request.new_context(base_url=demo_url)
    walk = Walk(visitor, demo_url, language)
    walk.go()
    visitor.dispose()
    assert walk.dead + walk.missing_anchors() == []
    assert walk.outside == []
    assert walk.wrong == []
    # The whole site, not a corner of it: partners alone are more than eighty.
    assert len(walk.pages) > 150

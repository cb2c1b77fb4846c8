"""A walk over the whole demonstration site: no dead link, no English on a Dutch page."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


class Page(HTMLParser):
    """The links and the anchors of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.lang = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.lang = values.get("lang") or ""
        if values.get("id"):
            self.anchors.add(values["id"])
        for name in ("href", "src"):
            if values.get(name):
                self.links.append(values[name])


def test_no_internal_link_is_dead(playwright, demo_url):
    visitor = playwright.request.new_context(base_url=demo_url)
    queue, seen, dead, pages = deque([(f"{demo_url}/", "start")]), set(), [], {}
    wanted_anchors = []
    while queue:
        address, source = queue.popleft()
        address, anchor = urldefrag(address)
        if anchor:
            wanted_anchors.append((address, anchor, source))
        if address in seen:
            continue
        seen.add(address)
        response = visitor.get(address, max_redirects=3)
        if not response.ok:
            dead.append(f"{address} ({response.status}) on {source}")
            continue
        if "html" not in response.headers.get("content-type", ""):
            continue
        pages[address] = page = Page(response.text())
        for link in page.links:
            target = urljoin(address, link)
            parts = urlsplit(target)
            # Filters multiply without end; page numbers and named lists are what a visitor follows.
            if target.startswith(f"{demo_url}/") and (not parts.query or "pagina=" in parts.query):
                queue.append((target, address))
            assert not target.startswith("http://testserver"), address
    visitor.dispose()
    dead += [
        f"{address}#{anchor} on {source}"
        for address, anchor, source in wanted_anchors
        if address in pages and anchor not in pages[address].anchors
    ]
    assert dead == []
    # The whole site, not a corner of it: partners alone are more than eighty.
    assert len(pages) > 150

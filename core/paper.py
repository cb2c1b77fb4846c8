"""Setting paper: HTML with our own fonts and drawings becomes tagged PDF."""

import functools
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders

from core import art

if TYPE_CHECKING:
    from weasyprint import Document

FONTS = ("atkinson-next.woff2", "atkinson-next-ext.woff2", "noto-arabic.woff2")
# The fonts are shared and not made for two threads: whoever sets paper holds this.
making = threading.Lock()


class Unavailable(Exception):  # noqa: N818 - a state, not a fault
    """A library that sets text is not on the machine."""


def typeset(html: str) -> "Document":
    """Set HTML that refers to our files as `own:<name>`. Hold `making` meanwhile. Raises Unavailable."""
    try:
        # Imported late, here and below: it loads Pango, which only paper needs.
        from weasyprint import HTML
    except OSError as reason:
        raise Unavailable from reason
    return HTML(string=html, url_fetcher=own_files()).render(font_config=_fonts(), pdf_variant="pdf/ua-1")


def to_pdf(document: "Document") -> bytes:
    """A document that was set, as tagged PDF."""
    return document.write_pdf(pdf_variant="pdf/ua-1")


@functools.lru_cache(maxsize=1)
def _fonts() -> Any:
    """Read once per process: looking through the machine's fonts takes long."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@functools.lru_cache(maxsize=1)
def own_files() -> Any:
    """What paper may read: our fonts and drawings, by name. Every other address is refused, here and elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files: dict[str, tuple[bytes, str]] = {}
    for name, drawing in (("wharf.svg", art.wharf()), ("logo.svg", art.logo())):
        standing_alone = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        files[f"own:{name}"] = (standing_alone.encode(), "image/svg+xml")
    for name in FONTS:
        if path := finders.find(f"fonts/{name}"):
            files[f"own:{name}"] = (Path(path).read_bytes(), "font/woff2")

    class OwnFiles(URLFetcher):
        """Answers from memory only."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            """The file; raises ValueError for an address that is not ours."""
            if url not in files:
                raise ValueError(f"Not on our paper: {url}")
            body, content_type = files[url]
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    return OwnFiles()

"""What an editor wrote on a page, in pieces, each with where it stands in the editor's screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from core.blocks.links import LinkBlock
from core.blocks.text import HeadingBlock

# What one page can ask of the rules, in characters.
LONGEST_TEXT = 200_000
# Text of a page itself; the rest of Wagtail's own fields are addresses and the like.
_OWN = ("title", "search_description")
# The title of somebody else's text: it is called what it is called.
_QUOTED = "source"
# A text field with room for a sentence; shorter ones hold a name, a price, a place.
_ROOM = 80
_BLOCK_TAGS = frozenset({"p", "li", "h2", "h3", "h4", "br", "ul", "ol", "hr"})


class Kind(Enum):
    """What a piece is."""

    RUNNING = "running"
    SHORT = "short"
    HEADING = "heading"
    LINK = "link"
    PICTURE = "picture"
    # A film, a figure, a picture for decoration: something stands there.
    OTHER = "other"


@dataclass(frozen=True)
class Piece:
    """A piece of a page; `label` and `path` (Wagtail's contentpath) say where. A picture's text may be missing."""

    kind: Kind
    text: str
    label: str
    path: str
    level: int = 0


def pieces_of(page: Page) -> list[Piece]:
    """The pieces of a page in the order of its fields, up to `LONGEST_TEXT` characters in all."""
    found: list[Piece] = []
    room = LONGEST_TEXT
    for piece in _all_pieces(page):
        if room <= 0:
            break
        found.append(Piece(piece.kind, piece.text[:room], piece.label, piece.path, piece.level))
        room -= len(piece.text)
    return found


def _all_pieces(page: Page) -> Iterator[Piece]:
    wagtails = {field.name for field in Page._meta.get_fields()} - set(_OWN)
    fields = [field for field in type(page)._meta.get_fields() if field.name not in wagtails]
    # The introduction stands above the text, wherever the model names it.
    order = {"title": 0, "heading": 0, "summary": 1, "search_description": 3}
    for field in sorted(fields, key=lambda one: order.get(one.name, 2)):
        if field.name == _QUOTED or not getattr(field, "editable", False):
            continue
        label = capfirst(force_str(getattr(field, "verbose_name", field.name)))
        value = getattr(page, field.name, None)
        if isinstance(field, StreamField):
            for number, child in enumerate(value or (), start=1):
                where = f"{label}, {number}: {child.block.label}"
                path = child.id or field.name
                yield from _of_block(child.block, child.value, where, path)
                yield Piece(Kind.OTHER, "", where, path)
        elif isinstance(field, RichTextField):
            yield from _of_rich_text(value or "", label, field.name)
        elif _is_text(field) and value and isinstance(value, str):
            running = isinstance(field, models.TextField)
            yield Piece(Kind.RUNNING if running else Kind.SHORT, value, label, field.name)


def _is_text(field: Any) -> bool:
    if isinstance(field, models.TextField):
        return True
    other = (models.URLField, models.EmailField, models.SlugField)
    plain = isinstance(field, models.CharField) and not isinstance(field, other) and not field.choices
    return plain and (field.max_length or 0) >= _ROOM


def _of_block(block: blocks.Block, value: Any, label: str, path: str) -> Iterator[Piece]:
    """The pieces of one block and of the blocks inside it."""
    if isinstance(block, HeadingBlock):
        yield Piece(Kind.HEADING, value.get("text") or "", label, path, int(value.get("level") or 2))
    elif isinstance(block, LinkBlock):
        yield Piece(Kind.LINK, value.get("label") or "", label, path)
    elif isinstance(block, ImageBlock):
        yield from _of_picture(value, label, path)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_rich_text(value.source if value else "", label, path)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Piece(Kind.RUNNING if isinstance(block, blocks.TextBlock) else Kind.SHORT, value or "", label, path)
    else:
        for child, inside in _inside(block, value):
            yield from _of_block(child, inside, label, path)


def _inside(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """The blocks inside a block of blocks, with what stands in each."""
    if isinstance(block, blocks.StructBlock):
        yield from ((child, value.get(name)) for name, child in block.child_blocks.items() if name != _QUOTED)
    elif isinstance(block, blocks.StreamBlock):
        yield from ((one.block, one.value) for one in value or ())
    elif isinstance(block, blocks.ListBlock):
        yield from ((block.child_block, one) for one in value or ())


def _of_picture(image: Any, label: str, path: str) -> Iterator[Piece]:
    if image is None or getattr(image, "decorative", False):
        return
    written = getattr(image, "contextual_alt_text", None) or getattr(image, "default_alt_text", "")
    yield Piece(Kind.PICTURE, (written or "").strip(), label, path)


class _RichText(HTMLParser):
    """Reads rich text: paragraphs and points of lists, headings, links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[Kind, str, int]] = []
        self._running: list[str] = []
        self._link: list[str] | None = None
        self._level = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self._end()
        if tag in ("h2", "h3", "h4"):
            self._level = int(tag[1])
        elif tag == "a":
            self._link = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.found.append((Kind.LINK, " ".join("".join(self._link).split()), 0))
            self._link = None
        elif tag in _BLOCK_TAGS:
            self._end()

    def handle_data(self, data: str) -> None:
        self._running.append(data)
        if self._link is not None:
            self._link.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        text = " ".join("".join(self._running).split())
        if text or self._level:
            self.found.append((Kind.HEADING if self._level else Kind.RUNNING, text, self._level))
        self._running, self._level = [], 0


def _of_rich_text(source: str, label: str, path: str) -> Iterator[Piece]:
    reader = _RichText()
    reader.feed(source)
    reader.close()
    for kind, text, level in reader.found:
        yield Piece(kind, text, label, path, level)

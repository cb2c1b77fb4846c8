"""From the short markup of the data files to blocks and rich text.

A body is a list of texts and blocks. In a text: `## heading`, `### smaller heading`, paragraphs with an empty line
between them, lists with `- ` or `1. `, `**bold**` and `[link](target)`. A target is `page:<key>`, an address or a
telephone number; a page that does not exist (any more) leaves the words without a link.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

# Finds the id of the page behind a key; None when there is no such page now.
FindPage = Callable[[str], int | None]

_NAMESPACE = uuid.UUID("5d3ef1f6-6a4b-4b6c-9f6e-1c7f0b2f9a10")
_LINK = re.compile(r"\[([^]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_HEADING = re.compile(r"(##{1,2}) (.+)")
_BULLET = re.compile(r"- (.+)")
_NUMBER = re.compile(r"\d+\. (.+)")

# Which fields of a block hold markup.
_MARKUP_FIELDS = {"notice": "text", "details": "answer", "columns": "text", "timeline": "text", "video": "transcript"}


def stable_id(*path: object) -> str:
    """The same identifier for the same path, on every machine: reloading then finds nothing changed."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(map(str, path))))


def rich_text(text: str, find_page: FindPage) -> str:
    """Paragraphs and lists as Wagtail's rich text HTML."""
    return "".join(_paragraphs(text, find_page))


def body_blocks(body: Iterable[Any], find_page: FindPage, owner: str) -> list[dict[str, Any]]:
    """The raw blocks of a body; `owner` (the page's key) makes their identifiers the page's own."""
    found: list[tuple[str, Any]] = []
    for part in body:
        if isinstance(part, str):
            found += _text_blocks(part, find_page)
        else:
            [(kind, value)] = part.items()
            found.append((kind, _block_value(kind, value, find_page)))
    return raw_stream(found, owner)


def raw_stream(blocks: Iterable[tuple[str, Any]], owner: str) -> list[dict[str, Any]]:
    """Pairs of block type and value as a raw stream; a list becomes a list block."""
    return [
        {"type": kind, "value": _with_ids(value, owner, number), "id": stable_id(owner, number)}
        for number, (kind, value) in enumerate(blocks)
    ]


def _with_ids(value: Any, *path: object) -> Any:
    if not isinstance(value, list):
        return value
    return [{"type": "item", "value": one, "id": stable_id(*path, number)} for number, one in enumerate(value)]


def _block_value(kind: str, value: Any, find_page: FindPage) -> Any:
    if isinstance(value, list):
        return [_block_value(kind, one, find_page) for one in value]
    value = dict(value)
    name = _MARKUP_FIELDS.get(kind)
    if name and name in value:
        value[name] = rich_text(value[name], find_page)
    if "page" in value:
        value["page"] = find_page(value["page"])
    return value


def _text_blocks(text: str, find_page: FindPage) -> Iterator[tuple[str, Any]]:
    """Headings become blocks of their own; what stands between them is one paragraph block."""
    running: list[str] = []
    for chunk in _chunks(text):
        heading = _HEADING.fullmatch(chunk)
        if heading is None:
            running.append(chunk)
            continue
        if running:
            yield "paragraph", rich_text("\n\n".join(running), find_page)
            running = []
        yield "heading", {"text": heading[2], "level": str(len(heading[1]))}
    if running:
        yield "paragraph", rich_text("\n\n".join(running), find_page)


def _chunks(text: str) -> list[str]:
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]


def _paragraphs(text: str, find_page: FindPage) -> Iterator[str]:
    for chunk in _chunks(text):
        lines = chunk.splitlines()
        for pattern, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
            matches = [pattern.fullmatch(line) for line in lines]
            if all(matches):
                items = "".join(f"<li>{_inline(match[1], find_page)}</li>" for match in matches if match)
                yield f"<{tag}>{items}</{tag}>"
                break
        else:
            yield f"<p>{_inline(' '.join(lines), find_page)}</p>"


def _inline(text: str, find_page: FindPage) -> str:
    def link(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if not target.startswith("page:"):
            return f'<a href="{target}">{words}</a>'
        page_id = find_page(target.removeprefix("page:"))
        return f'<a linktype="page" id="{page_id}">{words}</a>' if page_id else words

    return _LINK.sub(link, _BOLD.sub(r"<b>\1</b>", escape(text, quote=False)))

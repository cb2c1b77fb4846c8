"""The words in streams of blocks, read from what is stored: nothing that a block chooses is asked of the database."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing


def plain_text(row: Model) -> str:
    """The words of all texts of a row, without markup, one line for each block."""
    lines: list[str] = []
    for one in row._meta.concrete_fields:
        if isinstance(one, StreamField):
            lines += _lines(one.stream_block, getattr(row, one.name).raw_data)
        elif isinstance(one, RichTextField):
            lines.append(get_text_for_indexing(getattr(row, one.name)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def words_of_blocks(stream: blocks.StreamValue) -> list[str]:
    """The words of each block of a stream, in their order; '' for a block without."""
    known = stream.stream_block.child_blocks
    return ["\n".join(filter(None, _lines(known[one["type"]], one["value"]))) for one in stream.raw_data]


def _lines(block: blocks.Block, stored: Any) -> Iterator[str]:
    """The texts in what is stored of a block; addresses and choices are no text."""
    if isinstance(block, blocks.RichTextBlock):
        yield get_text_for_indexing(stored or "")
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield stored or ""
    else:
        for child_block, child in _children(block, stored or []):
            yield from _lines(child_block, child)


def _children(block: blocks.Block, stored: Any) -> list[tuple[blocks.Block, Any]]:
    """The blocks in a block, each with what is stored of it."""
    if isinstance(block, blocks.BaseStreamBlock):
        # A block that no longer exists is not shown either.
        known = block.child_blocks
        return [(known[child["type"]], child["value"]) for child in stored if child["type"] in known]
    if isinstance(block, blocks.BaseStructBlock):
        return [(one, stored[name]) for name, one in block.child_blocks.items() if name in stored]
    if isinstance(block, blocks.ListBlock):
        return [(block.child_block, _entry(child)) for child in stored]
    return []


def _entry(stored: Any) -> Any:
    """An entry of a list, which is stored with or without a name of its own."""
    return stored["value"] if isinstance(stored, dict) and stored.get("type") == "item" else stored

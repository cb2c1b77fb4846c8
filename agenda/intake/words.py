"""The words of an activity: what was typed becomes introduction and text, and what is there becomes what was typed.

Runs in the source language. Only text in the very form that `written` gives it can go back and forth without loss: of
what an editor made more of (headings, lists, links) `read` says that it is not ours.
"""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.rich_text import get_text_for_indexing

from agenda.models import AgendaItemPage

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_EMPTY_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
_LONGEST_SUMMARY = 300


@dataclass(frozen=True)
class Words:
    """What somebody would have typed; `is_ours` when `written` makes the same page of it again."""

    text: str
    website: str
    is_ours: bool


def written(text: str, organisation: str, website: str) -> tuple[str, str]:
    """Introduction and rich text; `organisation` is empty for one that has a page of its own.

    The beginning is the introduction, the rest the text below it, then who organises it or where to read more.
    """
    paragraphs = [piece.strip() for piece in _EMPTY_LINE.split(text) if piece.strip()]
    summary, rest = _beginning(paragraphs[0]) if paragraphs else ("", "")
    lines = [html.escape(piece, quote=False).replace("\r", "") for piece in [rest, *paragraphs[1:]] if piece]
    address = html.escape(website).replace("%", "%%")
    link = f'<a href="{address}">%s</a>' if website else "%s"
    if organisation:
        lines.append(_("Organised by %(name)s.") % {"name": link % html.escape(organisation, quote=False)})
    elif website:
        lines.append(link % _("Read more on the website"))
    return summary, "".join("<p>" + line.replace("\n", "<br/>") + "</p>" for line in lines)


def _beginning(paragraph: str) -> tuple[str, str]:
    """As many whole sentences as fit in an introduction, and the rest."""
    if len(paragraph) <= _LONGEST_SUMMARY and "\n" not in paragraph:
        return paragraph, ""
    sentences = _SENTENCE.split(paragraph)
    taken = ""
    while sentences and len(f"{taken} {sentences[0]}".strip()) <= _LONGEST_SUMMARY:
        taken = f"{taken} {' '.join(sentences.pop(0).split())}".strip()
    if not taken:
        return Truncator(" ".join(paragraph.split())).chars(_LONGEST_SUMMARY), paragraph
    return taken, " ".join(sentences)


def read(item: AgendaItemPage, organisation: str) -> Words:
    """What somebody would have typed for this page; `organisation` is the name it may have been made with."""
    sources = [block.value.source if block.block_type == "paragraph" else "<block>" for block in item.body]
    parts = _parts("".join(sources))
    paragraphs = _paragraphs(parts)
    website = next((value for kind, value in reversed(parts) if kind == "a"), "")
    # Without the line that we added ourselves, if there is one.
    for kept, name, address in (
        (paragraphs[:-1], organisation, website),
        (paragraphs[:-1], "", website),
        (paragraphs, "", ""),
    ):
        text = _joined(item.summary, kept)
        summary, rich = written(text, name, address)
        if summary == item.summary and _parts(rich) == parts and len(sources) < 2:
            return Words(text, address, is_ours=True)
    texts = [get_text_for_indexing(source).strip() for source in sources if source != "<block>"]
    return Words("\n\n".join(filter(None, [item.summary, *texts])), "", is_ours=False)


def _joined(summary: str, paragraphs: list[str]) -> str:
    """One text again; an introduction that is the cut-off beginning of the first paragraph is in that already."""
    if summary.endswith("…") and paragraphs and " ".join(paragraphs[0].split()).startswith(summary[:-1]):
        return "\n\n".join(paragraphs)
    return "\n\n".join(filter(None, [summary, *paragraphs]))


class _Reader(HTMLParser):
    """Takes rich text apart: (tag or 'text', address or words); the editor's keys of blocks left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag; of a link its address, of everything else what makes it other than a plain one."""
        given = {name: value or "" for name, value in attrs if name != "data-block-key"}
        is_plain_link = tag == "a" and given.keys() == {"href"}
        self.parts.append((tag, given["href"] if is_plain_link else " ".join(sorted(given))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` and the like: the same as `<br>`."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """The end of a tag."""
        self.parts.append((f"/{tag}", ""))

    def handle_data(self, data: str) -> None:
        """Words."""
        self.parts.append(("text", data))


def _parts(source: str) -> list[tuple[str, str]]:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.parts


def _paragraphs(parts: list[tuple[str, str]]) -> list[str]:
    """The text of each paragraph, with its own line ends."""
    found: list[str] = []
    for kind, value in parts:
        if kind == "p":
            found.append("")
        elif kind in {"text", "br"} and found:
            found[-1] += value if kind == "text" else "\n"
    return found

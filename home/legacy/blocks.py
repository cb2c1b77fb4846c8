"""The text of a saved page as our blocks. What has no place in a block keeps its words, and is reported."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any

from bs4 import NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _

# The mark-up that opens a link to this address, or nothing to keep only its words.
Link = Callable[[str], str]
# The picture at this address with its alternative text (None: nobody wrote one), as a block has it; None without one.
Picture = Callable[[str, str | None], dict[str, Any] | None]

SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "canvas", "object", "embed", "applet", "form",
    "button", "input", "select", "textarea", "nav", "aside", "audio", "video", "map", "head", "link", "meta",
    "base", "frame", "frameset", "dialog", "portal", "title",
})  # fmt: skip
_BREAKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "address", "dl", "dt", "dd", "pre",
    "center", "fieldset", "hgroup", "details", "summary", "table", "thead", "tbody", "tfoot", "tr", "caption",
    "figure", "li", "ul", "ol", "blockquote", "body", "html", "hr", "[document]",
})  # fmt: skip
_INLINE = frozenset({
    "a", "b", "strong", "em", "i", "u", "small", "sup", "sub", "font", "abbr", "acronym", "cite", "time",
    "mark", "label", "s", "strike", "del", "ins", "code", "kbd", "samp", "var", "q", "span", "wbr", "br",
    "img", "picture", "source", "bdi", "bdo", "big", "tt", "dfn", "data", "td", "th", "col", "colgroup",
    "figcaption", "iframe", "ruby", "rt", "rp", "o:p",
})  # fmt: skip
# What stands in no heading: that one was never closed.
_AFTER_HEADING = frozenset({"p", "ul", "ol", "table", "dl", "blockquote", *(f"h{level}" for level in range(1, 7))})
_HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
_MOST_BLOCKS = 500
_FILM = re.compile(r"https://(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/[\w-]+|player\.vimeo\.com/video/\d+)")


def events(root: Tag) -> Iterator[tuple[str, Any]]:
    """What one meets on the way through an element: ("open", tag), ("text", words), ("close", tag).

    With a list of what is still to be done in place of a function that calls itself: mark-up can be nested endlessly.
    """
    left: list[tuple[str, Any]] = [("open", root)]
    while left:
        what, node = left.pop()
        if what == "close":
            yield "close", node
        elif isinstance(node, Tag):
            if node.name in SKIPPED or _is_hidden(node):
                continue
            yield "open", node
            left.append(("close", node))
            left.extend(("open", child) for child in reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield "text", str(node)


def _is_hidden(node: Tag) -> bool:
    style = str(node.get("style") or "").replace(" ", "").lower()
    return node.has_attr("hidden") or "display:none" in style or node.get("aria-hidden") == "true"


def words(root: Tag) -> str:
    """All visible words of an element, on one line."""
    return " ".join("".join(found if what == "text" else " " for what, found in events(root)).split())


class Writer:
    """Makes blocks of an element: pairs of a block's name and its raw value."""

    def __init__(self, title: str, link: Link, picture: Picture, note: Callable[[str], None]) -> None:
        self.title, self.link, self.picture, self.note = title, link, picture, note
        self.blocks: list[tuple[str, Any]] = []
        self._run: list[str] = []
        # Paragraphs and lists that become one block.
        self._rich: list[str] = []
        self._items: list[str] = []
        self._lists: list[str] = []
        self._marks: list[str] = []
        self._heading = ""
        self._quotes = self._captions = 0
        self._quote: list[str] = []
        self._later: list[tuple[str, Any]] = []

    def write(self, root: Tag) -> list[tuple[str, Any]]:
        """The blocks of an element."""
        for what, found in events(root):
            if what == "text":
                self._text(found)
            elif what == "open":
                self._open(found)
            else:
                self._close(found)
        self._end_list()
        self._end_rich()
        if len(self.blocks) > _MOST_BLOCKS:
            self.note(_("The text was too long; the end is missing."))
        return self.blocks[:_MOST_BLOCKS]

    def _text(self, text: str) -> None:
        # Control characters are no words, and a database refuses some of them.
        clean = "".join(sign if sign.isprintable() or sign.isspace() else " " for sign in text)
        self._run.append(escape(re.sub(r"\s+", " ", clean), quote=False))

    def _open(self, tag: Tag) -> None:
        name = tag.name.lower()
        if self._heading and name in _AFTER_HEADING and _plain("".join(self._run)):
            self._end_heading()
        if name in _HEADINGS or name in _BREAKS:
            self._end_run()
        if name in _HEADINGS:
            self._heading = _HEADINGS[name]
        elif name in {"ul", "ol"}:
            self._lists.append(name)
        elif name == "blockquote":
            self._end_list()
            self._quotes += 1
        elif name == "figcaption":
            self._end_run()
            self._captions += 1
        else:
            self._open_inline(tag, name)

    def _open_inline(self, tag: Tag, name: str) -> None:
        if name in {"b", "strong", "a"}:
            mark = "<b>" if name != "a" else self.link(str(tag.get("href") or "")) if tag.has_attr("href") else ""
            # One in another is not allowed.
            self._mark("" if mark[:2] in {one[:2] for one in self._marks if one} else mark)
        elif name == "table":
            self.note(_("A table became text: each row a paragraph."))
        elif name in {"td", "th"}:
            # Here, not where one ends: many never end.
            self._run.append(" · ")
        elif name == "br":
            self._run.append("<br/>")
        elif name in {"img", "iframe"}:
            self._film(tag) if name == "iframe" else self._image(tag)
        elif name not in _BREAKS and name not in _INLINE:
            self.note(_("Unknown element <%(name)s>; its words were kept.") % {"name": name[:30]})

    def _mark(self, mark: str) -> None:
        self._marks.append(mark)
        self._run.append(mark)

    def _close(self, tag: Tag) -> None:
        name = tag.name.lower()
        if name in {"b", "strong", "a"} and self._marks:
            mark = self._marks.pop()
            self._run.append(f"</{mark[1]}>" if mark else "")
        elif name in _HEADINGS:
            self._end_heading() if self._heading else self._end_run()
        elif name == "figcaption":
            self._end_caption()
        elif name in _BREAKS:
            self._end_run()
            self._close_around(name)

    def _close_around(self, name: str) -> None:
        if name in {"ul", "ol"} and self._lists:
            if len(self._lists) == 1:
                self._end_list(name)
            self._lists.pop()
        elif name == "blockquote":
            self._quotes -= 1
            if not self._quotes:
                self._end_quote()

    def _taken(self) -> str:
        """The words of the present run as rich text; what is open across a break is closed and opened again."""
        closing = "".join(f"</{mark[1]}>" for mark in reversed(self._marks) if mark)
        found = "".join(self._run) + closing
        self._run = [mark for mark in self._marks if mark]
        found = re.sub(r"<(b|a)(?: [^<>]*)?>\s*</\1>", " ", found)
        found = re.sub(r"(?:\s*<br/>\s*)+", "<br/>", re.sub(r"\s+", " ", found)).strip(" ·")
        return found.removeprefix("<br/>").removesuffix("<br/>").strip()

    def _end_run(self) -> None:
        if self._heading or self._captions:
            self._run.append(" ")
            return
        found = self._taken()
        if not _plain(found):
            return
        if self._quotes:
            self._quote.append(found)
        elif self._lists:
            self._items.append(f"<li>{found}</li>")
        else:
            self._rich.append(f"<p>{found}</p>")

    def _end_list(self, name: str = "ul") -> None:
        self._end_run()
        if self._items:
            self._rich.append(f"<{name}>{''.join(self._items)}</{name}>")
            self._items = []
        if self._later:
            self._end_rich()
            self.blocks += self._later
            self._later = []

    def _end_rich(self) -> None:
        if self._rich:
            self.blocks.append(("paragraph", "".join(self._rich)))
            self._rich = []

    def _add(self, kind: str, value: Any) -> None:
        """A block of its own: in a list it waits until the list is over."""
        if self._lists or self._quotes:
            self._later.append((kind, value))
            return
        self._end_list()
        self._end_rich()
        self.blocks.append((kind, value))

    def _end_heading(self) -> None:
        level, self._heading = self._heading, ""
        text = _plain(self._taken())
        if not text or text == self.title:
            return
        if len(text) > 100 or self._lists or self._quotes:
            if len(text) > 100:
                self.note(_("A heading of more than 100 characters became text."))
            self._run.append(f"<b>{escape(text, quote=False)}</b>")
            self._end_run()
        else:
            self._add("heading", {"text": text, "level": level})

    def _end_quote(self) -> None:
        text, self._quote = _plain(" ".join(self._quote)).strip("\"'“”„‘’ "), []
        if len(text) > 300:
            self.note(_("A quote of more than 300 characters became text."))
            self._rich.append(f"<p>{escape(text, quote=False)}</p>")
        elif text:
            self._add("quote", {"text": text, "source": ""})
        self._end_list()

    def _end_caption(self) -> None:
        text, self._captions = _plain(self._taken()), self._captions - 1
        last = (self._later or self.blocks or [("", {})])[-1]
        if text and last[0] == "picture" and not last[1]["caption"] and not self._rich:
            last[1]["caption"] = text[:200]
            if len(text) > 200:
                self.note(_("A caption of more than 200 characters was cut."))
        elif text:
            self._run.append(escape(text, quote=False))
            self._end_run()

    def _image(self, tag: Tag) -> None:
        if {str(tag.get("width") or ""), str(tag.get("height") or "")} & {"0", "1", "0px", "1px"}:
            # Not to be looked at: it counts visitors.
            return
        source = _source_of(tag)
        alt = " ".join(str(tag["alt"]).split()) if tag.has_attr("alt") else None
        image = self.picture(source, alt)
        if image:
            self._end_run_around()
            self._add("picture", {"image": image, "caption": ""})

    def _end_run_around(self) -> None:
        if not (self._heading or self._captions):
            self._end_run()

    def _film(self, tag: Tag) -> None:
        source, title = str(tag.get("src") or ""), " ".join(str(tag.get("title") or "").split())
        if source.startswith("//"):
            source = f"https:{source}"
        if not _FILM.match(source):
            self.note(_("What another site showed in a frame was left out: %(address)s") % {"address": source[:200]})
        elif not title or len(title) > 120:
            self.note(_("A film without a usable title was left out: %(address)s") % {"address": source[:200]})
        else:
            self._end_run_around()
            self._add("video", {"title": title, "url": source.partition("?")[0], "transcript": ""})


def _source_of(tag: Tag) -> str:
    """Where a picture is; what only keeps its place until somebody scrolls there is none."""
    of_widths = str(tag.get("srcset") or tag.get("data-srcset") or "").split()
    found = [str(tag.get(name) or "") for name in ("src", "data-src")] + of_widths[:1]
    return next((one for one in found if one and not one.startswith("data:")), found[0])


def _plain(rich: str) -> str:
    """The words of rich text on one line."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", rich)).split())

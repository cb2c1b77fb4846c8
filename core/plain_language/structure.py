"""The rules for what stands around the sentences: headings, texts of links, alternative texts."""

import re

from core.plain_language import text as dutch
from core.plain_language.page_text import Kind, Piece
from core.plain_language.wordlists import phrases_of

# So many words in a row without a heading are a wall to whoever looks for one thing.
LONGEST_WITHOUT_HEADING = 250
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()]++", re.IGNORECASE)
_VAGUE = phrases_of("vague_links")


def vague_link(text: str) -> bool:
    """Whether a link says nothing by itself: 'klik hier', 'lees meer'."""
    return " ".join(dutch.words(text.lower())) in _VAGUE


def addresses(text: str) -> list[tuple[int, int]]:
    """Where an address of the web stands in a text: begin and end, without the dot of the sentence."""
    return [(one.start(), one.start() + len(one[0].rstrip(".,;:!?"))) for one in _ADDRESS.finditer(text)]


def skipped_headings(pieces: list[Piece]) -> list[Piece]:
    """Headings that are two steps smaller than the one above them; the title of the page is the first."""
    found = []
    level = 1
    for piece in pieces:
        if piece.kind is Kind.HEADING:
            if piece.level > level + 1:
                found.append(piece)
            level = piece.level
    return found


def empty_headings(pieces: list[Piece]) -> list[Piece]:
    """Headings without words, or with nothing below them before the next of the same or a bigger size."""
    found = []
    for number, piece in enumerate(pieces):
        if piece.kind is not Kind.HEADING:
            continue
        # Behind the last piece of each block stands that it was there; that is no text below the heading.
        rest = (one for one in pieces[number + 1 : number + 3] if one.kind is not Kind.OTHER or one.path != piece.path)
        following = next(rest, None)
        nothing = following is not None and following.kind is Kind.HEADING and following.level <= piece.level
        if nothing or not piece.text:
            found.append(piece)
    return found


def walls(pieces: list[Piece]) -> list[Piece]:
    """The first piece of each row of running text that is too long without a heading."""
    found: list[Piece] = []
    first: Piece | None = None
    count = 0
    for piece in pieces:
        if piece.kind is Kind.HEADING:
            first, count = None, 0
        elif piece.kind is Kind.RUNNING:
            first = first or piece
            known = count > LONGEST_WITHOUT_HEADING
            count += len(dutch.words(piece.text))
            if count > LONGEST_WITHOUT_HEADING and not known:
                found.append(first)
    return found

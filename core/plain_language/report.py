"""The advice on one page: what the rules found, in groups, with why and how, and how easy it reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.plain_language import rules, structure
from core.plain_language import text as dutch
from core.plain_language.page_text import LONGEST_TEXT, Kind, Piece
from core.plain_language.tone import lonely

# More at once is no help.
SHOWN = 3
_QUOTE = 180
_AROUND = 60


@dataclass(frozen=True)
class Remark:
    """One place: which field or block, the words before, the words it is about, the words after; what is better."""

    label: str
    path: str
    before: str
    hit: str
    after: str
    better: Any = ""


@dataclass
class Group:
    """What one rule found: `title` says what, `why` why, `how` how to do better."""

    title: Any
    why: Any
    how: Any
    remarks: list[Remark] = field(default_factory=list)

    @property
    def shown(self) -> list[Remark]:
        """The first few."""
        return self.remarks[:SHOWN]

    @property
    def more(self) -> int:
        """How many there are besides."""
        return len(self.remarks) - len(self.shown)


@dataclass(frozen=True)
class Advice:
    """What there is to say of a page. `ease`: 0 to 100, None when its running text (`has_text`) is too short."""

    groups: list[Group]
    ease: int | None
    has_text: bool
    is_cut: bool

    @property
    def count(self) -> int:
        """How many remarks in all."""
        return sum(len(group.remarks) for group in self.groups)

    @property
    def ease_words(self) -> Any:
        """The figure in words, by Douma's table."""
        if self.ease is None:
            return ""
        if self.ease >= 80:
            return _("very easy to read")
        if self.ease >= 70:
            return _("easy to read")
        if self.ease >= 60:
            return _("fairly easy to read")
        return _("rather hard to read") if self.ease >= 45 else _("hard to read")


def advice_on(pieces: list[Piece], jargon: rules.Jargon, *, for_residents: bool = True) -> Advice:
    """Read all pieces by all rules; `for_residents` is whether 'eenzaam' is a word to avoid in it."""
    spoken = [piece for piece in pieces if piece.kind is not Kind.PICTURE and piece.text]
    # A link in running text has been read there; its own text is for the rules on links.
    said = [
        (piece, sentence)
        for piece in spoken
        if piece.kind is not Kind.LINK
        for sentence in dutch.sentences(piece.text)
    ]
    groups = [_lonely_words(said)] if for_residents else []
    groups += [_long_sentences(said), _passives(said), _jargon(said, jargon), _long_words(said), *_structure(pieces)]
    return Advice(
        groups=[group for group in groups if group.remarks],
        ease=dutch.reading_ease([sentence for piece, sentence in said if piece.kind is Kind.RUNNING]),
        has_text=any(piece.kind is Kind.RUNNING for piece, _sentence in said),
        is_cut=sum(len(piece.text) for piece in pieces) >= LONGEST_TEXT,
    )


def _remark(piece: Piece, text: str, span: rules.Span | None = None, better: Any = "") -> Remark:
    """A remark with the words around it, never more than fits in a few lines."""
    begin, end = span or (0, 0)
    before, hit, after = text[:begin], text[begin:end], text[end:]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(hit) > _QUOTE:
        hit = hit[:_QUOTE].rpartition(" ")[0] + " …"
    room = _AROUND if span else _QUOTE
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return Remark(piece.label, piece.path, before, hit, after, better)


Said = Iterable[tuple[Piece, str]]


def _lonely_words(said: Said) -> Group:
    group = Group(
        _("Words about being lonely"),
        _("Who is lonely does not like to read so, and stays at home."),
        _("Say what you are going to do: 'Kom erbij'. On a page for professionals the word is all right."),
    )
    group.remarks = [_remark(piece, sentence, span) for piece, sentence in said for span in lonely(sentence)]
    return group


def _long_sentences(said: Said) -> Group:
    group = Group(
        _("Long sentences"),
        _("Who reads slowly has lost the beginning by the end."),
        _("Make two of it. Start again at 'en', 'maar', 'die' or 'omdat'. Up to 12 words reads best."),
    )
    group.remarks = [_remark(piece, sentence) for piece, sentence in said if rules.too_long(sentence)]
    return group


def _passives(said: Said) -> Group:
    group = Group(
        _("Nobody does it"),
        _("With 'worden' one does not see who does something."),
        _("Say who does it: 'Vrijwilligers koken' instead of 'Er wordt gekookt'."),
    )
    group.remarks = [
        _remark(piece, sentence, span) for piece, sentence in said if (span := rules.passive(sentence)) is not None
    ]
    return group


def _jargon(said: Said, jargon: rules.Jargon) -> Group:
    group = Group(
        _("Hard words"),
        _("Not everybody knows these words."),
        _("Use the word behind the arrow, or say it as you would to your neighbour."),
    )
    return _once_per_word(group, said, jargon.find)


def _long_words(said: Said) -> Group:
    group = Group(
        _("Long words"),
        _("A word of more than 17 letters is hard to take in."),
        _("Cut it in two: 'de vergadering van het buurtbestuur' instead of 'buurtbestuursvergadering'."),
    )
    return _once_per_word(group, said, lambda sentence: [(span, "") for span in rules.long_words(sentence)])


def _once_per_word(group: Group, said: Said, find: Callable[[str], list[tuple[rules.Span, str]]]) -> Group:
    """Fill a group; the same word is told once, at its first place."""
    seen: set[str] = set()
    for piece, sentence in said:
        for span, better in find(sentence):
            word = sentence[slice(*span)].lower()
            if word not in seen:
                seen.add(word)
                group.remarks.append(_remark(piece, sentence, span, better))
    return group


def _structure(pieces: list[Piece]) -> list[Group]:
    headings = Group(
        _("Headings"),
        _("Many people only read the headings first. Screen readers jump from one to the next."),
        _("Begin with 'Heading', then 'Smaller heading'. Put text below each, and a heading above each part."),
    )
    for piece in structure.skipped_headings(pieces):
        headings.remarks.append(_remark(piece, piece.text, better=_("A bigger heading is missing above this one.")))
    for piece in structure.empty_headings(pieces):
        headings.remarks.append(_remark(piece, piece.text, better=_("There is no text in it or below it.")))
    for piece in structure.walls(pieces):
        headings.remarks.append(
            _remark(piece, piece.text, better=_("From here on there are more than 250 words without a heading."))
        )
    links = Group(
        _("Texts of links"),
        _("Who listens to a list of links must hear where each one leads."),
        _("Name what one finds there: 'Bekijk de agenda' instead of 'klik hier'."),
    )
    for piece in pieces:
        if piece.kind is Kind.LINK:
            if structure.vague_link(piece.text):
                links.remarks.append(_remark(piece, piece.text, (0, len(piece.text))))
        elif piece.kind in (Kind.RUNNING, Kind.SHORT):
            better = _("Make it a link with words.")
            links.remarks += [_remark(piece, piece.text, span, better) for span in structure.addresses(piece.text)]
    pictures = Group(
        _("Pictures without a description"),
        _("Who does not see the picture hears nothing."),
        _("Write what can be seen, or mark the picture as decoration only."),
    )
    pictures.remarks = [_remark(piece, "") for piece in pieces if piece.kind is Kind.PICTURE and not piece.text]
    return [headings, links, pictures]

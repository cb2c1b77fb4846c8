"""The rules for running text: each finds places in a sentence, and can be explained in one line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.plain_language import text as dutch
from core.plain_language.participles import is_participle
from core.plain_language.wordlists import words_of

LONGEST_SENTENCE = 20
LONGEST_WORD = 17
Span = tuple[int, int]

_BECOME = frozenset({"word", "wordt", "worden", "werd", "werden"})
_BE = frozenset({"is", "zijn", "was", "waren", "ben", "bent"})
_NEXT_CLAUSE = words_of("next_clause")
_MAY_FOLLOW = words_of("may_follow")
_THROUGH = words_of("through")
_ARTICLES = words_of("articles")
_MODALS = words_of("modals")
_BREAK = re.compile(r"[,;:()–—]")


@dataclass(frozen=True)
class Word:
    """A word of a sentence in small letters, and where it stands; `new` when a comma or bracket stands before it."""

    low: str
    begin: int
    end: int
    new: bool
    is_participle: bool


def too_long(sentence: str) -> bool:
    """Whether a sentence has more words than one reads in one breath."""
    return len(dutch.words(sentence)) > LONGEST_SENTENCE


def long_words(sentence: str) -> list[Span]:
    """Words of more than `LONGEST_WORD` letters; names (a capital inside the sentence) and addresses left out."""
    found = []
    for number, (word, begin, end) in enumerate(dutch.spans(sentence)):
        if len(word) <= LONGEST_WORD or (number and word[0].isupper()) or _is_address(sentence, begin, end):
            continue
        # Hyphens and slashes divide a word for the reader too.
        if any(len(part) > LONGEST_WORD for part in re.split(r"[-/:,]", word)):
            found.append((begin, end))
    return found


def _is_address(sentence: str, begin: int, end: int) -> bool:
    return "@" in (sentence[begin - 1 : begin], sentence[end : end + 1]) or "." in sentence[begin:end]


def passive(sentence: str) -> Span | None:
    """The first passive form: 'wordt … gemaakt', 'gemaakt worden', 'is gemaakt door'; None for 'wordt gezellig'."""
    found = _read(sentence)
    for place, word in enumerate(found):
        if word.low in _BECOME:
            partner = _participle_behind(found, place) or _participle_before(found, place)
        elif word.low in _BE:
            partner = _made_by(found, place)
        else:
            continue
        if partner:
            return min(word.begin, partner.begin), max(word.end, partner.end)
    return None


def _read(sentence: str) -> list[Word]:
    found: list[Word] = []
    last = 0
    for word, begin, end in dutch.spans(sentence):
        low = word.lower()
        # A name is none: 'kok bij Thuisgekookt'.
        participle = not (found and word[0].isupper()) and is_participle(low)
        found.append(Word(low, begin, end, bool(_BREAK.search(sentence, last, begin)), participle))
        last = end
    return found


def _clause(found: list[Word], place: int, reach: int) -> Iterable[int]:
    """The places after a word in its own clause, at most `reach`."""
    for later in range(place + 1, min(len(found), place + 1 + reach)):
        if found[later].new or found[later].low in _NEXT_CLAUSE:
            return
        yield later


def _participle_behind(found: list[Word], place: int) -> Word | None:
    # 'er wordt gekookt': nobody does it, so whatever comes after it is no noun.
    nobody = "er" in (found[place - 1].low if place else "", found[place + 1].low if place + 1 < len(found) else "")
    for later in _clause(found, place, 14):
        if found[later].is_participle and found[later - 1].low != "te":
            after = found[later + 1] if later + 1 < len(found) else None
            if nobody or after is None or after.new or after.low in _MAY_FOLLOW or after.low in _NEXT_CLAUSE:
                return found[later]
    return None


def _participle_before(found: list[Word], place: int) -> Word | None:
    """'dat het gemaakt wordt', 'dat het gemaakt kan worden'."""
    if place and found[place - 1].low in _MODALS and not found[place].new:
        place -= 1
    if not place or found[place].new or not found[place - 1].is_participle:
        return None
    partner = found[place - 1]
    # 'De genodigden': after an article, with an ending of more than one, it is a noun.
    is_noun = place > 1 and found[place - 2].low in _ARTICLES and partner.low.endswith("en")
    return None if is_noun else partner


def _made_by(found: list[Word], place: int) -> Word | None:
    """'is gemaakt door vrijwilligers', 'is door vrijwilligers gemaakt'."""
    clause = list(_clause(found, place, 14))
    partner = next((found[one] for one in clause if found[one].is_participle), None)
    if partner is None:
        return None
    return partner if any(found[one].low == "door" and _somebody(found, one) for one in clause) else None


def _somebody(found: list[Word], place: int) -> bool:
    """Whether somebody does it: 'door vrijwilligers', not 'door het park', nor 'door' at the end ('eten we door')."""
    next_ones = [one.low for one in found[place + 1 : place + 4] if one.low not in _ARTICLES]
    return bool(next_ones) and not found[place + 1].new and next_ones[0] not in _THROUGH


class Jargon:
    """The list of hard words that editors keep, ready to look in a sentence. 'participe*' is how a word begins."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        """Take hard words (or groups of words) with what is better."""
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        self._beginnings: dict[str, str] = {}
        for hard, better in entries.items():
            low = hard.strip().lower()
            if low.endswith("*") and len(low) > 1:
                self._beginnings[low[:-1]] = better
            elif parts := dutch.words(low):
                self._phrases.setdefault(parts[0], []).append((parts, better))
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})

    def find(self, sentence: str) -> list[tuple[Span, str]]:
        """Where hard words stand, with what is better. Endings (-e, -en, -n, -s) make no difference."""
        found = list(dutch.spans(sentence))
        low = [word.lower() for word, _begin, _end in found]
        hits: list[tuple[Span, str]] = []
        for place, (_word, begin, end) in enumerate(found):
            if match := self._phrase_at(low, place):
                length, better = match
                hits.append(((begin, found[place + length - 1][2]), better))
            elif better := self._beginning_of(low[place]):
                hits.append(((begin, end), better))
        return hits

    def _phrase_at(self, low: list[str], place: int) -> tuple[int, str] | None:
        """The longest group of words of the list that begins here: how many words, and what is better."""
        best: tuple[int, str] | None = None
        for stem in _stems(low[place]):
            for parts, better in self._phrases.get(stem, ()):
                # An ending only at one word by itself: 'in het kader van' is always the same.
                same = low[place : place + len(parts)] == parts or len(parts) == 1
                if same and (best is None or len(parts) > best[0]):
                    best = len(parts), better
        return best

    def _beginning_of(self, word: str) -> str:
        for length in self._lengths:
            if better := self._beginnings.get(word[:length]):
                return better
        return ""


def _stems(word: str) -> list[str]:
    """A word as it is and without the endings that make no other word of it."""
    return [word, *(word[: -len(end)] for end in ("e", "en", "n", "s", "'s") if word.endswith(end) and len(word) > 4)]

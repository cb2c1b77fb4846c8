"""Compounds: 'wandelgroep' is found by 'groep' and finds 'wandelen met een groep'.

A word is split where both halves are words of the content, or of a short list. Nothing is guessed from letters alone:
'vergeten' is no 'eten', as nothing is called 'verg'.
"""

import functools
from collections.abc import Mapping

from search.words import STOP, listed, stems

_CURATED, _NO_PART = listed("compounds", "parts"), listed("compounds", "no_part")
# Last parts that say how something is done, not what: a 'wandelgroep' is about walking.
GENERAL = listed("compounds", "general")
# What stands between two parts.
_LINKS = ("", "s", "e", "en", "n", "er")
_SHORTEST = 4
_LANGUAGE = "nl"


class Vocabulary:
    """The words that compounds may be made of: those of the content (with in how many entries), and curated ones."""

    def __init__(self, words: Mapping[str, int] | None = None) -> None:
        words = words or {}
        usual = STOP[_LANGUAGE] | _NO_PART
        known = {word for word in words if len(word) >= _SHORTEST and word.isalpha() and word not in usual}
        known |= {stem for word in known for stem in stems(word, _LANGUAGE) if len(stem) >= _SHORTEST}
        self.parts = _CURATED | (known - usual)
        self.words = words
        # In how many entries a word is, at most, in any form.
        self.entries: dict[str, int] = {}
        for word, entries in words.items():
            for stem in stems(word, _LANGUAGE):
                self.entries[stem] = self.entries.get(stem, 0) + entries
        self.split = functools.lru_cache(maxsize=50_000)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded compound, from left to right; nothing when it is none."""
        if len(word) < 6 or not word.isalpha():
            return ()
        best: tuple[str, ...] = ()
        for middle in range(3, len(word) - 2):
            left = self._left(word[:middle])
            if not left:
                continue
            right = word[middle:]
            found: tuple[str, ...] = (left, right) if self._is_part(right) else ()
            if not found and len(right) >= 6 and (rest := self._split(right)):
                found = (left, *rest)
            # The fewest parts, and of those the longest first one.
            if found and (not best or len(found) <= len(best)):
                best = found
        return best

    def _left(self, text: str) -> str:
        """The known part that a beginning is, also with a linking -s- or -en-; empty when it is none."""
        for link in _LINKS:
            part = text.removesuffix(link) if link else text
            if (not link or len(part) < len(text)) and part in self.parts:
                return part
        return ""

    def _is_part(self, text: str) -> bool:
        """Whether the end of a compound is a word we know, in any inflection."""
        if text in _NO_PART:
            return False
        return text in self.parts or (len(text) >= _SHORTEST and any(s in self.parts for s in stems(text, _LANGUAGE)))

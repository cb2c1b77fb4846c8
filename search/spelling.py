"""'Did you mean': words nobody wrote, by the nearest ones somebody did."""

import math
from collections.abc import Iterable

from django.conf import settings
from rapidfuzz.distance import OSA

from search.compounds import Vocabulary
from search.concepts import vocabulary
from search.engines import engine
from search.words import is_stop, stems, words_in

# Of more words at once there is no telling what was meant.
MOST_WRONG = 2


def corrected(text: str, unknown: Iterable[str], language: str) -> str:
    """What somebody typed with its unknown words (folded) corrected; empty when one has no near word."""
    wrong = {word for words in unknown for word in words.split()}
    if not wrong or len(wrong) > MOST_WRONG:
        return ""
    better = {word: nearest(word, language) for word in wrong}
    if not all(better.values()):
        return ""
    return " ".join(better.get(word) or word for word in words_in(text))


def nearest(word: str, language: str) -> str:
    """The word that was most likely meant, as people write it; empty when none is near."""
    if len(word) < 4 or not word.isalpha():
        return ""
    for code in dict.fromkeys((language, settings.LANGUAGE_CODE)):
        best, least = "", math.inf
        for row in engine().near(word, code):
            # Nobody looks for a word that says nothing.
            if is_stop(row.text, code):
                continue
            # A common word is meant sooner; the first letter is seldom wrong.
            distance = OSA.distance(word, row.text, score_cutoff=_slips(word))
            cost = distance + (0.5 if row.text[0] != word[0] else 0) - min(0.4, math.log1p(row.entries) / 20)
            if 0 < distance <= _slips(word) and cost < least:
                best, least = row.written, cost
        if best:
            return best
    return _nearest_compound(word, vocabulary())


def _slips(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _nearest_compound(word: str, known: Vocabulary) -> str:
    """A compound of a word we know and one that is nearly a word we know: 'wandelgroup' is a 'wandelgroep'."""
    for middle in range(len(word) - 4, 3, -1):
        left, right = word[:middle], word[middle:]
        if not any(stem in known.parts for stem in stems(left, settings.LANGUAGE_CODE)):
            continue
        near = [part for part in known.parts if part[0] == right[0] and abs(len(part) - len(right)) < 2]
        found = [part for part in near if OSA.distance(part, right, score_cutoff=1) == 1]
        if found:
            return left + min(found, key=lambda part: (len(part) != len(right), part))
    return ""

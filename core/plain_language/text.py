"""Dutch text in sentences and words. Every pattern takes what it can and never goes back: long texts stay quick."""

import re
from collections.abc import Iterator

from core.plain_language.wordlists import words_of

# Words, figures and times ('10.00', "foto's", 'Vleuten-De'): a sign belongs to a word only between two letters.
_WORD = re.compile(r"\w++(?:[.,:/'’-]\w++)*+")
# Where a sentence can end, with the quotation marks and brackets that close behind it.
# Only at the first of a row of dots, so that a long row is read once.
_STOP = re.compile(r"(?<![.!?…])[.!?…]++['\"”’»)\]]*+(?=\s)|\n++")
_ENDING = words_of("ending_abbreviations")
_ABBREVIATIONS = words_of("abbreviations")
_VOWELS = re.compile(
    r"aai|ooi|oei|eeu|ieu|e(?=um\b)|y(?=[aeiou])()|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou"
    r"|[aeiouyáéíóúàèìòùâêîôûäëïöü]"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text in order; a new line also ends one. 'o.a.', 'dhr.', '10.00' and '1.' do not."""
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop[0][0] == "\n" or _ends(text, start, stop):
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    found.append(text[start:].strip())
    return [one for one in found if one]


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that began at `start` is over at this stop."""
    after = text[stop.end() : stop.end() + 40].lstrip()
    if not after:
        return True
    # "'s Middags" begins a sentence with a small letter.
    if after[0].islower() or (after[0].isdigit() and stop[0] == "…"):
        return False
    if stop[0] != ".":
        return True
    # The longest abbreviation and a figure are short; more of a long sentence need not be looked at.
    before = text[max(start, stop.start() - 20) : stop.start()]
    last = before.split()[-1].lstrip("('\"‘“").lower() if before.split() else ""
    if last in _ENDING:
        return True
    # One letter is an initial; letters with dots between them are an abbreviation ('o.a', 'm.m.v').
    dotted = "." in last and all(len(part) == 1 for part in last.split("."))
    if last in _ABBREVIATIONS or dotted or (len(last) == 1 and last.isalpha()):
        return False
    # The number of a point in a list: '2. Kom langs.'
    return not (last.isdigit() and text[start : stop.start()].strip() == last)


def words(text: str) -> list[str]:
    """The words and figures of a text as they are written."""
    return _WORD.findall(text)


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text with where it begins and ends."""
    for found in _WORD.finditer(text):
        yield found[0], found.start(), found.end()


def syllables(word: str) -> int:
    """How many syllables a Dutch word has: its groups of vowels, where 'ui' is one and 'eo' is two; at least one."""
    return max(1, sum(found[0] != "y" or found[1] is None for found in _VOWELS.finditer(word.lower())))


def reading_ease(text: list[str]) -> int | None:
    """Flesch-Douma for sentences: 0 (very hard) to 100 (very easy); None below 30 words, which say too little."""
    counted = [[word for word in words(one) if not word[0].isdigit()] for one in text]
    counted = [one for one in counted if one]
    total = sum(len(one) for one in counted)
    if total < 30:
        return None
    per_word = sum(syllables(word) for one in counted for word in one) / total
    return max(0, min(100, round(206.84 - 77 * per_word - 0.93 * total / len(counted))))

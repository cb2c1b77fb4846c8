"""Words as the search compares them: without accents, in their stems. The same for both databases."""

import functools
import re
import threading
import tomllib
import unicodedata
from pathlib import Path

import snowballstemmer  # type: ignore[import-untyped]

# A longer one is no word, and costs as much as it is long.
LONGEST_WORD = 64
# Two stemmers for Dutch that complete each other: one knows 'kookt' and 'maatje', the other 'eenzame' and 'danst'.
_STEMMERS = {
    "nl": ("dutch", "dutch_porter"),
    "en": ("english",),
    "tr": ("turkish",),
    "ar": ("arabic",),
    "de": ("german",),
    "fr": ("french",),
    "es": ("spanish",),
    "it": ("italian",),
    "pt": ("portuguese",),
    "pl": ("polish",),
    "ro": ("romanian",),
    "hu": ("hungarian",),
    "el": ("greek",),
    "ru": ("russian",),
    "sr": ("serbian",),
    "hy": ("armenian",),
    "fa": ("persian",),
    "hi": ("hindi",),
    "id": ("indonesian",),
}
# Where endings pile up, or nobody wrote a stemmer, the first letters of a word do as its stem.
_WITHOUT = 6
_FIRST_LETTERS = {"tr": 5}
# 'The', also with 'and', 'in' and 'for' before it.
_ARABIC_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=.{3})")
_WORD = re.compile(r"[^\W_]+")
# '55+', '55plus' and '55-plussers' are all '55-plus'.
_AGE = re.compile(r"(?<=\d)\s?\+|(?:(?<=\d)|(?<![^\W_]))plus(?:sers?)?(?![^\W_])")
# Beside what decomposes by itself.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ĳ": "ij"})
_lock = threading.Lock()

LISTS = tomllib.loads((Path(__file__).parent / "language.toml").read_text(encoding="utf-8"))


def listed(section: str, name: str) -> frozenset[str]:
    """A list of words of `language.toml`; empty when there is none."""
    return frozenset(LISTS[section].get(name, "").split())


STOP = {language: listed("stop", language) for language in LISTS["stop"]}


def fold(text: str) -> str:
    """Lower case, without accents; Arabic without vowel signs and the stretch between letters."""
    if text.isascii():
        return text.lower()
    # A lone surrogate is no character: no database stores it.
    text = text.encode("utf-8", "ignore").decode().casefold()
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign != "\u0640")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def words_in(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(_AGE.sub(" plus ", fold(text)))]


def written_words(text: str) -> dict[str, str]:
    """Of each word in a text, folded, how it is first written, in lower case."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())):
        for word in words_in(match[0]):
            found.setdefault(word, match[0].lower() if word == fold(match[0]) else word)
    return found


@functools.cache
def _stemmers(language: str) -> tuple:
    return tuple(snowballstemmer.stemmer(name) for name in _STEMMERS.get(language, ()))


@functools.lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """The stems of a folded word, and the word itself first, each once."""
    if len(word) < 3 or not word.isalpha():
        return (word,)
    bare = _ARABIC_ARTICLE.sub("", word) if language == "ar" else word
    # A stemmer keeps the word it works on: two threads would mix theirs.
    with _lock:
        found = [bare, *(fold(stemmer.stemWord(bare)) for stemmer in _stemmers(language))]
    letters = _FIRST_LETTERS.get(language, 0 if language in _STEMMERS else _WITHOUT)
    found += [word[:letters]] if 0 < letters < len(word) else []
    return tuple(dict.fromkeys([word, *(stem for stem in found if len(stem) > 1)]))


def is_stop(word: str, language: str) -> bool:
    """Whether a folded word says nothing about what somebody looks for."""
    return word in STOP.get(language, ())

"""What somebody typed as concepts: each word with its stems, its parts when it is a compound, and its synonyms."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from core.page_cache import per_generation
from search.compounds import GENERAL, Vocabulary
from search.models import Synonyms, Word
from search.places import place_words
from search.words import is_stop, stems, words_in

# A longer question is a story: its first words say what it is about.
MOST_WORDS = 8
# A beginning of fewer letters says nothing; of more words than these there is no telling which was meant.
_BEGINNING, _MOST_LONGER = 5, 8
# Forms of one word, of which any will do.
Term = tuple[str, ...]
# Terms that must all be there.
Way = tuple[Term, ...]


@dataclass(frozen=True)
class Concept:
    """One thing somebody asks for, with every way in which it may be written."""

    typed: str
    # As it was typed, glued to its neighbour, or in parts.
    ways: tuple[Way, ...]
    # What means about the same; weighs half.
    others: tuple[Way, ...] = ()
    # Whether it says where, not what.
    is_place: bool = False

    @property
    def forms(self) -> frozenset[str]:
        """Every form of every word in it, to mark in a text."""
        return frozenset(form for way in (*self.ways, *self.others) for term in way for form in term)

    @property
    def commonness(self) -> int:
        """In about how many entries it is."""
        known = vocabulary().entries
        return sum(max(known.get(form, 0) for form in way[0]) for way in (*self.ways, *self.others))


@per_generation(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words of everything in the source language, as they were when something was last published."""
    return Vocabulary(dict(Word.objects.filter(language=settings.LANGUAGE_CODE).values_list("text", "entries")))


@per_generation(maxsize=8)
def _synonyms(language: str) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """For the words of each synonym (stemmed) all synonyms of its group, as folded words."""
    groups: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for row in Synonyms.objects.filter(language=language):
        group = tuple(filter(None, (tuple(telling(text, language)) for text in row.word_list)))
        for words in group:
            key = tuple(stems(word, language)[-1] for word in words)
            groups[key] = groups.get(key, ()) + tuple(one for one in group if one != words)
    return groups


def concepts_of(text: str, language: str) -> list[Concept]:
    """The concepts in what somebody typed, without words that say nothing, at most eight."""
    words = telling(text, language)
    languages = tuple(dict.fromkeys((language, settings.LANGUAGE_CODE)))
    found: list[Concept] = []
    at = 0
    while at < len(words):
        length, others = _longest_synonym(words, at, languages)
        phrase = words[at : at + length]
        glued = _glued(words, at) if length == 1 else []
        ways = [tuple(term(word, languages) for word in phrase), *glued]
        alike = [tuple(term(word, languages) for word in other) for other in others]
        if length == 1 and (parts := vocabulary().split(phrase[0])):
            ways.append(tuple(term(part, languages) for part in parts))
            if parts[-1] in GENERAL:
                alike.append(tuple(term(part, languages) for part in parts[:-1]))
        alike += [(term(longer, languages),) for longer in _longer(phrase[0], language)] if length == 1 else []
        is_place = place_words().issuperset(phrase)
        found.append(Concept(" ".join(phrase), tuple(dict.fromkeys(ways)), tuple(dict.fromkeys(alike)), is_place))
        at += length
    return found


def telling(text: str, language: str) -> list[str]:
    """The folded words of a text, each once, without those that say nothing; all of them when none says anything."""
    words = words_in(text)
    return list(dict.fromkeys([word for word in words if not is_stop(word, language)] or words))[:MOST_WORDS]


def term(word: str, languages: Iterable[str]) -> Term:
    """A word with its stems in these languages."""
    return tuple(dict.fromkeys(form for language in languages for form in stems(word, language)))


def _longest_synonym(words: list[str], at: int, languages: Iterable[str]) -> tuple[int, list[tuple[str, ...]]]:
    """How many of the words from `at` on have synonyms together, and these; 1 and nothing when they have none."""
    for length in range(min(4, len(words) - at), 0, -1):
        others: list[tuple[str, ...]] = []
        for language in languages:
            key = tuple(stems(word, language)[-1] for word in words[at : at + length])
            others += _synonyms(language).get(key, ())
        if others:
            return length, others
    return 1, []


def _longer(word: str, language: str) -> list[str]:
    """Of a word that nobody wrote the words that begin as it does, those that are used most."""
    forms, known = stems(word, language), vocabulary()
    if language != settings.LANGUAGE_CODE or len(word) < _BEGINNING or any(form in known.entries for form in forms):
        return []
    beginning = min((form for form in forms if len(form) >= _BEGINNING), key=len)
    found = [longer for longer in known.words if longer.startswith(beginning)]
    return sorted(found, key=lambda longer: (-known.words[longer], longer))[:_MOST_LONGER]


def _glued(words: list[str], at: int) -> list[Way]:
    """The word glued to its neighbour, where that is a word of ours: 'duo fiets' is a 'duofiets'."""
    known = vocabulary().words
    pairs = [words[at - 1] + words[at]] if at else []
    pairs += [words[at] + words[at + 1]] if at + 1 < len(words) else []
    return [(term(pair, (settings.LANGUAGE_CODE,)),) for pair in pairs if pair in known]

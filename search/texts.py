"""The words of one thing by weight, each with its stems; the parts of a compound weigh less than the compound."""

from typing import NamedTuple

from django.conf import settings

from search.compounds import Vocabulary
from search.engines import Texts
from search.words import is_stop, stems, words_in, written_words


class Words(NamedTuple):
    """What one thing says in words."""

    language: str
    title: str
    # Of what is around it: topic, place, organisers, for whom.
    names: tuple[str, ...]
    introduction: str
    body: str

    def written(self) -> dict[str, str]:
        """Its own words, folded, as they are written."""
        return written_words(f"{self.title} {self.introduction} {self.body}")


def texts_of(found: Words, known: Vocabulary) -> Texts:
    """Its words by weight, as both databases take them."""
    names = " ".join(found.names)
    return Texts(
        title=_with_stems(found.title, found.language),
        names=_with_stems(names, found.language) + _parts(f"{found.title} {names}", found.language, known),
        introduction=_with_stems(found.introduction, found.language),
        body=_with_stems(found.body, found.language)
        + _parts(f"{found.introduction} {found.body}", found.language, known),
    )


def _with_stems(text: str, language: str) -> str:
    """The words of a text, each followed by its stems; what says nothing is left out."""
    return " ".join(" ".join(stems(word, language)) for word in words_in(text) if not is_stop(word, language))


def _parts(text: str, language: str, known: Vocabulary) -> str:
    """The parts of the compounds in a text, with their stems; only Dutch has them."""
    if language != settings.LANGUAGE_CODE:
        return ""
    parts = dict.fromkeys(part for word in words_in(text) for part in known.split(word))
    return "".join(f" {form}" for part in parts for form in stems(part, language))

"""Extracts: the part of a text that has most of what somebody asked, with those words marked."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.concepts import Concept, vocabulary
from search.words import fold, is_stop, stems

LONGEST = 200
# As much as stands before the first marked word.
_LEAD = 50
_WORD = re.compile(r"[^\W_]+")


class Marker:
    """Marks the words of one question, in every inflection, in texts of a language."""

    def __init__(self, concepts: Iterable[Concept], language: str) -> None:
        self.forms = frozenset(form for concept in concepts for form in concept.forms)
        self.language = language
        self._known: dict[str, str] = {}
        # Only Dutch has compounds.
        self._split = vocabulary().split if language == settings.LANGUAGE_CODE else (lambda _word: ())

    def title(self, text: str) -> SafeString:
        """A whole text, escaped, its words marked."""
        return self._marked(text, 0, len(text))

    def extract(self, text: str, longest: int = LONGEST) -> SafeString:
        """About so many signs around the words that were asked, or else the first ones."""
        text = " ".join(_joined(text).split())
        start, end = self._best(text, longest)
        before, after = ("… " if start else ""), (" …" if end < len(text) else "")
        return mark_safe(before + self._marked(text, start, end) + after)  # noqa: S308 - escaped piece by piece

    def _best(self, text: str, longest: int) -> tuple[int, int]:
        """Where the part begins and ends that has most different words of the question."""
        hits = [(found.start(), hit) for found in _WORD.finditer(text) if (hit := self._hit(found[0]))]
        best, most = 0, 0
        for number, (position, _hit) in enumerate(hits[:200]):
            begin = max(0, position - _LEAD)
            here = {hit for at, hit in hits[number : number + 30] if at < begin + longest - 20}
            if len(here) > most:
                best, most = begin, len(here)
        if best < _LEAD or len(text) <= longest:
            best = 0
        best = text.rfind(" ", 0, best) + 1 if best else 0
        end = best + longest
        if end >= len(text):
            return best, len(text)
        # Whole words; a text without spaces is cut where it must.
        return best, max(text.rfind(" ", best, end), best) if " " in text[best:end] else end

    def _marked(self, text: str, start: int, end: int) -> SafeString:
        pieces, at = [], start
        for found in _WORD.finditer(text, start, end):
            if self._hit(found[0]):
                pieces += [escape(text[at : found.start()]), f"<mark>{escape(found[0])}</mark>"]
                at = found.end()
        return mark_safe("".join([*pieces, escape(text[at:end])]))  # noqa: S308 - escaped piece by piece

    def _hit(self, written: str) -> str:
        """The form by which a word answers the question; empty when it does not."""
        if written not in self._known:
            self._known[written] = self._find(fold(written))
        return self._known[written]

    def _find(self, word: str) -> str:
        if is_stop(word, self.language):
            return ""
        found = [form for form in stems(word, self.language) if form in self.forms]
        if not found:
            parts = self._split(word)
            found = [form for part in parts for form in stems(part, self.language) if form in self.forms]
        return found[-1] if found else ""


def _joined(text: str) -> str:
    """The blocks of a text behind each other, with a stop between them where there is none."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(line if line[-1] in ".!?:;…,؟" else f"{line}." for line in lines if line)

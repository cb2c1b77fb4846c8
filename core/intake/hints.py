"""Tips for a text, given kindly and never as an error: words that may hurt, long sentences, hard words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.models import JargonWord
from core.page_cache import per_generation
from core.plain_language.rules import Jargon, too_long
from core.plain_language.text import sentences
from core.plain_language.tone import lonely


@dataclass(frozen=True)
class Hint:
    """A tip: about which field it is, and what it says."""

    field: str
    text: Any


def hints(texts: dict[str, str]) -> list[Hint]:
    """The tips for texts by the name of their field, at most one of each kind for each text."""
    found = []
    for field, text in texts.items():
        found += [Hint(field, words) for words in (_tone(text), _sentences(text), _hard_words(text)) if words]
    return found


def _tone(text: str) -> Any:
    if not lonely(text):
        return None
    return _("Say what you are going to do, not what somebody misses. Without the word 'eenzaam' more people come.")


def _sentences(text: str) -> Any:
    long = [one for one in sentences(text) if too_long(one)]
    if not long:
        return None
    start = " ".join(long[0].split()[:4])
    words = ngettext(
        "One sentence is long: '%(start)s …'. Short sentences are easier to read. Can you make two of it?",
        "%(count)s sentences are long. The first: '%(start)s …'. Short sentences are easier to read.",
        len(long),
    )
    return words % {"count": len(long), "start": start}


@per_generation(maxsize=1, per_language=False)
def _jargon() -> Jargon:
    """The list that editors keep: Dutch in every language of the site, because the texts are."""
    return Jargon(dict(JargonWord.objects.values_list("word", "better")))


def _hard_words(text: str) -> Any:
    for (begin, end), better in _jargon().find(text):
        words = _("Not everybody knows the word '%(hard)s'. Plainer: %(plain)s.")
        return words % {"hard": text[begin:end], "plain": better}
    return None

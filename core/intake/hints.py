"""Tips for a text, given kindly and never as an error: words that may hurt, long sentences, hard words."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.plain_language.tone import lonely

LONGEST_SENTENCE = 20
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w[\w'’-]*")
# What people say in a meeting, and what one says to a neighbour: the beginning of a Dutch word, and a plainer one.
# Dutch in every language of the site, because the texts are.
HARD_WORDS = {
    "laagdrempelig": "makkelijk, voor iedereen",
    "doelgroep": "voor wie het is",
    "participe": "meedoen",
    "faciliteren": "helpen, mogelijk maken",
    "faciliteert": "helpt, maakt mogelijk",
    "activering": "iets gaan doen",
    "kwetsba": "wie wat hulp kan gebruiken",
    "zelfredzaam": "zelf kunnen",
    "ontmoetingsactiviteit": "samen iets doen",
    "cliënt": "mensen",
    "deelname": "meedoen",
    "gaarne": "graag",
    "middels": "met",
    "tevens": "ook",
    "indien": "als",
    "teneinde": "om te",
    "dient te": "moet",
    "dienen te": "moeten",
    "consumptie": "iets te drinken",
    "cohesie": "elkaar kennen",
    "preventie": "voorkomen",
    "inclusie": "iedereen hoort erbij",
    "interventie": "hulp, aanpak",
    "multidisciplinair": "samen met anderen",
    "intergenerationeel": "jong en oud samen",
}


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
    long = [one for one in _SENTENCE.split(text) if len(_WORD.findall(one)) > LONGEST_SENTENCE]
    if not long:
        return None
    start = " ".join(long[0].split()[:4])
    words = ngettext(
        "One sentence is long: '%(start)s …'. Short sentences are easier to read. Can you make two of it?",
        "%(count)s sentences are long. The first: '%(start)s …'. Short sentences are easier to read.",
        len(long),
    )
    return words % {"count": len(long), "start": start}


def _hard_words(text: str) -> Any:
    lower = text.lower()
    for hard, plain in HARD_WORDS.items():
        if found := re.search(rf"\b{re.escape(hard)}\w*", lower):
            words = _("Not everybody knows the word '%(hard)s'. Plainer: %(plain)s.")
            return words % {"hard": found[0], "plain": plain}
    return None

"""Dutch past participles, by their shape and by short lists: what a passive form needs."""

from core.plain_language.wordlists import words_of

_BEFORE_GE = words_of("before_ge")
_NOT = words_of("no_participles")
_OTHERS = words_of("participles")
_GE_ENDINGS = ("d", "t", "en", "aan", "ien")
_NOUN_ENDINGS = ("heid", "heden", "schap", "schappen", "teit", "lijkt", "eert", "stand", "eerden", "igden")


def is_participle(word: str) -> bool:
    """Whether a word in small letters is, as far as its shape tells, a past participle."""
    if word in _OTHERS:
        return True
    if word in _NOT or word.endswith(_NOUN_ENDINGS):
        return False
    if word.startswith(("be", "ver", "ont", "her")) and word.endswith("d"):
        return len(word) > 5
    if word.startswith("ge"):
        return _has_ge(word)
    return any(word.startswith(part + "ge") and _has_ge(word[len(part) :]) for part in _BEFORE_GE)


def _has_ge(word: str) -> bool:
    return word not in _NOT and len(word) >= 5 and word.endswith(_GE_ENDINGS)

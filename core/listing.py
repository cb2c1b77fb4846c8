"""Words and phrases in a row, with the signs between them that the language has."""

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import pgettext


def comma() -> str:
    """What stands between the words of a list, with its space."""
    # Translators: between the words of a list; with its space.
    return pgettext("between words", ", ")


def listed(words: Iterable[object]) -> str:
    """`a, b, c`; what is empty is left out. HTML when one of them is."""
    sign, given = comma(), [word for word in words if word]
    if not any(isinstance(word, SafeData) for word in given):
        return sign.join(str(word) for word in given)
    escaped = [conditional_escape(word if isinstance(word, SafeData) else str(word)) for word in given]
    return mark_safe(sign.join(escaped))  # noqa: S308 - escaped one by one


def joined(phrases: Iterable[object]) -> str:
    """`a; b; c`, for parts that have commas of their own; what is empty is left out."""
    # Translators: between phrases that have commas of their own; with its space.
    return pgettext("between phrases", "; ").join(str(phrase) for phrase in phrases if phrase)

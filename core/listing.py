"""Words and phrases in a row, with the signs between them that the language has."""

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeData
from django.utils.translation import pgettext


def comma() -> str:
    """What stands between the words of a list, with its space."""
    # Translators: between the words of a list; with its space.
    return pgettext("between words", ", ")


def listed(words: Iterable[object]) -> str:
    """`a, b, c`; what is empty is left out. HTML when one of them is."""
    given = [word for word in words if word]
    if any(isinstance(word, SafeData) for word in given):
        return format_html_join(comma(), "{}", ((word,) for word in given))
    return comma().join(map(str, given))


def joined(phrases: Iterable[object]) -> str:
    """`a; b; c`, for parts that have commas of their own; what is empty is left out."""
    # Translators: between phrases that have commas of their own; with its space.
    return pgettext("between phrases", "; ").join(str(phrase) for phrase in phrases if phrase)

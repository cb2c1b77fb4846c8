"""Which language a piece of visible text is in, by frequent words: enough to find a sentence that was not translated.

The lists hold words that are frequent on this site and belong to one of the two languages only: `is`, `in`, `we`, `week`
and the like are in neither. A piece of text counts as foreign when it has more words of the other language than of its
own; so an English sentence may hold the name 'Stichting Oog voor Utrecht', and a Dutch one the name 'Join Us'.
"""

import re
import unicodedata
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import Comment, Declaration, Doctype, PreformattedString

DUTCH = frozenset(
    """
    de het een van voor niet ook maar wordt worden naar zijn je jouw jij wij ons onze geen deze dit wat wie hoe waar
    meer uit nog kun kunt kan bent heeft hebben als dan bij tot met en aan om alle alles alleen samen iedereen iets
    welkom meedoen zoeken zoek wijk wijken buurt activiteit activiteiten bekijk terug volgende vorige verder vandaag
    morgen gratis aanmelden maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart juni
    juli oktober hulp bellen mensen dag dagen uur talen taal verhalen nieuws vragen bestellen voorbeeld rolstoel
    ouderen organisaties thema plaats geheel hele toegankelijkheid vanaf gaat staat doet mee weten hier daar door
    """.split()  # noqa: SIM905 - a text is easier to read and mend
)
ENGLISH = frozenset(
    """
    the and for with you your this that not are from to at what who how where which all only together everyone
    welcome search find activity activities see back next previous today tomorrow free monday tuesday wednesday
    thursday friday saturday sunday january february march may june july october help call people day days stories
    news ask order example wheelchair neighbourhood district districts language languages page pages about something
    be have has can will would here there it they our my if or no yes by more send show close skip choose
    """.split()  # noqa: SIM905
)
# Proper names with words of a language in them, which are the same in every language.
NAMES = (
    "Taal doet meer",
    "Vleuten-De Meern",
    "On The Move",
    "Living Apart Together",
    "Serve the City",
    "Stichting Oog voor Utrecht",
)
# Languages in which a text in our letters stands out.
OTHER_LETTERS = frozenset({"ar", "uk"})
_WORD = re.compile(r"[^\W\d_]+")
# Code to copy is no text.
_UNREAD = ("script", "style", "template", "noscript", "textarea", "code", "pre")
_SPOKEN = ("aria-label", "alt", "placeholder", "title")
_NO_TEXT = (Comment, Declaration, Doctype, PreformattedString)


def is_foreign(text: str, language: str) -> bool:
    """Whether a piece of text that should be Dutch (`nl`) is English, or the other way round (`en`)."""
    for name in NAMES:
        text = text.replace(name, "")
    words = [word.lower() for word in _WORD.findall(text)]
    dutch, english = (sum(word in known for word in words) for known in (DUTCH, ENGLISH))
    return english > dutch if language == "nl" else dutch > english


def is_left_in_dutch(text: str, language: str) -> bool:
    """Whether a piece that should be in other letters (`ar`, `uk`) is Dutch from end to end: more than a name."""
    for name in NAMES:
        text = text.replace(name, "")
    words = [word.lower() for word in _WORD.findall(text)]
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for word in words for letter in word)
    return language in OTHER_LETTERS and is_latin and sum(word in DUTCH for word in words) > 1


def pieces(page: str | BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Everything a visitor of a page reads or hears, each with its language: blocks of text and what is read aloud.

    A parsed page loses what is not read.
    """
    soup = BeautifulSoup(page, "html.parser") if isinstance(page, str) else page
    # An address or a name in code is in no language.
    for tag in [*soup.find_all(_UNREAD), *soup.find_all(translate="no")]:
        tag.decompose()
    seen: dict[int, tuple[str, list[str]]] = {}
    for text in soup.find_all(string=True):
        if isinstance(text, _NO_TEXT) and type(text) is not NavigableString:
            continue
        if text.strip():
            language, block = _language(text), _block(text)
            # Words of another language inside a sentence are a piece of their own.
            key = hash((id(block), language))
            seen.setdefault(key, (language, []))[1].append(text.strip())
    for language, parts in seen.values():
        yield " ".join(parts), language
    # A link in the head is for programs.
    for tag in (one for one in soup.find_all(True) if one.name != "link"):
        for name in _SPOKEN:
            if tag.get(name):
                yield str(tag[name]), _language(tag)
    for meta in soup.find_all("meta", attrs={"name": "description"}):
        # It stands outside the body, in the language of the page it describes.
        main = soup.find("main")
        yield str(meta.get("content", "")), _language(main or meta)


def _language(node: NavigableString | Tag) -> str:
    own = node.get("lang") if isinstance(node, Tag) else None
    return str(own or next((parent.get("lang") for parent in node.parents if parent.get("lang")), ""))


_BLOCKS = {
    *("p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "label", "legend", "summary", "button", "a", "title"),
    *("div", "section", "main", "body", "nav", "form", "option", "figcaption", "blockquote", "header", "footer"),
}


def _block(text: NavigableString) -> Tag | None:
    # A link inside a sentence belongs to the sentence.
    found = next((parent for parent in text.parents if parent.name in _BLOCKS), None)
    while found is not None and found.name == "a" and found.parent is not None and found.parent.name == "p":
        found = found.parent
    return found

"""Our words for the office go before Wagtail's own: on purpose, and never by accident."""

from functools import cache
from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize

pytestmark = pytest.mark.any_database
ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "locale/nl/LC_MESSAGES"
LIBRARIES = (Path(wagtail.__file__).parent, Path(wagtail_localize.__file__).parent)
ON_PURPOSE = "core/words_of_office.py"
# The same in other words: nobody is led astray by these.
ALIKE = {"Close", "Pages", "pages", "(optional)", "Actions"}


@cache
def theirs(domain: str, language: str) -> dict[str, set[str]]:
    """What the libraries say, with each of their translations."""
    found: dict[str, set[str]] = {}
    for library in LIBRARIES:
        for path in library.rglob(f"locale/{language}/LC_MESSAGES/{domain}.po"):
            for entry in polib.pofile(str(path)):
                found.setdefault(entry.msgid, set()).add(entry.msgstr or entry.msgstr_plural.get(0, ""))
    return found


def places(entry: polib.POEntry) -> set[str]:
    return {path for path, _line in entry.occurrences}


def test_a_word_of_ours_does_not_change_what_wagtail_says():
    # 'Reports' was once 'Verslagen' in the menu, and 'Cancel' was 'Afzeggen', because of pages that had nothing to do
    # with the office.
    changed = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(OURS / "django.po"))
        if not entry.msgctxt and not entry.msgid_plural and ON_PURPOSE not in places(entry)
        if entry.msgid in theirs("django", "nl") and entry.msgstr not in theirs("django", "nl")[entry.msgid]
    }
    assert {message: said for message, said in changed.items() if message not in ALIKE} == {}


def test_what_we_say_differently_is_still_said_by_a_library():
    known = {*theirs("django", "nl"), *theirs("django", "en")}
    ours = {entry.msgid for entry in polib.pofile(str(OURS / "django.po")) if ON_PURPOSE in places(entry)}
    assert ours
    assert ours - known == set()


def test_the_same_for_what_is_said_by_javascript():
    ours = {entry.msgid for entry in polib.pofile(str(OURS / "djangojs.po"))}
    assert ours - {*theirs("djangojs", "nl"), *theirs("djangojs", "en")} == set()

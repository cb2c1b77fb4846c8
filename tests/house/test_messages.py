"""The message check finds what a visitor would otherwise find."""

import polib
import pytest

from tools import messages


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Hello", msgstr="Hallo"), []),
        (polib.POEntry(msgid="Hello", msgstr=""), ["no translation"]),
        (polib.POEntry(msgid="Hello", msgstr="Hallo", flags=["fuzzy"]), ["fuzzy"]),
        (polib.POEntry(msgid="%(n)s dates", msgstr="datums"), ["placeholders differ"]),
        (polib.POEntry(msgid="From {day}", msgstr="Vanaf {dag}"), ["placeholders differ"]),
        (polib.POEntry(msgid="one", msgid_plural="%(n)s", msgstr_plural={0: "een", 1: "%(n)s"}), []),
        (polib.POEntry(msgid="one", msgid_plural="%(n)s", msgstr_plural={0: "een", 1: ""}), ["no translation"]),
    ],
)
def test_faults_of_one_message(entry: polib.POEntry, fault: list[str]) -> None:
    assert messages._faults(entry) == fault


@pytest.mark.parametrize("language", messages.COMPLETE)
def test_the_compiled_catalogue_is_as_new_as_its_source(language: str) -> None:
    source = polib.pofile(str(messages.catalogue(language)))
    compiled = polib.mofile(str(messages.catalogue(language).with_suffix(".mo")))
    assert {entry.msgid for entry in compiled if entry.msgid} == {entry.msgid for entry in source.translated_entries()}

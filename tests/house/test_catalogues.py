"""Every catalogue: nothing lost, nothing left in English, nothing in the wrong letters, and whole sentences from parts."""

import datetime as dt
import gettext
import re
import unicodedata
from pathlib import Path

import django
import polib
import pytest
from django.utils import translation

from agenda.schedule.recurrence import Rule
from agenda.schedule.words import rule_in_words
from tools import messages

LANGUAGES = sorted(path.parents[1].name for path in messages.LOCALE.glob("*/LC_MESSAGES/django.po"))
OFFERED = [language for language in messages.OFFERED if language in LANGUAGES]
TAG = re.compile(r"</?[a-z]+>")
# How a date is written, in the letters of Django's date formats.
DATE_FORMATS = {"date", "day and month", "long date", "long date with year"}
# The same in English and in the language.
SAME = {"tr": {"Logo", "logo", "PDF"}, "uk": {"PDF"}, "ar": {"PDF"}}
# In Latin letters wherever they are read: a made-up Dutch address and name, and what is called so everywhere.
LATIN = {"Main Street 1", "Sam Example", "PDF"}
SCRIPTS = {"uk": "CYRILLIC", "ar": "ARABIC"}


def _translated(language: str) -> list[polib.POEntry]:
    return [entry for entry in messages._entries(language) if messages._is_translated(entry)]


def _words(text: str) -> str:
    """A text without its placeholders and tags."""
    return TAG.sub(" ", messages.PLACEHOLDER.sub(" ", text))


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in word if letter.isalpha()}


def _plural(formula: str) -> tuple[int, list[int]]:
    """How many forms there are, and which of them each number takes, from 0 to 200."""
    count, rule = re.findall(r"nplurals=(\d+); *plural=(.+?);? *$", formula)[0]
    which = gettext.c2py(rule)
    return int(count), [which(number) for number in range(201)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_takes_the_same_form_as_in_djangos_own_catalogue(language: str) -> None:
    folder = Path(django.__file__).parent / "conf" / "locale" / language
    theirs = polib.pofile(str(folder / "LC_MESSAGES" / "django.po"))
    ours = polib.pofile(str(messages.catalogue(language)))
    assert _plural(ours.metadata["Plural-Forms"]) == _plural(theirs.metadata["Plural-Forms"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_there_and_says_the_number_where_it_stands_for_more_than_one(language: str) -> None:
    count, forms = _plural(polib.pofile(str(messages.catalogue(language))).metadata["Plural-Forms"])
    # Which numbers a form stands for. Nothing is counted down to 0: there another sentence stands.
    several = {form for form in range(count) if forms[1:].count(form) > 1}
    faults = []
    for entry in _translated(language):
        if not entry.msgid_plural:
            continue
        assert set(entry.msgstr_plural) == set(range(count)), entry.msgid
        wanted = set(messages.PLACEHOLDER.findall(entry.msgid_plural))
        for form, text in entry.msgstr_plural.items():
            found = set(messages.PLACEHOLDER.findall(text))
            if not text or found - wanted or (form in several and found != wanted):
                faults.append(f"{form}: {text} ({entry.msgid_plural})")
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_source(language: str) -> None:
    faults = [
        f"{entry.msgid} -> {entry.msgstr}"
        for entry in _translated(language)
        for pattern in (messages.PLACEHOLDER, TAG)
        if not entry.msgid_plural and set(pattern.findall(entry.msgid)) != set(pattern.findall(entry.msgstr))
    ]
    assert faults == []


@pytest.mark.parametrize("language", OFFERED)
def test_no_text_is_left_in_english(language: str) -> None:
    left = [
        entry.msgid
        for entry in _translated(language)
        if entry.msgid in messages._translations(entry)
        and any(letter.isalpha() for letter in _words(entry.msgid))
        and entry.msgctxt not in DATE_FORMATS
        and entry.msgid not in SAME[language]
    ]
    assert left == []


@pytest.mark.parametrize("language", sorted(SCRIPTS.keys() & set(OFFERED)))
def test_a_text_is_in_the_letters_of_its_language(language: str) -> None:
    latin = [
        text
        for entry in _translated(language)
        for text in messages._translations(entry)
        if entry.msgctxt not in DATE_FORMATS and entry.msgid not in LATIN and _scripts(_words(text)) == {"LATIN"}
    ]
    assert latin == []


@pytest.mark.parametrize("language", sorted(SCRIPTS.keys() & set(OFFERED)))
def test_no_word_hides_a_latin_letter_that_looks_the_same(language: str) -> None:
    # An i or a in a Cyrillic word looks right, but is read out wrongly and never found.
    mixed = [
        word
        for entry in _translated(language)
        for text in messages._translations(entry)
        for word in re.findall(r"[^\W\d_]+", _words(text))
        if len(_scripts(word)) > 1
    ]
    assert mixed == []


@pytest.mark.parametrize(
    ("language", "rule", "sentence"),
    [
        ("tr", "FREQ=WEEKLY;BYDAY=TU", "her Salı"),
        ("tr", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "iki haftada bir Pazartesi ve Perşembe"),
        ("tr", "FREQ=MONTHLY;BYDAY=+3TH", "her ayın üçüncü Perşembe günü"),
        ("tr", "FREQ=MONTHLY;BYMONTHDAY=1,15", "her ay ayın 1. günü ve ayın 15. günü"),
        ("tr", "FREQ=YEARLY;BYMONTH=9;BYDAY=+4TH", "her yıl Eylül ayının dördüncü Perşembe günü"),
        ("tr", "FREQ=YEARLY", "her yıl 24 Eylül"),
        ("uk", "FREQ=WEEKLY;BYDAY=TU", "щотижня: Вівторок"),
        ("uk", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "кожні два тижні: Понеділок і Четвер"),
        ("uk", "FREQ=MONTHLY;BYDAY=+3WE", "щомісяця: Середа (третій раз у місяці)"),
        ("uk", "FREQ=MONTHLY;BYMONTHDAY=1,15", "щомісяця: 1 числа і 15 числа"),
        ("uk", "FREQ=YEARLY", "щороку: 24 вересня"),
    ],
)
def test_the_parts_of_a_repetition_make_a_sentence(language: str, rule: str, sentence: str) -> None:
    with translation.override(language):
        assert rule_in_words(Rule.parse(rule), dt.date(2026, 9, 24)) == sentence

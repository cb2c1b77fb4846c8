"""The words that tell Dutch from English find a sentence that was not translated, and leave names alone."""

import pytest

from tests.wordlists import DUTCH, ENGLISH, is_foreign, is_left_in_dutch, pieces


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nothing has been announced for this week yet.", "nl"),
        ("Search", "nl"),
        ("Loop binnen voor koffie.", "en"),
        ("Gratis", "en"),
        ("De agenda", "en"),
    ],
)
def test_a_sentence_of_the_other_language_is_found(text, language):
    assert is_foreign(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gevraagd of aangeboden", "nl"),
        ("Training Join Us voor professionals", "nl"),
        ("STUT theatre drove through the city with the play Van heel dichtbij.", "en"),
        ("Utrecht Omarmt", "en"),
        ("Vleuten-De Meern", "en"),
        ("Agenda", "en"),
    ],
)
def test_names_and_shared_words_are_left_alone(text, language):
    assert not is_foreign(text, language)


@pytest.mark.parametrize(
    ("text", "language", "is_left"),
    [
        ("Mensen met een beperking", "ar", True),
        ("Voor een goed gesprek.", "uk", True),
        ("Voor een goed gesprek.", "tr", False),
        ("De Vrijwilligerscentrale", "ar", False),
        ("Taal doet meer", "uk", False),
        ("عدد الرزم: Er is een plek voor jou", "ar", False),
        ("12:00 – 14:00", "ar", False),
    ],
)
def test_a_text_left_in_dutch_among_other_letters_is_found(text, language, is_left):
    assert is_left_in_dutch(text, language) is is_left


def test_no_word_is_in_both():
    assert not DUTCH & ENGLISH


def test_each_piece_has_the_language_it_says():
    html = (
        '<html lang="en"><body><p>Come to <span lang="nl">Het Danspaleis</span> today</p>'
        '<img alt="A door"><ul lang="nl"><li aria-label="Sluit">Wandelen</li></ul><script>voor()</script></body></html>'
    )
    assert sorted(pieces(html)) == [
        ("A door", "en"), ("Come to today", "en"), ("Het Danspaleis", "nl"), ("Sluit", "nl"), ("Wandelen", "nl"),
    ]  # fmt: skip

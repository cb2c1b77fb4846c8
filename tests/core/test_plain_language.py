"""What the rules for plain Dutch say of real sentences, and what they leave alone."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import JargonWord
from core.plain_language import rules, structure, tone
from core.plain_language import text as dutch
from core.plain_language.page_text import Kind, Piece
from core.plain_language.report import advice_on
from core.plain_language.rules import Jargon
from core.plain_language.text import reading_ease, sentences, syllables
from core.plain_language.tone import lonely
from tests.core.plain_sentences import DIVIDED, FINE, HARD, LONELY, LONG_WORDS, PASSIVE, TOO_LONG

pytestmark = pytest.mark.django_db


@pytest.fixture
def jargon():
    """The list as editors find it."""
    return Jargon(dict(JargonWord.objects.values_list("word", "better")))


def said(sentence, *spans):
    return [sentence[slice(*span)] for span in spans]


def running(*texts, kind=Kind.RUNNING):
    return [Piece(kind, text, "Tekst", "body") for text in texts]


def titles(advice):
    return [str(group.title) for group in advice.groups]


@pytest.mark.parametrize("sentence", FINE)
def test_an_ordinary_sentence_is_left_alone(sentence, jargon):
    assert rules.passive(sentence) is None
    assert jargon.find(sentence) == []
    assert said(sentence, *rules.long_words(sentence)) == []
    assert not rules.too_long(sentence)
    assert lonely(sentence) == []


@pytest.mark.parametrize(("sentence", "form"), PASSIVE)
def test_a_passive_form_is_found_with_its_words(sentence, form):
    assert said(sentence, rules.passive(sentence)) == [form]


@pytest.mark.parametrize(("sentence", "hard"), HARD)
def test_hard_words_are_found_whatever_their_ending(sentence, hard, jargon):
    assert said(sentence, *(span for span, _better in jargon.find(sentence))) == hard


@pytest.mark.parametrize(("sentence", "long"), LONG_WORDS)
def test_long_words_are_found(sentence, long):
    assert said(sentence, *rules.long_words(sentence)) == long


@pytest.mark.parametrize(("sentence", "words"), LONELY)
def test_words_about_being_lonely_are_found_and_the_name_of_the_week_is_not(sentence, words):
    assert said(sentence, *lonely(sentence)) == words


@pytest.mark.parametrize("sentence", TOO_LONG)
def test_a_sentence_of_more_than_twenty_words_is_long(sentence):
    assert rules.too_long(sentence)


@pytest.mark.parametrize(("text", "parts"), DIVIDED)
def test_abbreviations_times_and_numbers_do_not_end_a_sentence(text, parts):
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("koffie", 2), ("buurthuis", 2), ("vrijwilliger", 4), ("activiteiten", 5), ("geïnteresseerd", 5),
        ("coördinator", 5), ("ideeën", 3), ("nieuw", 1), ("sneeuw", 1), ("theater", 3), ("museum", 3), ("baby", 2),
        ("yoga", 2), ("financieel", 4), ("groei", 1), ("hmm", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_one_says_them(word, count):
    assert syllables(word) == count


def test_the_reading_figure_follows_doumas_formula():
    # 30 words of one syllable in six sentences: 206.84 - 77 x 1 - 0.93 x 5.
    assert reading_ease(["Kom je bij ons aan?"] * 6) == 100
    # 30 words of two syllables in three sentences: 206.84 - 77 x 2 - 0.93 x 10.
    assert reading_ease(["tafel " * 10] * 3) == 44
    assert reading_ease(["Te kort om iets te zeggen."]) is None


def test_hard_text_reads_harder_than_plain_text():
    plain = ["Kom erbij.", "We eten samen soep.", "Daarna drinken we koffie."] * 5
    hard = ["De participatiebevorderende ontmoetingsactiviteiten faciliteren multidisciplinaire verbanden."] * 8
    assert reading_ease(plain) > 80
    assert reading_ease(hard) < 20


def test_a_word_that_editors_add_is_found_and_one_they_remove_is_not(jargon):
    assert jargon.find("We gaan dit borgen.") == []
    JargonWord.objects.create(word="borgen", better="zorgen dat het blijft")
    JargonWord.objects.filter(word="tevens").delete()
    later = Jargon(dict(JargonWord.objects.values_list("word", "better")))
    assert [better for _span, better in later.find("We gaan dit tevens borgen.")] == ["zorgen dat het blijft"]


def test_a_word_of_the_list_is_kept_as_it_is_looked_for():
    word = JargonWord(word="  In  Samenwerking met ", better="met")
    word.full_clean()
    assert word.word == "in samenwerking met"


@pytest.mark.parametrize("text", ["klik hier", "Klik hier!", "Lees meer »", "hier", "deze  link", "Meer informatie"])
def test_a_link_that_says_nothing_by_itself_is_vague(text):
    assert structure.vague_link(text)


@pytest.mark.parametrize("text", ["Bekijk de agenda", "Meer over Zuilen", "Download de infokaart", "Hier is soep"])
def test_a_link_that_names_what_one_finds_is_not(text):
    assert not structure.vague_link(text)


def test_an_address_in_the_text_is_found_without_the_dot_behind_it():
    text = "Kijk op www.voorbeeld.nl/soep. Of mail naar wij@voorbeeld.nl."
    assert said(text, *structure.addresses(text)) == ["www.voorbeeld.nl/soep"]


def heading(text, level):
    return Piece(Kind.HEADING, text, "Kop", "kop", level)


def test_headings_that_skip_a_step_or_have_nothing_below_them_are_told():
    skipping = [heading("Klein", 3), *running("Soep.")]
    assert structure.skipped_headings(skipping) == skipping[:1]
    right = [heading("Groot", 2), *running("Soep."), heading("Klein", 3), *running("Thee."), heading("Weer groot", 2)]
    assert structure.skipped_headings(right) == []
    assert structure.empty_headings([heading("Groot", 2), heading("Klein", 3), *running("Soep.")]) == []
    empty = [heading("Leeg", 2), heading("Vol", 2), *running("Soep.")]
    assert structure.empty_headings(empty) == empty[:1]


def test_a_long_text_asks_for_one_heading_once():
    row = running(*["Wij eten samen soep aan tafel. " * 10] * 12)
    assert structure.walls(row) == row[:1]
    row[4:4] = [heading("Soep", 2)]
    assert structure.walls(row[:9]) == []


def test_advice_is_grouped_says_where_and_shows_only_a_few(jargon):
    advice = advice_on(
        running(*(f"Er wordt {word}." for word in ("gekookt", "gezongen", "gedanst", "gegeten"))), jargon
    )
    (group,) = advice.groups
    assert [remark.hit for remark in group.shown] == ["wordt gekookt", "wordt gezongen", "wordt gedanst"]
    assert group.more == 1
    assert group.shown[0].label == "Tekst"
    assert advice.count == 4


def test_a_hard_word_is_told_once_with_what_is_better(jargon):
    (group,) = advice_on(running("De doelgroep komt. De doelgroep eet."), jargon).groups
    assert [(remark.hit, remark.better) for remark in group.remarks] == [("doelgroep", "voor wie het is")]


def test_a_page_for_professionals_may_speak_of_lonely_people(jargon):
    text = running("Zo helpen we eenzame mensen.")
    assert advice_on(text, jargon).count == 1
    assert advice_on(text, jargon, for_residents=False).count == 0


def test_a_picture_without_a_description_is_told_and_one_with_it_is_not(jargon):
    assert advice_on(running("", kind=Kind.PICTURE), jargon).count == 1
    assert advice_on(running("Vier buren aan tafel", kind=Kind.PICTURE), jargon).count == 0


def test_a_quote_is_never_longer_than_a_few_lines(jargon):
    advice = advice_on(running("Wij " + "eten en drinken " * 2000 + "worden geholpen."), jargon)
    for group in advice.groups:
        for remark in group.shown:
            assert len(remark.before + remark.hit + remark.after) < 400


WORDS = st.sampled_from(
    ["er", "wordt", "worden", "gemaakt", "door", "is", "de", "eenza", "www.", "o.a.", "...", "10.00", "'s", "…", "«",
     "doelgroep", "in het kader", "\n", "http://", "\x00", "İ", "ß", "🙂", ",", "(", "a" * 40]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join)))
def test_any_text_gets_an_answer_and_no_sentence_is_lost(text):
    advice = advice_on(
        [*running(text), heading(text, 2), Piece(Kind.LINK, text, "", "")], Jargon({"doelgroep": "wie"})
    )
    assert advice.count >= 0
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("module", [dutch, rules, structure, tone])
def test_no_pattern_goes_back(module):
    """A repeat that gives back what it took can make a long text endless."""
    patterns = [value.pattern for value in vars(module).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        assert not re.search(r"(?<![+*\\])[+*](?!\+)", pattern), pattern


@pytest.mark.parametrize(
    "piece",
    ["er wordt ", "wordt gemaakt door ", "o.a. ", "....", "....''''", "a,", "1.", "www.", "https://", "is door de ",
     "in het kader ", "eenzaam ", "week tegen ", "\n", "e.d. A", "Ja. ", "participe", "…", "a-/:,"],
)  # fmt: skip
def test_twice_as_long_a_text_takes_twice_the_work(piece):
    """Counts what is called; the patterns themselves never go back (`++`, `*+`)."""
    jargon = Jargon({"in het kader van": "voor", "participe*": "meedoen", "doelgroep": "wie"})

    def work(length):
        count = 0

        def note(frame, event, argument):
            nonlocal count
            count += 1

        text = piece * (length // len(piece))
        sys.setprofile(note)
        try:
            advice_on(running(text), jargon)
        finally:
            sys.setprofile(None)
        return count

    work(1000)
    assert work(8000) <= 2.4 * work(4000) + 500

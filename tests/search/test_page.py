"""The page of the search: what it asks, and how it shows what was found."""

import re
from dataclasses import replace

import pytest
from django.utils.safestring import mark_safe

from core.languages import direction, words_in
from search import views
from search.finding import Answer, Facet
from tests.factories import AgendaIndexFactory, open_language
from tests.search.answers import HIT, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(monkeypatch, site_root):
    """The questions that the page asks; `asks.answer` is what it gets."""

    class Asks(list):
        answer = answer(HIT)

    asked = Asks()

    def find(question, request=None):
        asked.append(question)
        return asked.answer

    monkeypatch.setattr(views, "find", find)
    return asked


def shown(client, query="?q=eten", path="/zoeken/"):
    response = client.get(path + query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def main_of(text):
    return text.split("<main", 1)[1].split("</main>", 1)[0]


def test_a_result_is_a_link_with_its_kind_extract_time_and_place(client, asks):
    text = main_of(shown(client))
    assert '<a href="/agenda/samen-eten/">Samen <mark>eten</mark></a>' in text
    for words in ("Activiteit", "Schuif aan &amp; <mark>eet</mark> mee.", "vrijdag 27 november", "De Schakel, Zuilen"):
        assert words in text


def test_past_cancelled_and_promoted_are_said_in_words(client, asks):
    plain = main_of(shown(client))
    asks.answer = answer(
        replace(HIT, is_past=True, is_cancelled=True, is_promoted=True, why="Iedereen mag <i>komen</i>.")
    )
    marked = main_of(shown(client))
    for words in (
        "Gaat niet door",
        "search-hit--promoted",
        "agenda-item--off",
        "Iedereen mag &lt;i&gt;komen&lt;/i&gt;.",
    ):
        assert words in marked
        assert words not in plain
    # Three badges that the plain result lacks.
    assert marked.count("utrecht-data-badge") - plain.count("utrecht-data-badge") == 3


def test_everything_that_can_be_asked_is_asked(client, asks):
    client.get("/zoeken/?q=samen++eten&soort=activity&wanneer=week&wijk=overvecht&thema=eten&pagina=3")
    question = asks[0]
    assert (question.words, question.language, question.page) == ("samen eten", "nl", 3)
    assert (question.kind, question.when, question.district, question.topic) == (
        "activity",
        "week",
        "overvecht",
        "eten",
    )


@pytest.mark.parametrize(
    "query",
    [
        "wanneer=morgen", "wanneer[]=week", "soort=%00", "wijk=a%20b", "thema=../../etc", "pagina=-1", "pagina=0",
        "pagina=99999999999", "pagina=%D9%A3", "soort=" + "a" * 500, "wijk=%27%3B--", "thema=%E2%80%AE",
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_not_asked(client, asks, query):
    assert client.get(f"/zoeken/?q=eten&{query}").status_code == 200
    question = asks[0]
    assert (question.kind, question.when, question.district, question.topic, question.page) == ("", "", "", "", 1)


@pytest.mark.parametrize("query", ["", "?q=", "?q=+%09+", "?wijk=overvecht"])
def test_without_words_nothing_is_asked(client, asks, query):
    text = shown(client, query)
    assert asks == []
    assert 'name="q"' in main_of(text)


def test_a_question_is_at_most_a_hundred_characters(client, asks):
    client.get("/zoeken/", {"q": "a" * 10_000})
    assert asks[0].words == "a" * 100


def test_what_was_asked_stands_in_the_field_escaped(client, asks):
    asks.answer = replace(asks.answer, searched='<script>alert("x")</script>', did_you_mean="<b>")
    text = shown(client, "?q=%3Cscript%3Ealert(%22x%22)%3C/script%3E")
    assert "<script>alert" not in text
    assert 'value="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"' in text


def test_words_from_right_to_left_turn_nothing_around_them(client, asks):
    asks.answer = replace(asks.answer, searched="أكل", did_you_mean="طعام")
    text = main_of(shown(client, "?q=أكل"))
    assert "‘<bdi>أكل</bdi>’" in text
    assert "<bdi>طعام</bdi>" in text
    assert 'dir="auto"' in re.search(r'<input[^>]*id="q-page"[^>]*>', text)[0]


def test_a_kind_is_a_link_with_its_number_that_keeps_the_other_choices(client, asks):
    text = main_of(shown(client, "?q=eten&wijk=overvecht"))
    assert 'href="?q=eten&amp;soort=partner&amp;wijk=overvecht"' in text
    assert "(2)" in text
    # What has nothing is not offered.
    assert "soort=news" not in text
    assert "Zuid (0)" not in text


def test_the_form_keeps_words_and_kind_and_asks_the_rest(client, asks):
    text = main_of(shown(client, "?q=eten&soort=activity"))
    form = text.split('<form action="/zoeken/">', 1)[1].split("</form>", 1)[0]
    assert '<input type="hidden" name="q" value="eten">' in form
    assert '<input type="hidden" name="soort" value="activity">' in form
    assert re.findall(r'<select[^>]* name="(\w+)"', form) == ["wanneer", "wijk", "thema"]


def test_a_choice_can_be_taken_away_and_all_at_once(client, asks):
    chosen = [Facet("overvecht", "Overvecht", 2, True)]
    asks.answer = answer(HIT, districts=chosen)
    text = main_of(shown(client, "?q=eten&wijk=overvecht&wanneer=week&pagina=2"))
    assert 'href="?q=eten&amp;wanneer=week">Overvecht' in text
    assert 'href="?q=eten&amp;wijk=overvecht">Deze week' in text
    assert 'href="?q=eten">' in text
    assert '<option value="overvecht" selected>' in text


def test_words_that_nobody_wrote_are_shown_as_typed_with_what_was_looked_for(client, asks):
    asks.answer = answer(HIT, did_you_mean="wandelgroep")
    asks.answer = replace(asks.answer, searched="wandelgroep")
    text = main_of(shown(client, "?q=wandelgroup"))
    assert 'value="wandelgroup"' in text
    notice = text.split('<p class="did-you-mean">', 1)[1].split("</p>", 1)[0]
    assert notice.index("wandelgroup") < notice.index("wandelgroep")
    assert "href" not in notice


def test_did_you_mean_is_a_link_without_the_choices(client, asks):
    asks.answer = answer(did_you_mean="taal & café")
    assert 'href="?q=taal+%26+caf%C3%A9"' in main_of(shown(client, "?q=taalcaffe&wijk=zuid"))
    asks.answer = answer(HIT)
    assert "did-you-mean" not in main_of(shown(client))


def test_nothing_found_leads_on(client, asks, site_root):
    AgendaIndexFactory(parent=site_root, slug="agenda", show_in_menus=True)
    asks.answer = Answer(searched="zeilboot")
    text = main_of(shown(client, "?q=zeilboot"))
    assert 'href="/agenda/"' in text
    assert "zeilboot" in text
    assert "<select" not in text
    # With choices made, the way back to all of it is offered.
    text = main_of(shown(client, "?q=zeilboot&wijk=zuid"))
    assert text.count('href="?q=zeilboot"') >= 2


def test_pages_are_links_that_keep_the_question(client, asks):
    asks.answer = answer(HIT, total=57, pages=6)
    text = main_of(shown(client, "?q=eten&wijk=overvecht&pagina=2"))
    assert "?q=eten&amp;wijk=overvecht&amp;pagina=3" in text
    assert 'aria-current="page"' in text
    # A page that is not there is the last one.
    assert 'class="visually-hidden">Pagina </span>6</span>' in main_of(shown(client, "?q=eten&pagina=60"))


def test_dutch_results_say_so_on_a_page_in_another_language(client, asks, site_root):
    open_language(site_root)
    asks.answer = answer(
        replace(HIT, is_promoted=True, why="Kom langs."),
        replace(HIT, language="en", title=mark_safe("Eating together")),
    )
    text = main_of(shown(client, path="/en/zoeken/"))
    assert '<h3 lang="nl" dir="ltr"><a' in text
    assert '<p class="search-hit__extract" lang="nl" dir="ltr">' in text
    assert '<p lang="nl" dir="ltr">Kom langs.</p>' in text
    assert '<h3><a href="/agenda/samen-eten/">Eating together' in text
    asks.answer = answer(replace(HIT, language="ar"))
    assert '<h3 lang="ar" dir="rtl">' in main_of(shown(client))


@pytest.mark.parametrize("language", ["nl", "en", "ar", "tr", "uk"])
def test_it_works_in_every_language(client, asks, site_root, language):
    path = "/zoeken/" if language == "nl" else f"/{language}/zoeken/"
    if language != "nl":
        open_language(site_root, language)
    text = shown(client, path=path)
    assert asks[0].language == language
    words = words_in(language)
    assert f'<html lang="{words}" dir="{direction(words)}"' in text
    assert f'data-suggestions="{path}suggesties/"' in text


def test_no_cookie_not_indexed_and_not_kept(client, asks, settings):
    settings.PAGE_CACHE_SECONDS = 300
    for _number in range(2):
        response = client.get("/zoeken/?q=eten")
        assert not response.cookies
        assert b'<meta name="robots" content="noindex">' in response.content
        assert "public" in response.headers["Cache-Control"]
    # Asked twice, answered twice: what one can type has no end, and must not fill the cache.
    assert len(asks) == 2


def test_nobody_can_send_anything_here(client, asks):
    assert client.post("/zoeken/", {"q": "eten"}).status_code == 405
    assert client.head("/zoeken/?q=eten").status_code == 200

"""Suggestions while typing: a short list as JSON, the same for everybody."""

import pytest

from search import views
from search.finding import Suggestion
from tests.factories import open_language

pytestmark = pytest.mark.django_db
ADDRESS = "/zoeken/suggesties/"


@pytest.fixture
def asks(monkeypatch, site_root):
    """The words that were asked for; `asks.found` is what there is."""

    class Asks(list):
        found = [Suggestion("Taalcafé & <b>thee</b>", "/agenda/taalcafe/", "Activiteit", "nl")]

    asked = Asks()

    def suggest(words, language, most=8):
        asked.append((words, language, most))
        return asked.found[:most]

    monkeypatch.setattr(views, "suggest", suggest)
    return asked


def test_a_suggestion_is_plain_text_with_an_address_and_a_kind(client, asks):
    response = client.get(ADDRESS, {"q": " taal  caf "})
    assert response.json()["suggestions"] == [
        {"text": "Taalcafé & <b>thee</b>", "lang": "nl", "url": "/agenda/taalcafe/", "kind": "Activiteit"}
    ]
    assert response.json()["message"]
    assert response.headers["Content-Type"] == "application/json"
    assert asks == [("taal caf", "nl", 8)]


@pytest.mark.parametrize("words", ["", " ", "a", " a "])
def test_one_letter_is_not_enough(client, asks, words):
    assert client.get(ADDRESS, {"q": words}).json()["suggestions"] == []
    assert asks == []


def test_a_long_text_is_cut(client, asks):
    assert client.get(ADDRESS, {"q": "a" * 10_000}).status_code == 200
    assert len(asks[0][0]) == 100


@pytest.mark.parametrize("query", ["q=%00%00", "q=%22%27", "q=%FF%FE", "q[]=taal", "q=%E2%80%AEtaal", "q=%ED%A0%80x"])
def test_no_input_breaks_it(client, asks, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 200


def test_no_cookie_not_indexed_and_unchanged_is_not_sent_again(client, asks):
    response = client.get(ADDRESS, {"q": "taal"})
    assert not response.cookies
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(ADDRESS, {"q": "taal"}, headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_same_words_are_looked_up_once_until_something_is_published(client, asks, commit):
    from core import page_cache

    for _number in range(3):
        client.get(ADDRESS, {"q": "taal"})
    assert len(asks) == 1
    with commit():
        page_cache.renew()
    client.get(ADDRESS, {"q": "taal"})
    assert len(asks) == 2


def test_each_language_has_its_own(client, asks, site_root):
    open_language(site_root, "ar")
    client.get(f"/ar{ADDRESS}", {"q": "taal"})
    client.get(ADDRESS, {"q": "taal"})
    assert [language for _words, language, _most in asks] == ["ar", "nl"]


def test_only_reading(client, asks):
    assert client.post(ADDRESS, {"q": "taal"}).status_code == 405

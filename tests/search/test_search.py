"""The search: finds what is public, in the reader's words."""

import pytest

from search.views import clean_query
from tests.factories import AgendaIndexFactory, ContentPageFactory, NewsIndexFactory, StoryFactory, at, item_on

pytestmark = pytest.mark.django_db


def found(client, query):
    context = client.get("/zoeken/", {"q": query}).context
    return [card.title for card in context["cards"]] if context["result"] is not None else None


@pytest.fixture
def site(site_root):
    item_on(AgendaIndexFactory(parent=site_root, slug="agenda"), at(1), title="Taalcafé in de bibliotheek")
    StoryFactory(parent=NewsIndexFactory(parent=site_root), title="Een pan extra", summary="Thuiskoks koken samen.")
    ContentPageFactory(parent=site_root, title="Privacy")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("taalcafé", ["Taalcafé in de bibliotheek"]),
        ("TAALCAFÉ bibliotheek", ["Taalcafé in de bibliotheek"]),
        ("thuiskoks", ["Een pan extra"]),
        ("privacy", ["Privacy"]),
        ("zeilboot", []),
        ("", None),
        ("  \t ", None),
        ('"""', None),
    ],
)
def test_it_finds_pages_of_every_type_by_their_words(client, site, query, titles):
    assert found(client, query) == titles


def test_what_was_searched_for_stays_in_the_field_escaped(client, site):
    text = client.get("/zoeken/", {"q": "<b>samen</b>"}).content.decode()
    assert 'value="b samen b"' in text
    assert "<b>samen</b>" not in text


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ('koffie "samen"', "koffie samen"),
        ("koffie\x00thee", "koffie thee"),
        ("buurt-maaltijd", "buurt-maaltijd"),
        ("a' OR 1=1 --", "a OR 1 1 --"),
        ("العربية", "العربية"),
        ("x" * 5000, "x" * 100),
    ],
)
def test_only_words_reach_the_search_engine(typed, searched):
    assert clean_query(typed) == searched

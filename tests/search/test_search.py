"""The search from address to page: finds what is public, in the reader's words."""

import re

import pytest

from tests.factories import AgendaIndexFactory, ContentPageFactory, NewsIndexFactory, StoryFactory, at, item_on

pytestmark = pytest.mark.django_db


def found(client, query):
    answer = client.get("/zoeken/", {"q": query}).context["answer"]
    return [re.sub("</?mark>", "", hit.title) for hit in answer.hits] if answer is not None else None


@pytest.fixture
def site(site_root, commit):
    with commit():
        item_on(AgendaIndexFactory(parent=site_root, slug="agenda"), at(1), title="Taalcafé in de bibliotheek")
        StoryFactory(
            parent=NewsIndexFactory(parent=site_root), title="Een pan extra", summary="Thuiskoks koken samen."
        )
        ContentPageFactory(parent=site_root, title="Privacy")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("taalcafé", ["Taalcafé in de bibliotheek"]),
        ("TAALCAFÉ bibliotheek", ["Taalcafé in de bibliotheek"]),
        ("taalcafe", ["Taalcafé in de bibliotheek"]),
        ('"taalcafé"', ["Taalcafé in de bibliotheek"]),
        ("thuiskoks", ["Een pan extra"]),
        ("privacy", ["Privacy"]),
        ("zeilboot", []),
        ("", None),
        ("  \t ", None),
        ('"""', []),
    ],
)
def test_it_finds_pages_of_every_type_by_their_words(client, site, query, titles):
    assert found(client, query) == titles

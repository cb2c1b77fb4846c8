"""What somebody must know of an activity that is only there in Dutch, and how lists of words are joined."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation
from wagtail.models import Locale

from agenda.models import AgendaDateChange
from core.listing import joined, listed
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory, at, item_on, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def soup(site_root):
    for code in ("en", "ar", "tr", "uk"):
        open_language(site_root, code)
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    venue = VenueFactory(name="De Boog", street="Gambiadreef 60", district=DistrictFactory(name="Overvecht"))
    return item_on(agenda, at(1), title="Soep", slug="soep", venue=venue, price=Decimal("2.50"), price_note="met pas")


def facts_of(client, address):
    """What stands above the Dutch text, between the header and the middle of the page."""
    text = client.get(address).content.decode()
    return text.partition('class="language-notice"')[2].partition("<main")[0]


def test_when_where_and_what_it_costs_stand_above_the_dutch_text_in_the_readers_language(client, soup):
    facts = facts_of(client, "/en/agenda/soep/")
    assert "This page is only in Dutch." in facts
    for words in ("When", "Thursday 26 November", "Where", "Costs", "€\N{NO-BREAK SPACE}2.50"):
        assert words in facts, words
    assert "donderdag" not in facts
    # What is only there in Dutch says so.
    assert re.search(r'<dd lang="nl" dir="ltr">De Boog<br>Gambiadreef 60<br>Overvecht</dd>', facts)
    assert '<span lang="nl" dir="ltr">Met pas</span>' in facts
    for code, word in (("ar", "متى"), ("tr", "Ne zaman"), ("uk", "Коли")):
        assert word in facts_of(client, f"/{code}/agenda/soep/")


def test_that_it_does_not_take_place_stands_there_first(client, soup, commit):
    with commit():
        soup.changes = [AgendaDateChange(day=dt.date(2026, 11, 26), action="cancelled", note="De kok is ziek")]
        soup.save_revision().publish()
    facts = facts_of(client, "/en/agenda/soep/")
    assert "This does not take place on Thursday 26 November" in facts.partition("<dl")[0]
    assert '<span lang="nl" dir="ltr">De kok is ziek</span>' in facts.partition("<dl")[0]


def test_an_example_says_that_nobody_is_waiting_there(client, soup, commit):
    assert "This is an example." not in facts_of(client, "/en/agenda/soep/")
    with commit():
        soup.is_example = True
        soup.save_revision().publish()
    assert "Nobody is waiting there." in facts_of(client, "/en/agenda/soep/")


def test_what_is_over_says_so(client, soup):
    with time_machine.travel(dt.datetime.fromisoformat("2026-12-01T09:00+01:00"), tick=False):
        assert "This is over." in facts_of(client, "/en/agenda/soep/")


def test_a_translated_one_and_the_dutch_page_say_it_once(client, soup, commit):
    assert facts_of(client, "/agenda/soep/") == ""
    with commit():
        locale = Locale.objects.get(language_code="en")
        copy = soup.copy_for_translation(locale, copy_parents=True)
        copy.title, copy.slug = "Soup", "soup"
        copy.save_revision().publish()
    assert facts_of(client, copy.url) == ""
    assert client.get("/en/agenda/soup/").content.decode().count('class="facts"') == 1


def test_a_language_without_words_of_ours_has_the_facts_once(client, soup, site_root):
    open_language(site_root, "fa")
    assert "<dl" not in facts_of(client, "/fa/agenda/soep/")


@pytest.mark.parametrize(
    ("code", "words", "phrases"),
    [("nl", "a, b", "a; b"), ("en", "a, b", "a; b"), ("tr", "a, b", "a; b"), ("ar", "a، b", "a؛ b")],
)
def test_lists_are_joined_with_the_signs_of_the_language(code, words, phrases):
    with translation.override(code):
        assert listed(["a", "", "b"]) == words
        assert joined(["a", "", "b"]) == phrases

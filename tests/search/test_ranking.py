"""The order of what is found, as somebody who lives in the city would want it."""

import pytest

from agenda.models import AgendaItemPage
from search.finding import Question, find
from search.indexing import rebuild
from search.models import Synonyms
from tests.factories import (
    AgendaIndexFactory,
    ContentPageFactory,
    DistrictFactory,
    NewsFactory,
    NewsIndexFactory,
    ReportFactory,
    VenueFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db


def titles(words):
    return [hit.title.replace("<mark>", "").replace("</mark>", "") for hit in find(Question(words, "nl")).hits]


def page(root, title, **fields):
    return ContentPageFactory(parent=root, title=title, **{"summary": "", **fields})


def text(words):
    return [("paragraph", f"<p>{words}</p>")]


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda", summary="")


@pytest.fixture
def news(site_root):
    return NewsIndexFactory(parent=site_root, slug="overzicht", summary="")


def test_what_one_can_get_help_from_stands_before_a_report_that_says_a_bit_of_everything(site_root, news):
    said = " ".join(f"Aan tafel {number} ging het over van alles." for number in range(60))
    ReportFactory(parent=news, title="Verslag", summary="", body=text(f"Hulp kwam langs. {said} En geld."))
    page(site_root, "Hulp in jouw buurt")
    page(site_root, "Geldzorgen")
    for number in range(8):
        page(site_root, f"Schaken {number}", body=text("Een potje aan een lange tafel."))
    rebuild()
    assert set(titles("hulp bij geld")[:2]) == {"Hulp in jouw buurt", "Geldzorgen"}


def test_of_what_fits_as_well_news_and_reports_come_last(site_root, agenda, news):
    ReportFactory(parent=news, title="Samen schaken", slug="verslag", summary="")
    NewsFactory(parent=news, title="Samen schaken", slug="nieuws", summary="")
    item_on(agenda, at(1), title="Samen schaken", summary="")
    rebuild()
    kinds = [hit.kind for hit in find(Question("schaken", "nl")).hits]
    assert kinds == ["activiteit", "nieuws", "verslag"]
    # Unless they fit much better.
    page(site_root, "Over ons", body=text("Soms schaakt hier iemand."))
    rebuild()
    assert titles("schaken")[-1] == "Over ons"


@pytest.mark.parametrize("kind", ["training", "meeting", "congress"])
def test_what_is_for_professionals_comes_after_what_is_for_everybody(agenda, kind):
    assert kind in AgendaItemPage.Kind.values
    item_on(agenda, at(1), title="Praten", summary="", kind=kind)
    item_on(agenda, at(1), title="Praten aan tafel in de buurt", summary="")
    rebuild()
    assert titles("praten") == ["Praten aan tafel in de buurt", "Praten"]


def test_where_counts_less_than_what(agenda):
    zuilen = VenueFactory(name="Theetuin Zuilen", neighbourhood="Zuilen", district=DistrictFactory(name="Noordwest"))
    elsewhere = VenueFactory(name="De Zaal", neighbourhood="Lunetten", district=DistrictFactory(name="Zuid"))
    item_on(agenda, at(1), title="Theater in Zuilen", summary="", venue=zuilen)
    for name in ("Samen eten", "Eten met buren", "Eten en zingen", "Eten op zondag"):
        item_on(agenda, at(1), title=name, summary="Voor wie van eten houdt.", venue=elsewhere)
    rebuild()
    found = titles("eten in zuilen")
    assert set(found[:4]) == {"Samen eten", "Eten met buren", "Eten en zingen", "Eten op zondag"}
    assert "Theater in Zuilen" in found[4:]
    item_on(agenda, at(1), title="Kookclub", summary="Koken, en dan eten.", venue=zuilen)
    rebuild()
    assert titles("eten in zuilen")[0] == "Kookclub"


def test_a_place_by_itself_gives_what_there_is_to_do_before_the_places(agenda):
    venue = VenueFactory(name="Buurtkamer Zuilen", neighbourhood="Zuilen", district=None)
    item_on(agenda, at(1), title="Theater", summary="", venue=venue)
    rebuild()
    assert titles("iets leuks in zuilen") == ["Theater", "Buurtkamer Zuilen"]


def test_a_word_that_nobody_wrote_finds_those_that_begin_with_it(site_root):
    page(site_root, "Leven met Alzheimer")
    page(site_root, "Psalm")
    page(site_root, "Psalmodie")
    rebuild()
    assert titles("alzhei") == ["Leven met Alzheimer"]
    # What somebody did write is not taken for something longer.
    assert titles("psalm") == ["Psalm"]


def test_what_means_the_same_is_found_as_well_by_one_of_many_words_as_by_one_of_two(site_root):
    Synonyms.objects.all().delete()
    Synonyms.objects.create(language="nl", words="ouderen\nsenioren\n55-plus\nbejaarden\nop leeftijd\noma\nopa\ngrijs")
    page(site_root, "Ouderen bellen")
    page(site_root, "Over ons", body=text("Er zijn hier ook senioren, en nog veel meer mensen, van alles."))
    rebuild()
    assert titles("senioren") == ["Ouderen bellen", "Over ons"]


def test_a_first_page_of_few_results_is_filled_with_what_has_most_of_the_words(site_root):
    for number in range(6):
        page(site_root, f"Koffie en soep {number}")
    page(site_root, "Soep")
    rebuild()
    found = titles("koffie met soep")
    assert len(found) == 7
    assert found[-1] == "Soep"

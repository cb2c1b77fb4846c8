"""The map beside a list: what it is offered with, and its data. What a browser does with it: tests/e2e/test_map.py."""

import datetime as dt
import re

import pytest
import time_machine

from agenda.finding import maps
from agenda.models import AgendaItemPage
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory, at, item_on, open_language

pytestmark = pytest.mark.django_db
TILES = "https://tiles.example.nl/{z}/{x}/{y}.png"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def venue():
    district = DistrictFactory(name="Overvecht", slug="overvecht")
    return VenueFactory(name="De Boog", street="Gagelstraat 1", district=district, latitude=52.117, longitude=5.115)


def venues(client, query=""):
    answer = client.get(f"/agenda/kaart/{query}")
    assert answer.status_code == 200
    return answer.json()["places"]


def test_it_holds_the_places_where_something_is_to_come(client, agenda, venue):
    VenueFactory(name="Niets te doen", latitude=52.1, longitude=5.1)
    item_on(agenda, at(1), title="Soep", slug="soep", venue=venue)
    item_on(agenda, at(-1), title="Gisteren", venue=VenueFactory(latitude=52.1, longitude=5.1))
    item_on(agenda, at(1), title="Wie weet waar", venue=VenueFactory())
    item_on(agenda, at(1), title="Concept", venue=VenueFactory(latitude=52.1, longitude=5.1)).unpublish()
    found = venues(client)
    # What a screen reader says of the marker: which place, and how much there is.
    assert re.match(r"De Boog, Overvecht: 1 activit", found[0].pop("label"))
    assert found == [
        {
            "name": "De Boog, Overvecht",
            "street": "Gagelstraat 1",
            "latitude": 52.117,
            "longitude": 5.115,
            "things": [
                {
                    "title": "Soep",
                    "url": "/agenda/soep/",
                    "note": "donderdag 26 november, 10.00 – 12.00 uur",
                    "remark": "",
                    "language": "nl",
                }
            ],
        }
    ]


def test_each_title_says_in_which_language_it_is(client, site_root, agenda, venue, commit):
    with commit():
        english = open_language(site_root)
        for page in (agenda, item_on(agenda, at(1), title="Soep", venue=venue)):
            page.copy_for_translation(english.locale).save_revision().publish()
        item_on(agenda, at(2), title="Thee", venue=venue)
        AgendaItemPage.objects.filter(locale=english.locale).update(title="Soup")
    answer = client.get("/en/agenda/kaart/").json()
    assert [(thing["title"], thing["language"]) for thing in answer["places"][0]["things"]] == [
        ("Soup", "en"), ("Thee", "nl"),
    ]  # fmt: skip
    assert answer["language"] == "nl"


def test_it_answers_the_question_of_the_list(client, agenda, venue):
    DistrictFactory(name="Oost", slug="oost")
    item_on(agenda, at(1), title="Soep", venue=venue)
    for query, found in {
        "?wijk=overvecht": 1,
        "?wijk=oost": 0,
        "?periode=vandaag": 0,
        "?periode=week": 1,
        "?dagdeel=avond": 0,
        "?periode=eerder": 1,
        "?van=2026-11-26&tot=2026-11-26": 1,
        "?van=2026-11-27": 0,
        "?wijk=%00&pagina=-1&van=x": 1,
    }.items():
        assert len(venues(client, query)) == found, query


def test_what_is_there_every_day_takes_one_line(client, agenda, venue):
    item_on(agenda, *[at(day) for day in range(1, 6)], title="Inloop", kind=AgendaItemPage.Kind.WALK_IN, venue=venue)
    for number in range(4):
        item_on(agenda, at(2 + number, "14:00", "15:00", status="full"), title=f"Middag {number}", venue=venue)
    (place,) = venues(client)
    assert [date["title"] for date in place["things"]] == ["Inloop", "Middag 0", "Middag 1"]
    assert [date["remark"] for date in place["things"]] == ["", "Vol", "Vol"]


def test_an_example_says_so(client, agenda, venue):
    item_on(agenda, at(1, status="full"), title="Verzonnen", venue=venue, is_example=True)
    assert venues(client)[0]["things"][0]["remark"] == "Voorbeeld, Vol"


def test_what_goes_on_for_weeks_is_there_too(client, agenda, venue):
    item_on(agenda, at(-30, None, None, end_date=dt.date(2026, 12, 20)), title="Tentoonstelling", venue=venue)
    assert [date["title"] for date in venues(client)[0]["things"]] == ["Tentoonstelling"]


def test_it_is_bounded(client, agenda, monkeypatch):
    monkeypatch.setattr(maps, "MOST_VENUES", 2)
    for number in range(4):
        item_on(agenda, at(1 + number), venue=VenueFactory(latitude=52.1, longitude=5.1))
    assert len(venues(client)) == 2


def test_its_data_is_public_and_no_page_to_find(client, agenda):
    answer = client.get("/agenda/kaart/")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/agenda/?wijk=overvecht", "/agenda/overvecht/"])
def test_a_list_offers_it_and_says_beforehand_who_sees_what(client, agenda, venue, settings, path):
    settings.MAP_TILE_URL, settings.MAP_ATTRIBUTION = TILES, "Kaartenmakers"
    item_on(agenda, at(1), venue=venue)
    page = client.get(path).content.decode()
    offer = page[page.index("data-map") : page.index("</section>", page.index("data-map"))]
    assert 'data-places="/agenda/kaart/?wijk=overvecht"' in offer
    assert f'data-tiles="{TILES}"' in offer
    assert "Kaartenmakers" in offer.split('id="map-note"')[1].split("<button")[0]
    # Its pictures are asked for by nobody but its own script.
    assert page.count("tiles.example.nl") == 1


@pytest.mark.parametrize("missing", ["tiles", "places"])
def test_no_map_is_offered_without_pictures_or_places(client, agenda, settings, missing):
    settings.MAP_TILE_URL = "" if missing == "tiles" else TILES
    coordinates = {} if missing == "places" else {"latitude": 52.1, "longitude": 5.1}
    item_on(agenda, at(1), venue=VenueFactory(**coordinates))
    assert b"data-map" not in client.get("/agenda/").content

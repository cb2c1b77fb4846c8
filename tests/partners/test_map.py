"""The map beside the directory: what it is offered with, and its data. What a browser does with it: tests/e2e."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners import maps
from partners.models import PartnerPage, Pledge
from tests.factories import DistrictFactory, PartnerFactory, PartnerIndexFactory, TopicFactory

pytestmark = pytest.mark.django_db
TILES = "https://tiles.example.nl/{z}/{x}/{y}.png"


@pytest.fixture
def directory(site_root):
    index = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    oost = DistrictFactory(name="Oost", latitude=52.08, longitude=5.15)
    west = DistrictFactory(name="West", latitude=52.09, longitude=5.09)
    nowhere = DistrictFactory(name="Zuid")
    eten = TopicFactory(name="Eten")
    PartnerFactory(
        parent=index, title="burezina", slug="burezina", districts=[oost], topic=eten, neighbourhood="Wittevrouwen"
    )
    PartnerFactory(parent=index, title="Attifa", districts=[west, oost])
    PartnerFactory(parent=index, title="Handjehelpen", citywide=True)
    PartnerFactory(parent=index, title="Lunet", districts=[nowhere])
    PartnerFactory(parent=index, title="Concept", districts=[oost]).unpublish()
    return index


def places(client, query=""):
    answer = client.get(f"/wie-doet-mee/kaart/{query}")
    assert answer.status_code == 200
    return {place["name"]: place for place in answer.json()["places"]}


def titles(client, query=""):
    return {name: [thing["title"] for thing in place["things"]] for name, place in places(client, query).items()}


def test_it_holds_each_district_with_its_organisations(client, directory):
    assert titles(client) == {"Oost": ["Attifa", "burezina"], "West": ["Attifa"]}
    oost = places(client)["Oost"]
    assert (oost["latitude"], oost["longitude"]) == (52.08, 5.15)
    # What a screen reader says of the marker: which district, and how many.
    assert re.match("Oost: 2 organisa", oost["label"])
    assert oost["things"][1] == {
        "title": "burezina",
        "url": "/wie-doet-mee/burezina/",
        "note": "Wittevrouwen",
        "remark": "",
        "language": "nl",
    }


def test_it_answers_the_question_of_the_list(client, directory, commit):
    with commit():
        Pledge.objects.create(partner=PartnerPage.objects.get(title="burezina"), signed_on=dt.date(2022, 1, 1))
    for query, found in {
        "?wijk=west": {"West": ["Attifa"]},
        "?wijk=oost": {"Oost": ["Attifa", "burezina"]},
        "?onderwerp=eten": {"Oost": ["burezina"]},
        "?naam=ATTI&wijk=oost": {"Oost": ["Attifa"]},
        "?ondertekend=ja": {"Oost": ["burezina"]},
        "?naam=niemand": {},
        "?wijk=%00&naam=%00&onderwerp=x&pagina=-1": {"Oost": ["Attifa", "burezina"], "West": ["Attifa"]},
    }.items():
        assert titles(client, query) == found, query


def test_a_full_district_leads_to_the_list_for_the_rest(client, directory, monkeypatch):
    monkeypatch.setattr(maps, "MOST_PER_DISTRICT", 1)
    oost = places(client, "?naam=a")["Oost"]
    assert [thing["url"] for thing in oost["things"]][1:] == ["/wie-doet-mee/?naam=a&wijk=oost"]
    assert client.get(oost["things"][1]["url"]).context["result"].paginator.count > 1
    assert re.match("Oost: 2 organisa", oost["label"])


def test_it_asks_the_same_however_many_there_are(client, directory, commit, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def cost(count):
        with commit():
            for number in range(count):
                district = DistrictFactory(name=f"Buurt {count} {number}", latitude=52, longitude=5)
                PartnerFactory(parent=directory, districts=[district])
        with CaptureQueriesContext(connection) as queries:
            client.get("/wie-doet-mee/kaart/")
        return len(queries)

    cost(1)
    assert cost(30) == cost(3) <= 14


def test_its_data_is_public_and_no_page_to_find(client, directory):
    answer = client.get("/wie-doet-mee/kaart/")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_the_list_offers_it_with_what_was_asked(client, directory, settings):
    settings.MAP_TILE_URL, settings.MAP_ATTRIBUTION = TILES, "Kaartenmakers"
    page = client.get("/wie-doet-mee/?naam=a&wijk=oost").content.decode()
    assert 'data-places="/wie-doet-mee/kaart/?naam=a&amp;wijk=oost"' in page
    assert "Kaartenmakers" in page.split('id="map-note"')[1].split("<button")[0]
    # Its pictures are asked for by nobody but its own script.
    assert page.count("tiles.example.nl") == 1


@pytest.mark.parametrize("missing", ["tiles", "places"])
def test_no_map_is_offered_without_pictures_or_places(client, directory, commit, settings, missing):
    settings.MAP_TILE_URL = "" if missing == "tiles" else TILES
    if missing == "places":
        with commit():
            PartnerPage.objects.filter(title__in=["burezina", "Attifa"]).delete()
    assert b"data-map" not in client.get("/wie-doet-mee/").content


def test_no_organisation_takes_the_address_of_the_map(directory):
    with pytest.raises(ValidationError) as refused:
        PartnerFactory(parent=directory, title="Kaart en Kompas", slug="kaart")
    assert set(refused.value.message_dict) == {"slug"}

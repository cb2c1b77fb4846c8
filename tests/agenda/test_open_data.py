"""Open data: what is published is what the schema promises, and all of it can be read."""

import datetime as dt
import json

import jsonschema
import pytest
import time_machine

from agenda.exports.open_data import PAGE_SIZE
from agenda.models import Occurrence
from core.models import SpokenLanguage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    PartnerFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def fetch(client, query=""):
    response = client.get(f"/agenda/agenda.json{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    return json.loads(response.content)


def schema(client):
    return json.loads(client.get("/agenda/schema.json").content)


def rich_item(site_root, agenda):
    """An item of which everything is known."""
    from wagtail.models import Locale

    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="De Buren")
    venue = VenueFactory(name="De Boog", street="Oudegracht 1", postcode="3511 AA", neighbourhood="Wijk C", district__name="Binnenstad", step_free="yes", toilet="no", latitude="52.09", longitude="5.12")  # fmt: skip
    turkish = SpokenLanguage.objects.create(name="Turks", slug="turks", locale=Locale.get_default())
    return item_on(
        agenda, at(1, note="Neem een mok mee."), at(2, None, None), at(3, "19:00", None, status="cancelled"),
        title="Soep", topic=TopicFactory(), venue=venue, price="3.50", price_note="gratis met U-pas", dutch_level="a1",
        come_alone=True, quiet="yes", sign_up="required", sign_up_url="https://voorbeeld.nl/soep", summary="Kom eten.",
        organisers=[partner], audiences=[AudienceFactory()], languages=[turkish],
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "?wijk=nergens", "?periode=eerder", "?aantal=1"])
def test_every_answer_is_as_the_published_schema_says(client, site_root, agenda, query):
    rich_item(site_root, agenda)
    item_on(agenda, at(-1), title="Voorbij")
    item_on(agenda, at(1), title="Kaal", price=None)
    promised = schema(client)
    jsonschema.Draft202012Validator.check_schema(promised)
    validator = jsonschema.Draft202012Validator(promised, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(fetch(client, query))) == []


def test_the_schema_would_notice_what_is_missing_or_wrong(client, site_root, agenda):
    rich_item(site_root, agenda)
    validator = jsonschema.Draft202012Validator(schema(client))
    data = fetch(client)
    del data["dates"][0]["start"]
    data["dates"][1]["access"]["toilet"] = "misschien"
    data["dates"][2]["status"] = "gone"
    assert len(list(validator.iter_errors(data))) == 3


def test_what_is_known_can_be_read_and_what_is_not_is_said_to_be_unknown(client, site_root, agenda):
    rich_item(site_root, agenda)
    data = fetch(client)
    assert data["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    first, whole_day, evening = data["dates"]
    assert (first["start"], first["end"]) == ("2026-11-26T10:00:00+01:00", "2026-11-26T12:00:00+01:00")
    assert (whole_day["all_day"], whole_day["end"]) == (True, "2026-11-28T00:00:00+01:00")
    assert (evening["status"], evening["end"]) == ("cancelled", None)
    assert evening["words"]["title"] == "Gaat niet door: Soep"
    assert first["access"] == {"step_free": "yes", "toilet": "no", "hearing_loop": "unknown", "parking": "unknown", "quiet": "yes", "interpreter": "unknown"}  # fmt: skip
    assert (first["price"], first["price_note"]) == (3.5, "gratis met U-pas")
    assert (first["languages"], first["dutch_level"], first["organisers"]) == (["Turks"], "a1", ["De Buren"])
    assert (first["venue"]["district"], first["venue"]["latitude"]) == ("Binnenstad", 52.09)
    assert len({one["id"] for one in data["dates"]}) == 3
    assert len({one["item"] for one in data["dates"]}) == 1


def test_the_calendar_file_of_each_date_is_there(client, site_root, agenda):
    rich_item(site_root, agenda)
    for one in fetch(client)["dates"]:
        assert client.get(one["calendar"]).status_code == 200


def test_made_up_activities_are_marked_so_that_nobody_publishes_them(client, agenda):
    item_on(agenda, at(1), title="Soep", is_example=True)
    [one] = fetch(client)["dates"]
    assert one["example"] is True
    assert one["words"]["title"] == "Voorbeeld: Soep"


def test_following_next_reads_everything_once_also_beyond_the_months_a_list_shows(client, agenda):
    many_items(agenda, 2 * PAGE_SIZE + 30, VenueFactory())
    item_on(agenda, at(200), title="Ver weg")
    # What began long ago is still going on, and comes first.
    item_on(agenda, at(-20, None, None, end_date=dt.date(2026, 12, 24)), title="Tentoonstelling")
    address, pages = "/agenda/agenda.json", []
    while address and len(pages) < 9:
        page = json.loads(client.get(address).content)
        pages.append(page["dates"])
        address = page["next"]
    assert [len(page) for page in pages] == [100, 100, 32]
    read = [one["id"] for page in pages for one in page]
    assert len(read) == len(set(read)) == Occurrence.objects.count()
    starts = [one["start"] for page in pages for one in page]
    assert starts == sorted(starts)


def test_the_archive_is_read_backwards(client, agenda):
    item_on(agenda, *(at(-day) for day in range(1, 6)), title="Soep")
    address, starts = "/agenda/agenda.json?periode=eerder&aantal=2", []
    while address and len(starts) < 9:
        page = json.loads(client.get(address).content)
        starts += [one["start"][:10] for one in page["dates"]]
        address = page["next"]
    assert starts == ["2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20"]


def test_a_page_asks_few_questions_however_many_dates_there_are(client, agenda, django_assert_max_num_queries):
    many_items(agenda, PAGE_SIZE + 10, VenueFactory())
    fetch(client, "?periode=eerder")
    with django_assert_max_num_queries(15):
        assert len(fetch(client)["dates"]) == PAGE_SIZE


def test_any_site_may_read_it_and_nobody_gets_a_cookie(client, agenda):
    for route in ("agenda.json", "schema.json", "agenda.ics", "agenda.atom"):
        response = client.get(f"/agenda/{route}")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies

"""The page of a district, and the addresses below the agenda that it shares with other pages."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from agenda.finding import districts
from agenda.models import AgendaDateChange, AgendaItemPage
from core.models import Postcode
from partners.models import PartnerPage
from tests.factories import (
    AgendaIndexFactory,
    AgendaItemFactory,
    CampaignFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
    many_pages,
)

pytestmark = pytest.mark.django_db
# A Wednesday in winter, in the morning.
WEDNESDAY = dt.datetime.fromisoformat("2026-11-25T09:00+01:00")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def overvecht():
    district = DistrictFactory(name="Overvecht", slug="overvecht")
    Postcode.objects.create(district=district, digits="3562")
    return district


@pytest.fixture
def venue(overvecht):
    return VenueFactory(name="De Boog", street="Gagelstraat 1", district=overvecht, step_free="yes", toilet="no")


def overview(client, slug="overvecht"):
    return client.get(f"/agenda/{slug}/").context["overview"]


def titles(dates):
    return [date.item.title for date in dates]


def test_it_shows_what_is_still_to_come_today_and_this_week(client, agenda, venue):
    elsewhere = VenueFactory()
    item_on(agenda, at(0, "07:00", "08:00"), title="Vanochtend voorbij", venue=venue)
    item_on(agenda, at(0, "08:00", "10:00"), title="Nu bezig", venue=venue)
    item_on(agenda, at(0, "19:00", "21:00"), title="Vanavond", venue=venue)
    item_on(agenda, at(0, "20:00", "21:00"), title="Vanavond elders", venue=elsewhere)
    item_on(agenda, at(1), title="Morgen", venue=venue)
    item_on(agenda, at(6), title="Dinsdag", venue=venue)
    item_on(agenda, at(7), title="Over een week", venue=venue)
    item_on(agenda, at(1), title="Concept", venue=venue).unpublish()
    shown = overview(client)
    assert titles(shown.today) == ["Nu bezig", "Vanavond"]
    assert [(day.date.day, titles(day.occurrences)) for day in shown.days] == [(26, ["Morgen"]), (1, ["Dinsdag"])]


def test_what_goes_on_for_weeks_stands_under_today(client, agenda, venue):
    item_on(agenda, at(-20, None, None, end_date=dt.date(2026, 12, 20)), title="Tentoonstelling", venue=venue)
    item_on(agenda, at(-1, "22:00", "10:00"), title="Nachtwacht", venue=venue)
    assert titles(overview(client).today) == ["Tentoonstelling", "Nachtwacht"]


def test_what_does_not_fit_is_one_link_away(client, agenda, venue):
    for number in range(7):
        item_on(agenda, at(0, "19:00", "21:00"), title=f"Vandaag {number}", venue=venue)
    for number in range(13):
        item_on(agenda, at(2, "19:00", "21:00"), title=f"Vrijdag {number}", venue=venue)
    page = client.get("/agenda/overvecht/")
    shown = page.context["overview"]
    assert len(shown.today) == districts.MOST_TODAY
    assert sum(len(day.occurrences) for day in shown.days) == districts.MOST_THIS_WEEK
    for period in ("vandaag", "week"):
        assert f'href="/agenda/?periode={period}&wijk=overvecht"' in page.content.decode().replace("&amp;", "&")


def test_every_week_lists_each_thing_once_with_its_next_date_that_goes_ahead(client, agenda, venue):
    weekly = item_on(agenda, at(1, rule="FREQ=WEEKLY;BYDAY=TH"), title="Soep op donderdag", venue=venue)
    item_on(agenda, at(2, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"), title="Om de week", venue=venue)
    item_on(agenda, at(3), at(4), title="Inloop", kind=AgendaItemPage.Kind.WALK_IN, venue=venue)
    item_on(agenda, at(5), title="Lezing", venue=venue)
    weekly.changes = [AgendaDateChange(day=dt.date(2026, 11, 26), action="cancelled")]
    weekly.save_revision().publish()
    shown = overview(client).weekly
    assert [(date.item.title, date.local_start.day) for date in shown] == [("Inloop", 28), ("Soep op donderdag", 3)]
    assert "donderdag" in client.get("/agenda/overvecht/").content.decode().split('id="weekly"')[1]


def test_places_say_how_one_gets_in_and_what_is_on_there_next(client, agenda, overvecht, venue):
    item_on(agenda, at(-90), title="Zomerfeest", venue=VenueFactory(name="Alleen in de zomer", district=overvecht))
    item_on(agenda, at(20), title="Over drie weken", venue=venue)
    page = client.get("/agenda/overvecht/")
    assert [(one.venue.name, one.next and one.next.item.title) for one in page.context["overview"].places] == [
        ("De Boog", "Over drie weken"),
        ("Alleen in de zomer", None),
    ]
    places = page.content.decode().split('id="places"')[1]
    assert "Gagelstraat 1" in places
    assert 'class="checklist__no"' in places
    assert 'class="checklist__unknown"' in places


def test_a_place_of_which_nothing_was_made_public_is_not_shown(client, agenda, overvecht, venue):
    """A living room of which only a draft knows, say."""
    VenueFactory(name="Nog niets", district=overvecht)
    for title, expires in (("Concept", None), ("Verlopen", WEDNESDAY + dt.timedelta(minutes=1))):
        item_on(agenda, at(1), title=title, venue=VenueFactory(name=title, district=overvecht), expire_at=expires)
    AgendaItemPage.objects.get(title="Concept").unpublish()
    closed = item_on(agenda, at(1), title="Besloten", venue=VenueFactory(name="Besloten", district=overvecht))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    item_on(agenda, at(1), title="Open", venue=venue)
    with time_machine.travel(WEDNESDAY + dt.timedelta(minutes=2), tick=False):
        assert [one.venue.name for one in overview(client).places] == ["De Boog"]


def test_a_quiet_venue_and_a_walk_in_are_not_lost_among_many_dates(client, agenda, overvecht, venue, monkeypatch):
    monkeypatch.setattr(districts, "MOST_AHEAD", 20)
    quiet = VenueFactory(name="Stille plek", district=overvecht)
    item_on(agenda, at(9), title="Eens per maand", venue=quiet)
    item_on(agenda, at(8, rule="FREQ=WEEKLY"), title="Soep", venue=quiet)
    item_on(agenda, at(8, status="cancelled"), title="Gaat niet door", venue=VenueFactory(district=overvecht))
    many_items(agenda, 60, venue=venue)
    shown = overview(client)
    assert titles(shown.weekly) == ["Soep"]
    assert {one.venue.name: one.next and one.next.item.title for one in shown.places}["Stille plek"] == "Soep"
    assert [one.next for one in shown.places].count(None) == 1


def test_a_day_with_very_much_does_not_hide_those_after_it(client, agenda, venue, monkeypatch):
    monkeypatch.setattr(districts, "MOST_AHEAD", 6)
    for _ in range(8):
        item_on(agenda, at(0, "19:00", "21:00"), venue=venue)
    item_on(agenda, at(1), title="Morgen", venue=venue)
    assert [titles(day.occurrences) for day in overview(client).days] == [["Morgen"]]


def test_partners_near_are_those_of_the_district(client, agenda, overvecht, site_root):
    partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    PartnerFactory(parent=partners, title="Burezina", districts=[overvecht])
    PartnerFactory(parent=partners, title="Elders", districts=[DistrictFactory()])
    PartnerFactory(parent=partners, title="Gesloten", districts=[overvecht], live=False)
    page = client.get("/agenda/overvecht/")
    assert [one.title for one in page.context["overview"].partners] == ["Burezina"]
    assert 'href="/wie-doet-mee/?wijk=overvecht"' in page.content.decode()


def test_a_district_without_anything_says_so_and_leads_on(client, agenda, overvecht):
    oost = DistrictFactory(name="Oost", slug="oost")
    text = client.get("/agenda/overvecht/").content.decode()
    assert 'href="/agenda/?periode=vandaag"' in text
    assert 'href="/agenda/?wijk=overvecht"' in text
    assert f'href="/agenda/{oost.slug}/"' in text
    assert 'name="postcode"' in text


def test_it_leads_to_the_list_the_month_paper_and_the_own_calendar(client, agenda, venue):
    text = client.get("/agenda/overvecht/").content.decode()
    for address in ("?", "maand/?", "poster.pdf?", "meenemen/?"):
        assert f'href="/agenda/{address}wijk=overvecht"' in text
    # Not to itself.
    assert 'href="/agenda/overvecht/"' not in text.split("<main")[1]


def test_it_has_one_address_and_says_where_one_is(client, agenda, overvecht):
    page = client.get("/agenda/overvecht/")
    text = page.content.decode()
    assert re.search(r'<link rel="canonical" href="http://[^/]+/agenda/overvecht/">', text)
    assert [crumb.title for crumb in page.context["breadcrumbs"]][-2:] == ["Agenda", "Overvecht"]
    assert not page.cookies
    assert client.get("/agenda/nergens/").status_code == 404
    assert client.get("/agenda/OVERVECHT/").status_code == 404


def test_search_engines_read_where_it_is_and_what_is_on_it(client, agenda, venue):
    item_on(agenda, at(0, "19:00", "21:00"), at(1), title="Soep", slug="soep", venue=venue)
    item_on(agenda, at(1), title="Verzonnen", venue=venue, is_example=True)
    for address, title in (("/agenda/overvecht/", "Overvecht"), ("/agenda/maand/?maand=2026-11", "november 2026")):
        page, trail = json.loads(str(client.get(address).context["json_ld"]))["@graph"]
        assert (page["@type"], page["name"]) == ("CollectionPage", title)
        assert page["url"].endswith(address)
        (entry,) = page["mainEntity"]["itemListElement"]
        assert (entry["position"], entry["name"]) == (1, "Soep")
        assert entry["url"].endswith("/agenda/soep/")
        assert entry["url"].startswith("http")
        assert [step["name"] for step in trail["itemListElement"]][-2:] == ["Agenda", title]
        assert trail["itemListElement"][-1]["item"] == page["url"]


def test_a_postcode_leads_to_it_and_is_forgotten(client, agenda, overvecht):
    answer = client.get("/agenda/", {"postcode": "3562 AB"})
    assert (answer.status_code, answer["Location"]) == (302, "/agenda/overvecht/")
    assert not answer.cookies


def test_cost_does_not_grow_with_content(client, agenda, overvecht, venue, site_root, settings):
    settings.PAGE_CACHE_SECONDS = 0
    partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    PartnerFactory(parent=partners, districts=[overvecht])
    item_on(agenda, at(1, rule="FREQ=WEEKLY;BYDAY=TH"), title="Soep", venue=venue)
    VenueFactory(name="Stille plek", district=overvecht)

    def fresh():
        # A new generation: nothing is kept but what stands around every page.
        cache.clear()
        client.get("/wie-doet-mee/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/agenda/overvecht/").status_code == 200
        return len(asked)

    before = fresh()
    many_items(agenda, 500, venue=venue, kind=AgendaItemPage.Kind.WALK_IN)
    for page in many_pages(partners, PartnerPage, 30):
        page.districts.through.objects.create(partnerpage_id=page.pk, district_id=overvecht.pk)
    for _ in range(30):
        VenueFactory(district=overvecht)
    after = fresh()
    assert after <= before <= 15


@pytest.mark.parametrize("slug", ["overvecht", "maand", "kaart", "meenemen", "insluiten", "verwijzers"])
@pytest.mark.parametrize("factory", [AgendaItemFactory, CampaignFactory])
def test_a_page_cannot_take_an_address_of_the_agenda_itself(agenda, overvecht, factory, slug):
    with pytest.raises(ValidationError) as refused:
        factory(parent=agenda, title="Koffie", slug=slug)
    assert set(refused.value.message_dict) == {"slug"}


def test_a_page_may_be_named_after_a_district(client, agenda, overvecht):
    item_on(agenda, at(1), title="Overvecht", slug="overvecht-2026")
    assert client.get("/agenda/overvecht-2026/").status_code == 200


def test_the_agenda_leads_to_every_district(client, agenda, overvecht):
    oost = DistrictFactory(name="Oost", slug="oost")
    text = client.get("/agenda/").content.decode()
    assert all(f'href="/agenda/{district.slug}/"' in text for district in (overvecht, oost))


def test_search_engines_hear_of_every_district(client, agenda, overvecht):
    assert "/agenda/overvecht/</loc>" in client.get("/sitemap-nl.xml").content.decode()

"""Under another language: the same dates, the same programme, and nothing twice."""

import datetime as dt
import json
import re
import uuid
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import AgendaDateChange, Occurrence
from core import page_cache
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    VenueFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def english(site_root):
    return open_language(site_root).locale


@pytest.fixture
def agenda(site_root, english):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def translated(english):
    """Publish the translation of a page under another title; the pages above it are copied as they are."""

    def translate(page, title):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = title
        copy.save_revision().publish()
        return copy

    return translate


def content(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def event_of(client, address):
    return json.loads(str(client.get(address).context["json_ld"]))["@graph"][0]


def titles(response):
    return [one.item.title for day in response.context["days"] for one in day.occurrences]


class TestItem:
    @pytest.fixture
    def soup(self, agenda):
        return item_on(agenda, at(1, rule="FREQ=WEEKLY"), title="Soep", slug="soep")

    @pytest.fixture
    def english_soup(self, soup, translated):
        return translated(soup, "Soup")

    def test_a_cancelled_date_is_cancelled_in_every_language(self, client, soup, english_soup, commit):
        assert event_of(client, english_soup.url)["eventStatus"].endswith("EventScheduled")
        soup.changes = [AgendaDateChange(day=dt.date(2026, 11, 26), action="cancelled")]
        with commit():
            soup.save_revision().publish()
        event = event_of(client, english_soup.url)
        assert event["eventStatus"] == "https://schema.org/EventCancelled"
        assert event["eventSchedule"][0]["exceptDate"] == ["2026-11-26"]
        assert re.search("except|behalve", content(client, english_soup.url))
        for address in ("agenda.ics", "2026-11-26T1000.ics"):
            calendar = content(client, f"{english_soup.url}{address}")
            assert "STATUS:CANCELLED" in calendar
            assert "Soup" in calendar

    def test_it_costs_the_same_however_many_dates_there_are(self, client, soup, english_soup, settings):
        settings.PAGE_CACHE_SECONDS = 0

        def cost():
            cache.clear()
            client.get("/robots.txt")
            with CaptureQueriesContext(connection) as asked:
                client.get(english_soup.url)
            return len(asked)

        few = cost()
        soup.changes = [AgendaDateChange(day=dt.date(2026, 12, day), action="cancelled") for day in (3, 10, 17)]
        soup.dates = [*soup.dates.all(), *(type(soup.dates.first())(**at(number)) for number in range(2, 9))]
        soup.save_revision().publish()
        assert cost() <= few

    def test_only_the_dutch_page_has_rows(self, soup, english_soup, english):
        item_on(english_soup.get_parent(), at(1, "15:00", "16:00"), title="Chat", locale=english)
        assert set(Occurrence.objects.values_list("item__title", flat=True)) == {"Soep", "Chat"}
        over, to_come = dt.datetime(2026, 11, 3, 9, tzinfo=dt.UTC), dt.datetime(2027, 3, 2, 9, tzinfo=dt.UTC)
        for start in (over, to_come):
            Occurrence.objects.create(item=english_soup, start=start, end=start + dt.timedelta(hours=2))
        out = StringIO()
        call_command("sync_occurrences", stdout=out)
        assert out.getvalue() == "2 items: 0 dates created, 0 changed, 2 deleted.\n"
        assert set(Occurrence.objects.values_list("item__title", flat=True)) == {"Soep", "Chat"}

    def test_a_translation_that_is_left_alone_gets_dates_of_its_own_at_night(self, client, soup, english_soup, commit):
        with commit():
            type(soup).objects.filter(pk=english_soup.pk).update(translation_key=uuid.uuid4())
            call_command("sync_occurrences", stdout=StringIO())
            page_cache.renew()
        assert event_of(client, english_soup.url)["startDate"] == "2026-11-26T10:00:00+01:00"

    def test_an_activity_in_one_language_only_has_dates_of_its_own(self, client, agenda, english, translated):
        item = item_on(translated(agenda, "Agenda"), at(1, "15:00", "16:00"), title="Chat", locale=english)
        assert event_of(client, item.url)["startDate"] == "2026-11-26T15:00:00+01:00"


class TestCampaign:
    @pytest.fixture
    def week(self, agenda):
        return CampaignFactory(
            parent=agenda, title="Week van samen", slug="week",
            start_date=dt.date(2026, 11, 25), end_date=dt.date(2026, 12, 1), announce_from=dt.date(2026, 11, 1),
        )  # fmt: skip

    @pytest.fixture
    def english_week(self, week, translated):
        return translated(week, "Week of being together")

    def test_its_programme_is_there_in_every_language(self, client, agenda, week, english_week):
        item_on(agenda, at(1), title="Soep", venue=VenueFactory(district=DistrictFactory(name="Oost")), campaign=week)
        english_week.slug = "the-week"
        english_week.save_revision().publish()
        response = client.get("/en/agenda/the-week/")
        assert titles(response) == ["Soep"]
        assert response.context["facts"].activities == 1
        assert "campagne=week" in response.content.decode()
        assert titles(client.get("/en/agenda/the-week/?wijk=oost")) == ["Soep"]

    def test_for_whom_it_is_stands_there_in_the_language(self, client, agenda, week, english_week, english):
        older = AudienceFactory(name="Ouderen")
        translation = older.copy_for_translation(english)
        translation.name = "Older people"
        translation.save()
        item_on(agenda, at(1), title="Soep", campaign=week, audiences=[older])
        text = content(client, english_week.url)
        assert ">Older people</option>" in text
        assert ">Ouderen</option>" not in text

    def test_earlier_campaigns_stand_there_once(self, client, agenda, week, translated):
        past = CampaignFactory(
            parent=agenda, title="Vorige week", slug="vorige", start_date=dt.date(2025, 9, 1), end_date=dt.date(2025, 9, 7)
        )  # fmt: skip
        translated(past, "Last year")
        for page, title in ((week, "Vorige week"), (translated(week, "Week"), "Last year")):
            assert [one.title for one in client.get(page.url).context["earlier"]] == [title]

    def test_the_front_page_announces_the_source(self, client, english_week, week):
        week.title, week.announce_from = "Week van samen", None
        week.save_revision().publish()
        assert client.get("/").context["campaign"] is None

    def test_what_expires_this_hour_is_not_announced_any_more(self, client, week, commit):
        with commit():
            week.expire_at = dt.datetime.fromisoformat("2026-11-25T09:10+01:00")
            week.save_revision().publish()
        assert client.get("/").context["campaign"].title == "Week van samen"
        with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:11+01:00"), tick=False):
            assert client.get("/").context["campaign"] is None


def test_a_campaign_that_has_expired_is_no_earlier_year_any_more(client, agenda):
    CampaignFactory(
        parent=agenda, slug="vorige", start_date=dt.date(2025, 9, 1), end_date=dt.date(2025, 9, 7),
        expire_at=dt.datetime.fromisoformat("2026-11-25T09:10+01:00"),
    )  # fmt: skip
    week = CampaignFactory(parent=agenda, slug="week")
    assert len(client.get(week.url).context["earlier"]) == 1
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:11+01:00"), tick=False):
        assert client.get(week.url).context["earlier"] == []


class TestPartner:
    @pytest.fixture
    def partner(self, site_root, english):
        partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
        return PartnerFactory(parent=partners, title="Buurtkeuken", districts=[DistrictFactory(name="Oost")])

    def test_its_dates_are_there_in_every_language(self, client, agenda, partner, translated):
        item_on(agenda, at(1), title="Soep", organisers=[partner])
        page = translated(partner, "Neighbourhood kitchen")
        assert [one.item.title for one in client.get(page.url).context["upcoming"]] == ["Soep"]

    def test_a_district_names_it_once(self, client, agenda, partner, translated):
        page = translated(partner, "Neighbourhood kitchen")
        page.districts = partner.districts.all()
        page.save_revision().publish()
        near = client.get("/agenda/oost/").context["overview"].partners
        assert [one.title for one in near] == ["Buurtkeuken"]


def test_what_one_takes_along_is_called_in_the_language_it_was_taken_in(client, agenda, translated):
    translated(agenda, "Agenda")
    for address, name in (("/agenda/", "Agenda Utrecht Omarmt"), ("/en/agenda/", "Utrecht Omarmt agenda")):
        assert f"X-WR-CALNAME:{name}\r\n" in client.get(f"{address}agenda.ics").content.decode()
        assert f">{name}</title>" in client.get(f"{address}agenda.atom").content.decode()

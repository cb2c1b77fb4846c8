"""What is in the agenda's lists, and what is not."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from agenda.models import AgendaDate, AgendaItemPage, Occurrence
from agenda.services import sync_occurrences
from core.models import Postcode
from tests.factories import AgendaIndexFactory, CampaignFactory, DistrictFactory, VenueFactory, at, item_on

pytestmark = pytest.mark.django_db
# A Wednesday in winter, in the morning.
WEDNESDAY = dt.datetime.fromisoformat("2026-11-25T09:00+01:00")


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def titles(client, query=""):
    response = client.get(f"/agenda/{query}")
    assert response.status_code == 200
    return [occurrence.item.title for day in response.context["days"] for occurrence in day.occurrences]


# What an editor entered on that Wednesday.
with time_machine.travel(WEDNESDAY, tick=False):
    DATES = {
        "gisteren": at(-1),
        "gisteren tot in de nacht": at(-1, "22:00", "02:00"),
        "vanochtend al voorbij": at(0, "07:00", "08:00"),
        "nu bezig": at(0, "08:00", "10:00"),
        "vanavond": at(0, "19:00", "21:00"),
        "heel vandaag": at(0, None, None),
        "vannacht": at(0, "23:00", "01:00"),
        "morgen": at(1),
        "zaterdag": at(3),
        "zondag": at(4),
        "maandag": at(5),
        "dinsdag": at(6),
        "woensdag over een week": at(7),
        "hele week": at(-2, None, None, end_date=dt.date(2026, 11, 29)),
    }
PERIODS = {
    "": set(DATES) - {"gisteren", "gisteren tot in de nacht", "vanochtend al voorbij"},
    "?periode=vandaag": {"nu bezig", "vanavond", "heel vandaag", "vannacht", "hele week"},
    "?periode=morgen": {"vannacht", "morgen", "hele week"},
    "?periode=weekend": {"zaterdag", "zondag", "hele week"},
    "?periode=week": set(DATES) - {"gisteren", "gisteren tot in de nacht", "vanochtend al voorbij", "woensdag over een week"},
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), PERIODS.items(), ids=[name or "all" for name in PERIODS])
def test_each_period_holds_exactly_what_takes_place_in_it(client, agenda, query, expected):
    for title, date in DATES.items():
        item_on(agenda, date, title=title)
    assert sorted(titles(client, query)) == sorted(expected)


def test_what_is_over_can_be_found_back_the_latest_first(client, agenda):
    for title in ("gisteren", "vanochtend al voorbij", "morgen"):
        item_on(agenda, DATES[title], title=title)
    assert titles(client, "?periode=eerder") == ["vanochtend al voorbij", "gisteren"]


@pytest.mark.parametrize(
    ("price", "label"), [("0", "Gratis"), ("5", "€\xa05"), ("3.50", "€\xa03,50"), (None, "Prijs niet bekend")]
)
def test_a_price_is_shown_as_it_is_and_never_guessed(price, label):
    item = AgendaItemPage(title="Koffie", price=Decimal(price) if price else None)
    assert item.price_label == label
    assert item.is_free is (label == "Gratis")


def test_the_list_is_grouped_by_day_and_ordered_by_time(client, agenda):
    item_on(agenda, at(1, "15:00", "16:00"), title="laat")
    item_on(agenda, at(1, "09:00", "10:00"), title="vroeg")
    item_on(agenda, at(0, "15:00", "16:00"), title="vandaag")
    days = client.get("/agenda/").context["days"]
    assert [(day.date.day, [one.item.title for one in day.occurrences]) for day in days] == [
        (25, ["vandaag"]),
        (26, ["vroeg", "laat"]),
    ]


def test_what_began_earlier_stands_under_today(client, agenda):
    item_on(agenda, at(-3, None, None, end_date=dt.date(2026, 11, 27)), title="festival")
    days = client.get("/agenda/").context["days"]
    assert [day.date.day for day in days] == [25]


def test_drafts_private_and_expired_items_are_in_no_list(client, agenda):
    item_on(agenda, at(), title="te zien")
    item_on(agenda, at(), title="verlopen", expire_at=WEDNESDAY - dt.timedelta(hours=1))
    draft = item_on(agenda, at(), title="concept")
    draft.unpublish()
    private = item_on(agenda, at(), title="besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert titles(client) == ["te zien"]


def test_cancelled_stays_in_the_list_and_says_so(client, agenda):
    item_on(agenda, at(status="cancelled", note="De kok is ziek."), title="Schuif aan")
    assert titles(client) == ["Schuif aan"]
    assert "Gaat niet door" in client.get("/agenda/").content.decode()


def test_a_postcode_leads_to_its_district(client, agenda):
    overvecht, oost = DistrictFactory(name="Overvecht"), DistrictFactory(name="Oost")
    Postcode.objects.create(district=overvecht, digits="3562")
    item_on(agenda, at(), title="hier", venue=VenueFactory(district=overvecht))
    item_on(agenda, at(), title="daar", venue=VenueFactory(district=oost))
    assert titles(client, "?postcode=3562") == ["hier"]
    assert titles(client, "?postcode=3562+AB") == ["hier"]
    assert titles(client, "?wijk=oost") == ["daar"]


@pytest.mark.parametrize("postcode", ["1012", "0000", "abcd", "３５６２", "3562' OR 1=1", "9" * 400])
def test_a_postcode_outside_utrecht_gets_a_kind_answer_and_the_whole_agenda(client, agenda, postcode):
    item_on(agenda, at(), title="overal")
    response = client.get(f"/agenda/?postcode={postcode}")
    assert response.status_code == 200
    assert response.context["postcode_unknown"] is True
    assert [o.item.title for day in response.context["days"] for o in day.occurrences] == ["overal"]


def test_publishing_again_keeps_the_identity_of_dates_that_stay(agenda):
    item = item_on(agenda, at(1), at(2))
    before = dict(item.occurrences.values_list("start", "pk"))
    item.dates = [AgendaDate(**at(2, status="full")), AgendaDate(**at(3))]
    item.save_revision().publish()
    after = {occurrence.start: occurrence for occurrence in item.occurrences.all()}
    kept = set(before) & set(after)
    assert len(after) == 2
    assert [after[start].pk for start in kept] == [before[start] for start in kept]
    assert [after[start].status for start in kept] == ["full"]


def test_syncing_twice_changes_nothing(agenda):
    item = item_on(agenda, at(1), at(1), at(2))
    rows = list(Occurrence.objects.values())
    sync_occurrences(item)
    assert list(Occurrence.objects.values()) == rows
    assert len(rows) == 2


def test_a_draft_change_of_dates_is_not_public_until_published(client, agenda, commit):
    item = item_on(agenda, at(1), title="Koor")
    item.dates = [AgendaDate(**at(2))]
    revision = item.save_revision()
    assert [day.date.day for day in client.get("/agenda/").context["days"]] == [26]
    with commit():
        revision.publish()
    assert [day.date.day for day in client.get("/agenda/").context["days"]] == [27]


def test_a_campaign_shows_its_own_programme_also_afterwards(client, agenda):
    week = CampaignFactory(
        parent=agenda, slug="week", start_date=dt.date(2023, 9, 28), end_date=dt.date(2023, 10, 4), announce_from=None
    )
    inside = {"start_date": dt.date(2023, 9, 30), "start_time": dt.time(10)}
    item_on(agenda, inside, title="in de week", campaign=week)
    item_on(agenda, inside, title="niet van de week")
    response = client.get("/agenda/week/")
    assert [one.item.title for day in response.context["days"] for one in day.occurrences] == ["in de week"]


def test_an_alias_shows_the_dates_of_its_source(client, agenda, site_root):
    item = item_on(agenda, at(1, "15:00", "16:00"), title="Koor", slug="koor")
    item.create_alias(update_slug="koor-ook")
    assert "15.00 – 16.00 uur" in client.get("/agenda/koor-ook/").content.decode()

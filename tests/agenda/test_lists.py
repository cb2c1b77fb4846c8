"""What is in the agenda's lists, and what is not."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from agenda.finding import answers
from agenda.models import AgendaDate, AgendaItemPage, Occurrence
from agenda.services import sync_occurrences
from core.models import Postcode
from tests.factories import (
    AgendaIndexFactory,
    CampaignFactory,
    DistrictFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
)

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


def test_a_postcode_alone_leads_to_the_page_of_its_district_and_nothing_is_kept(client, agenda):
    Postcode.objects.create(district=DistrictFactory(name="Overvecht"), digits="3562")
    for postcode in ("3562", "3562+AB", "+3562ab+"):
        response = client.get(f"/agenda/?postcode={postcode}")
        assert (response.status_code, response["Location"]) == (302, "/agenda/overvecht/")
        assert not response.cookies


def test_a_postcode_with_other_answers_fills_in_the_district(client, agenda):
    overvecht = DistrictFactory(name="Overvecht")
    Postcode.objects.create(district=overvecht, digits="3562")
    item_on(agenda, at(), title="hier", venue=VenueFactory(district=overvecht))
    item_on(agenda, at(), title="daar", venue=VenueFactory(district=DistrictFactory(name="Oost")))
    response = client.get("/agenda/?wijk=oost&postcode=3562+AB&prijs=gratis")
    assert response["Location"] == "/agenda/?wijk=overvecht&prijs=gratis"
    assert titles(client, "?wijk=overvecht&prijs=gratis") == ["hier"]


@pytest.mark.parametrize("postcode", ["1012", "0000", "abcd", "３５６２", "3562' OR 1=1", "9" * 400, "%00", "%ff"])
def test_a_postcode_outside_utrecht_gets_a_kind_answer_and_the_whole_agenda(client, agenda, postcode):
    item_on(agenda, at(), title="overal")
    response = client.get(f"/agenda/?postcode={postcode}", follow=True)
    assert response.status_code == 200
    assert response.context["postcode_unknown"] is (postcode != "%00")
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


# A moment, a date as an editor enters it, and the periods whose list must hold it then; in every other it may not be.
def on(day, start=None, end=None, last=None):
    times = {name: dt.time.fromisoformat(time) for name, time in (("start_time", start), ("end_time", end)) if time}
    return {
        "start_date": dt.date.fromisoformat(day),
        "end_date": dt.date.fromisoformat(last) if last else None,
        **times,
    }


ALL = {"", "vandaag", "morgen", "weekend", "week", "eerder"}
CASES = {
    "running since this morning": ("2026-11-25T11:00+01:00", on("2026-11-25", "10:00", "12:00"), {"", "vandaag", "week"}),
    "ended an hour ago": ("2026-11-25T13:00+01:00", on("2026-11-25", "10:00", "12:00"), {"eerder"}),
    "ends this very minute": ("2026-11-25T12:00+01:00", on("2026-11-25", "10:00", "12:00"), {"eerder"}),
    "starts at 00:00 tonight": ("2026-11-25T20:00+01:00", on("2026-11-26", "00:00", "02:00"), {"", "morgen", "week"}),
    "ends at 00:00 tonight": ("2026-11-25T20:00+01:00", on("2026-11-25", "21:00", "00:00"), {"", "vandaag", "week"}),
    "across midnight, seen before": ("2026-11-25T20:00+01:00", on("2026-11-25", "22:00", "02:00"), {"", "vandaag", "morgen", "week"}),
    "across midnight, seen after": ("2026-11-26T01:00+01:00", on("2026-11-25", "22:00", "02:00"), {"", "vandaag", "week"}),
    "across the month": ("2026-11-30T20:00+01:00", on("2026-11-30", "23:00", "01:00"), {"", "vandaag", "morgen", "week"}),
    "across the year": ("2026-12-31T20:00+01:00", on("2026-12-31", "22:00", "02:00"), {"", "vandaag", "morgen", "week"}),
    "leap day, the day before": ("2028-02-28T09:00+01:00", on("2028-02-29", "10:00", "12:00"), {"", "morgen", "week"}),
    "leap day, the day after": ("2028-03-01T09:00+01:00", on("2028-02-29", "10:00", "12:00"), {"eerder"}),
    "night the clocks go forward": ("2027-03-27T20:00+01:00", on("2027-03-28", "01:30", "03:30"), {"", "morgen", "weekend", "week"}),
    "whole day of 23 hours": ("2027-03-28T23:30+02:00", on("2027-03-28"), {"", "vandaag", "weekend", "week"}),
    "after the day of 23 hours": ("2027-03-29T00:00+02:00", on("2027-03-28"), {"eerder"}),
    "night the clocks go back": ("2026-10-24T20:00+02:00", on("2026-10-25", "01:30", "03:30"), {"", "morgen", "weekend", "week"}),
    "whole day of 25 hours": ("2026-10-25T23:30+01:00", on("2026-10-25"), {"", "vandaag", "weekend", "week"}),
    "a day long, still going on": ("2026-11-26T08:00+01:00", on("2026-11-25", "09:00", "09:00"), {"", "vandaag", "week"}),
    "half a year, its last day": ("2026-11-25T09:00+01:00", on("2026-06-01", last="2026-11-25"), {"", "vandaag", "week"}),
    "half a year, the day after": ("2026-11-26T09:00+01:00", on("2026-06-01", last="2026-11-25"), {"eerder"}),
    "half a year, in the middle": ("2026-08-25T09:00+02:00", on("2026-06-01", last="2026-11-25"), {"", "vandaag", "morgen", "weekend", "week"}),
    "Sunday evening": ("2026-11-29T18:00+01:00", on("2026-11-29", "20:00", "22:00"), {"", "vandaag", "weekend", "week"}),
    "Saturday of next week, seen on Sunday": ("2026-11-29T18:00+01:00", on("2026-12-05", "20:00", "22:00"), {"", "week"}),
    "in a week": ("2026-11-25T09:00+01:00", on("2026-12-02", "10:00", "12:00"), {""}),
    "the last day a list looks ahead": ("2026-11-25T09:00+01:00", on("2026-12-22", "23:00", "23:30"), {""}),
    "beyond": ("2026-11-25T09:00+01:00", on("2026-12-23", "00:00", "01:00"), set()),
}  # fmt: skip


@pytest.mark.parametrize(("moment", "date", "periods"), CASES.values(), ids=CASES)
def test_a_date_is_in_the_lists_of_its_moment_and_in_no_other(client, agenda, moment, date, periods):
    with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
        item_on(agenda, date, title="dit")
        assert {name for name in ALL if titles(client, f"?periode={name}" if name else "")} == periods


RANGES = {
    "the day itself": ("2026-12-10", "2026-12-10", True),
    "a range that ends on it": ("2026-12-01", "2026-12-10", True),
    "a range that begins on it": ("2026-12-10", "2026-12-20", True),
    "the days before": ("2026-12-01", "2026-12-09", False),
    "the days after": ("2026-12-11", "2026-12-20", False),
    "from a day": ("2026-12-10", "", True),
    "until a day": ("", "2026-12-10", True),
}


@pytest.mark.parametrize(("first", "last", "found"), RANGES.values(), ids=RANGES)
def test_chosen_dates_hold_their_first_and_their_last_day(client, agenda, first, last, found):
    item_on(agenda, on("2026-12-10", "00:00", "00:30"), title="vroeg")
    item_on(agenda, on("2026-12-10", "23:30", "00:00"), title="laat")
    asked = "&".join(f"{name}={day}" for name, day in (("van", first), ("tot", last)) if day)
    assert titles(client, f"?{asked}") == (["vroeg", "laat"] if found else [])


def test_chosen_days_that_are_over_show_what_there_was(client, agenda):
    item_on(agenda, on("2026-10-10", "10:00", "12:00"), title="toen")
    assert titles(client, "?van=2026-10-10&tot=2026-10-11") == ["toen"]


def test_of_chosen_days_around_today_only_what_is_not_over(client, agenda):
    for title in ("gisteren", "vanochtend al voorbij", "nu bezig", "morgen"):
        item_on(agenda, DATES[title], title=title)
    assert titles(client, "?van=2026-11-24&tot=2026-11-26") == ["nu bezig", "morgen"]


def test_what_comes_after_four_weeks_is_one_step_further(client, agenda):
    item_on(agenda, at(3), title="binnenkort")
    item_on(agenda, at(60), title="later")
    page = client.get("/agenda/")
    assert page.context["later"] == "van=2026-12-23"
    assert titles(client, f"?{page.context['later']}") == ["later"]


def test_five_hundred_is_where_a_list_stops_and_the_rest_is_one_step_further(client, agenda):
    many_items(agenda, 520)
    page = client.get("/agenda/")
    # The catalogue says it in Dutch.
    assert re.search(r"<strong>(Meer dan 500|More than 500) dat", page.content.decode())
    last = client.get("/agenda/?pagina=21")
    assert last.context["result"].has_next() is False
    assert sum(len(day.occurrences) for day in last.context["days"]) == 500 - 20 * 24
    assert last.context["later"].startswith("van=")


def test_pages_together_hold_every_date_once_long_ones_first(client, agenda):
    item_on(agenda, at(-3, None, None, end_date=dt.date(2026, 12, 20)), title="tentoonstelling")
    many_items(agenda, 60)
    shown = [title for number in (1, 2, 3) for title in titles(client, f"?pagina={number}" if number > 1 else "")]
    assert shown[0] == "tentoonstelling"
    assert len(shown) == len(set(shown)) == 61


def test_a_change_of_a_venue_shows_on_its_cards(client, agenda, commit):
    venue = VenueFactory(name="Oude naam")
    item_on(agenda, at(), venue=venue)
    assert "Oude naam" in client.get("/agenda/").content.decode()
    venue.name = "Nieuwe naam"
    with commit():
        venue.save()
    assert "Nieuwe naam" in client.get("/agenda/").content.decode()


def test_calendars_and_feeds_get_the_dates_of_asked_days_that_are_over_too(client, agenda):
    for title in ("gisteren", "vanochtend al voorbij", "morgen"):
        item_on(agenda, DATES[title], title=title)

    def taken_along(query=""):
        calendar = client.get(f"/agenda/agenda.ics{query}").content.decode()
        return re.findall(r"SUMMARY:(.*)\r\n", calendar)

    assert taken_along("?van=2026-11-25&tot=2026-12-01") == ["vanochtend al voorbij", "morgen"]
    assert taken_along() == ["morgen"]


def test_what_is_there_every_day_is_one_activity(client, agenda):
    overvecht = VenueFactory(district=DistrictFactory(name="Overvecht"))
    item_on(agenda, at(0, "10:00", "23:00", rule="FREQ=DAILY"), title="inloop", venue=overvecht)
    item_on(agenda, at(1), title="soep", venue=overvecht)
    for query in ("?wijk=overvecht", "?wijk=overvecht&pagina=2"):
        said = client.get(f"/agenda/{query}").content.decode().split('role="status"')[1].split("</p>")[0]
        assert re.search(r"<strong>2 activit[^<]*</strong> in Overvecht", said)


@pytest.mark.parametrize(
    ("query", "later"),
    [
        ("", "van=2026-11-28"),
        ("?periode=week", "van=2026-11-28&tot=2026-12-01"),
        ("?van=2026-11-20&tot=2026-11-30", "van=2026-11-28&tot=2026-11-30"),
        ("?van=2026-11-27&tot=2026-11-30", "van=2026-11-28&tot=2026-11-30"),
        # All that fits is on the first day: without a step further this would lead to itself.
        ("?van=2026-11-28&tot=2026-11-30", "van=2026-11-29&tot=2026-11-30"),
        ("?van=2026-11-28&tot=2026-11-28", ""),
    ],
)
def test_each_list_that_is_too_long_leads_on_within_what_is_asked(client, agenda, monkeypatch, query, later):
    monkeypatch.setattr(answers, "MOST", 4)
    item_on(agenda, at(1), at(2), at(2, "14:00", "15:00"))
    item_on(agenda, *[at(3, f"{hour}:00", "20:00") for hour in range(10, 17)], at(5))
    assert client.get(f"/agenda/{query}").context["later"] == later


def test_what_comes_later_in_a_long_period_is_reached_step_by_step(client, agenda, monkeypatch):
    monkeypatch.setattr(answers, "MOST", 4)
    for day in range(7):
        for hour in range(3):
            item_on(agenda, at(day, f"{10 + hour}:00", "20:00"), title=f"{day} {hour}")
    seen, query = set(), "periode=week"
    for _ in range(12):
        page = client.get(f"/agenda/?{query}")
        seen |= {one.item.title for day in page.context["days"] for one in day.occurrences}
        query = page.context["later"]
        if not query:
            break
    assert query == ""
    assert len(seen) == 21


def test_an_answer_is_not_offered_any_more_once_all_of_it_is_over(client, agenda):
    item_on(agenda, at(0, "10:00", "12:00"), venue=VenueFactory(district=DistrictFactory(name="Oost")))
    item_on(agenda, at(1), venue=VenueFactory(district=DistrictFactory(name="West")))

    def offered(address):
        text = client.get(address).content.decode()
        return {name for name in ("oost", "west") if f'<option value="{name}"' in text}

    for address in ("/agenda/", "/agenda/verwijzers/"):
        assert offered(address) == {"oost", "west"}
    with time_machine.travel(WEDNESDAY.replace(hour=20), tick=False):
        for address in ("/agenda/", "/agenda/verwijzers/"):
            assert offered(address) == {"west"}


@pytest.mark.parametrize("route", ["", "maand/", "kaart/", "agenda.ics", "agenda.atom", "agenda.json", "insluiten/"])
def test_no_public_form_of_the_agenda_is_narrowed_by_what_only_referrers_ask(client, agenda, route):
    item_on(agenda, at(1), title="Soep", venue=VenueFactory(latitude=52.1, longitude=5.1))
    assert "Soep" in client.get(f"/agenda/{route}?profiel=verlies", follow=True).content.decode()


def test_an_example_is_marked_in_the_month_also_when_it_goes_on_for_weeks(client, agenda):
    item_on(agenda, at(1), title="Verzonnen", is_example=True)
    item_on(agenda, at(1, None, None, end_date=dt.date(2026, 12, 20)), title="Verzonnen reis", is_example=True)
    text = client.get("/agenda/maand/").content.decode()
    assert text.count("<strong>Voorbeeld</strong>") == 2


def test_a_second_look_at_a_month_asks_the_database_nothing(client, agenda, settings, django_assert_num_queries):
    DistrictFactory(name="Oost", slug="oost")
    settings.PAGE_CACHE_SECONDS = 300
    for address in ("/agenda/maand/?maand=2026-12&wijk=oost", "/agenda/insluiten/?aantal=3"):
        client.get(address)
        with django_assert_num_queries(0):
            assert client.get(address).status_code == 200

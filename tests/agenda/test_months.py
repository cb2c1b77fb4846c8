"""The month as a calendar sheet."""

import calendar
import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.finding import months
from agenda.models import Occurrence
from core.models import Postcode
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory, at, item_on, many_items

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


def cells(client, query=""):
    """The days of the sheet with something on them: titles and count by day of the month."""
    sheet = client.get(f"/agenda/maand/{query}").context["sheet"]
    days = [cell for week in sheet.weeks for cell in week if cell]
    return {cell.date.day: ([date.item.title for date in cell.dates], cell.count) for cell in days if cell.count}


def on(day, start="10:00", end="12:00", **fields):
    """The fields of a date on a day written as `2026-11-25`."""
    return {**at(0, start, end), "start_date": dt.date.fromisoformat(day), **fields}


def test_each_day_says_how_much_there_is_and_the_first_by_name(client, agenda):
    for number, start in enumerate(["14:00", "09:00", "19:00", "11:00", "08:00"]):
        item_on(agenda, on("2026-11-26", start, "20:00"), title=f"Om {start}", slug=f"item-{number}")
    item_on(agenda, on("2026-11-03"), title="Al geweest")
    item_on(agenda, on("2026-12-01"), title="Andere maand")
    assert cells(client) == {3: (["Al geweest"], 1), 26: (["Om 08:00", "Om 09:00", "Om 11:00"], 5)}
    page = client.get("/agenda/maand/").content.decode()
    assert 'href="/agenda/?van=2026-11-26&amp;tot=2026-11-26"' in page
    assert re.search(r'class="month__more"[^>]*>\+ 2 ', page)
    listed = client.get("/agenda/?van=2026-11-26&tot=2026-11-26")
    assert listed.context["result"].paginator.count == 5


def test_it_is_a_table_that_reads_aloud(client, agenda):
    item_on(agenda, on("2026-11-25", "19:00", "20:00"), title="Vanavond")
    page = client.get("/agenda/maand/").content.decode()
    assert "<caption" in page
    assert page.count('<th scope="col">') == 7
    assert len(re.findall(r'<td[^>]* aria-current="date"', page)) == 1
    # The day itself, not only its place in the table: on a phone there is no table.
    assert re.search(r"woensdag</span> <b>25</b> <span class=\"visually-hidden\">november", page)


def test_what_does_not_go_ahead_says_so(client, agenda):
    item_on(agenda, on("2026-11-27", status="cancelled"), title="Naaicafé")
    page = client.get("/agenda/maand/").content.decode()
    assert re.search(r'class="month__off".*?Naaicafé.*?<strong>Gaat niet door</strong>', page, re.DOTALL)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (("2026-11-30", "23:00"), "01:00", {"2026-11": {30}, "2026-12": set()}),
        (("2026-11-30", "20:00"), "00:00", {"2026-11": {30}, "2026-12": set()}),
        (("2026-12-01", "00:00"), "01:00", {"2026-11": set(), "2026-12": {1}}),
        (("2026-12-31", "23:30"), "00:30", {"2026-12": {31}, "2027-01": set()}),
        (("2028-02-29", "10:00"), "11:00", {"2028-02": {29}, "2028-03": set()}),
        # The days on which the clocks change.
        (("2026-10-25", "00:30"), "03:30", {"2026-10": {25}}),
        (("2026-10-25", "23:30"), None, {"2026-10": {25}, "2026-11": set()}),
        (("2027-03-28", "00:15"), "04:00", {"2027-03": {28}}),
        (("2027-03-29", "00:00"), "01:00", {"2027-03": {29}}),
    ],
)
def test_a_date_stands_on_the_day_it_begins(client, agenda, start, end, expected):
    item_on(agenda, on(*start, end))
    assert {month: set(cells(client, f"?maand={month}")) for month in expected} == expected


def test_what_takes_some_days_is_on_each_of_them_and_what_takes_weeks_above_all(client, agenda):
    item_on(agenda, on("2026-11-29", None, None, end_date=dt.date(2026, 12, 2)), title="Wandelweekend")
    item_on(agenda, on("2026-11-10", None, None, end_date=dt.date(2026, 12, 20)), title="Tentoonstelling")
    assert set(cells(client)) == {29, 30}
    assert set(cells(client, "?maand=2026-12")) == {1, 2}
    for query in ("", "?maand=2026-12"):
        sheet = client.get(f"/agenda/maand/{query}").context["sheet"]
        assert [date.item.title for date in sheet.lasting] == ["Tentoonstelling"]
    assert client.get("/agenda/maand/?maand=2027-01").context["sheet"].lasting == []


def test_of_much_that_takes_weeks_a_few_are_named_and_the_list_has_the_rest(client, agenda, monkeypatch):
    monkeypatch.setattr(months, "MOST_LONG", 2)
    for day in ("2026-10-20", "2026-11-05", "2026-11-12"):
        item_on(agenda, on(day, None, None, end_date=dt.date(2026, 12, 20)), title=f"Tentoonstelling {day}")
    answer = client.get("/agenda/maand/")
    assert [date.item.title for date in answer.context["sheet"].lasting] == [
        "Tentoonstelling 2026-10-20",
        "Tentoonstelling 2026-11-05",
    ]
    everything = re.search(r'href="([^"]+)">en nog veel meer', answer.content.decode())[1].replace("&amp;", "&")
    assert "Tentoonstelling 2026-11-12" in client.get(everything).content.decode()


@pytest.mark.parametrize("query", ["", "&prijs=gratis"])
@pytest.mark.parametrize("start", [None, "00:30", "20:00"])
def test_what_begins_on_the_last_day_and_takes_some_days_goes_on_in_the_next_month(client, agenda, start, query):
    end = "17:00" if start else None
    item_on(agenda, on("2026-11-30", start, end, end_date=dt.date(2026, 12, 3)), title="Wandelweek")
    assert set(cells(client, f"?maand=2026-11{query}")) == {30}
    assert set(cells(client, f"?maand=2026-12{query}")) == {1, 2, 3}


def test_it_goes_a_year_back_and_a_year_and_a_half_ahead(client, agenda):
    links = {}
    for month in ("2025-11", "2026-11", "2028-05"):
        page = client.get(f"/agenda/maand/?maand={month}").content.decode()
        links[month] = re.findall(r'rel="(?:prev|next)" href="/agenda/maand/\?maand=([\d-]+)"', page)[:2]
    assert links == {"2025-11": ["2025-12"] * 2, "2026-11": ["2026-10", "2026-12"], "2028-05": ["2028-04"] * 2}


@pytest.mark.parametrize(
    "month",
    [
        "2025-10", "2028-06", "2026-13", "2026-00", "0000-00", "0000-01", "9999-12", "2026-1", "november", "\x00",
        "٢٠٢٦-١١", "2026-11-01", "-2026-11", "9" * 5000, "2026-11\n",
    ],
)  # fmt: skip
def test_another_month_is_a_clear_page_not_an_error(client, agenda, month):
    page = client.get("/agenda/maand/", {"maand": month})
    assert page.status_code == 404
    assert 'href="/agenda/maand/"' in page.content.decode()


def test_it_answers_the_same_questions_as_the_list_and_keeps_them(client, agenda):
    oost, west = DistrictFactory(slug="oost"), DistrictFactory(slug="west")
    item_on(agenda, on("2026-11-27"), title="In Oost", venue=VenueFactory(district=oost))
    item_on(agenda, on("2026-11-28"), title="In West", venue=VenueFactory(district=west))
    assert cells(client, "?wijk=oost") == {27: (["In Oost"], 1)}
    assert cells(client, "?wijk=oost&dagdeel=avond") == {}
    page = client.get("/agenda/maand/?maand=2026-11&wijk=oost").content.decode().replace("&amp;", "&")
    assert 'href="/agenda/maand/?maand=2026-12&wijk=oost"' in page
    assert 'href="/agenda/?van=2026-11-27&tot=2026-11-27&wijk=oost"' in page
    assert '<input type="hidden" name="maand" value="2026-11">' in page
    # Taking an answer away stays in the month.
    assert '<li><a href="/agenda/maand/?maand=2026-11">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_postcode_becomes_its_district(client, agenda):
    Postcode.objects.create(district=DistrictFactory(slug="oost"), digits="3583")
    answer = client.get("/agenda/maand/?maand=2026-12&postcode=3583+AB&prijs=gratis")
    assert answer["Location"] == "/agenda/maand/?maand=2026-12&wijk=oost&prijs=gratis"
    unknown = client.get("/agenda/maand/?postcode=9999")
    assert unknown.status_code == 200
    assert "9999" in unknown.content.decode()


def test_a_busy_month_shows_the_same_and_counts_no_further_than_needed(client, agenda, monkeypatch):
    items = many_items(agenda, 40)
    Occurrence.objects.all().delete()
    start = dt.datetime.fromisoformat("2026-12-01T08:00+01:00")
    moments = [start + dt.timedelta(days=n % 30, minutes=n) for n in range(40 * 20)]
    Occurrence.objects.bulk_create(
        Occurrence(item=items[n % 40], start=moment, end=moment + dt.timedelta(hours=1))
        for n, moment in enumerate(moments)
    )
    day_by_day, at_once = cells(client, "?maand=2026-12"), cells(client, "?maand=2026-12&prijs=gratis")
    assert len(day_by_day) == 30
    assert {day: titles for day, (titles, _) in day_by_day.items()} == {
        day: titles for day, (titles, _) in at_once.items()
    }
    assert {count for _titles, count in day_by_day.values()} == {months.MOST_PER_DAY + 1}
    # So many free ones are too much to read at once as well.
    monkeypatch.setattr(months, "MOST_ROWS", 100)
    cache.clear()
    assert cells(client, "?maand=2026-12&prijs=gratis") == day_by_day
    assert f"{months.MOST_PER_DAY}+" in client.get("/agenda/maand/?maand=2026-12").content.decode()


def test_cost_does_not_grow_with_content(client, agenda, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def asked():
        cache.clear()
        client.get("/agenda/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/agenda/maand/").status_code == 200
        return len(queries)

    many_items(agenda, 1)
    few = asked()
    many_items(agenda, 2000)
    assert asked() == few <= 15


@pytest.mark.parametrize("month", [dt.date(2026, 2, 1), dt.date(2028, 2, 1), dt.date(2026, 3, 1)])
def test_every_month_has_all_its_days(client, agenda, month):
    with time_machine.travel(dt.datetime.combine(month, dt.time(12), dt.UTC), tick=False):
        cache.clear()
        sheet = client.get("/agenda/maand/").context["sheet"]
    days = [cell.date for week in sheet.weeks for cell in week if cell]
    assert len(days) == calendar.monthrange(month.year, month.month)[1]
    assert all(len(week) == 7 for week in sheet.weeks)

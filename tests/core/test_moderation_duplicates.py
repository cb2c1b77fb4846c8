"""What looks like something that is in the agenda already stands beside it, and what does not stays out."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agenda.intake.duplicates import likely
from agenda.models import AgendaDate
from core.dates import today
from tests.factories import AgendaIndexFactory, VenueFactory, at, item_on, many_items

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def venue():
    return VenueFactory(street="Lange Nieuwstraat 1", postcode="3512 PH")


def found(item):
    return {title: why for title, _url, why in likely(item)}


def weekly(**fields):
    return AgendaDate(**{**at(**fields), "rule": "FREQ=WEEKLY"})


def test_the_same_place_on_the_same_day(agenda, venue):
    item_on(agenda, at(3), title="Breien", venue=venue)
    item_on(agenda, at(4), title="Andere dag", venue=venue)
    item_on(agenda, at(3), title="Elders", venue=VenueFactory())
    one = item_on(agenda, at(3, "19:00", "21:00"), title="Schaken", venue=venue)
    assert list(found(one)) == ["Breien"]
    assert found(one)["Breien"].startswith("same place on ")


def test_the_same_address_under_another_name(agenda, venue):
    item_on(agenda, at(3), title="Breien", venue=VenueFactory(street="Lange Nieuwstr. 1", postcode="3512PH"))
    item_on(agenda, at(3), title="De buren", venue=VenueFactory(street="Lange Nieuwstraat 11", postcode="3512 PH"))
    assert list(found(item_on(agenda, at(3), title="Schaken", venue=venue))) == ["Breien"]


@pytest.mark.parametrize("is_live", [True, False])
def test_one_of_the_days_of_a_series(agenda, venue, is_live):
    series = item_on(agenda, weekly(days=1), title="Breien", venue=venue)
    if not is_live:
        series.unpublish()
    item_on(agenda, at(9), title="Dag erna", venue=venue)
    assert list(found(item_on(agenda, at(8), title="Schaken", venue=venue))) == ["Breien"]
    assert "more days" in found(item_on(agenda, weekly(days=1), title="Zingen", venue=venue))["Breien"]


def test_a_title_that_is_nearly_the_same(agenda):
    item_on(agenda, at(3), title="Samen soep eten in Overvecht")
    item_on(agenda, at(3), title="Soep koken leren")
    item_on(agenda, at(-9), title="Samen soep eten in Overvecht, vorige maand")
    why = found(item_on(agenda, at(5), title="Samen soep eten (Overvecht)"))
    assert why == {"Samen soep eten in Overvecht": "similar title"}


def test_what_waits_as_well_counts(agenda, venue):
    item_on(agenda, at(3), title="Breien voor beginners", venue=venue).unpublish()
    one = item_on(agenda, at(3), title="Breien voor beginner", venue=venue)
    [why] = found(one).values()
    assert why.endswith("similar title, not on the site yet")


def test_the_most_alike_comes_first_and_five_are_enough(agenda, venue):
    for number in range(7):
        item_on(agenda, at(3), title=f"Aaa {number} {'x' * number}", venue=venue)
    item_on(agenda, at(3), title="Zingen in de zaal", venue=venue)
    titles = list(found(item_on(agenda, at(3), title="Zingen in de zalen", venue=venue)))
    assert titles[0] == "Zingen in de zaal"
    assert len(titles) == 5


@pytest.mark.parametrize("title", ["", "!!", "%", "\u202e", "a" * 255])
def test_odd_titles_and_places_are_no_trouble(agenda, title):
    one = item_on(agenda, at(3), title="Soep")
    one.title, one.venue = title, VenueFactory(street="", postcode="")
    one.dates = [AgendaDate(start_date=today() + dt.timedelta(days=2), rule="ONZIN")]
    likely(one)


def test_a_thousand_items_cost_no_more_questions_than_ten(agenda, venue):
    one = item_on(agenda, at(0, "23:00", "23:59"), title="agendaitempage", venue=venue)
    counts = []
    for count in (10, 990):
        many_items(agenda, count, venue=venue)
        with CaptureQueriesContext(connection) as queries:
            assert likely(one)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6

"""The figures of what went out: for editors, and as a counter on the site."""

import csv
import datetime as dt
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.intake import services
from core.models import District
from infokaart import figures, orders, stock
from infokaart.models import Order
from tests.factories import ContentPageFactory, ProductFactory
from tests.infokaart.ordering import brought

pytestmark = pytest.mark.django_db
Status = Order.Status
PAGE, CSV = "/admin/kaarten/cijfers/", "/admin/kaarten/cijfers/csv/"


@pytest.fixture
def editor(client, django_user_model):
    """Somebody who writes for the site and may see no order."""
    user = django_user_model.objects.create_user("redactie", password="x")
    user.groups.add(Group.objects.get(name="Redacteur"))
    client.force_login(user)
    return user


def by(field, year=None):
    return {str(bar.name): bar.cards for bar in figures.bars(figures.rows(year), field)}


def test_cards_count_once_they_went_and_not_while_they_are_reserved(card, packer):
    for status in (Status.NEW, Status.PACKED, Status.CANCELLED):
        brought(status, card, packer, email=f"{status}@voorbeeld.nl", house_number=len(status))
    assert figures.cards_gone() == 0
    brought(Status.SENT, card, packer, packs=2, email="a@voorbeeld.nl", house_number=1)
    brought(Status.PARTLY_SENT, card, packer, packs=3, email="b@voorbeeld.nl", house_number=2)
    assert figures.cards_gone() == 30


def test_what_came_back_or_was_sent_by_mistake_counts_no_more(card, packer):
    brought(Status.RETURNED, card, packer, packs=2)
    orders.undo(brought(Status.SENT, card, packer, packs=3, email="a@voorbeeld.nl", house_number=1), packer)
    assert figures.cards_gone() == 0
    assert figures.rows() == []


def test_each_question_has_its_own_table(order_page, card, packer):
    district = District.objects.create(name="Overvecht", slug="overvecht")
    poster = ProductFactory(parent=order_page, title="Poster", pack_size=5)
    stock.receive(poster, 50, None, "Drukker")
    brought(Status.SENT, card, packer, packs=2, district_id=district.pk)
    brought(Status.SENT, poster, packer, packs=1, orderer="professional", email="p@voorbeeld.nl", house_number=1)
    assert by("product") == {"Praatkaart": 20, "Poster": 5}
    assert by("district") == {"Overvecht": 20, "De hele stad": 5}
    assert by("orderer") == {"Bewoner": 20, "Professional": 5}
    assert by("language") == {"Niet opgegeven": 25}
    assert by("month") == {"2026-11-01": 25}


def test_the_year_and_the_month_are_those_of_utrecht(card, packer, clock):
    clock.move_to(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC))
    brought(Status.SENT, card, packer, packs=1)
    assert figures.years() == [2027]
    assert by("month", 2027) == {"2027-01-01": 10}
    assert figures.rows(2026) == []


def test_figures_outlive_who_ordered(card, packer):
    order = brought(Status.SENT, card, packer, packs=2)
    before = figures.rows()
    services.erase(order.submission)
    assert figures.rows() == before != []


def test_an_editor_sees_the_year_as_tables_and_downloads_it(client, editor, card, packer, clock):
    brought(Status.SENT, card, packer, packs=2)
    clock.move_to(dt.datetime(2027, 2, 1, tzinfo=dt.UTC))
    client.force_login(editor)
    brought(Status.SENT, card, packer, packs=1, email="a@voorbeeld.nl", house_number=1)
    page = client.get(PAGE).content.decode()
    assert "10 kaarten in totaal" in page
    assert re.search(r"<h1[^>]*>.*?Verstuurde kaarten.*?</h1>", page, re.DOTALL)
    assert "februari 2027" in page
    assert "november 2026" not in page
    assert "30 kaarten in totaal" in client.get(PAGE, {"jaar": "alles"}).content.decode()
    assert "20 kaarten in totaal" in client.get(PAGE, {"jaar": "2026"}).content.decode()
    text = b"".join(client.get(CSV, {"jaar": "2026"}).streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        ["Maand", "Kaart", "Taal", "Wijk", "Wie bestelt", "Kaarten"],
        ["2026-11", "Praatkaart", "Niet opgegeven", "De hele stad", "Bewoner", "20"],
    ]


@pytest.mark.parametrize("year", ["0", "-1", "99999", "²", "x", ""])
def test_a_year_without_cards_shows_the_latest(client, editor, card, packer, year):
    brought(Status.SENT, card, packer, packs=2)
    assert "20 kaarten in totaal" in client.get(PAGE, {"jaar": year}).content.decode()
    assert client.get(CSV, {"jaar": year}).status_code == 200


def test_a_stranger_sees_no_figures_of_the_office(client, card):
    for address in (PAGE, CSV):
        assert client.get(address).status_code == 302


def test_it_costs_no_more_queries_with_more_orders(client, editor, card, packer):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    brought(Status.SENT, card, packer, packs=1)
    client.get(PAGE)
    few = cost()
    for number in range(5):
        brought(Status.SENT, card, packer, packs=1, email=f"{number}@voorbeeld.nl", house_number=number + 1)
    assert cost() == few <= 20


def test_the_counter_on_a_page_adds_what_was_counted_before(client, site_root, card, packer):
    brought(Status.SENT, card, packer, packs=2)
    ContentPageFactory(
        parent=site_root,
        slug="in-cijfers",
        body=[("count", {"what": "cards", "before": 2280, "label": "kaarten verstuurd", "source": "Gemeente, 2023"})],
    )
    page = client.get("/in-cijfers/").content.decode()
    assert "<dt>kaarten verstuurd</dt><dd>2.300</dd>" in page
    assert "Gemeente, 2023" in page

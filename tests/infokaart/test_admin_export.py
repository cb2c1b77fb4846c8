"""The list as a spreadsheet: whole, with right accents, without formulas, and small in memory."""

import csv
import datetime as dt
import io
import tracemalloc

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Submission
from infokaart import spreadsheet, stock
from infokaart.models import Delivery, Order, OrderLine, ProductPage
from tests.core.moderation import member
from tests.factories import DistrictFactory, PartnerFactory, PartnerIndexFactory, ProductFactory
from tests.infokaart.ordering import brought, elsewhere, placed

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+31 6 12345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1"]


@pytest.fixture
def els(client):
    user = member("Bestellingen")
    client.force_login(user)
    return user


def content(response):
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    return b"".join(response.streaming_content)


def as_csv(client, query="?staat=alles"):
    found = content(client.get(reverse("orders_export") + query))
    # So that Excel knows that it is UTF-8.
    assert found.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_xlsx(client, query="?staat=alles"):
    sheet = openpyxl.load_workbook(
        io.BytesIO(content(client.get(f"{reverse('orders_export')}{query}&als=xlsx")))
    ).active
    head, *rows = sheet.iter_rows()
    return [{name.value: cell for name, cell in zip(head, row, strict=True)} for row in rows]


def test_a_row_for_each_order_with_all_that_is_known(client, card, els, order_page, site_root):
    affiche = ProductFactory(parent=order_page, title="Affiche", pack_size=5)
    stock.receive(affiche, 100, None, "")
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Wijkteam Zuid")
    one = placed(
        card, {card.pk: 2, affiche.pk: 3}, name="Jérôme Yılmaz", city="’s-Gravenhage; \"Zuid\"", note="Bel\naan",
        organisation="De Jutter", partner_id=partner.pk, district_id=DistrictFactory(name="Overvecht").pk,
    )  # fmt: skip
    other = placed(card, 1, **elsewhere(1))
    newest, oldest = as_csv(client)
    values = list(oldest.values())
    for expected in (
        one.number, "2026-11-25", "Jérôme Yılmaz", "’s-Gravenhage; \"Zuid\"", "Bel\naan", "De Jutter", "Wijkteam Zuid",
        "Overvecht", "Kanaalstraat", "12", "bis", "3531 CJ", "noor@voorbeeld.nl", "030 123 45 67",
    ):  # fmt: skip
        assert expected in values, expected
    # Packs of each card in the order of the site, and all cards together.
    assert values[-3:] == ["2", "3", "35"]
    assert next(iter(newest.values())) == other.number
    assert list(newest.values())[-3:] == ["1", "0", "10"]


def test_the_workbook_says_the_same_and_numbers_are_numbers(client, card, els):
    placed(card, 2, name="Jérôme Yılmaz")
    (row,), (line,) = as_xlsx(client), as_csv(client)
    cells = list(row.values())
    assert [str(cell.value or "") for cell in cells[4:-2]] == list(line.values())[4:-2]
    assert [cell.value for cell in cells[-2:]] == [2, 20]
    assert cells[1].value == dt.date(2026, 11, 25)
    assert cells[1].is_date
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_somebody_typed_is_never_a_formula(client, card, els, formula):
    placed(card, name=formula, organisation=formula, street=formula, city=formula, note=formula, phone=formula[:20])
    (row,), (line,) = as_xlsx(client), as_csv(client)
    assert sum(formula.strip() in value for value in line.values()) >= 5
    for cell in [*line.values(), *(cell.value for cell in row.values() if isinstance(cell.value, str))]:
        assert not cell.startswith(tuple("=+-@\t\r\n＝")), cell
    assert "f" not in {cell.data_type for cell in row.values()}


def test_a_title_of_a_card_is_no_formula_either(client, order_page, els):
    card = ProductFactory(parent=order_page, title="=1+1")
    stock.receive(card, 100, None, "")
    placed(card)
    (row,) = as_xlsx(client)
    assert any(name.endswith("=1+1") and not name.startswith("=") for name in row)


def test_control_characters_do_not_break_the_workbook(client, card, els):
    placed(card, note="a\x01b\x0bc\x1f")
    (row,) = as_xlsx(client)
    assert "abc" in [cell.value for cell in row.values()]


def test_it_is_the_list_one_looks_at(client, card, els):
    placed(card)
    packed = brought(Order.Status.PACKED, card, els, orderer="professional", **elsewhere(1))
    for query, expected in (
        ("?staat=packed", 1),
        ("", 1),
        ("?staat=alles", 2),
        ("?staat=alles&soort=professional", 1),
    ):
        assert len(as_csv(client, query)) == expected, query
    found = content(client.post(reverse("orders_export"), {"term": packed.number})).decode("utf-8-sig")
    assert found.count("UO-2026-") == 1
    assert packed.number in found


def test_an_erased_orderer_leaves_empty_cells(client, card, els):
    one = placed(card)
    one.submission.delete()
    (line,) = as_csv(client)
    assert line[next(iter(line))] == one.number
    assert "noor@voorbeeld.nl" not in line.values()


def many(count, card):
    """So many orders, each with two lines, made in bulk."""
    now = timezone.now()
    other = ProductPage.objects.exclude(pk=card.pk).first() or ProductFactory(parent=card.get_parent())
    people = Submission.objects.bulk_create(
        [
            Submission(kind="order", key=f"many-{number}", name=f"Persoon {number}", email=f"{number}@voorbeeld.nl",
                       status="accepted", changed_at=now, confirmed_at=now)
            for number in range(count)
        ],
        batch_size=2000,
    )  # fmt: skip
    Delivery.objects.bulk_create(
        [
            Delivery(submission=one, street="Kanaalstraat", house_number=1, postcode="3531 CJ", city="Utrecht")
            for one in people
        ],
        batch_size=2000,
    )
    made = Order.objects.bulk_create(
        [
            Order(
                submission=one,
                status="new",
                orderer="resident",
                purpose="visits",
                made_at=now - dt.timedelta(minutes=number),
            )
            for number, one in enumerate(people)
        ],
        batch_size=2000,
    )
    OrderLine.objects.bulk_create(
        [OrderLine(order=one, product=product, packs=2, pack_size=10) for one in made for product in (card, other)],
        batch_size=2000,
    )


def figures(client, query):
    """Queries, and the most memory that was taken at once, in MB; what comes out is thrown away piece by piece."""
    tracemalloc.start()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("orders_export") + query)
        size = sum(len(chunk) for chunk in response.streaming_content)
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert size
    return len(queries), most


@pytest.mark.parametrize("query", ["?staat=alles", "?staat=alles&als=xlsx"], ids=["csv", "xlsx"])
def test_more_orders_cost_no_more_queries_and_no_more_memory(client, card, els, query):
    many(300, card)
    # What is loaded once is no cost of a list.
    figures(client, query)
    few_queries, few = figures(client, query)
    Order.objects.all().delete()
    Submission.objects.all().delete()
    many(6000, card)
    many_queries, most = figures(client, query)
    assert many_queries == few_queries <= 20
    # Twenty times as many; what is read at once (two thousand rows) is all that grows.
    assert most < few + 12, (few, most)


def test_the_rows_are_asked_for_in_one_query(card):
    many(5, card)
    with CaptureQueriesContext(connection) as queries:
        found = list(spreadsheet.rows(Order.objects.order_by("made_at", "pk"), {card.pk: "Praatkaart"}))
    assert (len(found), len(queries)) == (5, 1)
    assert [row["ordered"] for row in found] == sorted(row["ordered"] for row in found)

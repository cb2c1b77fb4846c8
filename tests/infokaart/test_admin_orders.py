"""Friday afternoon: the list of orders, one order, and what may be done with them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.models import OutgoingMail
from infokaart import orders
from infokaart.models import Delivery, Order, OrderMove, StockMovement
from tests.core.moderation import member
from tests.factories import DistrictFactory, PartnerFactory, PartnerIndexFactory, ProductFactory
from tests.infokaart.ordering import balance, brought, check_books, elsewhere, placed

pytestmark = pytest.mark.django_db
Status = Order.Status


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


@pytest.fixture
def els(client):
    user = member("Bestellingen")
    user.first_name, user.last_name = "Els", "Bakker"
    user.save()
    client.force_login(user)
    return user


def text_of(client, name="orders_queue", *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def numbers(text):
    """The orders in a list, in order."""
    return re.findall(r'<a href="/admin/bestellingen/\d+/">(UO-\d+-\d+)</a>', text)


def press(client, name, order, **fields):
    """Press a button on the screen of an order as one sees it; answers what one reads then."""
    url = reverse(f"orders_{name}", args=[order.pk])
    fields = {"mark": order.moves.order_by("pk").last().pk} | fields
    return client.post(url, fields, follow=True).content.decode()


def status(order):
    return Order.objects.get(pk=order.pk).status


# --- The list ----------------------------------------------------------------------------------------------------
def test_the_oldest_to_pack_is_on_top(client, card, els, clock):
    first = placed(card)
    clock.shift(3 * 24 * 3600)
    second = placed(card, **elsewhere(1))
    brought(Status.PACKED, card, els, **elsewhere(2))
    placed(card, proven=False, **elsewhere(3))
    text = text_of(client)
    assert numbers(text) == [first.number, second.number]
    assert "3\N{NO-BREAK SPACE}days" in text
    assert numbers(text_of(client, query="?staat=packed")) != []
    assert len(numbers(text_of(client, query="?staat=alles"))) == 4


def test_it_can_be_narrowed_down(client, card, els, order_page):
    poster, overvecht = ProductFactory(parent=order_page, title="Affiche"), DistrictFactory(name="Overvecht")
    orders.stock.receive(poster, 100, None, "")
    one = placed(card, orderer="professional", district_id=overvecht.pk)
    other = placed(poster, is_pickup=False, **elsewhere(1))
    picked_up = placed(card, is_pickup=True, email="p@voorbeeld.nl")
    for query, expected in (
        ("soort=professional", [one]),
        ("wijk=overvecht", [one]),
        (f"kaart={poster.pk}", [other]),
        ("levering=ophalen", [picked_up]),
        ("levering=post", [one, other]),
        ("levering=post&soort=resident", [other]),
        # Nonsense narrows nothing down.
        ("soort=x&wijk=y&kaart=z&levering=q&staat=quatsch&pagina=99", [one, other, picked_up]),
    ):
        assert numbers(text_of(client, query=f"?{query}")) == [order.number for order in expected], query


def test_somebody_is_found_by_whatever_they_say_on_the_telephone(client, card, els, site_root):
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Wijkteam West")
    one = placed(card, organisation="Buurthuis De Jutter", proven=False)
    # The other's address holds the number of the one: whoever asks for a number means the order.
    placed(card, name="Sam", postcode="3511 AB", partner_id=partner.pk, **elsewhere(one.pk))
    other = Order.objects.latest("pk")
    for term, expected in (
        (one.number, one), (one.number.lower(), one), (f"UO-{one.pk}", one), (str(one.pk), one), ("noor VAN", one),
        ("noor@voorbeeld", one), ("3531cj", one), ("3531 CJ", one), ("jutter", one), ("3511", other), ("wijkteam", other),
    ):  # fmt: skip
        response = client.post(reverse("orders_queue"), {"term": term})
        assert numbers(response.content.decode()) == [expected.number], term
    for term in ("niemand", "\0", "%", "'", "9" * 80, "UO-2026-99999999999999999999", "٣"):
        response = client.post(reverse("orders_queue"), {"term": term})
        assert response.status_code == 200
    # A search is posted, so that no name stands in an address, and so in no log: there it finds nothing.
    assert numbers(text_of(client, query="?term=noor")) != [one.number]


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_however_many_orders_there_are(client, card, els):
    orders.stock.receive(card, 10_000, None, "")
    placed(card, district_id=DistrictFactory().pk)
    url = reverse("orders_queue")
    client.get(url)
    few = cost(client, url)
    for number in range(12):
        placed(card, district_id=DistrictFactory().pk, is_pickup=number % 2 == 0, **elsewhere(number))
    assert cost(client, url) == few <= 20


def test_many_are_marked_at_once_and_it_is_said_which_could_not_and_why(client, card, els):
    one, two = placed(card), placed(card, **elsewhere(1))
    gone, unconfirmed = (
        brought(Status.CANCELLED, card, els, **elsewhere(2)),
        placed(card, proven=False, **elsewhere(3)),
    )
    keys = [one.pk, two.pk, gone.pk, unconfirmed.pk, 999999, "x", "-1", "9" * 30]
    text = client.post(reverse("orders_many"), {"action": "pack", "order": keys}, follow=True).content.decode()
    assert "2 orders are packed." in text
    assert f"2 orders were left out: {gone.number} (cancelled); {unconfirmed.number} (not confirmed)." in text
    assert [status(order) for order in (one, two, gone, unconfirmed)] == [
        "packed",
        "packed",
        "cancelled",
        "unconfirmed",
    ]
    text = client.post(
        reverse("orders_many"), {"action": "send", "order": [one.pk, two.pk]}, follow=True
    ).content.decode()
    assert "2 orders are sent." in text
    assert balance(card)[0] == 80
    assert {move.user for move in OrderMove.objects.filter(after="sent")} == {els}
    check_books()


def test_marking_twice_is_marking_once(client, card, els):
    one = placed(card)
    for _turn in range(2):
        client.post(reverse("orders_many"), {"action": "pack", "order": one.pk})
    assert list(one.moves.values_list("after", flat=True)) == ["new", "packed"]


@pytest.mark.parametrize(
    "fields", [{}, {"action": "pack"}, {"action": "erase", "order": 1}, {"action": "pack", "order": "x"}]
)
def test_a_press_without_orders_or_of_no_button_changes_nothing(client, card, els, fields):
    one = placed(card)
    text = client.post(reverse("orders_many"), fields, follow=True).content.decode()
    assert "Tick the orders first" in text
    assert status(one) == "new"


def test_one_comes_back_to_the_list_one_came_from_and_nowhere_else(client, card, els):
    one = placed(card)
    for url, expected in (
        ("/admin/bestellingen/?staat=new&soort=resident", None), ("https://evil.example/", "/admin/bestellingen/"),
        ("/admin/", "/admin/bestellingen/"), ("//evil.example/admin/bestellingen/", "/admin/bestellingen/"),
    ):  # fmt: skip
        response = client.post(reverse("orders_many"), {"action": "send", "order": one.pk, "next": url})
        assert response.url == (expected or url)


# --- One order ---------------------------------------------------------------------------------------------------
def test_an_order_shows_all_there_is_to_know(client, card, els):
    one = placed(card, 2, note="Bel maar aan <b>", organisation="De Jutter")
    orders.pack(one, els)
    text = text_of(client, "orders_order", one.pk)
    for expected in (
        one.number, "De Jutter", "Noor van Dijk", "Kanaalstraat 12\N{NO-BREAK SPACE}bis", "3531 CJ", "UTRECHT", "noor@voorbeeld.nl",
        "030 123 45 67", "Bel maar aan &lt;b&gt;", "Praatkaart", "Els Bakker", "+20 reserved", "Resident",
    ):  # fmt: skip
        assert expected in text, expected
    for letter in OutgoingMail.objects.filter(submission=one.submission):
        assert letter.subject in text


def test_what_is_erased_is_gone_and_the_order_is_still_there(client, card, els):
    one = brought(Status.SENT, card, els)
    one.submission.delete()
    text = text_of(client, "orders_order", one.pk)
    assert "were erased" in text
    assert "Kanaalstraat" not in text
    assert one.number in text_of(client, query="?staat=sent")


def test_an_order_goes_all_the_way_by_its_buttons(client, card, els):
    one = placed(card, 3)
    line = one.lines.get()
    assert "is packed." in press(client, "pack", one)
    assert "is sent" in press(client, "send", one, **{f"packs-{line.pk}": "2", "track_code": " 3SABC\0 123 "})
    assert (status(one), balance(card)) == ("partly_sent", (80, 10))
    assert Delivery.objects.get().track_code == "3SABC 123"
    assert "is sent." in press(client, "send", one)
    assert (status(one), balance(card)) == ("sent", (70, 0))
    assert "came back" in press(client, "take_back", one, **{f"packs-{line.pk}": "1"})
    assert (status(one), balance(card)) == ("returned", (80, 0))
    assert set(one.moves.exclude(before="").values_list("user", flat=True)) == {els.pk}
    check_books()


def test_the_rest_need_not_go(client, card, els):
    one = brought(Status.PARTLY_SENT, card, els)
    assert "is done" in press(client, "finish", one)
    assert (status(one), balance(card)) == ("sent", (90, 0))


def test_a_slip_is_taken_back_within_the_hour(client, card, els, clock):
    one = brought(Status.CANCELLED, card, els)
    text = text_of(client, "orders_order", one.pk)
    assert "Undo &#x27;cancelled&#x27;" in text or "Undo 'cancelled'" in text
    assert "Taken back" in press(client, "undo", one)
    assert (status(one), balance(card)) == ("new", (100, 20))
    press(client, "pack", one)
    clock.shift(3601)
    assert reverse("orders_undo", args=[one.pk]) not in text_of(client, "orders_order", one.pk)
    assert "cannot be done" in press(client, "undo", one)
    assert status(one) == "packed"


def test_two_presses_of_undo_take_back_one_step(client, card, els):
    one = brought(Status.SENT, card, els)
    mark = one.moves.last().pk
    for _turn in range(2):
        press(client, "undo", one, mark=mark)
    assert status(one) == "packed"


def test_undoing_says_when_others_have_the_cards(client, card, els):
    one = brought(Status.CANCELLED, card, els, 6)
    for number in range(2):
        placed(card, 5, **elsewhere(number))
    assert "There are not enough cards" in press(client, "undo", one)
    assert status(one) == "cancelled"
    check_books()


MOVES = {
    "pack": Status.PACKED, "send": Status.SENT, "finish": Status.SENT, "take_back": Status.RETURNED,
    "cancel": Status.CANCELLED,
}  # fmt: skip


@pytest.mark.parametrize("begin", list(Status))
@pytest.mark.parametrize("name", MOVES)
def test_a_crafted_request_cannot_make_an_illegal_move(client, card, els, name, begin):
    one = brought(begin, card, els)
    may = one.may_become(MOVES[name]) and (name != "finish" or begin == Status.PARTLY_SENT)
    buttons = text_of(client, "orders_order", one.pk)
    assert (reverse(f"orders_{name}", args=[one.pk]) in buttons) is bool(may)
    text = press(client, name, one)
    assert status(one) == (MOVES[name] if may else begin)
    if not may and begin != MOVES[name]:
        assert "This cannot be done with an order that is" in text
    check_books()


@pytest.mark.parametrize("name", [*MOVES, "undo"])
def test_looking_never_moves_and_another_site_cannot(client, card, els, name):
    one = brought(Status.PACKED, card, els)
    url = reverse(f"orders_{name}", args=[one.pk])
    for method in ("get", "head", "put", "delete"):
        assert getattr(client, method)(url).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(els)
    assert strict.post(url, {"mark": one.moves.last().pk}).status_code == 403
    assert status(one) == "packed"


def test_what_changed_meanwhile_is_looked_at_first(client, card, els):
    one = placed(card)
    seen = one.moves.last().pk
    orders.pack(one, els)
    assert "changed while you looked" in press(client, "cancel", one, mark=seen)
    assert "changed while you looked" in press(client, "cancel", one, mark="")
    assert status(one) == "packed"


@pytest.mark.parametrize("number", ["-1", "0", "99", "1e9", "2 packs", "٢", "1.5", "9" * 400])
def test_odd_numbers_of_packs_are_refused_in_words(client, card, els, number):
    one = brought(Status.PACKED, card, els)
    assert "Fill in whole numbers of packs" in press(client, "send", one, **{f"packs-{one.lines.get().pk}": number})
    assert status(one) == "packed"
    check_books()


def test_packs_of_another_order_are_no_concern_of_this_one(client, card, els):
    one, other = brought(Status.PACKED, card, els), brought(Status.PACKED, card, els, **elsewhere(1))
    press(client, "send", one, **{f"packs-{other.lines.get().pk}": "1"})
    assert (status(one), status(other)) == ("packed", "packed")


@pytest.mark.parametrize("pk", [999999, 10**30])
def test_an_order_that_is_not_there_is_not_found(client, els, pk):
    assert client.get(f"/admin/bestellingen/{pk}/").status_code == 404
    assert client.post(f"/admin/bestellingen/{pk}/ingepakt/").status_code == 404
    assert client.get(f"/admin/bestellingen/voorraad/{pk}/").status_code == 404


# --- The first screen ----------------------------------------------------------------------------------------------
def test_the_first_screen_says_what_waits_and_what_runs_low(client, card, els, clock):
    card.low_stock = 90
    card.save()
    placed(card, 2)
    clock.shift(2 * 24 * 3600)
    brought(Status.PACKED, card, els, **elsewhere(1))
    text = text_of_home(client)
    assert "The oldest waits for 2\N{NO-BREAK SPACE}days." in text
    assert "<strong>1</strong> To be packed" in text
    assert "<strong>1</strong> Packed" in text
    assert "Praatkaart</a>: 60 cards can still be ordered" in text


def test_an_empty_tray_is_said_too(client, els, order_page):
    assert "No order waits. Well done!" in text_of_home(client)


def text_of_home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


# --- Stock -----------------------------------------------------------------------------------------------------------
def change(client, name, product, **fields):
    mark = StockMovement.objects.filter(product=product).values_list("pk", flat=True).first() or ""
    prefix = {"receive": "receive", "count": "count"}[name]
    data = {"mark": mark} | {f"{prefix}-{key}" if key != "mark" else key: value for key, value in fields.items()}
    return client.post(reverse(f"orders_{name}", args=[product.pk]), data, follow=True).content.decode()


def test_cards_that_come_in_and_what_was_counted(client, card, els):
    placed(card, 2)
    assert "Noted" in change(client, "receive", card, cards=50, reason="Drukker")
    assert balance(card) == (150, 20)
    assert "Noted" in change(client, "count", card, cards=140, reason="Doos nat")
    assert balance(card) == (140, 20)
    row = StockMovement.objects.first()
    assert (row.on_hand, row.reason, row.user) == (-10, "Doos nat", els)
    text = text_of(client, "orders_product", card.pk)
    for expected in ("Doos nat", "-10", "Els Bakker", "Drukker"):
        assert expected in text


def test_a_second_press_receives_nothing_twice(client, card, els):
    mark = StockMovement.objects.first().pk
    for _turn in range(2):
        text = change(client, "receive", card, cards=50, reason="", mark=mark)
    assert balance(card) == (150, 0)
    assert "The stock changed while you looked at it" in text
    assert 'value="50"' in text


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("count", {"cards": 10, "reason": "Kwijt"}),
        ("count", {"cards": 90, "reason": "  "}),
        ("count", {"cards": -1, "reason": "x"}),
        ("count", {"cards": 100, "reason": "Klopt"}),
        ("receive", {"cards": 0}),
        ("receive", {"cards": "1e9"}),
        ("receive", {"cards": "10 dozen", "reason": "x" * 900}),
        ("receive", {"cards": 10**30}),
        ("receive", {"cards": 5, "reason": "a\0b"}),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, card, els, name, fields):
    placed(card, 2)
    text = change(client, name, card, **fields)
    assert "help-critical" in text or "error-message" in text or "Nothing was changed" in text
    assert balance(card) == (100, 20)


def test_the_ledger_is_paged_and_the_list_of_cards_costs_the_same(client, card, els, order_page):
    for _turn in range(60):
        orders.stock.receive(card, 1, None, "")
    assert "Page 1 of 2" in text_of(client, "orders_product", card.pk)
    assert text_of(client, "orders_product", card.pk, query="?pagina=2").count("<td>+1</td>") == 10
    url = reverse("orders_shelf")
    client.get(url)
    few = cost(client, url)
    for _turn in range(5):
        ProductFactory(parent=order_page)
    assert cost(client, url) == few


def test_a_card_that_was_ordered_is_not_deleted(client, card, order_page, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("super", password="x"))
    for page in (card, order_page):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
        assert "Dit kan niet weg" in response.content.decode()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={card.pk}&next=/admin/"
    assert "Dit kan niet weg" in client.post(url, follow=True).content.decode()
    card.refresh_from_db()
    unused = ProductFactory(parent=order_page)
    client.post(reverse("wagtailadmin_pages:delete", args=[unused.pk]))
    assert not type(card).objects.filter(pk=unused.pk).exists()


def test_who_packs_writes_the_pages_of_the_cards_and_no_other(card, order_page, site_root, els):
    for page, expected in ((card, True), (order_page, True), (site_root, False)):
        permissions = page.permissions_for_user(els)
        assert (permissions.can_edit(), permissions.can_publish()) == (expected, expected)
    assert order_page.permissions_for_user(els).can_add_subpage()

"""The stock of cards: a ledger that always adds up and never goes below zero."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Locale

from core.models import OutgoingMail
from infokaart import orders, stock
from infokaart.models import StockMovement
from infokaart.stock import Balance, OutOfStock
from tests.factories import ProductFactory
from tests.infokaart.ordering import balance, brought, check_books, elsewhere, placed

pytestmark = pytest.mark.django_db


def test_what_came_and_what_was_miscounted_is_in_the_ledger_with_who_and_why(card, packer):
    stock.correct(card, -3, packer, "Geteld: er missen er drie")
    stock.correct(card, 1, packer, "Toch nog één gevonden")
    assert balance(card) == (98, 0)
    rows = [(row.kind, row.on_hand, row.on_hand_after, row.reason, row.user) for row in card.movements.all()]
    assert rows == [
        ("correction", 1, 98, "Toch nog één gevonden", packer),
        ("correction", -3, 97, "Geteld: er missen er drie", packer),
        ("receipt", 100, 100, "Drukker", None),
    ]


@pytest.mark.parametrize("cards", [0, -1, 1_000_001])
def test_a_receipt_of_a_number_that_makes_no_sense_is_refused(card, cards):
    with pytest.raises(ValueError, match="cannot receive"):
        stock.receive(card, cards, None, "")
    assert balance(card) == (100, 0)


@pytest.mark.parametrize(("cards", "reason"), [(0, "Geteld"), (5, " "), (-1_000_001, "Geteld")])
def test_a_correction_needs_a_number_and_a_reason(card, cards, reason):
    with pytest.raises(ValueError, match="a number and a reason"):
        stock.correct(card, cards, None, reason)


def test_what_orders_hold_cannot_be_corrected_away(card):
    placed(card, 4)
    stock.correct(card, -60, None, "Waterschade")
    with pytest.raises(OutOfStock):
        stock.correct(card, -1, None, "Waterschade")
    assert balance(card) == (40, 40)


def test_the_stock_of_many_products_is_one_question(order_page, card, django_assert_num_queries):
    empty = ProductFactory(parent=order_page)
    placed(card, 2)
    with django_assert_num_queries(1):
        found = stock.balances([card.pk, empty.pk, 0])
    assert found == {card.pk: Balance(100, 20), empty.pk: Balance(), 0: Balance()}
    assert found[card.pk].available == 80


def test_a_translation_of_a_product_has_the_same_stock(card, order_page, commit):
    with commit():
        english = Locale.objects.get_or_create(language_code="en")[0]
        order_page.copy_for_translation(english, copy_parents=True)
        translated = card.copy_for_translation(english)
    stock.receive(translated, 5, None, "Drukker")
    assert balance(card) == (105, 0)


@pytest.mark.parametrize(
    "after", [{"reserved_after": -1, "on_hand_after": 0}, {"reserved_after": 5, "on_hand_after": 4}]
)
def test_the_database_itself_refuses_less_than_nothing(card, after):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.create(product=card, kind="correction", on_hand=0, reserved=0, **after)


# --- The letter to the office ------------------------------------------------------------------------------------
@pytest.fixture
def scarce(card):
    card.low_stock = 50
    card.save()
    return card


def told() -> list[str]:
    return list(
        OutgoingMail.objects.filter(to="bestellingen@voorbeeld.nl").order_by("pk").values_list("text", flat=True)
    )


def test_the_office_hears_once_when_a_product_runs_low(scarce, packer):
    placed(scarce, 5)
    assert told() == []
    order = placed(scarce, 1, **elsewhere(1))
    (letter,) = told()
    assert "Praatkaart" in letter
    assert ": 40" in letter
    placed(scarce, 1, **elsewhere(2))
    orders.send(orders.pack(order, packer), packer)
    assert len(told()) == 1


def test_the_office_hears_again_after_there_was_enough(scarce, packer):
    brought("sent", scarce, packer, 6)
    stock.receive(scarce, 9, packer, "Drukker")
    placed(scarce, 1, **elsewhere(1))
    assert len(told()) == 1
    stock.receive(scarce, 20, packer, "Drukker")
    placed(scarce, 1, **elsewhere(2))
    assert len(told()) == 2


def test_without_a_mailbox_nobody_is_told(scarce, order_page):
    order_page.orders_email = ""
    order_page.save()
    placed(scarce, 6)
    assert not OutgoingMail.objects.filter(key__startswith="low-stock").exists()


def test_the_letter_that_it_runs_low_holds_nothing_of_who_orders(scarce):
    placed(scarce, 6)
    assert "Noor" not in told()[0]
    assert OutgoingMail.objects.get(to="bestellingen@voorbeeld.nl").submission is None


def test_the_books_are_right_after_all_that(scarce, packer):
    for number, status in enumerate(["new", "packed", "sent", "partly_sent", "returned", "cancelled", "unconfirmed"]):
        brought(status, scarce, packer, **elsewhere(number))
    check_books()

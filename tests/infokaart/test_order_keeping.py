"""How long who orders is kept: of the person nothing is left, of the order all its figures."""

import pytest

from core.intake import mail, retention, services
from core.models import Submission
from infokaart import orders
from infokaart.models import Order
from tests.core.anywhere import found_anywhere
from tests.infokaart.ordering import WHERE, WHO, balance, brought, check_books, elsewhere, form, letters, placed, wish

pytestmark = pytest.mark.django_db
Status = Order.Status
HOUR = 3600
DAY = 24 * HOUR
PERSON = {"organisation": "Buurtclub Zuilenhof", "note": "Bel aan bij de buren", **WHO, **WHERE}
TRACES = (
    WHO["name"], WHO["email"], WHO["phone"], "Kanaalstraat", "3531 CJ", "3531cj", "Zuilenhof", "Bel aan", "3SABC123",
)  # fmt: skip


@pytest.mark.parametrize("status", ["sent", "returned", "cancelled"])
def test_ninety_days_after_it_is_done_only_the_figures_are_left(card, packer, clock, status):
    order = brought(status, card, packer, 3, **PERSON)
    clock.shift(2 * HOUR)
    mail.send_due()
    clock.shift(90 * DAY - 2 * HOUR)
    retention.erase_expired()
    assert found_anywhere(*TRACES)

    clock.shift(1)
    assert retention.erase_expired()["orders"] == 1
    assert found_anywhere(*TRACES) == []
    order.refresh_from_db()
    assert (order.status, order.submission, order.orderer, order.purpose) == (status, None, "resident", "visits")
    assert [(line.product_id, line.packs) for line in order.lines.all()] == [(card.pk, 3)]
    assert order.moves.exists()
    assert order.movements.exists()
    check_books()


def test_nothing_of_a_person_is_left_whatever_happened_to_the_order(card, packer, clock):
    order = placed(card, 3, proven=False, **PERSON)
    services.confirm(order.submission)
    orders.change(order, {card.pk: 4})
    orders.pack(order, packer)
    orders.send(order, packer, {order.lines.get().pk: 1}, "3SABC123")
    orders.undo(order, packer)
    orders.send(order, packer, {order.lines.get().pk: 1}, "3SABC123")
    orders.finish(order, packer)
    orders.take_back(order, packer)
    clock.shift(2 * HOUR)
    mail.send_due()
    assert len(found_anywhere(*TRACES)) > 5
    clock.shift(91 * DAY)
    retention.erase_expired()
    assert found_anywhere(*TRACES) == []


def test_the_office_chooses_how_long(card, order_page, packer, clock):
    order_page.keep_days = 14
    order_page.save()
    brought("sent", card, packer)
    clock.shift(14 * DAY + 1)
    assert retention.erase_expired()["orders"] == 1
    assert not Submission.objects.exists()


def test_the_days_are_counted_from_the_last_step(card, packer, clock):
    order = brought("sent", card, packer)
    clock.shift(80 * DAY)
    orders.take_back(order, packer)
    clock.shift(80 * DAY)
    assert retention.erase_expired()["orders"] == 0
    clock.shift(11 * DAY)
    assert retention.erase_expired()["orders"] == 1


@pytest.mark.parametrize("status", ["new", "packed", "partly_sent"])
def test_who_still_waits_for_cards_is_kept(card, packer, clock, status):
    brought(status, card, packer)
    clock.shift(400 * DAY)
    retention.erase_expired()
    assert Submission.objects.get().email == WHO["email"]


def test_an_address_nobody_confirmed_holds_no_cards_after_three_days(card, clock):
    order = placed(card, 2, proven=False, **PERSON)
    clock.shift(3 * DAY)
    retention.erase_expired()
    assert balance(card) == (100, 20)
    clock.shift(1)
    assert retention.erase_expired()["unconfirmed orders"] == 1
    order.refresh_from_db()
    assert (order.status, balance(card), letters()) == (Status.CANCELLED, (100, 0), ["confirm"])
    clock.shift(12 * DAY)
    retention.erase_expired()
    assert found_anywhere(*TRACES) == []
    check_books()


def test_who_confirms_on_the_last_day_has_the_cards(card, clock):
    order = placed(card, 2, proven=False)
    clock.shift(3 * DAY - 1)
    services.confirm(order.submission)
    clock.shift(DAY)
    assert retention.erase_expired()["unconfirmed orders"] == 0
    order.refresh_from_db()
    assert (order.status, balance(card)) == (Status.NEW, (100, 20))


def test_a_form_that_was_never_sent_goes_as_others_do(card, clock):
    form()
    clock.shift(14 * DAY + 1)
    retention.erase_expired()
    assert not Submission.objects.exists()


def test_a_letter_that_waits_goes_with_the_person(card, packer):
    order = brought("sent", card, packer, **PERSON)
    services.erase(order.submission)
    assert letters() == []
    assert found_anywhere(*TRACES) == []


@pytest.mark.parametrize(
    ("status", "ended", "left"),
    [
        ("unconfirmed", "cancelled", 100),
        ("new", "cancelled", 100),
        ("packed", "cancelled", 100),
        ("partly_sent", "sent", 90),
        ("sent", "sent", 80),
    ],
)
def test_who_asks_to_be_erased_is_and_what_was_not_sent_is_free(card, packer, status, ended, left):
    order = brought(status, card, packer, **PERSON)
    for _twice in range(2):
        services.erase(Submission(pk=order.submission_id))
    order.refresh_from_db()
    assert (order.status, balance(card)) == (ended, (left, 0))
    assert found_anywhere(*TRACES) == []
    check_books()


def test_one_persons_order_goes_and_the_others_stay(card, packer):
    from core.intake.admin import people

    packer.is_superuser = True
    mine, theirs = placed(card, 2), placed(card, 2, **elsewhere(1))
    data = people.export(WHO["email"], packer)
    assert data["submissions"][0]["order"]["number"] == mine.number
    assert data["submissions"][0]["delivery"]["street"] == "Kanaalstraat"
    assert people.erase(WHO["email"], packer, take_off=False) == 1
    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.status, theirs.status, balance(card)) == (Status.CANCELLED, Status.NEW, (100, 20))


def test_who_was_erased_can_order_again_and_is_counted_afresh(card, packer):
    card.most_per_address = 2
    card.save()
    order = brought("sent", card, packer, 2)
    with pytest.raises(orders.TooMany):
        orders.place(form(), wish(card, 1))
    services.erase(order.submission)
    orders.place(form(), wish(card, 2))

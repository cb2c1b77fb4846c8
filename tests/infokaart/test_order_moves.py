"""What the office does with an order: every step is legal or refused, puts the stock right, and can be taken back."""

from itertools import product as pairs

import pytest

from core.intake import services
from core.intake.services import IllegalMove
from core.models import OutgoingMail
from infokaart import orders
from infokaart.models import Delivery, Order, OrderMove, PickupPoint
from infokaart.orders import OutOfStock
from tests.infokaart.ordering import WHERE, balance, brought, check_books, elsewhere, letters, moves, placed

pytestmark = pytest.mark.django_db
Status = Order.Status
HOUR = 3600


# --- The office --------------------------------------------------------------------------------------------------
def test_sent_cards_leave_the_stock(card, packer):
    order = orders.send(orders.pack(placed(card, 3), packer), packer, track_code="3SABC")
    assert (order.status, balance(card)) == (Status.SENT, (70, 0))
    assert Delivery.objects.get().track_code == "3SABC"
    assert [(move.before, move.after, move.user) for move in order.moves.all()] == [
        ("", "new", None),
        ("new", "packed", packer),
        ("packed", "sent", packer),
    ]


def test_the_rest_of_what_was_partly_sent_stays_held_until_it_goes(card, packer):
    order = orders.pack(placed(card, 3), packer)
    line = order.lines.get().pk
    order = orders.send(order, packer, {line: 1})
    assert (order.status, balance(card)) == (Status.PARTLY_SENT, (90, 20))
    order = orders.send(order, packer)
    assert (order.status, balance(card)) == (Status.SENT, (70, 0))
    check_books()


def test_the_rest_may_never_go_and_is_free_then(card, packer):
    order = orders.finish(brought("partly_sent", card, packer, 3), packer)
    assert (order.status, balance(card)) == (Status.SENT, (90, 0))
    assert (order.lines.get().packs, order.lines.get().packs_sent) == (3, 1)
    assert orders.finish(order, packer).status == Status.SENT


@pytest.mark.parametrize("packs", [{}, {0: 1}, {"line": 4}, {"line": -1}, {"line": 0}])
def test_no_other_packs_can_be_sent_than_those_in_the_order(card, packer, packs):
    order = orders.pack(placed(card, 3), packer)
    line = order.lines.get().pk
    with pytest.raises(IllegalMove):
        orders.send(order, packer, {line if key == "line" else key: number for key, number in packs.items()})
    assert balance(card) == (100, 30)


def test_a_second_part_must_be_the_rest(card, packer):
    order = brought("partly_sent", card, packer, 3)
    with pytest.raises(IllegalMove):
        orders.send(order, packer, {order.lines.get().pk: 1})


def test_of_two_presses_for_a_part_the_second_does_nothing(card, packer):
    order = orders.pack(placed(card, 2), packer)
    part = {order.lines.get().pk: 1}
    orders.send(order, packer, part, seen=Status.PACKED)
    with pytest.raises(IllegalMove):
        orders.send(order, packer, part, seen=Status.PACKED)
    order.refresh_from_db()
    assert (order.status, balance(card)) == (Status.PARTLY_SENT, (90, 10))


@pytest.mark.parametrize(("back", "on_hand"), [(None, 100), ({}, 80), ({"line": 1}, 90)])
def test_what_came_back_is_in_stock_as_far_as_the_packer_says(card, packer, back, on_hand):
    order = brought("sent", card, packer)
    packs = None if back is None else {order.lines.get().pk: number for number in back.values()}
    assert orders.take_back(order, packer, packs).status == Status.RETURNED
    orders.take_back(order, packer, packs)
    assert balance(card) == (on_hand, 0)
    check_books()


def test_no_more_can_come_back_than_went(card, packer):
    order = brought("partly_sent", card, packer, 3)
    with pytest.raises(IllegalMove):
        orders.take_back(order, packer, {order.lines.get().pk: 2})
    orders.take_back(order, packer)
    assert balance(card) == (100, 0)


VERBS = {
    "pack": orders.pack,
    "send": orders.send,
    "finish": orders.finish,
    "take_back": orders.take_back,
    "cancel": orders.cancel,
}
# What each verb does; where it changes nothing it was done before. Every other pair is refused.
LEGAL = {
    ("pack", "new"): "packed",
    ("pack", "packed"): "packed",
    ("send", "packed"): "sent",
    ("send", "partly_sent"): "sent",
    ("send", "sent"): "sent",
    ("finish", "partly_sent"): "sent",
    ("finish", "sent"): "sent",
    ("take_back", "sent"): "returned",
    ("take_back", "partly_sent"): "returned",
    ("take_back", "returned"): "returned",
    ("cancel", "unconfirmed"): "cancelled",
    ("cancel", "new"): "cancelled",
    ("cancel", "packed"): "cancelled",
    ("cancel", "cancelled"): "cancelled",
}


@pytest.mark.parametrize(("verb", "status"), list(pairs(VERBS, Status.values)))
def test_every_move_is_legal_or_refused(card, packer, verb, status):
    order = brought(status, card, packer)
    before = (balance(card), moves(order), letters())
    to = LEGAL.get((verb, status))
    if to is None:
        with pytest.raises(IllegalMove):
            VERBS[verb](order, packer)
    else:
        assert VERBS[verb](order, packer).status == to
    order.refresh_from_db()
    assert order.status == (to or status)
    if to in {None, status}:
        assert (balance(card), moves(order), letters()) == before
    check_books()


# --- Taking back -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "verb", "back_to"),
    [
        ("new", "pack", "new"),
        ("packed", "send", "packed"),
        ("partly_sent", "send", "partly_sent"),
        ("partly_sent", "finish", "partly_sent"),
        ("new", "cancel", "new"),
        ("packed", "cancel", "packed"),
        ("unconfirmed", "cancel", "unconfirmed"),
        ("sent", "take_back", "sent"),
        ("partly_sent", "take_back", "partly_sent"),
    ],
)
def test_the_last_step_of_an_editor_can_be_taken_back_within_the_hour(card, packer, clock, status, verb, back_to):
    order = brought(status, card, packer, 3)
    lines = list(order.lines.values())
    before = (balance(card), letters())
    order = VERBS[verb](order, packer)
    clock.shift(HOUR - 1)
    assert orders.undoable(order)
    for _twice in range(2):
        order = orders.undo(order, packer)
    assert order.status == back_to
    assert (balance(card), letters(), list(order.lines.values())) == (*before, lines)
    assert OrderMove.objects.filter(order=order, is_undo=True).count() == 1
    check_books()
    # And it can be done again.
    VERBS[verb](order, packer)
    check_books()


def test_a_part_that_was_sent_can_be_taken_back(card, packer):
    order = orders.undo(brought("partly_sent", card, packer, 3), packer)
    assert (order.status, balance(card), order.lines.get().packs_sent) == (Status.PACKED, (100, 30), 0)


def test_after_an_hour_it_is_too_late(card, packer, clock):
    order = brought("sent", card, packer)
    clock.shift(HOUR)
    assert orders.undoable(order) is None
    with pytest.raises(IllegalMove):
        orders.undo(order, packer)
    assert balance(card) == (80, 0)


@pytest.mark.parametrize("proven", [True, False])
def test_what_the_orderer_did_is_not_taken_back(card, packer, proven):
    order = placed(card, proven=proven)
    with pytest.raises(IllegalMove):
        orders.undo(order, packer)
    if not proven:
        services.confirm(order.submission)
        with pytest.raises(IllegalMove):
            orders.undo(order, packer)
    orders.cancel(order)
    with pytest.raises(IllegalMove):
        orders.undo(order, packer)


def test_a_cancelled_order_whose_cards_are_gone_stays_cancelled(card, packer):
    order = brought("cancelled", card, packer, 5)
    placed(card, 7, **elsewhere(1))
    with pytest.raises(OutOfStock) as caught:
        orders.undo(order, packer)
    assert caught.value.left == {card.pk: 3}
    order.refresh_from_db()
    assert order.status == Status.CANCELLED
    check_books()


def test_the_track_code_goes_with_the_step_that_was_taken_back(card, packer):
    order = orders.send(orders.pack(placed(card), packer), packer, track_code="3SABC")
    orders.undo(order, packer)
    assert Delivery.objects.get().track_code == ""


def test_a_step_whose_letter_is_on_its_way_is_not_taken_back(card, packer):
    order = brought("sent", card, packer)
    OutgoingMail.objects.filter(key__contains=":sent:").update(status="sending")
    with pytest.raises(IllegalMove):
        orders.undo(order, packer)
    order.refresh_from_db()
    assert (order.status, balance(card)) == (Status.SENT, (80, 0))


def test_an_order_that_is_picked_up_goes_the_same_way(card, order_page, packer):
    point = PickupPoint.objects.create(page=order_page, name="Stadskantoor", address="Stadsplateau 1")
    order = brought("sent", card, packer, is_pickup=True, pickup_point_id=point.pk, **dict.fromkeys(WHERE, None))
    assert (order.pickup_point, balance(card)) == (point, (80, 0))

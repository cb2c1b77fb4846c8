"""An order from form to letterbox: what is legal, what it does to the stock, and what cannot happen."""

import pytest

from core.intake import services
from core.intake.services import IllegalMove
from core.models import Submission
from infokaart import orders, stock
from infokaart.models import Delivery, Order
from infokaart.orders import Closed, OutOfStock, TooMany
from tests.factories import DistrictFactory, PartnerFactory, PartnerIndexFactory, ProductFactory
from tests.infokaart.ordering import (
    balance,
    brought,
    check_books,
    elsewhere,
    form,
    letters,
    moves,
    placed,
    wish,
)

pytestmark = pytest.mark.django_db
Status = Order.Status
HOUR = 3600
DAY = 24 * HOUR


# --- Ordering ----------------------------------------------------------------------------------------------------
def test_an_order_holds_its_cards_and_forgets_what_was_typed(card):
    order = placed(card, 3)
    assert (order.number, order.status) == (f"UO-2026-{order.pk:04d}", Status.NEW)
    assert balance(card) == (100, 30)
    submission = Submission.objects.get()
    assert (submission.name, submission.email, submission.data) == ("Noor van Dijk", "noor@voorbeeld.nl", {})
    delivery = Delivery.objects.get()
    assert (delivery.street, delivery.postcode, delivery.address_key) == ("Kanaalstraat", "3531 CJ", "3531cj-12-bis")
    check_books()


def test_what_is_kept_for_the_figures_is_with_the_order(card, site_root):
    district, partner = DistrictFactory(), PartnerFactory(parent=PartnerIndexFactory(parent=site_root))
    order = placed(card, orderer="organisation", purpose="week", district_id=district.pk, partner_id=partner.pk)
    order.refresh_from_db()
    assert (order.orderer, order.purpose, order.district, order.partner) == ("organisation", "week", district, partner)


def test_a_place_or_partner_removed_while_the_form_was_open_does_not_stop_the_order(card):
    order = placed(card, is_pickup=True, pickup_point_id=999, partner_id=999, district_id=999)
    assert (order.pickup_point, order.partner, order.district, order.is_pickup) == (None, None, None, True)


def test_one_form_sent_twice_is_one_order(card):
    submission = form()
    first = orders.place(submission, wish(card, 2))
    assert orders.place(submission, wish(card, 5)) == first
    assert balance(card) == (100, 20)
    assert letters() == ["ordered"]


def test_a_form_of_something_else_makes_no_order(card):
    submission = form()
    Submission.objects.update(status="withdrawn")
    with pytest.raises(IllegalMove):
        orders.place(submission, wish(card))


@pytest.mark.parametrize("packs", [0, -1])
def test_nothing_or_less_than_nothing_cannot_be_ordered(card, packs):
    with pytest.raises(ValueError, match="nothing"):
        orders.place(form(), wish(card, packs))
    assert balance(card) == (100, 0)


def test_who_was_not_believed_confirms_first_and_the_cards_wait(card):
    order = placed(card, 2, proven=False)
    assert order.status == Status.UNCONFIRMED
    assert balance(card) == (100, 20)
    assert letters() == ["confirm"]
    for _twice in range(2):
        services.confirm(order.submission)
    order.refresh_from_db()
    assert order.status == Status.NEW
    assert moves(order) == ["unconfirmed", "new"]
    assert letters() == ["confirm", "ordered"]
    assert balance(card) == (100, 20)


def test_a_cancelled_order_cannot_be_confirmed(card, packer):
    order = placed(card, proven=False)
    orders.cancel(order, packer)
    with pytest.raises(IllegalMove):
        services.confirm(order.submission)
    assert Submission.objects.get().confirmed_at is None
    assert balance(card) == (100, 0)


def test_the_last_cards_go_once(card):
    placed(card, 9)
    with pytest.raises(OutOfStock) as caught:
        placed(card, 2, **elsewhere(1))
    assert caught.value.left == {card.pk: 1}
    assert Order.objects.count() == 1
    # What was typed is still there.
    assert Submission.objects.filter(status="draft", data__order__name=["Noor van Dijk"]).count() == 1
    placed(card, 1, **elsewhere(1))
    assert balance(card) == (100, 100)


def test_of_an_order_of_two_products_none_is_held_when_one_is_gone(card, order_page):
    gone = ProductFactory(parent=order_page)
    with pytest.raises(OutOfStock) as caught:
        placed(card, {card.pk: 2, gone.pk: 1})
    assert caught.value.left == {gone.pk: 0}
    assert balance(card) == (100, 0)


# --- The orderer changes or cancels ------------------------------------------------------------------------------
def test_other_quantities_hold_other_cards(card, order_page):
    poster = ProductFactory(parent=order_page, pack_size=5)
    stock.receive(poster, 20, None, "Drukker")
    order = placed(card, 3)
    orders.change(order, {card.pk: 5, poster.pk: 2})
    assert (balance(card), balance(poster)) == ((100, 50), (20, 10))
    orders.change(order, {card.pk: 0, poster.pk: 4})
    assert (balance(card), balance(poster)) == ((100, 0), (20, 20))
    assert [(line.product_id, line.packs) for line in order.lines.all()] == [(poster.pk, 4)]
    check_books()


def test_an_order_keeps_its_size_of_pack_when_an_editor_changes_it(card):
    order = placed(card, 3)
    card.pack_size = 25
    card.save()
    orders.change(order, {card.pk: 4})
    assert balance(card) == (100, 40)
    orders.cancel(order)
    assert balance(card) == (100, 0)


def test_a_change_keeps_to_the_same_limits_and_changes_nothing_when_refused(card):
    order = placed(card, 3)
    placed(card, 6, **elsewhere(1))
    for packs, refusal in [(5, OutOfStock), (11, TooMany)]:
        with pytest.raises(refusal) as caught:
            orders.change(order, {card.pk: packs})
        assert caught.value.left == {card.pk: {5: 4, 11: 10}[packs]}
    assert order.lines.get().packs == 3
    orders.change(order, {card.pk: 4})
    check_books()


def test_its_own_packs_count_once_for_the_most_per_address(plenty):
    placed(plenty, 10)
    order = placed(plenty, 9)
    orders.change(order, {plenty.pk: 10})
    with pytest.raises(TooMany):
        placed(plenty, 1)


def test_of_what_closed_meanwhile_one_may_have_less_not_more(card):
    order = placed(card, 3)
    card.is_orderable = False
    card.save()
    orders.change(order, {card.pk: 2})
    with pytest.raises(Closed):
        orders.change(order, {card.pk: 3})
    assert balance(card) == (100, 20)


def test_the_same_quantities_change_nothing(card):
    order = placed(card, 3)
    orders.change(order, {card.pk: 3})
    assert letters() == ["ordered"]
    assert card.movements.count() == 2


@pytest.mark.parametrize("status", ["packed", "sent", "partly_sent", "returned", "cancelled"])
def test_once_it_is_packed_the_orderer_is_too_late(card, packer, status):
    order = brought(status, card, packer)
    with pytest.raises(IllegalMove):
        orders.change(order, {card.pk: 1})
    if status != "cancelled":
        with pytest.raises(IllegalMove):
            orders.cancel(order)


def test_a_cancelled_order_lets_its_cards_go_once(card):
    order = placed(card, 3)
    for _twice in range(2):
        orders.cancel(order)
    assert balance(card) == (100, 0)
    assert moves(order) == ["new", "cancelled"]
    assert letters() == ["ordered", "cancelled"]

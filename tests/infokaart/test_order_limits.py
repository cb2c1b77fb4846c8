"""What cannot be ordered: too much for one order or one address, and what is closed."""

import datetime as dt

import pytest
from wagtail.models import PageViewRestriction

from infokaart import orders
from infokaart.orders import Closed, TooMany
from tests.infokaart.ordering import brought, placed

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


# --- How many ----------------------------------------------------------------------------------------------------
def test_no_more_than_the_most_for_one_order(plenty):
    with pytest.raises(TooMany) as caught:
        placed(plenty, 11)
    assert caught.value.left == {plenty.pk: 10}


@pytest.mark.parametrize(
    "again",
    [
        {"email": "ander@voorbeeld.nl"},
        {"email": "ander@voorbeeld.nl", "postcode": "3531cj", "addition": "BIS"},
        {"house_number": 99},
        {"house_number": 99, "email": "NOOR@voorbeeld.nl"},
        {"is_pickup": True},
    ],
)
def test_no_more_than_the_most_for_one_address_in_thirty_days(plenty, clock, again):
    placed(plenty, 10)
    placed(plenty, 7)
    with pytest.raises(TooMany) as caught:
        placed(plenty, 4, **again)
    assert caught.value.left == {plenty.pk: 3}
    clock.shift(30 * DAY + 1)
    placed(plenty, 10, **again)


def test_the_neighbour_may_order_as_well(plenty):
    placed(plenty, 10), placed(plenty, 10)
    placed(plenty, 10, email="buur@voorbeeld.nl", addition="")
    # Number 1 with addition 2 is another door than number 12.
    placed(plenty, 10, email="x@voorbeeld.nl", house_number=3, addition="1")
    placed(plenty, 10, email="y@voorbeeld.nl", house_number=31, addition="")
    placed(plenty, 10, email="z@voorbeeld.nl", house_number=31, addition="")


def test_who_picks_up_is_not_counted_by_a_place_where_everybody_comes(plenty):
    for number in range(5):
        placed(plenty, 10, is_pickup=True, email=f"{number}@voorbeeld.nl")


def test_what_was_cancelled_or_came_back_or_never_went_does_not_count(plenty, packer):
    brought("cancelled", plenty, packer, 10)
    brought("returned", plenty, packer, 10)
    orders.finish(brought("partly_sent", plenty, packer, 10), packer)
    with pytest.raises(TooMany):
        plenty.most_per_order = 20
        plenty.save()
        placed(plenty, 20)
    placed(plenty, 19)


# --- Closed ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"is_orderable": False},
        {"live": False},
        {"available_from": dt.date(2026, 11, 26)},
        {"available_until": dt.date(2026, 11, 24)},
        {"is_posted": False},
        {"expire_at": dt.datetime(2026, 11, 25, 11, tzinfo=dt.UTC)},
    ],
)
def test_what_is_closed_cannot_be_ordered(card, fields):
    for name, value in fields.items():
        setattr(card, name, value)
    card.save()
    with pytest.raises(Closed) as caught:
        placed(card)
    assert caught.value.products == [card.pk]


def test_the_first_and_the_last_day_count_in_amsterdam(card, clock):
    card.available_from = card.available_until = dt.date(2026, 11, 25)
    card.save()
    placed(card)
    clock.move_to(dt.datetime(2026, 11, 24, 22, 59, tzinfo=dt.UTC))
    with pytest.raises(Closed):
        placed(card)
    clock.move_to(dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC))
    placed(card)
    clock.move_to(dt.datetime(2026, 11, 25, 23, 0, tzinfo=dt.UTC))
    with pytest.raises(Closed):
        placed(card)


def test_a_card_behind_a_password_cannot_be_ordered(card, order_page, commit):
    with commit():
        PageViewRestriction.objects.create(page=order_page, restriction_type="login")
    with pytest.raises(Closed):
        placed(card)


def test_what_cannot_be_picked_up_is_closed_for_who_picks_up(card):
    card.is_picked_up = False
    card.save()
    with pytest.raises(Closed):
        placed(card, is_pickup=True)


def test_what_is_no_product_is_closed(card, order_page):
    with pytest.raises(Closed) as caught:
        placed(card, {card.pk: 1, order_page.pk: 1, 10**6: 1})
    assert caught.value.products == sorted([order_page.pk, 10**6])

"""What who orders is told, when, and in which language."""

import re

import pytest
from django.utils import translation

from core.intake import mail, services
from core.intake.flows import flow_of
from core.models import OutgoingMail, Submission
from infokaart import letters as letters_of_orders
from infokaart import orders, stock
from infokaart.models import Order, PickupPoint
from tests.factories import ProductFactory
from tests.infokaart.ordering import WHERE, WHO, brought, form, letters, placed, wish

pytestmark = pytest.mark.django_db
Status = Order.Status
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


def latest() -> OutgoingMail:
    return OutgoingMail.objects.latest("pk")


def test_the_order_is_confirmed_at_once_with_what_was_ordered_and_the_link(card, mailoutbox):
    order = placed(card, 3)
    assert mail.send_due() == 1
    (sent,) = mailoutbox
    assert sent.to == [WHO["email"]]
    assert order.number in sent.subject
    for text in (sent.body, sent.alternatives[0].content):
        assert order.number in text
        assert "Praatkaart" in text
        assert "/inzending/" in text


@pytest.mark.parametrize("proven", [True, False])
def test_before_anybody_looked_no_letter_holds_anything_that_was_typed(card, proven):
    typed = {"name": "Getypte Naam", "organisation": "Getypte Club", "note": "Getypte tekst", "street": "Getypteweg"}
    order = placed(card, proven=proven, **typed)
    if not proven:
        services.confirm(order.submission)
    orders.change(order, {card.pk: 2})
    orders.cancel(order)
    assert {"ordered", "changed", "cancelled"} <= set(letters())
    for one in OutgoingMail.objects.all():
        assert "etypte" not in one.subject + one.text + one.html
        assert WHERE["postcode"] not in one.text


def test_who_must_confirm_reads_how_long_the_cards_are_held(card):
    placed(card, proven=False)
    with translation.override("en"):
        text = flow_of(Submission.objects.get()).please_confirm(Submission.objects.get()).render("txt")
    assert "3 days" in text
    assert "/inzending/bevestigen/" in latest().text


@pytest.mark.parametrize(
    ("start", "verb", "name"),
    [
        ("packed", orders.send, "sent"),
        ("partly_sent", orders.finish, "sent"),
        ("partly_sent", orders.send, "sent"),
        ("sent", orders.take_back, "returned"),
        ("new", orders.cancel, "cancelled"),
        ("packed", orders.cancel, "cancelled"),
    ],
)
def test_what_an_editor_did_is_told_after_the_hour_for_taking_back(card, packer, clock, start, verb, name):
    order = brought(start, card, packer, 3)
    clock.shift(2 * HOUR)
    mail.send_due()
    verb(order, packer)
    assert latest().key.split(":")[1] == name
    assert mail.send_due() == 0
    clock.shift(HOUR - MINUTE)
    assert mail.send_due() == 0
    clock.shift(MINUTE)
    assert mail.send_due() == 1


def test_of_a_step_that_was_taken_back_nothing_is_told(card, packer, clock):
    order = brought("sent", card, packer)
    orders.undo(order, packer)
    assert letters() == ["ordered"]
    order = orders.send(order, packer)
    clock.shift(2 * HOUR)
    mail.send_due()
    assert letters() == ["ordered", "sent"]


def test_a_step_of_the_orderer_is_told_at_once(card):
    order = placed(card)
    orders.change(order, {card.pk: 2})
    orders.cancel(order)
    assert mail.send_due() == 3


def test_of_two_changes_straight_after_each_other_only_the_last_is_told(card):
    order = placed(card)
    orders.change(order, {card.pk: 2})
    orders.change(order, {card.pk: 3})
    assert letters() == ["ordered", "changed"]
    assert "3 " in latest().text
    mail.send_due()
    orders.change(order, {card.pk: 4})
    assert letters() == ["ordered", "changed", "changed"]


def test_the_letter_says_which_part_goes_what_follows_and_how_to_trace_it(card, order_page, packer):
    poster = ProductFactory(parent=order_page, title="Poster", pack_size=5)
    stock.receive(poster, 50, None, "Drukker")
    order = orders.pack(placed(card, {card.pk: 2, poster.pk: 4}), packer)
    _first, second = order.lines.order_by("pk")
    orders.send(order, packer, {second.pk: 1}, "3SABC123")
    text = latest().text
    assert re.search(r"^Poster: 1 .* 5$", text, re.MULTILINE)
    assert re.search(r"Praatkaart: 2 .* 10, Poster: 3 .* 5", text)
    assert "3SABC123" in text
    assert WHO["name"] in text
    orders.send(order, packer, track_code="3SXYZ")
    text = latest().text
    assert re.search(r"^Poster: 3 .* 5$", text, re.MULTILINE)
    assert "3SXYZ" in text
    assert "3SABC123" not in text


def test_what_is_not_in_packs_is_counted_by_the_piece(card, order_page):
    poster = ProductFactory(parent=order_page, title="Poster", pack_size=1)
    stock.receive(poster, 50, None, "Drukker")
    placed(card, {card.pk: 2, poster.pk: 4})
    assert re.search(r"^Poster: 4$", latest().text, re.MULTILINE)


# --- Picking up --------------------------------------------------------------------------------------------------
@pytest.fixture
def counter(order_page):
    return PickupPoint.objects.create(
        page=order_page, name="Stadskantoor", address="Stadsplateau 1", opening_hours="Maandag tot en met vrijdag"
    )


def test_who_picks_up_hears_that_it_is_ready_and_where(card, packer, counter, clock):
    order = placed(card, is_pickup=True, pickup_point_id=counter.pk)
    orders.pack(order, packer)
    assert letters() == ["ordered", "ready"]
    assert "Stadskantoor, Stadsplateau 1" in latest().text
    assert "Maandag tot en met vrijdag" in latest().text
    assert mail.send_due() == 1
    clock.shift(HOUR)
    assert mail.send_due() == 1
    # Who was there need not hear that they were.
    orders.take_back(orders.send(order, packer), packer)
    assert letters() == ["ordered", "ready"]


def test_who_was_there_at_once_need_not_hear_that_it_is_ready(card, packer, counter):
    order = orders.pack(placed(card, is_pickup=True, pickup_point_id=counter.pk), packer)
    orders.send(order, packer)
    assert letters() == ["ordered"]
    orders.undo(order, packer)
    assert letters() == ["ordered", "ready"]


def test_what_was_packed_by_mistake_is_not_called_ready(card, packer):
    order = orders.pack(placed(card, is_pickup=True), packer)
    orders.undo(order, packer)
    assert letters() == ["ordered"]
    orders.pack(order, packer)
    assert letters() == ["ordered", "ready"]


def test_who_gets_it_by_post_does_not_hear_that_it_is_packed(card, packer):
    brought("packed", card, packer)
    assert letters() == ["ordered"]


# --- Nobody to tell ----------------------------------------------------------------------------------------------
def test_to_an_address_nobody_confirmed_nothing_is_told_but_the_question(card, packer):
    order = placed(card, proven=False)
    orders.cancel(order, packer)
    assert letters() == ["confirm"]


def test_after_the_person_was_erased_an_order_can_still_come_back(card, packer):
    order = brought("sent", card, packer)
    services.erase(order.submission)
    orders.take_back(order, packer)
    assert letters() == []


# --- Words -------------------------------------------------------------------------------------------------------
def test_letters_are_in_the_language_of_the_form(card, packer):
    order = orders.place(form(language="en"), wish(card))
    assert latest().subject == f"Your order {order.number}"
    with translation.override("nl"):
        orders.send(orders.pack(order, packer), packer)
    assert latest().subject == f"Your order {order.number} is on its way"


def test_who_reads_the_site_in_a_language_we_have_no_words_in_gets_whole_letters_in_dutch(card):
    order = orders.place(form(language="fa"), wish(card))
    with translation.override("nl"):
        subject = letters_of_orders.changed(order.submission, letters_of_orders.summary(order)).subject
    orders.change(order, {card.pk: 2})
    assert latest().subject == subject
    assert 'dir="rtl"' not in latest().html


def test_editors_can_read_an_example_of_each_letter(card):
    flow = flow_of(form())
    samples = flow.samples()
    assert len({sample.subject for sample in samples}) >= 10
    for sample in samples:
        for template in ("txt", "html"):
            assert sample.subject
            assert "%(" not in sample.render(template)

"""The page to order on: what it offers of each card at each moment, how it reads, and what it costs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from core import page_cache
from core.dates import today
from infokaart import queries, stock
from infokaart.models import InfokaartOrderPage, ProductPage, StockMovement
from infokaart.queries import State
from tests.factories import ImageFactory, ProductFactory, TopicFactory, many_pages
from tests.infokaart.ordering import placed

pytestmark = pytest.mark.django_db
BUDGET = 12


def change(commit, page, **fields):
    """Publish a page with other fields."""
    with commit():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


def content(client, address="/infokaart/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def offer(page):
    return queries.offers(page)[0]


class TestOffers:
    @pytest.mark.parametrize(
        ("fields", "state"),
        [
            ({}, State.OPEN),
            ({"is_orderable": False}, State.NEVER),
            ({"available_from": 0}, State.OPEN),
            ({"available_from": 1}, State.NOT_YET),
            ({"available_until": 0}, State.OPEN),
            ({"available_until": -1}, State.OVER),
            ({"available_from": -3, "available_until": 3}, State.OPEN),
            ({"pack_size": 101}, State.SOLD_OUT),
            ({"pack_size": 100}, State.OPEN),
        ],
    )
    def test_whether_it_can_be_ordered_follows_from_day_and_stock(self, order_page, card, commit, fields, state):
        day = today()
        change(commit, card, **{
            name: day + dt.timedelta(days=value) if name.startswith("available") else value
            for name, value in fields.items()
        })  # fmt: skip
        assert offer(order_page).state == state

    def test_a_day_begins_and_ends_in_utrecht(self, order_page, card, clock, commit):
        change(commit, card, available_from=dt.date(2026, 11, 26), available_until=dt.date(2026, 11, 26))
        clock.move_to(dt.datetime(2026, 11, 25, 22, 59, tzinfo=dt.UTC))
        assert offer(order_page).state == State.NOT_YET
        clock.move_to(dt.datetime(2026, 11, 25, 23, 0, tzinfo=dt.UTC))
        assert offer(order_page).state == State.OPEN
        clock.move_to(dt.datetime(2026, 11, 26, 23, 0, tzinfo=dt.UTC))
        assert offer(order_page).state == State.OVER

    def test_what_orders_hold_is_not_there_any_more(self, client, order_page, card):
        placed(card, 7)
        assert (offer(order_page).packs, offer(order_page).most) == (3, 3)
        assert offer(order_page).is_scarce
        page = content(client)
        assert 'data-most="3"' in page

    def test_a_card_without_any_history_is_sold_out(self, order_page, commit):
        with commit():
            ProductFactory(parent=order_page)
        assert offer(order_page).state == State.SOLD_OUT

    def test_a_card_that_is_not_public_is_not_there(self, client, order_page, card, commit):
        with commit():
            card.unpublish()
        assert queries.offers(order_page) == []
        assert content(client).count("<form") == content(client, "/").count("<form")

    def test_what_cannot_be_ordered_says_when_and_offers_the_file(self, client, order_page, card, document, commit):
        change(commit, card, document=document, pack_size=101, back_on=dt.date(2026, 12, 3))
        page = content(client)
        assert "3 december" in page
        assert document.url in page
        assert f"packs_{card.pk}" not in page
        change(commit, card, pack_size=10, available_from=dt.date(2026, 12, 4))
        assert "4 december" in content(client)
        change(commit, card, available_from=None, available_until=dt.date(2026, 11, 24))
        assert "24 november" in content(client)

    def test_a_day_that_it_is_back_is_said_only_while_it_is_to_come(self, order_page, card, commit):
        change(commit, card, pack_size=101, back_on=dt.date(2026, 11, 25))
        assert offer(order_page).back_on is None
        change(commit, card, back_on=dt.date(2026, 11, 26))
        assert offer(order_page).back_on == dt.date(2026, 11, 26)

    def test_cards_stand_in_the_order_of_the_tree(self, order_page, card, commit):
        with commit():
            first = ProductFactory(parent=order_page, title="Eerst")
            first.move(order_page, "first-child")
        assert [one.page.title for one in queries.offers(InfokaartOrderPage.objects.get())] == ["Eerst", "Praatkaart"]


def test_an_order_empties_no_cache(card, commit):
    # The first letter ever makes the row of the site's settings.
    with commit():
        placed(card, 2)
    before = page_cache.generation()
    with commit():
        placed(card, 2)
    assert page_cache.generation() == before


class TestTranslated:
    @pytest.fixture
    def english(self, order_page, card, commit):
        """The page and its card in English; the stock stays with the Dutch one."""
        locale = Locale.objects.get_or_create(language_code="en")[0]
        with commit():
            order_page.get_parent().specific.copy_for_translation(locale).save_revision().publish()
            page = order_page.copy_for_translation(locale)
            page.save_revision().publish()
            product = card.copy_for_translation(locale)
            product.title, product.pack_size, product.is_orderable = "Talking card", 1, False
            product.save_revision().publish()
        return page

    def test_words_are_the_translations_rules_and_stock_the_sources(self, client, english, card):
        found = offer(english)
        assert (found.page.title, found.key) == ("Talking card", card.pk)
        assert (found.state, found.packs, found.product.pack_size) == (State.OPEN, 10, 10)
        address = english.get_url()
        page = content(client, address)
        assert "Talking card" in page
        assert f'name="packs_{card.pk}"' in page

    def test_what_is_gone_in_the_source_language_can_only_be_read(self, english, card, commit):
        with commit():
            # Taken off the site in the office, the translation would go along.
            card.live = False
            card.save()
        assert offer(english).state == State.NEVER


class TestPage:
    def test_it_works_without_javascript(self, client, order_page, card):
        page = content(client)
        assert re.search(rf'<input type="text" inputmode="numeric"[^>]*name="packs_{card.pk}" value=""', page)
        # The buttons that need a script wait for it.
        assert len(re.findall(r"<button[^>]*data-step[^>]*hidden", page)) == page.count("data-step") == 2

    def test_a_link_may_choose_a_card_beforehand(self, client, order_page, card):
        form = client.get(f"/infokaart/?kaart={card.slug}").context["form"]
        assert form[f"packs_{card.pk}"].value() == "1"
        for wrong in ("verzonnen", "%00", "x" * 3000):
            assert client.get(f"/infokaart/?kaart={wrong}").status_code == 200
        assert 'name="robots" content="noindex' in content(client, f"/infokaart/?kaart={card.slug}")
        assert 'name="robots"' not in content(client)

    def test_nothing_of_it_is_kept_by_a_cache(self, client, order_page, card, settings):
        settings.PAGE_CACHE_SECONDS = 300
        assert client.get("/infokaart/").headers["Cache-Control"] == "no-store"
        first, second = (client.get("/infokaart/").context["form"]["form_key"].value() for _ in range(2))
        assert first != second

    def test_what_is_ordered_a_moment_ago_counts(self, client, order_page, card, settings):
        settings.PAGE_CACHE_SECONDS = 300
        client.get("/infokaart/")
        placed(card, 10)
        assert f"packs_{card.pk}" not in content(client)

    def test_an_editor_sees_it_in_the_preview(self, order_page, card, rf):
        response = order_page.make_preview_request(preview_mode=order_page.default_preview_mode)
        assert response.status_code == 200

    def test_expired_it_is_gone(self, client, order_page, card, clock, commit):
        change(commit, order_page, expire_at=dt.datetime(2026, 11, 25, 13, tzinfo=dt.UTC))
        clock.shift(7200)
        assert client.get("/infokaart/").status_code == 404
        assert client.post("/infokaart/", {}).status_code == 404


def test_the_page_costs_few_questions_also_with_forty_cards(client, order_page, card, settings, document, commit):
    settings.PAGE_CACHE_SECONDS = 0

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return [one["sql"] for one in captured.captured_queries]

    change(commit, card, document=document, topic=TopicFactory(), cover_image=ImageFactory())
    pages = ["/infokaart/", f"/infokaart/{card.slug}/"]
    before = [len(cost(address)) for address in pages]
    with commit():
        many = many_pages(
            order_page, ProductPage, 40, pack_size=10, document=document, topic=TopicFactory(),
            cover_image=ImageFactory(), is_orderable=True, is_posted=True,
        )  # fmt: skip
        StockMovement.objects.bulk_create(
            StockMovement(
                product_id=one.pk, kind="receipt", on_hand=100, reserved=0, on_hand_after=100, reserved_after=0
            )
            for one in many[:30]
        )
    assert len(client.get("/infokaart/").context["form"].rows) == 41
    for address, few in zip(pages, before, strict=True):
        asked = cost(address)
        assert len(asked) <= BUDGET, "\n".join(asked)
        assert len(asked) == few


def test_the_stock_of_many_cards_is_one_question(order_page, card, commit, django_assert_max_num_queries):
    with commit():
        for _ in range(5):
            stock.receive(ProductFactory(parent=order_page), 10, None, "Drukker")
    queries.offers(order_page)
    with django_assert_max_num_queries(1):
        queries.offers(order_page)


@pytest.mark.parametrize(
    ("ordered", "days", "last"),
    [
        (dt.date(2026, 11, 25), 5, dt.date(2026, 12, 2)),
        (dt.date(2026, 11, 27), 1, dt.date(2026, 11, 30)),
        (dt.date(2026, 11, 28), 1, dt.date(2026, 11, 30)),
        (dt.date(2026, 11, 25), 0, dt.date(2026, 11, 25)),
    ],
)
def test_nobody_packs_in_the_weekend(ordered, days, last):
    assert queries.last_day_to_send(ordered, days) == last

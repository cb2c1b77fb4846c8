"""The page of one card: to read, to download, to order; found by search engines and by our own search."""

import json
import re

import pytest

from infokaart.models import ProductPage
from tests.factories import open_language
from tests.infokaart.ordering import placed
from tests.infokaart.test_order_pages import change, content

pytestmark = pytest.mark.django_db


def described(page):
    """What the page says of itself in schema.org terms, by type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {one["@type"]: one for one in json.loads(found[1])["@graph"]}


class TestProductPage:
    def test_one_reads_downloads_and_orders_it(self, client, order_page, card, document, commit):
        change(
            commit, card, document=document, format="A5", body=[("paragraph", "<p>Vraag het gewoon.</p>")],
        )  # fmt: skip
        page = content(client, f"/infokaart/{card.slug}/")
        assert "Vraag het gewoon." in page
        assert document.url in page
        assert "pdf, 8" in page
        assert f"/infokaart/?kaart={card.slug}" in page
        assert client.get(document.url).status_code == 200

    def test_a_private_file_is_not_offered_to_everybody_by_accident(self, client, order_page, card, commit):
        change(commit, card, document=None)
        assert "/documents/" not in content(client, f"/infokaart/{card.slug}/")

    def test_what_is_sold_out_offers_no_button(self, client, order_page, card, settings):
        settings.PAGE_CACHE_SECONDS = 0
        assert "?kaart=" in content(client, f"/infokaart/{card.slug}/")
        placed(card, 10)
        assert "?kaart=" not in content(client, f"/infokaart/{card.slug}/")

    def test_search_engines_read_that_it_is_free(self, client, order_page, card, document, commit):
        change(commit, card, document=document)
        found = described(content(client, f"/infokaart/{card.slug}/"))
        product = found["Product"]
        assert product["name"] == "Praatkaart"
        assert (product["offers"]["price"], product["offers"]["priceCurrency"]) == ("0", "EUR")
        assert product["subjectOf"]["encoding"]["encodingFormat"] == "application/pdf"
        assert found["BreadcrumbList"]["itemListElement"][-1]["name"] == "Praatkaart"
        change(commit, card, is_orderable=False)
        assert "CreativeWork" in described(content(client, f"/infokaart/{card.slug}/"))

    def test_it_is_in_the_sitemap_and_in_the_search(self, client, order_page, card, commit):
        change(commit, card, title="Praatkaart over contact")
        assert f"/infokaart/{card.slug}/" in content(client, "/sitemap-nl.xml")
        assert "/infokaart/" in content(client, "/sitemap-nl.xml")
        assert f"/infokaart/{card.slug}/" in content(client, "/zoeken/?q=praatkaart")

    def test_an_editor_sees_it_in_the_preview(self, order_page, card):
        assert card.make_preview_request(preview_mode=card.default_preview_mode).status_code == 200
        fresh = ProductPage(title="Nieuw", slug="nieuw", path=f"{order_page.path}0009", depth=order_page.depth + 1)
        assert fresh.make_preview_request(preview_mode=fresh.default_preview_mode).status_code == 200


def test_a_card_that_is_not_translated_says_it_is_dutch_where_one_orders(client, site_root, order_page, card, commit):
    english = open_language(site_root).locale
    with commit():
        translation = order_page.copy_for_translation(english)
        translation.title = "Order cards"
        translation.save_revision().publish()
    change(commit, card, summary="Voor een goed gesprek.")
    page = content(client, "/en/infokaart/")
    assert re.search(r'<h3[^>]*><a [^>]*lang="nl" dir="ltr">Praatkaart</a></h3>', page)
    assert '<span lang="nl" dir="ltr">Voor een goed gesprek.</span>' in page
    assert 'lang="nl"' not in re.search(r"<h3[^>]*>.*?Praatkaart", content(client, "/infokaart/"))[0]

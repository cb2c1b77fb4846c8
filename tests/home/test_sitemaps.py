"""The lists of pages for search engines: every public address once, in its language, with when it changed."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from core import sitemaps
from home.models import ContentPage
from news.models import NewsPage
from tests.factories import ContentPageFactory, NewsFactory, NewsIndexFactory, many_pages
from tests.open_site import SECRET, build, translated

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return ET.fromstring(response.content)  # noqa: S314  our own


def listed(client, address="/sitemap-nl.xml"):
    """Each address with its last change and its other languages."""
    return {
        url.findtext("s:loc", namespaces=NAMES): (
            url.findtext("s:lastmod", namespaces=NAMES),
            {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)},
        )
        for url in read(client, address).findall("s:url", NAMES)
    }


def test_the_index_leads_to_a_list_for_each_open_language_and_robots_to_the_index(client, site_root, commit):
    site = build(site_root, with_hidden=False)

    def lists():
        return [
            one.text.partition("/sitemap")[2] for one in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NAMES)
        ]

    assert lists() == ["-nl.xml"]
    assert client.get("/sitemap-en.xml").status_code == client.get("/sitemap-xx.xml").status_code == 404
    with commit():
        translated(site.home, title="Home")
    assert lists() == ["-nl.xml", "-en.xml"]
    assert b"/sitemap.xml\n" in client.get("/robots.txt").content


def test_every_address_that_is_listed_can_be_read_and_found(client, site_root):
    build(site_root)
    addresses = listed(client)
    assert len(addresses) > 12
    for address in addresses:
        assert SECRET not in address
        response = client.get(address)
        assert response.status_code == 200, address
        assert b'<meta name="robots" content="noindex' not in response.content, address
        canonical = f'<link rel="canonical" href="{address}">'
        assert canonical in response.content.decode(), address


def test_a_page_and_its_translation_name_each_other_and_what_is_not_translated_has_no_other(client, site_root, commit):
    site = build(site_root, with_hidden=False)
    with commit():
        translated(site.home, title="Home")
        translated(site.agenda, title="Agenda", slug="agenda")
    dutch, english = listed(client), listed(client, "/sitemap-en.xml")
    root = next(iter(dutch)).rstrip("/")
    for path in ("/", "/agenda/", "/agenda/binnenstad/", "/open-data/"):
        both = {"nl": f"{root}{path}", "en": f"{root}/en{path}", "x-default": f"{root}{path}"}
        assert dutch[f"{root}{path}"][1] == english[f"{root}/en{path}"][1] == both
    assert dutch[f"{root}/over-ons/"][1] == {}
    assert not [address for address in english if "over-ons" in address]


def test_a_page_changed_when_what_it_lists_changed(client, site_root, commit):
    stories = NewsIndexFactory(parent=site_root, slug="verhalen")
    old, other = NewsFactory(parent=stories, slug="oud"), ContentPageFactory(parent=site_root, slug="over")
    long_ago = timezone.now() - dt.timedelta(days=400)
    Page.objects.update(last_published_at=long_ago, latest_revision_created_at=long_ago)
    with commit():
        NewsFactory(parent=stories, slug="nieuw").save_revision().publish()
    changed = {address.rstrip("/").rpartition("/")[2]: day for address, (day, _others) in listed(client).items()}
    today, then = (timezone.localtime(moment).date().isoformat() for moment in (timezone.now(), long_ago))
    assert (changed["nieuw"], changed["verhalen"]) == (today, today)
    assert (changed[old.slug], changed[other.slug]) == (then, then)


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-nl.xml"])
def test_who_has_a_list_of_before_a_page_went_gets_a_new_one(client, site_root, commit, address):
    site_root.save_revision().publish()
    page = ContentPageFactory(parent=site_root, last_published_at=timezone.now() + dt.timedelta(minutes=1))
    before = client.get(address)
    with commit():
        page.unpublish()
    after = client.get(address, headers={"If-Modified-Since": "Sat, 01 Jan 2050 00:00:00 GMT"})
    # Nothing that is left changed: only the list did.
    assert after.status_code == 200
    assert after.content != before.content
    assert client.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304


def test_more_pages_than_a_list_may_hold_go_on_in_the_next(client, site_root, monkeypatch):
    monkeypatch.setattr(sitemaps.LanguageSitemap, "limit", 10)
    many_pages(site_root, ContentPage, 25)
    parts = [one.text for one in read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NAMES)]
    assert [part.partition("/sitemap")[2] for part in parts] == ["-nl.xml", "-nl.xml?p=2", "-nl.xml?p=3"]
    addresses = [address for part in parts for address in listed(client, part)]
    assert len(addresses) == len(set(addresses)) >= 26
    for wrong in ("4", "0", "-1", "x", "1e9"):
        assert client.get(f"/sitemap-nl.xml?p={wrong}").status_code == 404


def test_a_long_list_asks_as_little_as_a_short_one(client, site_root, django_assert_max_num_queries):
    site = build(site_root, with_hidden=False)

    def count(minutes):
        client.get("/robots.txt")
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
            with django_assert_max_num_queries(20) as asked:
                client.get("/sitemap-nl.xml?again")
            return len(asked)

    count(2)
    few = count(4)
    many_pages(site.stories, NewsPage, 300)
    assert count(6) == few


def test_robots_leave_the_search_alone_in_every_language(client, site_root):
    lines = client.get("/robots.txt").content.decode().splitlines()
    for name in ("zoeken", "inzending"):
        assert {f"Disallow: /{name}/", f"Disallow: /*/{name}/"} <= set(lines)

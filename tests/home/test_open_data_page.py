"""The page about open data, and what language models read: both say what there really is."""

import re

import pytest
from django.core.cache import cache

from agenda.exports.basis import LICENCE
from core.api.collections import collections
from core.models import SiteSettings
from tests.factories import open_language
from tests.open_site import SECRET, build, translated

pytestmark = pytest.mark.django_db


def test_the_page_tells_of_each_list_its_address_questions_and_fields(client, site_root):
    response = client.get("/open-data/")
    text = response.content.decode()
    assert not response.cookies
    assert LICENCE in text
    description = client.get("/api/v1/openapi.json").json()
    for one in collections():
        address = f"/api/v1/{one.name}/"
        assert f'{address}"' in text
        part = text.partition(f'id="list-{one.name}"')[2].partition("</article>")[0]
        shown = re.findall(r"<dt><code[^>]*>(\w+)</code>", part)
        asked = [parameter["name"] for parameter in description["paths"][address]["get"]["parameters"]]
        fields = list(description["components"]["schemas"][one.item.__name__]["properties"])
        assert shown == asked + fields, one.name
    # Without scripts or styles of its own: the strict policy holds here too.
    assert "<script" not in text.partition("<main")[2].partition("</main>")[0]
    assert "style=" not in text


def test_every_link_and_every_example_on_it_works(client, site_root):
    build(site_root, with_hidden=False)
    text = client.get("/open-data/").content.decode()
    main = text.partition("<main")[2].partition("</main>")[0]
    addresses = re.findall(r'href="(/[^"]*|http://127[^"]*)"', main)
    addresses += re.findall(r"curl &#x27;(.*?)&#x27;", main)
    assert len(addresses) > 20
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_description_is_in_english_and_the_page_in_the_language_of_its_address(client, site_root, commit):
    with commit():
        translated(site_root, title="Home")
    english = client.get("/en/open-data/").content.decode()
    assert "What there is" in english
    assert '<html lang="en"' in english
    described = client.get("/api/v1/openapi.json").json()
    limit = next(one for one in described["paths"]["/api/v1/news/"]["get"]["parameters"] if one["name"] == "limit")
    assert limit["description"].startswith("How many at a time")
    assert described["info"]["license"]["url"] == LICENCE


def test_a_language_model_reads_where_what_is_and_nothing_private(client, site_root, commit):
    build(site_root)
    settings = SiteSettings.for_request(client.get("/").wsgi_request)
    settings.footer_text = "Samen in Utrecht."
    with commit():
        settings.save()
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[:3] == ["# Utrecht Omarmt", "", "> Samen in Utrecht."]
    assert [line for line in lines if line.startswith("## ")] == ["## Pages", "## Open data", "## Optional"]
    links = [match for line in lines if (match := re.match(r"- \[([^\]]+)\]\((\S+)\)", line))]
    assert "Over kastanje" in [link.group(1) for link in links]
    for link in links:
        assert client.get(link.group(2)).status_code == 200, link.group(0)
    assert SECRET not in response.content.decode()


def test_search_engines_read_in_which_languages_it_is(client, site_root):
    assert "hreflang" not in client.get("/open-data/").content.decode().partition("</head>")[0]
    open_language(site_root, "en")
    cache.clear()
    for address in ("/open-data/", "/en/open-data/"):
        head = client.get(address).content.decode().partition("</head>")[0]
        assert re.findall(r'hreflang="([\w-]+)" href="http://\w+(/[^"]*)"', head) == [
            ("nl", "/open-data/"),
            ("en", "/en/open-data/"),
            ("x-default", "/open-data/"),
        ]
    # A search or a form of ours is not on the list of pages.
    assert 'hreflang="x-default"' not in client.get("/zoeken/").content.decode()

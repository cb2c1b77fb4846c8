"""The whole of a search: its page together with the engine, within its budget, whatever is typed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import page_cache
from tests.factories import (
    AgendaIndexFactory,
    ContentPageFactory,
    DistrictFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


def main_of(client, query):
    response = client.get(f"/zoeken/{query}")
    assert response.status_code == 200
    text = re.sub(r"\s+", " ", response.content.decode())
    return text.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.fixture
def real_site(site_root, commit):
    """Something of several kinds, as visitors find it."""
    with commit():
        agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
        venue = VenueFactory(district=DistrictFactory(name="Overvecht", slug="overvecht"))
        topic = TopicFactory()
        for number in range(12):
            item_on(agenda, at(1 + number % 5), title=f"Samen koken {number}", topic=topic, venue=venue)
        partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
        PartnerFactory(parent=partners, title="Kookclub De Pan", summary="Wij koken samen.", topic=topic)
        stories = NewsIndexFactory(parent=site_root, slug="verhalen")
        StoryFactory(parent=stories, title="Een pan extra", summary="Thuiskoks koken samen.")
        ContentPageFactory(parent=site_root, title="Geheim koken", live=False)


def test_it_finds_pages_of_every_type_and_counts_them(client, real_site):
    text = main_of(client, "?q=koken")
    assert re.search(r"\((\d+)\)", text)
    assert "<strong>14 " in text
    assert "Geheim" not in text
    narrowed = main_of(client, "?q=koken&wijk=overvecht")
    assert "<strong>12 " in narrowed
    assert "Kookclub" not in narrowed
    assert "pagina=2" in narrowed


def test_a_suggestion_of_the_engine_is_a_title_as_it_is_read(client, site_root, commit):
    with commit():
        ContentPageFactory(parent=site_root, title="Koken & <eten>", slug="koken")
    found = client.get("/zoeken/suggesties/?q=kok").json()["suggestions"]
    assert [(one["text"], one["lang"], one["url"]) for one in found] == [("Koken & <eten>", "nl", "/koken/")]


def test_what_we_made_up_says_so_and_what_is_real_does_not(client, site_root, commit):
    with commit():
        agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
        item_on(agenda, at(1), title="Samen koken", is_example=True)
        item_on(agenda, at(1), title="Samen zingen")
    assert "Voorbeeld" in main_of(client, "?q=koken")
    assert "Voorbeeld" not in main_of(client, "?q=zingen")


BUDGET = 15
# With menu, footer, synonyms, the words of the content, what is closed, topics and districts.
FIRST_BUDGET = 20
ASKED = {
    "found": "?q=koken",
    "second page": "?q=koken&pagina=2",
    "narrowed": "?q=samen+koken&wanneer=komend&wijk=overvecht&thema=eten",
    "a typing error": "?q=kokken",
    "nothing": "?q=zeilboot",
}


@pytest.mark.parametrize("query", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("path", ["/zoeken/", "/en/zoeken/"])
def test_a_whole_request_stays_within_its_budget(client, real_site, site_root, commit, path, query):
    with commit():
        open_language(site_root)
    client.get(f"{path}?q=thuiskok")  # fills what is kept until something changes: menu, topics, synonyms, tips
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path + query).status_code == 200
    asked = [re.sub(r"\s+", " ", one["sql"]) for one in captured.captured_queries]
    assert len(asked) <= BUDGET, "\n".join(asked)


def test_the_first_search_after_a_change_asks_each_thing_once(client, real_site, commit):
    client.get("/zoeken/?q=koken")
    with commit():
        page_cache.renew()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/zoeken/?q=koken").status_code == 200
    asked = [re.sub(r"\s+", " ", one["sql"]) for one in captured.captured_queries]
    assert len(asked) <= FIRST_BUDGET, "\n".join(asked)


@pytest.mark.parametrize("path", ["/zoeken/", "/zoeken/suggesties/"])
@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", '""" OR "', "koken*", "(koken", "NEAR(koken samen)", "koken\x00", "a AND NOT b", "-koken", "title:koken",
        "%", "\\", "'; DROP TABLE x; --", "\u202ekoken\u202c", "\ud800".encode("utf-8", "surrogatepass"), "🙂", "ß" * 9000,
        "a " * 3000, "٣ koken", "<script>",
    ],
)  # fmt: skip
def test_whatever_is_typed_there_is_an_answer(client, real_site, path, typed):
    assert client.get(path, {"q": typed}).status_code == 200

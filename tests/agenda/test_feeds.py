"""The Atom feed: valid by RFC 4287, and the same list as the page."""

import datetime as dt
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine

from agenda.exports.feeds import MOST_ENTRIES
from tests.factories import AgendaIndexFactory, TopicFactory, VenueFactory, at, item_on, many_items

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = dt.datetime.fromisoformat("2026-11-25T09:00+01:00")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def fetch(client, query=""):
    response = client.get(f"/agenda/agenda.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.content


def parsed(content):
    return ElementTree.fromstring(content)  # noqa: S314 - our own


def is_moment(text):
    return dt.datetime.fromisoformat(text).tzinfo is not None


def faults(feed):
    """What RFC 4287 asks of a feed (4.1.1) and its entries (4.1.2), as far as it is not there."""
    found = []

    def once(element, name, *, required=True):
        count = len(element.findall(f"{ATOM}{name}"))
        if count > 1 or (required and not count):
            found.append(f"{element.tag} has {count} × {name}")

    entries = feed.findall(f"{ATOM}entry")
    for element in [feed, *entries]:
        for name in ("id", "title", "updated"):
            once(element, name)
        once(element, "rights", required=False)
        once(element, "published", required=False)
        once(element, "summary", required=False)
        found += [
            f"no moment: {one.text}"
            for name in ("updated", "published")
            for one in element.findall(f"{ATOM}{name}")
            if not is_moment(one.text)
        ]
        links = [(one.get("rel", "alternate"), one.get("href")) for one in element.findall(f"{ATOM}link")]
        found += [f"bad link {href}" for _rel, href in links if not (href or "").startswith("http")]
        if [rel for rel, _href in links].count("alternate") != 1:
            found.append(f"{element.tag} needs one alternate link")
        if ":" not in element.findtext(f"{ATOM}id", ""):
            found.append("an id is no IRI")
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        found.append("nobody is the author")
    if not any(one.get("rel") == "self" for one in feed.findall(f"{ATOM}link")):
        found.append("no link to itself")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    if len(set(ids)) != len(ids):
        found.append("two entries have one id")
    return found


@pytest.mark.parametrize("query", ["", "?wijk=overvecht", "?wijk=nergens", "?periode=eerder", "?prijs=gratis&toegang=rolstoel&toegang=toilet"])  # fmt: skip
def test_every_list_is_a_valid_feed_also_an_empty_one(client, agenda, query):
    item_on(agenda, at(1), at(8), title="Soep & <brood>", topic=TopicFactory(), venue=VenueFactory(district__name="Overvecht"), summary='Met "kaas" & <vlees>')  # fmt: skip
    item_on(agenda, at(-3), title="Voorbij")
    content = fetch(client, query)
    assert faults(parsed(content)) == []
    assert not feedparser.parse(content).bozo


def test_a_reader_sees_what_when_and_where_and_what_became_of_it(client, agenda):
    item_on(agenda, at(1, status="cancelled", note="De kok is ziek."), title="Soep & <brood>", venue=VenueFactory(name="De Boog", street="Oudegracht 1"))  # fmt: skip
    content = fetch(client)
    title = parsed(content).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == "Gaat niet door: Soep & <brood> (donderdag 26 november, 10.00 – 12.00 uur)"
    [entry] = feedparser.parse(content).entries
    assert "De kok is ziek." in entry.summary
    assert "De Boog, Oudegracht 1" in entry.summary
    assert entry.link.endswith("/agenda/soep-brood/")


def test_a_character_that_xml_forbids_does_not_close_the_feed(client, agenda):
    # A text processor ends a line with a vertical tab.
    item_on(
        agenda,
        at(1, note="Neem\x0bmee"),
        title="Soep\x0ben\x08 brood\ufffe",
        summary="Kom\x0ceten",
        topic=TopicFactory(name="Eten\x1f"),
        venue=VenueFactory(name="De\x0bBoog"),
    )
    [entry] = feedparser.parse(fetch(client)).entries
    assert entry.title.startswith("Soep en brood (")
    assert "Neem mee" in entry.summary
    assert "Kom eten" in entry.summary
    assert "De Boog" in entry.summary
    assert entry.tags[1].term == "Eten"
    content = client.get("/agenda/agenda.ics").content.decode()
    assert "SUMMARY:Soep en brood\r\n" in content
    [date] = client.get("/agenda/agenda.json").json()["dates"]
    assert (date["title"], date["summary"], date["venue"]["name"]) == ("Soep en brood", "Kom eten", "De Boog")


def test_a_feed_holds_the_filtered_list_and_says_which(client, agenda):
    item_on(agenda, at(1), title="Lezen", venue=VenueFactory(district__name="Overvecht"))
    item_on(agenda, at(1), title="Wandelen", venue=VenueFactory(district__name="Zuid"))
    feed = feedparser.parse(fetch(client, "?wijk=overvecht"))
    assert [entry.title.split(" (")[0] for entry in feed.entries] == ["Lezen"]
    assert feed.feed.title == "Agenda Utrecht Omarmt: Overvecht"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"].endswith("/agenda/agenda.atom?wijk=overvecht")
    assert links["alternate"].endswith("/agenda/?wijk=overvecht")


def test_an_entry_keeps_its_name_when_it_changes_and_then_looks_changed(client, agenda, commit):
    venue = VenueFactory(name="De Boog")
    item = item_on(agenda, at(1), title="Lezen", venue=venue)
    [before] = feedparser.parse(fetch(client)).entries
    with time_machine.travel(NOW + dt.timedelta(seconds=5), tick=False):
        with commit():
            item.title = "Voorlezen"
            item.dates.first().start_time = dt.time(11)
            item.save_revision().publish()
        [after] = feedparser.parse(fetch(client)).entries
    assert after.id == before.id
    assert after.updated > before.updated
    assert "Voorlezen" in after.title
    assert "11.00" in after.title
    with time_machine.travel(NOW + dt.timedelta(seconds=9), tick=False):
        with commit():
            venue.name = "De Kade"
            venue.save()
        [moved] = feedparser.parse(fetch(client)).entries
        [date] = client.get("/agenda/agenda.json").json()["dates"]
    assert "De Kade" in moved.summary
    assert moved.updated > after.updated
    assert dt.datetime.fromisoformat(date["changed"]) == NOW + dt.timedelta(seconds=9)


def test_a_feed_is_bounded_and_asks_few_questions(client, agenda, django_assert_max_num_queries):
    many_items(agenda, MOST_ENTRIES + 10, VenueFactory())
    fetch(client, "?periode=eerder")
    with django_assert_max_num_queries(15):
        assert len(feedparser.parse(fetch(client)).entries) == MOST_ENTRIES

"""What search engines read of each type of page, held against what schema.org and Google ask for each thing.

The table is our own: of each type what must be there, what may be, and what a value must look like. What is in no
table is a slip of the keyboard or news, and fails.
"""

import datetime as dt
import json
import re
from urllib.parse import urlsplit

import pytest
import time_machine
from wagtail.models import get_page_models

from agenda.models import Status, SubmitActivityPage
from core.models import BasePage
from partners.models import AdvertIndexPage, PledgePage
from tests.factories import ImageFactory, at, item_on
from tests.open_site import SECRET, build, translated

pytestmark = pytest.mark.django_db


def text(value):
    return isinstance(value, str) and bool(value.strip())


def url(value):
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def day(value):
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(dt.date.fromisoformat(value))


def moment(value):
    """A day, or a moment with its offset: without one Google takes its own."""
    return day(value) if len(value) == 10 else dt.datetime.fromisoformat(value).utcoffset() is not None


def time(value):
    return bool(dt.time.fromisoformat(value))


def number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def price(value):
    return bool(re.fullmatch(r"\d+(\.\d\d)?", value))


def yes_or_no(value):
    return isinstance(value, bool)


def one_of(*names):
    return lambda value: value in {f"https://schema.org/{name}" for name in names}


def exactly(*values):
    return lambda value: value in values


def node(*types):
    return lambda value: isinstance(value, dict) and value.get("@type") in types


def many(check):
    return lambda value: isinstance(value, list) and bool(value) and all(check(one) for one in value)


ORGANISATION = {"name": text, "url": url}
PAGE = {"name": text, "url": url, "inLanguage": exactly("nl", "en")}
ANY_PAGE = {"description": text, "image": many(url)}
ARTICLE = (
    {
        **PAGE,
        "headline": text,
        "datePublished": moment,
        "author": node("Organization"),
        "publisher": node("Organization"),
    },
    {**ANY_PAGE, "dateModified": moment, "mainEntityOfPage": url, "about": many(node("Organization"))},
)
STATUS = ("EventScheduled", "EventCancelled", "EventPostponed", "EventMovedOnline", "EventRescheduled")
EVENT = (
    {
        **PAGE,
        "startDate": moment,
        "eventStatus": one_of(*STATUS),
        "eventAttendanceMode": one_of("OfflineEventAttendanceMode", "OnlineEventAttendanceMode"),
        "location": node("Place", "VirtualLocation"),
    },
    {
        **ANY_PAGE,
        "endDate": moment,
        "previousStartDate": moment,
        "isAccessibleForFree": yes_or_no,
        "offers": node("Offer"),
        "organizer": many(node("Organization")),
        "audience": node("Audience"),
        "eventSchedule": many(node("Schedule")),
    },
)
# Of each type what must be there, and what may be.
RULES = {
    "WebSite": ({**PAGE, "publisher": node("Organization"), "potentialAction": node("SearchAction")}, ANY_PAGE),
    "SearchAction": ({"target": node("EntryPoint"), "query-input": exactly("required name=search_term_string")}, {}),
    "EntryPoint": ({"urlTemplate": lambda value: url(value) and "{search_term_string}" in value}, {}),
    "WebPage": (PAGE, ANY_PAGE),
    "CollectionPage": ({**PAGE, "mainEntity": node("ItemList")}, ANY_PAGE),
    "ItemList": ({"numberOfItems": number, "itemListElement": lambda value: isinstance(value, list)}, {}),
    "BreadcrumbList": ({"itemListElement": many(node("ListItem"))}, {}),
    "ListItem": ({"position": number, "name": text}, {"url": url, "item": url}),
    "Article": ARTICLE,
    "NewsArticle": ARTICLE,
    "Report": ARTICLE,
    "Event": EVENT,
    "EventSeries": (
        {**PAGE, "startDate": day, "endDate": day, "location": node("City"), "organizer": node("Organization")},
        ANY_PAGE,
    ),
    "Schedule": (
        {"repeatFrequency": lambda value: bool(re.fullmatch(r"P\d+[DWMY]", value)), "startDate": day},
        {"byDay": many(text), "startTime": time, "endTime": time, "endDate": day, "scheduleTimezone": text}
        | {"repeatCount": number, "exceptDate": many(day), "byMonth": many(number), "byMonthDay": many(number)},
    ),
    "Place": (
        {"name": text, "address": node("PostalAddress")},
        {"geo": node("GeoCoordinates"), "amenityFeature": many(node("LocationFeatureSpecification"))},
    ),
    "VirtualLocation": ({"url": url}, {}),
    "PostalAddress": (
        {"addressLocality": text, "addressCountry": exactly("NL")},
        {"streetAddress": text, "postalCode": text},
    ),
    "GeoCoordinates": ({"latitude": number, "longitude": number}, {}),
    "LocationFeatureSpecification": ({"name": text, "value": yes_or_no}, {}),
    "City": ({"name": text}, {"address": node("PostalAddress")}),
    "AdministrativeArea": ({"name": text}, {}),
    "Audience": ({"audienceType": text}, {}),
    "Offer": (
        {
            "price": price,
            "priceCurrency": exactly("EUR"),
            "url": url,
            "availability": one_of("InStock", "OutOfStock", "SoldOut"),
        },
        {},
    ),
    "Organization": (
        ORGANISATION,
        {"description": text, "telephone": text, "email": text, "logo": url, "mainEntityOfPage": url}
        | {"areaServed": bool, "memberOf": node("Organization")},
    ),
    "Product": (
        {"name": text, "url": url, "offers": node("Offer")},
        {"description": text, "image": many(url), "subjectOf": node("CreativeWork")},
    ),
    "CreativeWork": (PAGE, {**ANY_PAGE, "isAccessibleForFree": yes_or_no, "encoding": node("MediaObject")}),
    "MediaObject": ({"contentUrl": url, "encodingFormat": text}, {}),
}


def faults(data, where=""):
    """What is wrong with a description, and with everything in it."""
    if isinstance(data, list):
        return [fault for position, one in enumerate(data) for fault in faults(one, f"{where}[{position}]")]
    if not isinstance(data, dict):
        return []
    kind = data.get("@type")
    if kind not in RULES:
        return [f"{where}: unknown type {kind}"]
    needed, possible = RULES[kind]
    known, found = {**possible, **needed}, []
    found += [f"{where}{kind}.{name} is missing" for name in needed if name not in data]
    for name, value in data.items():
        if name == "@type":
            continue
        if name not in known:
            found.append(f"{where}{kind}.{name} is not known")
        elif not known[name](value):
            found.append(f"{where}{kind}.{name} is wrong: {value!r}")
        found += faults(value, f"{where}{kind}.{name}.")
    return found


def graph(client, address):
    """The descriptions as they stand in the page."""
    response = client.get(address)
    assert response.status_code == 200, address
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    document = json.loads(script)
    assert document["@context"] == "https://schema.org"
    assert faults(document["@graph"]) == [], address
    assert SECRET not in script
    return document["@graph"]


def test_the_table_sees_what_is_missing_wrong_or_unknown():
    right = {"@type": "Event", "name": "Soep", "url": "https://voorbeeld.nl/", "inLanguage": "nl"}
    right |= {"startDate": "2026-11-26T10:00:00+01:00", "eventStatus": "https://schema.org/EventScheduled"}
    right |= {"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "location": {"@type": "VirtualLocation", "url": "https://voorbeeld.nl/"}}  # fmt: skip
    assert faults(right) == []
    for wrong in ({"startDate": "2026-11-26T10:00:00"}, {"url": "/soep/"}, {"name": ""}, {"eventstatus": "x"}, {"location": {"@type": "Place"}}):  # fmt: skip
        assert len(faults({**right, **wrong})) >= 1, wrong
    assert faults({"@type": "Thing"})


def test_every_type_of_page_is_described_as_what_it_is(client, site_root):
    site = build(site_root)
    pledge = site.home.add_child(instance=PledgePage(title="Ik doe mee", slug="ik-doe-mee"))
    submit = site.home.add_child(instance=SubmitActivityPage(title="Aanmelden", slug="aanmelden"))
    adverts = site.partners.add_child(instance=AdvertIndexPage(title="Vraag", slug="vraag"))
    expected = {
        site.home: "WebSite",
        site.content: "WebPage",
        site.agenda: "CollectionPage",
        site.item: "Event",
        site.campaign: "EventSeries",
        site.stories: "CollectionPage",
        site.news: "NewsArticle",
        site.story: "Article",
        site.report: "Report",
        site.partners: "CollectionPage",
        site.partner: "Organization",
        site.orders: "CollectionPage",
        site.product: "Product",
        pledge: "WebPage",
        submit: "WebPage",
        adverts: "WebPage",
    }
    types = {model for model in get_page_models() if issubclass(model, BasePage) and model.is_creatable}
    assert {type(page) for page in expected} == types, "A new type of page: say what search engines read of it."
    for page, kind in expected.items():
        found = graph(client, page.url)
        assert found[0]["@type"] == kind, page.url
        # All but the front page say where they are.
        assert [one["@type"] for one in found[1:]] == ([] if page == site.home else ["BreadcrumbList"]), page.url
    for below in ("binnenstad/", "maand/"):
        assert graph(client, f"{site.agenda.url}{below}")[0]["@type"] == "CollectionPage"


def test_lists_name_what_is_on_them(client, site_root):
    site = build(site_root)
    lists = {site.agenda: [site.item], site.partners: [site.partner], site.orders: [site.product]}
    lists |= {site.stories: [site.report, site.story, site.news]}
    for index, pages in lists.items():
        entries = graph(client, index.url)[0]["mainEntity"]["itemListElement"]
        assert [one["position"] for one in entries] == list(range(1, len(pages) + 1))
        assert {one["url"] for one in entries} == {page.full_url for page in pages}


def test_an_activity_names_its_place_its_price_and_the_partners_that_organise_it(client, site_root):
    site = build(site_root)
    event = graph(client, site.item.url)[0]
    assert [one["name"] for one in event["organizer"]] == ["Buren kastanje"]
    assert event["organizer"][0]["url"] == site.partner.full_url
    assert (event["isAccessibleForFree"], event["offers"]["price"]) == (False, "3.50")
    assert event["audience"]["audienceType"] == "Ouderen"
    assert event["location"]["geo"]["latitude"] == 52.09
    # What is not known is not said.
    [known] = event["location"]["amenityFeature"]
    assert known["value"] is True
    story = graph(client, site.story.url)[0]
    assert [one["name"] for one in story["about"]] == ["Buren kastanje"]


@pytest.mark.parametrize(
    ("date", "status", "availability"),
    [
        (at(1), "EventScheduled", "InStock"),
        (at(1, status=Status.FULL), "EventScheduled", "SoldOut"),
        (at(1, status=Status.CANCELLED), "EventCancelled", "InStock"),
        (at(1, status=Status.POSTPONED), "EventPostponed", "InStock"),
        (at(1, status=Status.ONLINE), "EventMovedOnline", "InStock"),
        (at(1, None, None), "EventScheduled", "InStock"),
        (at(1, "19:00", None), "EventScheduled", "InStock"),
        (at(1, rule="FREQ=WEEKLY"), "EventScheduled", "InStock"),
        (at(-3), "EventScheduled", "InStock"),
    ],
)
def test_every_kind_of_date_is_described_right(client, site_root, date, status, availability):
    from tests.factories import AgendaIndexFactory

    item = item_on(AgendaIndexFactory(parent=site_root, slug="agenda"), date, meeting_point="Bij de kinderboerderij")
    event = graph(client, item.url)[0]
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert event["offers"]["availability"] == f"https://schema.org/{availability}"


def test_a_made_up_activity_is_no_event_and_is_in_no_list(client, site_root):
    site = build(site_root)
    item_on(site.agenda, at(1), slug="verzonnen", is_example=True)
    assert graph(client, "/agenda/verzonnen/")[0]["@type"] == "WebPage"
    assert "verzonnen" not in str(graph(client, "/agenda/")[0]["mainEntity"])


def test_a_photo_comes_along(client, site_root):
    site = build(site_root, with_hidden=False)
    site.news.cover_image = ImageFactory()
    site.news.save_revision().publish()
    [address] = graph(client, site.news.url)[0]["image"]
    assert address.endswith(".jpg")


def test_a_translation_is_described_in_its_language_and_the_dutch_page_under_it_in_dutch(client, site_root, commit):
    site = build(site_root, with_hidden=False)
    with commit():
        translated(site.home, title="Home")
        translated(site.agenda, title="Agenda", slug="agenda")
        english = translated(site.item, title="Soup", slug="soup", summary="Join us.")
    event = graph(client, "/en/agenda/soup/")[0]
    assert (event["name"], event["inLanguage"], event["description"]) == ("Soup", "en", "Join us.")
    assert event["url"].endswith("/en/agenda/soup/")
    assert graph(client, "/agenda/soep/")[0]["startDate"] == event["startDate"]
    home = graph(client, "/en/")[0]
    assert "/en/zoeken/?q=" in home["potentialAction"]["target"]["urlTemplate"]
    dutch = graph(client, "/en/over-ons/")[0]
    assert (dutch["inLanguage"], urlsplit(dutch["url"]).path) == ("nl", "/over-ons/")
    assert english.locale.language_code == "en"


def test_what_expires_is_described_no_more(client, site_root):
    site = build(site_root)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1)):
        assert SECRET not in json.dumps(graph(client, site.stories.url))

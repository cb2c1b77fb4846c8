"""The agenda on other people's sites, and the page that says how to take it along."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from tests.factories import AgendaIndexFactory, VenueFactory, at, item_on

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "static" / "dist" / "utrecht-omarmt-agenda.js"
# Where the test site says it is.
HOME = settings.PUBLIC_URL
ROUTES = ("agenda.ics", "agenda.atom", "agenda.json", "schema.json", "meenemen/", "insluiten/")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def two_items(agenda):
    return [
        item_on(agenda, at(1), title="Lezen", venue=VenueFactory(name="De Boog", district__name="Overvecht")),
        item_on(agenda, at(2, status="cancelled"), title="Wandelen", venue=VenueFactory(district__name="Zuid")),
    ]


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_frame_may_stand_on_any_site_and_no_other_page_may(client, two_items):
    frame, page = client.get("/agenda/insluiten/"), client.get("/agenda/meenemen/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    # Also when the page cache answers.
    again = client.get("/agenda/insluiten/")
    assert "X-Frame-Options" not in again
    assert "frame-ancestors *" in again["Content-Security-Policy"]


def test_the_frame_holds_the_filtered_list_runs_nothing_and_leads_out_of_the_frame(client, two_items):
    content = text(client, "/agenda/insluiten/?wijk=overvecht")
    assert "Lezen" in content
    assert "Wandelen" not in content
    assert "<script" not in content
    assert '<base target="_top">' in content
    assert not client.get("/agenda/insluiten/").cookies
    assert f'href="{HOME}/agenda/?wijk=overvecht"' in content


@pytest.mark.parametrize(
    ("number", "shown"), [("1", 1), ("2", 2), ("24", 4), ("0", 1), ("-1", 4), ("x", 4), ("9" * 30, 4)]
)
def test_a_partner_chooses_how_many_activities_stand_in_the_frame(client, agenda, number, shown):
    for day in range(4):
        item_on(agenda, at(day + 1))
    assert text(client, f"/agenda/insluiten/?aantal={number}").count('<li class="agenda-item') == shown


def test_the_frame_puts_what_is_over_under_its_own_days(client, agenda):
    item_on(agenda, at(-30), title="Toen")
    content = text(client, "/agenda/insluiten/?van=2026-10-25&tot=2026-10-27")
    assert "Toen" in content
    assert 'id="day-2026-10-26"' in content
    assert 'id="day-2026-11-25"' not in content


def code(content, name):
    found = re.search(f'<textarea[^>]* id="{name}"[^>]*>(.*?)</textarea>', content, re.DOTALL)
    return html.unescape(found[1])


def test_everything_to_copy_is_about_the_chosen_list(client, two_items):
    content = text(client, "/agenda/meenemen/?wijk=overvecht&toegang=rolstoel&toegang=toilet")
    query = "wijk=overvecht&toegang=rolstoel&toegang=toilet"
    assert code(content, "calendar-address") == f"{HOME}/agenda/agenda.ics?{query}"
    assert code(content, "feed-address") == f"{HOME}/agenda/agenda.atom?{query}"
    # Within the code that is copied an ampersand is written as HTML wants it.
    assert f'src="{HOME}/agenda/insluiten/?{html.escape(query)}"' in code(content, "frame-code")
    assert '<utrecht-omarmt-agenda wijk="overvecht" toegang="rolstoel toilet" aantal="5">' in code(
        content, "list-code"
    )
    for address in (
        f"webcal://{HOME.partition('://')[2]}/agenda/agenda.ics?{query}",
        f"/agenda/poster.pdf?{query}&formaat=a3",
        "/agenda/schema.json",
    ):
        assert html.escape(address) in content


def test_code_to_copy_is_text_on_our_page_and_code_on_theirs(client, agenda):
    venue = VenueFactory(district__name='Wijk "C" </textarea><script>', district__slug="wijk-c")
    item_on(agenda, at(1), venue=venue)
    content = text(client, "/agenda/meenemen/?wijk=wijk-c&thema=%22%3E%3Cscript%3E")
    assert "<script" not in content.partition('id="list-code"')[2].partition("</textarea>")[0]
    copied = code(content, "list-code")
    assert copied.count("<script") == 1
    assert "&lt;/textarea&gt;&lt;script&gt;" in copied


def test_the_copied_frame_and_list_lead_to_what_is_there(client, two_items):
    content = text(client, "/agenda/meenemen/?wijk=overvecht")
    source = re.search(f'src="{HOME}([^"]*)"', code(content, "frame-code"))[1]
    assert "Lezen" in text(client, html.unescape(source))
    assert f'src="{HOME}/static/utrecht-omarmt-agenda.js"' in code(content, "list-code")
    assert SCRIPT.is_file()


def test_the_script_stays_small_and_asks_nobody_else():
    content = SCRIPT.read_text()
    assert len(content.encode()) <= 3_000
    assert "http:" not in content
    assert "https:" not in content
    assert "cookie" not in content


HOST_PAGE = """<!doctype html><html lang="nl"><head><title>Buurthuis</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src http://omarmt.test; connect-src http://omarmt.test; style-src 'self'">
<script type="module" src="http://omarmt.test/static/utrecht-omarmt-agenda.js"></script></head>
<body><utrecht-omarmt-agenda wijk="overvecht" aantal="3"><a href="http://omarmt.test/agenda/">De agenda</a></utrecht-omarmt-agenda></body></html>"""


@pytest.fixture
def partner_page(page, client):
    """Open a partner's page with a strict policy; answers with the addresses it asked for."""

    def opened(answer):
        asked, faults = [], []

        def serve(route):
            address = route.request.url
            asked.append((address, route.request.headers))
            if address == "http://buurthuis.test/":
                route.fulfill(body=HOST_PAGE, content_type="text/html")
            elif address.endswith(".js"):
                route.fulfill(
                    body=SCRIPT.read_text(),
                    content_type="text/javascript",
                    headers={"Access-Control-Allow-Origin": "*"},
                )
            elif answer is None:
                route.abort()
            else:
                route.fulfill(
                    body=answer.content,
                    content_type=answer["Content-Type"],
                    status=answer.status_code,
                    headers={"Access-Control-Allow-Origin": answer.get("Access-Control-Allow-Origin", "")},
                )

        page.route("**/*", serve)
        page.on("console", lambda message: faults.append(message.text))
        page.goto("http://buurthuis.test/")
        page.wait_for_load_state("networkidle")
        return asked, faults

    return opened


def test_the_element_shows_the_list_on_a_strict_page_and_loads_one_address(client, two_items, page, partner_page):
    asked, faults = partner_page(client.get("/agenda/agenda.json?wijk=overvecht&aantal=3"))
    link = page.get_by_role("link", name="Lezen")
    assert link.get_attribute("href") == f"{HOME}/agenda/lezen/"
    assert page.get_by_role("listitem").count() == 1
    assert page.get_by_text("donderdag 26 november, 10.00 – 12.00 uur").is_visible()
    assert page.get_by_text("De Boog").is_visible()
    # What stood inside has made room for the list.
    assert not page.get_by_role("link", name="De agenda", exact=True).is_visible()
    assert [address for address, _headers in asked[1:]] == [
        "http://omarmt.test/static/utrecht-omarmt-agenda.js",
        "http://omarmt.test/agenda/agenda.json?wijk=overvecht&aantal=3",
    ]
    assert not {"cookie", "referer"} & set(asked[-1][1])
    assert faults == []
    assert page.evaluate("document.querySelector('utrecht-omarmt-agenda').offsetHeight") > 100


@pytest.mark.parametrize("answer", ["none", "an error"])
def test_what_stands_inside_the_element_stays_when_the_list_cannot_be_had(client, agenda, page, partner_page, answer):
    partner_page(None if answer == "none" else client.get("/nergens/"))
    assert page.get_by_role("link", name="De agenda").is_visible()


ODD = [
    "?wijk=%00", "?wijk=" + "a" * 5000, "?van=9999-12-31", "?van=0001-01-01&tot=0001-01-01", "?tot=31-12-9999", "?periode[]=x",
    "?%FF%FE=%FF", "?na=%FF_%FF", "?na=99999999999999999_1", "?na=9999999999999999_999999999999999999", "?na=-1_-1", "?na=1_1&periode=eerder",
    "?na=1_1&periode=eerder&na=0_0", "?aantal=99999999999999", "?aantal=%D9%A3", "?aantal=", "?prijs=1e9&prijs=%00", "?toegang=" + "&toegang=".join(["rolstoel"] * 900),
    "?dagdeel=ochtend&periode=vandaag&van=2026-11-25", "?campagne=%27%20OR%201=1--", "?van=2026-02-30", "?;;;&&&==", "?formaat=a9", "?profiel=%F0%9F%98%80",
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_whatever_somebody_writes_in_the_address_gets_an_answer(client, two_items, route):
    for query in ODD:
        assert client.get(f"/agenda/{route}{query}").status_code == 200, query

"""What every page type must keep: valid HTML, no barrier, no cookie, no foreign host, light and still."""

import json
import subprocess
from pathlib import Path

import pytest

# What a browser makes of a page, not what a database answers.
pytestmark = pytest.mark.any_database
ROOT = Path(__file__).parents[2]
# Every page type that the demonstration site shows, and the pages that are no Wagtail page.
TYPES = [
    "HomePage", "ContentPage", "AgendaIndexPage", "AgendaItemPage", "CampaignPage", "NewsIndexPage", "NewsPage",
    "StoryPage", "ReportPage", "PartnerIndexPage", "PartnerPage", "SubmitActivityPage", "PledgePage", "AdvertIndexPage",
    "InfokaartOrderPage", "ProductPage",
]  # fmt: skip
OTHERS = {
    "search": "/zoeken/?q=samen",
    "no results": "/zoeken/?q=qwertyuiop",
    "404": "/bestaat-niet/",
    "filtered agenda": "/agenda/?periode=week&wijk=overvecht&prijs=gratis&toegang=rolstoel",
    "nothing in the agenda": "/agenda/?periode=vandaag&wijk=oost&doelgroep=studenten&thema=dieren&dagdeel=avond",
    "archive": "/agenda/?periode=eerder",
    "wrong date": "/agenda/?van=31-02-2026",
    "district": "/agenda/overvecht/",
    "month": "/agenda/maand/",
    "take along": "/agenda/meenemen/?wijk=overvecht",
    "frame": "/agenda/insluiten/?wijk=overvecht",
    "referrers": "/agenda/verwijzers/",
    "weekly e-mail": "/volgen/",
    "lost link": "/inzending/link-kwijt/",
    "unknown link": "/inzending/bestaat-niet/",
}
MAIN = ["HomePage", "AgendaIndexPage", "AgendaItemPage", "StoryPage", "PartnerIndexPage", "PartnerPage"]
KIB = 1024


@pytest.fixture(params=[*TYPES, *OTHERS])
def path(request, example_pages):
    return OTHERS.get(request.param) or example_pages[request.param]


def test_every_page_type_is_in_the_demonstration(example_pages):
    assert set(TYPES) <= set(example_pages)


def test_no_barriers_that_axe_can_find(sized_page, path, axe, own_host_only):
    sized_page.goto(path)
    found = {}
    for scheme in ("light", "dark"):
        sized_page.emulate_media(color_scheme=scheme)
        found[scheme] = axe(sized_page)
    assert found == {"light": [], "dark": []}


def test_no_sideways_scrolling_at_320_px_or_twice_the_text_size(page, path):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path)
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    page.set_viewport_size({"width": 640, "height": 800})
    page.add_init_script("document.documentElement.style.fontSize = '200%'")
    page.goto(path)
    assert page.evaluate(overflow) == 0


def test_targets_are_large_enough_for_an_unsteady_hand(page, path):
    """48 px for everything that stands alone; links inside a sentence are as high as their line."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, header a, footer a, button, summary, input, select')]
        .filter(one => one.checkVisibility() && !one.closest('p, dd, .prose li, h1, h2, h3, [aria-hidden=true]'))
        // A tick is as large as the label or the card that one may press for it.
        .map(one => [one, ['checkbox', 'radio'].includes(one.type) ? one.closest('label, .pick') ?? one : one])
        .map(([one, target]) => [one.textContent.trim().slice(0, 40) || one.name, target.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 24)
        .map(([text, box]) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
    )
    assert small == []


@pytest.mark.parametrize("name", MAIN)
def test_the_first_visit_is_light_and_nothing_moves(page, example_pages, demo_url, name):
    page.set_viewport_size({"width": 390, "height": 844})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => { window.shifts += entry.value })).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(example_pages[name], wait_until="networkidle")
    page.mouse.wheel(0, 10000)
    page.wait_for_function("window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2")
    assert page.evaluate("window.shifts") == 0
    assert len(received) <= 10
    assert sum(received) <= 100 * KIB


def test_a_visitor_gets_no_cookie_and_a_strict_policy(page, path, own_host_only):
    response = page.goto(path)
    # A form has one, which says nothing of its visitor, so that no other site can send it.
    guarded = page.locator("[name=csrfmiddlewaretoken]").count() > 0
    assert {cookie["name"] for cookie in page.context.cookies()} == ({"csrftoken"} if guarded else set())
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for header in ("x-content-type-options", "referrer-policy", "permissions-policy", "cross-origin-opener-policy"):
        assert header in response.headers


def test_the_stylesheet_is_at_most_20_kb(rehearsal):
    compressed = list((Path(rehearsal.environment["REHEARSAL_STATIC"])).rglob("site*.css.br"))
    assert compressed
    assert max(file.stat().st_size for file in compressed) <= 20_000


def test_html_is_valid(playwright, demo_url, example_pages, tmp_path):
    """html-validate over one page of every type, in one run."""
    visitor = playwright.request.new_context(base_url=demo_url)
    for name, address in {**{name: example_pages[name] for name in TYPES}, **OTHERS}.items():
        (tmp_path / f"{name}.html").write_text(visitor.get(address).text())
    visitor.dispose()
    command = ROOT / "node_modules" / ".bin" / "html-validate"
    done = subprocess.run(
        [command, "--config", ROOT / "tests" / "e2e" / "htmlvalidate.json", "--formatter", "json", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{Path(page['filePath']).name}:{message['line']} {message['ruleId']}: {message['message']}"
        for page in json.loads(done.stdout)
        for message in page["messages"]
    ]
    assert found == []

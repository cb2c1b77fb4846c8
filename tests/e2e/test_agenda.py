"""The agenda as people use it: without JavaScript, by keyboard, on another site, for a client, in the office."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_journeys import log_in, open_new_agenda_item

pytestmark = pytest.mark.usefixtures("demo_url")


@pytest.fixture
def plain_page(browser, base_url):
    """A telephone without JavaScript."""
    context = browser.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": 390, "height": 844}, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def open_filter(page: Page) -> None:
    page.locator("details.filters > summary").click()


def test_from_filter_to_item_to_calendar_to_poster_without_javascript(plain_page):
    page = plain_page
    page.goto("/agenda/")
    open_filter(page)
    page.get_by_label("Wijk", exact=True).select_option("overvecht")
    page.get_by_label("Gratis", exact=True).check()
    page.get_by_role("button", name="Laat zien").last.click()
    expect(page).to_have_url(re.compile(r"wijk=overvecht"))
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\d+ activiteit.* in Overvecht"))
    filtered = page.url
    # One answer taken away, and back.
    page.get_by_role("link", name=re.compile("^Gratis")).first.click()
    expect(page).not_to_have_url(re.compile("prijs="))
    page.goto(filtered)
    page.locator(".agenda-item h3 a").first.click()
    title = page.locator("h1").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Zet in mijn agenda").first.click()
    calendar = download.value.path().read_text()
    assert "BEGIN:VEVENT" in calendar
    assert title.split(":")[0] in calendar.replace("\r\n ", "")
    page.goto(filtered)
    poster = page.get_by_role("link", name=re.compile("Print de week")).get_attribute("href")
    answer = page.request.get(poster)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    assert page.context.cookies() == []


def tab_to(page: Page, what: str, most: int = 80) -> None:
    """Press Tab until the focus is on an element that matches a selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", what):
            return
    pytest.fail(f"{what} is out of reach of the keyboard")


def test_from_filter_to_item_to_calendar_to_poster_by_keyboard_alone(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/agenda/")
    tab_to(page, "select[name=wijk]")
    page.keyboard.type("Overv")
    tab_to(page, "details.filters button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Overvecht")
    filtered = page.url
    tab_to(page, ".agenda-item h3 a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/agenda/[-a-z0-9]+/$"))
    tab_to(page, "a[href$='.ics']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "BEGIN:VCALENDAR" in download.value.path().read_text()
    page.goto(filtered)
    tab_to(page, "a[href*='poster.pdf?wijk=overvecht']", most=160)
    # Some browsers show a PDF, others keep it.
    with page.expect_response(re.compile(r"/agenda/poster\.pdf\?"), timeout=60_000) as answer:
        page.keyboard.press("Enter")
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "application/pdf")


def test_a_question_that_finds_nothing_leads_on(plain_page):
    plain_page.goto("/agenda/?periode=vandaag&wijk=oost&doelgroep=studenten&thema=dieren&dagdeel=avond")
    expect(plain_page.get_by_role("status").first).to_contain_text("0 activiteiten")
    plain_page.locator("main .near-misses a, main .empty a").first.click()
    expect(plain_page.locator(".agenda-item").first).to_be_visible()


def test_a_postcode_leads_to_the_page_of_its_district(plain_page):
    plain_page.goto("/agenda/?postcode=3562+AB")
    expect(plain_page).to_have_url(re.compile(r"/agenda/overvecht/$"))
    expect(plain_page.locator("h1")).to_contain_text("Overvecht")
    plain_page.goto("/agenda/?postcode=1012")
    expect(plain_page.locator("main")).to_contain_text("We kennen deze postcode niet")


def test_a_referrer_makes_a_list_for_a_client_without_javascript(plain_page):
    page = plain_page
    page.goto("/agenda/verwijzers/")
    page.locator("input[name=kies]").first.check()
    page.get_by_role("button", name=re.compile("zoek verder", re.IGNORECASE)).click()
    page.locator("input[type=checkbox][name=kies]:not(:checked)").first.check()
    page.get_by_role("button", name=re.compile("Maak een lijst")).first.click()
    expect(page).to_have_url(re.compile(r"/agenda/verwijzers/[-\w]{32}/$"))
    assert page.locator("main h2, main h3").count() >= 2
    assert page.context.cookies() == []
    # The same address opens on another telephone.
    assert page.request.get(page.url).status == 200


def test_an_editor_makes_a_weekly_activity_and_sees_its_dates_before_saving(page, browser, base_url, editor):
    from core.dates import today

    page.set_viewport_size({"width": 1400, "height": 1000})
    log_in(page, editor)
    open_new_agenda_item(page)
    page.locator("#id_title").fill("Breien bij de buren")
    page.locator("#id_dates-0-start_date").fill(f"{today():%d-%m-%Y}")
    page.locator("#id_dates-0-start_time").fill("10:00")
    page.locator("#id_dates-0-end_time").fill("23:59")
    page.locator("#id_dates-0-rule_repeats").select_option("week")
    panel = page.locator("[data-schedule-outlook]").first
    page.get_by_role(
        "button", name=re.compile("Toon de data|Toon de datums|Laat de data zien|Laat de datums zien")
    ).click()
    expect(panel).to_contain_text("elke", ignore_case=True)
    page.get_by_role("button", name="Meer acties").last.click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_text(re.compile("Breien bij de buren.* gepubliceerd")).first).to_be_visible()
    visitor = browser.new_page(base_url=base_url)
    visitor.goto("/agenda/breien-bij-de-buren/")
    assert visitor.locator(".date-list li").count() == 9
    visitor.close()

"""Searching as people do it: by keyboard, by touch, without JavaScript, with a slow line, from right to left."""

import contextlib
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.test_agenda import tab_to

# What a browser makes of a page, not what a database answers.
pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("demo_url")]
FOUND = [
    {"text": "Taalcafé & thee", "lang": "nl", "url": "/agenda/", "kind": "Activiteit"},
    {"text": "<img src=x onerror=alert(1)>", "lang": "nl", "url": "/verhalen/", "kind": "Verhaal"},
    {"text": "taal", "lang": "nl", "url": "", "kind": "Woord"},
]
FIELD = "main input[type=search]"


@pytest.fixture
def suggested(page: Page) -> list[str]:
    """The words that were asked for; every answer is the same three."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["q"][0])
        route.fulfill(json={"suggestions": FOUND, "message": "3 gevonden"})

    page.route("**/zoeken/suggesties/**", answer)
    return asked


@pytest.fixture
def plain_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A telephone without JavaScript."""
    context = browser.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="nl-NL"
    )
    yield context.new_page()
    context.close()


def begin(page: Page, path: str = "/zoeken/", text: str = "taal") -> None:
    """Type into the field of the page and wait for the list."""
    page.goto(path)
    page.locator(FIELD).fill("")
    page.locator(FIELD).press_sequentially(text, delay=20)
    expect(page.locator("[role=listbox]:visible")).to_have_count(1)


def active(page: Page) -> str | None:
    """The words of the option that a screen reader is told of; None when it is told of none."""
    return page.evaluate(
        """() => {
          const name = document.activeElement.getAttribute('aria-activedescendant');
          const option = name && document.getElementById(name);
          if (option && option.getAttribute('aria-selected') !== 'true') return 'not selected';
          return option ? option.querySelector('.suggestions__text').textContent : null;
        }"""
    )


def test_the_list_is_walked_by_arrow_keys_and_always_leads_back_to_the_words(page: Page, suggested):
    begin(page)
    field = page.locator(FIELD)
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("main [role=status]").first).to_contain_text("3 gevonden")
    assert active(page) is None
    texts = [one["text"] for one in FOUND]
    for wanted in [*texts, None, texts[0]]:
        page.keyboard.press("ArrowDown")
        assert active(page) == wanted
    for wanted in [None, texts[2], texts[1]]:
        page.keyboard.press("ArrowUp")
        assert active(page) == wanted
    # The text itself is again what one moves in.
    for key in ("Home", "End", "ArrowLeft", "ArrowRight"):
        page.keyboard.press("ArrowDown")
        assert active(page) is not None
        page.keyboard.press(key)
        assert active(page) is None
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("taal")
    expect(page.locator("[role=listbox]:visible")).to_have_count(0)
    page.keyboard.press("Alt+ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert active(page) is None
    page.keyboard.press("Alt+ArrowUp")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    assert active(page) == texts[0]
    # What is suggested is text, whatever is in it.
    assert page.locator("[role=option] img").count() == 0


def test_enter_searches_when_nothing_is_chosen(page: Page, suggested):
    begin(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=taal$"))


def test_enter_goes_where_the_chosen_suggestion_leads(page: Page, suggested):
    begin(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/agenda/$"))
    # Words without a page of their own are searched for.
    begin(page, text="ta")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=taal$"))


def test_a_fast_typist_is_asked_for_once_and_the_same_words_never_again(page: Page, suggested):
    begin(page, text="taalcafe")
    assert suggested == ["taalcafe"]
    page.keyboard.press("Backspace")
    page.wait_for_timeout(500)
    page.keyboard.type("e")
    page.wait_for_timeout(500)
    assert suggested == ["taalcafe", "taalcaf"]


def test_an_answer_that_comes_too_late_is_not_shown(page: Page):
    waiting: list[Callable[[], None]] = []

    def answer(route: Route) -> None:
        words = parse_qs(urlsplit(route.request.url).query)["q"][0]
        found = {
            "suggestions": [{"text": f"Over {words}", "lang": "nl", "url": "", "kind": "Woord"}],
            "message": words,
        }
        if words == "ko":
            waiting.append(lambda: route.fulfill(json=found))
        else:
            route.fulfill(json=found)

    page.route("**/zoeken/suggesties/**", answer)
    page.goto("/zoeken/")
    page.locator(FIELD).press_sequentially("ko")
    page.wait_for_timeout(500)
    page.locator(FIELD).press_sequentially("ken")
    expect(page.locator("[role=option]")).to_have_text(["Over koken Woord"])
    for late in waiting:
        # The browser may have given the question up.
        with contextlib.suppress(PlaywrightError):
            late()
    page.wait_for_timeout(300)
    expect(page.locator("[role=option]")).to_have_text(["Over koken Woord"])


def test_without_suggestions_one_searches_all_the_same(page: Page):
    page.route("**/zoeken/suggesties/**", lambda route: route.fulfill(status=503, body="even niet"))
    page.goto("/zoeken/")
    page.locator(FIELD).press_sequentially("taal", delay=20)
    page.wait_for_timeout(500)
    expect(page.locator("[role=listbox]:visible")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zoeken/\?q=taal$"))


def test_a_finger_chooses_and_a_press_elsewhere_closes(browser: Browser, base_url):
    context = browser.new_context(base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.route(
        "**/zoeken/suggesties/**", lambda route: route.fulfill(json={"suggestions": FOUND, "message": "3 gevonden"})
    )
    begin(page)
    page.locator("h1").tap()
    expect(page.locator("[role=listbox]:visible")).to_have_count(0)
    begin(page)
    page.get_by_role("option", name=re.compile("Taalcafé")).tap()
    expect(page).to_have_url(re.compile(r"/agenda/$"))
    context.close()


def test_the_form_in_the_menu_suggests_too(page: Page, suggested, axe):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.locator("header details.menu > summary").last.click()
    page.locator("header input[type=search]").press_sequentially("taal", delay=20)
    expect(page.locator("header [role=option]:visible")).to_have_count(3)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/agenda/$"))


@pytest.mark.parametrize("path", ["/zoeken/?q=samen", "/ar/zoeken/?q=samen"])
def test_an_open_list_has_no_barriers_and_stays_in_the_page(sized_page: Page, path, axe):
    sized_page.route(
        "**/zoeken/suggesties/**", lambda route: route.fulfill(json={"suggestions": FOUND, "message": "3 gevonden"})
    )
    found = {}
    for scheme in ("light", "dark"):
        sized_page.emulate_media(color_scheme=scheme)
        begin(sized_page, path)
        sized_page.keyboard.press("ArrowDown")
        found[scheme] = axe(sized_page)
        assert sized_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        heights = sized_page.locator("[role=option]").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(heights) >= 48
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize("path", ["/zoeken/", "/zoeken/?q=koffie&wanneer=komend", "/ar/zoeken/?q=koffie"])
def test_every_state_of_the_page_is_without_barriers(sized_page: Page, path, axe, own_host_only):
    sized_page.goto(path)
    assert axe(sized_page) == []
    assert sized_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert sized_page.context.cookies() == []


def test_from_words_to_a_choice_to_a_page_by_keyboard(page: Page, own_host_only):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/zoeken/")
    tab_to(page, FIELD)
    page.keyboard.type("koffie")
    page.keyboard.press("Enter")
    expect(page.locator(".search-hit").first).to_be_visible()
    tab_to(page, ".day-chips a:not([aria-current])")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"soort="))
    expect(page.locator(".day-chips a[aria-current]")).to_have_count(1)
    tab_to(page, ".search-hit h3 a")
    where = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(where)
    expect(page.locator("h1")).to_be_visible()


def test_the_same_without_javascript(plain_page: Page):
    page = plain_page
    page.goto("/zoeken/")
    page.locator(FIELD).fill("koffie")
    page.locator("main form[role=search] button").click()
    everything = page.locator(".search-count strong").inner_text()
    page.locator("details.filters > summary").click()
    page.locator("select[name=wijk]").select_option(index=1)
    page.locator("details.filters form button").click()
    expect(page).to_have_url(re.compile(r"q=koffie&.*wijk=\w"))
    assert page.locator(".search-count strong").inner_text() != everything
    page.locator(".active-filters a").first.click()
    assert page.locator(".search-count strong").inner_text() == everything
    page.locator(".search-hit h3 a").first.click()
    expect(page.locator("h1")).to_be_visible()
    # A word that nobody wrote leads to what was meant, and the page says so.
    page.goto("/zoeken/?q=wandelgroup")
    expect(page.locator(".did-you-mean")).to_contain_text("wandelgroep")
    expect(page.locator(".search-hit").first).to_be_visible()
    assert page.context.cookies() == []


def test_who_finds_nothing_is_led_on(plain_page: Page):
    plain_page.goto("/zoeken/?q=qwertyuiop")
    expect(plain_page.locator(".search-hit")).to_have_count(0)
    plain_page.locator(".search-ways a").first.click()
    expect(plain_page.locator("h1")).to_be_visible()

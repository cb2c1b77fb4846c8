"""People at work: an editor makes an activity, a resident finds it; by keyboard, without JavaScript, in print."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core.dates import today

pytestmark = pytest.mark.usefixtures("demo_url")


def log_in(page: Page, editor: tuple[str, str]) -> None:
    page.goto("/admin/")
    page.get_by_label("Gebruikersnaam").fill(editor[0])
    page.locator("#id_password").fill(editor[1])
    page.get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "soep.jpg"
    Image.new("RGB", (1600, 1000), "#B54A33").save(file)
    return file


def open_new_agenda_item(page: Page) -> None:
    """The way an editor goes: pages, the site, the agenda, and there the button for a page below it."""
    page.goto("/admin/pages/")
    # Each language has its own site below it.
    dutch = page.get_by_role("row").filter(has_text="Utrecht Omarmt").filter(has_text="Nederlands")
    dutch.get_by_role("link", name="Bekijk de onderliggende pagina's").click()
    page.get_by_role("link", name="Bekijk de onderliggende pagina's van 'Agenda'").click()
    page.get_by_role("link", name="Voeg onderliggende pagina toe").first.click()
    page.get_by_role("link", name=re.compile("^Agenda-item")).click()


def add_cover(page: Page, picture: Path) -> None:
    """Upload a picture as cover; without an alternative text it is refused, and the form says why."""
    page.get_by_role("tab", name="Thema en beeld").click()
    page.get_by_role("button", name="Kies een afbeelding").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Uploaden").click()
    for description, problem in (("", "Beschrijf wat er te zien is"), ("Een pan rode soep", "")):
        dialog.get_by_label("Bestand").set_input_files(picture)
        dialog.get_by_label("Titel").fill("Soep")
        dialog.get_by_label("Omschrijving").fill(description)
        dialog.get_by_role("button", name="Uploaden").click()
        if problem:
            expect(dialog).to_contain_text(problem)
    expect(dialog).to_be_hidden()


def test_an_editor_makes_an_activity_and_only_publishing_shows_it(page, browser, base_url, editor, picture):
    title = "Soep op de stoep"
    page.set_viewport_size({"width": 1400, "height": 1000})
    log_in(page, editor)
    open_new_agenda_item(page)
    page.locator("#id_title").fill(title)
    page.get_by_role("textbox", name="Inleiding").fill("We koken samen soep. Iedereen mag mee-eten.")
    page.locator("#id_dates-0-start_date").fill(f"{today():%d-%m-%Y}")
    page.locator("#id_dates-0-start_time").fill("00:01")
    page.locator("#id_dates-0-end_time").fill("23:59")
    add_cover(page, picture)
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))

    resident = browser.new_context(base_url=base_url)
    visitor = resident.new_page()
    visitor.goto("/agenda/?periode=vandaag")
    assert title not in visitor.content()
    assert visitor.goto("/agenda/soep-op-de-stoep/").status == 404

    # The preview is what a visitor will see, dates and all.
    preview = page.context.new_page()
    preview.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(preview.locator("h1")).to_have_text(title)
    expect(preview.locator("main")).to_contain_text("00.01 – 23.59 uur")
    preview.close()

    page.get_by_role("button", name="Meer acties").last.click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_text(re.compile(f"{title}.* gepubliceerd")).first).to_be_visible()

    visitor.goto("/agenda/?periode=vandaag")
    visitor.get_by_role("link", name=title).click()
    expect(visitor.locator("h1")).to_have_text(title)
    photo = visitor.get_by_alt_text("Een pan rode soep")
    expect(photo).to_be_visible()
    visitor.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=photo.element_handle())
    resident.close()


def test_a_resident_finds_something_near_by_keyboard_alone(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == "postcode":
            break
    expect(page.locator(":focus")).to_have_attribute("name", "postcode")
    page.keyboard.type("3562")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/agenda/overvecht/$"))
    expect(page.locator("h1")).to_contain_text("Overvecht")


def test_every_step_of_the_keyboard_can_be_seen(page):
    page.goto("/agenda/")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const one = document.activeElement; const style = getComputedStyle(one);
            const card = one.closest('article, li'); const around = card ? getComputedStyle(card) : style;
            return one === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none'
              || around.outlineStyle !== 'none' }"""
        )
        assert seen, page.locator(":focus").evaluate("one => one.outerHTML")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_and_the_search_work_without_javascript(browser, base_url, width):
    context = browser.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto("/")
    if width == 390:
        page.get_by_text("Menu", exact=True).click()
    page.locator("header").get_by_role("link", name="Agenda", exact=True).locator("visible=true").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page).to_have_url(re.compile("/agenda/"))
    page.goto("/zoeken/?q=taalcafe")
    expect(page.locator("main")).to_contain_text("Taal", ignore_case=True)
    context.close()


def test_print_leaves_out_what_paper_cannot_do(page, example_pages):
    page.goto(example_pages["AgendaItemPage"])
    page.emulate_media(media="print")
    expect(page.locator("header nav").first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_help_is_on_every_page(page, example_pages):
    for path in [*example_pages.values(), "/zoeken/", "/bestaat-niet/"]:
        page.goto(path)
        expect(page.get_by_role("heading", name="Nu met iemand praten?")).to_be_visible()
        expect(page.locator('a[href^="tel:"]').first).to_be_attached()

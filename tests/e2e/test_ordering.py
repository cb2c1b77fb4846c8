"""Ordering cards as a person does it: by keyboard on a phone, without JavaScript, with the letters that really go out."""

import email
import email.policy
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_agenda import tab_to
from tests.e2e.test_taking_part import press, write
from tests.rehearsal.server import Rehearsal

ROOT = Path(__file__).parents[2]
BUTTON = "main form button.utrecht-button--primary-action"
NUMBER = re.compile(r"UO-\d{4}-\d{4,}")


@pytest.fixture
def link_in_mail(rehearsal: Rehearsal) -> Callable[[str, str], str]:
    """Send what waits, and give the path behind the button of the letter to somebody that holds some words."""

    def find(to: str, words: str) -> str:
        printed = rehearsal.manage("send_mail")
        for text in re.split(r"^-{70,}$", printed, flags=re.MULTILINE):
            letter = email.message_from_string(text.strip(), policy=email.policy.default)
            body = letter.get_body(("plain",)) if letter["To"] == to else None
            if body is not None and words in f"{letter['Subject']} {body.get_content()}":
                return urlsplit(re.findall(r"https?://\S+/inzending/\S+", body.get_content())[0]).path
        pytest.fail(f"no letter with {words!r} to {to} in:\n{printed}")

    return find


@pytest.fixture
def sound(axe, tmp_path) -> Callable[[Page], None]:
    """Look at the page one is on as a strict machine does: barriers, valid markup, nothing that sticks out."""

    def look(page: Page) -> None:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        (tmp_path / "page.html").write_text(page.context.request.get(page.url).text())
        command = ROOT / "node_modules" / ".bin" / "html-validate"
        config = ROOT / "tests" / "e2e" / "htmlvalidate.json"
        done = subprocess.run(
            [command, "--config", config, tmp_path / "page.html"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout

    return look


def type_packs(page: Page, text: str) -> None:
    """Go to the first number with Tab and type another."""
    tab_to(page, ".stepper input")
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=40)


def say_who(page: Page) -> None:
    """Choose who one is and what for."""
    tab_to(page, "[name=orderer]")
    page.keyboard.press("Space")
    tab_to(page, "[name=purpose]")
    page.keyboard.press("ArrowDown")


def test_from_choosing_to_the_number_changed_and_cancelled_by_keyboard_alone(
    page: Page, link_in_mail, sound, own_host_only
):
    sender = "noor.toets@voorbeeld.nl"
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/infokaart/")
    press(page, ".stepper button[data-step='1']")
    page.keyboard.press("Enter")
    field = page.locator(".stepper input").first
    expect(field).to_have_value("2")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    # Below nothing there is nothing.
    for left in ("1", "0", "0"):
        page.keyboard.press("Enter")
        expect(field).to_have_value(left)
    type_packs(page, "3")
    expect(page.locator(".sum li:visible").first).to_contain_text("3 × 25")

    for name, text in (("name", "Noor Toets"), ("email", sender), ("postcode", "3512ab"), ("house_number", "12'")):
        write(page, name, text)
    write(page, "street", "'s-Gravenstraat")
    say_who(page)
    press(page, BUTTON)
    expect(page).to_have_url(re.compile("/controle/$"))
    expect(page.locator("main")).to_contain_text("3 × 25")
    expect(page.locator("main")).to_contain_text("3512 AB Utrecht")
    sound(page)
    # Back, and forward again: all of it is still there.
    press(page, "main a[href$='/wijzig/']")
    expect(page).to_have_url(re.compile("/wijzig/$"))
    expect(page.locator(".stepper input").first).to_have_value("3")
    expect(page.locator("[name=house_number]")).to_have_value("12'")
    sound(page)
    press(page, BUTTON)
    expect(page).to_have_url(re.compile("/controle/$"))
    press(page, BUTTON)
    expect(page).to_have_url(re.compile("/klaar/$"))
    found = NUMBER.search(page.locator("main").inner_text())
    assert found
    number = found[0]
    sound(page)
    # The browser's own way back leads to the same order.
    page.go_back()
    page.goto(page.url)
    expect(page).to_have_url(re.compile("/klaar/$"))

    mine = link_in_mail(sender, number)
    page.goto(mine)
    expect(page.locator("h1")).to_contain_text(number)
    assert "Gravenstraat" not in page.content()
    sound(page)
    press(page, "a[href$='/wijzigen/']")
    expect(page).to_have_url(re.compile("/wijzigen/$"))
    sound(page)
    type_packs(page, "1")
    press(page, BUTTON)
    expect(page).to_have_url(re.compile("gedaan=gewijzigd$"))
    expect(page.locator("main")).to_contain_text("1 × 25")
    assert link_in_mail(sender, number)

    press(page, "a[href$='/annuleren/']")
    expect(page).to_have_url(re.compile("/annuleren/$"))
    sound(page)
    press(page, BUTTON)
    expect(page).to_have_url(re.compile("gedaan=geannuleerd$"))
    expect(page.locator("a[href$='/wijzigen/']")).to_have_count(0)
    page.goto(f"{mine}wijzigen/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("form[method=post]")).to_have_count(0)


def test_the_same_without_javascript(browser: Browser, demo_url, link_in_mail):
    sender = "zonder.script@voorbeeld.nl"
    context = browser.new_context(
        base_url=demo_url, java_script_enabled=False, locale="nl-NL", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("/infokaart/")
    # What needs a script is not there to be pressed.
    expect(page.locator(".stepper button:visible")).to_have_count(0)
    fields = page.locator(".stepper input")
    fields.first.press_sequentially("10 stuks", delay=60)
    for name, text in (("name", "Sam Toets"), ("email", sender), ("postcode", "2000"), ("house_number", "12-bis")):
        page.locator(f"[name={name}]").press_sequentially(text, delay=60)
    page.locator(BUTTON).click()
    expect(page.locator(".error-summary a")).to_have_count(5)
    expect(fields.first).to_have_value("10 stuks")
    page.locator(".error-summary a").first.click()
    fields.first.fill("1")
    page.locator("[name=postcode]").fill("3512 AB")
    page.locator("[name=street]").fill("Voorstraat")
    page.locator("[name=orderer]").first.check()
    page.locator("[name=purpose]").select_option("visits")
    page.locator(BUTTON).click()
    expect(page).to_have_url(re.compile("/controle/$"))
    expect(page.locator("main")).to_contain_text("Voorstraat 12 bis")
    page.locator(BUTTON).click()
    expect(page).to_have_url(re.compile("/klaar/$"))
    expect(page.locator("[data-print]")).to_be_hidden()
    expect(page.locator(".done--waiting")).to_be_visible()
    page.goto(link_in_mail(sender, "inzending"))
    page.locator(BUTTON).click()
    page.goto(link_in_mail(sender, "UO-"))
    page.locator("a[href$='/annuleren/']").click()
    page.locator(BUTTON).click()
    expect(page).to_have_url(re.compile("gedaan=geannuleerd$"))
    context.close()


def test_picking_up_asks_for_no_address(page: Page):
    page.goto("/infokaart/")
    expect(page.locator("[name=postcode]")).to_be_visible()
    page.locator("[name=way][value^=pickup]").check()
    expect(page.locator("[name=postcode]")).to_be_hidden()


@pytest.mark.parametrize("path", ["/ar/infokaart/", "/ar/infokaart/infokaart-signaleren/"])
def test_nothing_of_it_sticks_out_of_the_page_when_it_reads_from_right_to_left(sized_page, path):
    sized_page.goto(path)
    expect(sized_page.locator("html")).to_have_attribute("dir", "rtl")
    assert sized_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

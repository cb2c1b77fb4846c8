"""Taking part without an account, as a person does it: on a phone, by keyboard, with the letters that really go out."""

import email
import email.policy
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_agenda import tab_to
from tests.e2e.test_journeys import log_in
from tests.rehearsal.server import Rehearsal

SENDER = "sam.zender@voorbeeld.nl"
TITLE = "Soep en spelletjes van Sam"


@pytest.fixture
def link_in_mail(rehearsal: Rehearsal) -> Callable[[str], str]:
    """Send what waits, as the mail worker does, and give the path behind the button of the letter with this subject."""

    def find(subject: str) -> str:
        printed = rehearsal.manage("send_mail")
        for text in re.split(r"^-{70,}$", printed, flags=re.MULTILINE):
            letter = email.message_from_string(text.strip(), policy=email.policy.default)
            if letter["To"] == SENDER and subject in (letter["Subject"] or ""):
                body = letter.get_body(("plain",))
                assert body is not None
                return urlsplit(re.findall(r"https?://\S+/inzending/\S+", body.get_content())[0]).path
        pytest.fail(f"no letter about {subject!r} to {SENDER} in:\n{printed}")

    return find


def write(page: Page, name: str, text: str) -> None:
    """Go to a field with Tab and type."""
    tab_to(page, f"[name={name}]")
    page.keyboard.press("Control+A")
    # At the pace of a quick typist: whoever is faster than three seconds is taken for a machine.
    page.keyboard.type(text, delay=40)


def press(page: Page, button: str) -> None:
    """Go to a button or link with Tab and press it."""
    tab_to(page, button)
    page.keyboard.press("Enter")


def test_an_activity_from_telephone_to_site_changed_and_cancelled_later(
    page: Page, browser, demo_url, editor, link_in_mail
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/activiteit-aanmelden/")
    write(page, "title", TITLE)
    write(page, "text", "We eten soep en doen een spel. Je kunt alleen komen.")
    tab_to(page, "[name=topic]")
    page.keyboard.press("ArrowDown")
    press(page, "form.submit button[name=next], form button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/2/$"))

    for name, text in (("day_1", "15"), ("month_1", "mei"), ("year_1", "2027"), ("from_1", "10.00"), ("till_1", "12")):
        write(page, name, text)
    tab_to(page, "[name=repeat_1]")
    page.keyboard.type("Elke week")
    press(page, "button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/3/$"))

    tab_to(page, "[name=no_building]")
    page.keyboard.press("Space")
    write(page, "meeting_point", "Onder de Dom")
    press(page, "button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/4/$"))

    write(page, "organisation", "Sams soepclub")
    write(page, "name", "Sam Zender")
    write(page, "email", SENDER)
    press(page, "button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/controle/$"))
    expect(page.locator("main")).to_contain_text("elke zaterdag van 10.00 tot 12.00 uur", ignore_case=True)
    press(page, "button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/klaar/$"))
    expect(page.locator("main")).to_contain_text(SENDER)

    page.goto(link_in_mail("Bevestig"))
    press(page, "button.utrecht-button--primary-action")
    expect(page.locator("h1")).to_contain_text("we hebben het")

    office = browser.new_context(base_url=demo_url, viewport={"width": 1280, "height": 900}).new_page()
    log_in(office, editor)
    office.goto("/admin/inzendingen/")
    office.get_by_role("link", name=re.compile(TITLE)).first.click()
    # The telephone solved the puzzle by itself.
    expect(office.locator("main")).not_to_contain_text("Puzzel niet opgelost")
    office.get_by_role("button", name=re.compile("^Goedkeuren")).click()
    expect(office.locator("body")).to_contain_text(re.compile(f"Goedgekeurd: .{TITLE}"))

    mine = link_in_mail("Staat op de site")
    page.goto(mine)
    page.get_by_role("link", name="Bekijk het op de site").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    public_url = page.url
    assert SENDER not in page.content()

    page.goto(mine)
    press(page, "a[href$='/wijzigen/']")
    expect(page).to_have_url(re.compile("/wijzigen/$"))
    press(page, "main button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("/1/$"))
    write(page, "title", "Soep en dansen van Sam")
    for after in ("2", "3", "4", "controle"):
        press(page, "main button.utrecht-button--primary-action")
        expect(page).to_have_url(re.compile(f"/{after}/$"))
    press(page, "main button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("gedaan=gewijzigd$"))
    page.goto(public_url)
    expect(page.locator("h1")).to_have_text(TITLE)
    office.goto("/admin/inzendingen/")
    office.get_by_role("link", name=re.compile("Soep en dansen van Sam")).first.click()
    office.get_by_role("button", name=re.compile("^Wijziging goedkeuren")).click()
    expect(office.locator("body")).to_contain_text("Goedgekeurd")
    page.goto(public_url)
    expect(page.locator("h1")).to_have_text("Soep en dansen van Sam")

    page.goto(mine)
    press(page, "a[href$='/afzeggen/']")
    expect(page).to_have_url(re.compile("/afzeggen/$"))
    tab_to(page, "[name=dates]")
    page.keyboard.press("Space")
    write(page, "note", "De pan is stuk.")
    press(page, "main button.utrecht-button--primary-action")
    expect(page).to_have_url(re.compile("gedaan=afgezegd$"))
    page.goto(public_url)
    expect(page.locator("main")).to_contain_text("Gaat niet door")
    expect(page.locator("main")).to_contain_text("De pan is stuk.")
    assert link_in_mail("Gaat niet door")


@pytest.mark.parametrize(
    "path", ["/ar/activiteit-aanmelden/", "/ar/ik-doe-mee/", "/ar/volgen/", "/ar/inzending/link-kwijt/"]
)
def test_nothing_of_a_form_sticks_out_of_the_page_when_it_reads_from_right_to_left(sized_page, path):
    sized_page.goto(path)
    expect(sized_page.locator("html")).to_have_attribute("dir", "rtl")
    assert sized_page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

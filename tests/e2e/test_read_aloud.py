"""The page read aloud by a voice that only tests hear: what is said, in which language, and when it is silent."""

import pytest

pytestmark = pytest.mark.any_database
# A voice of the device and one that would send the text away; `finish` ends what is being said, as a real one does.
VOICES = """
const said = [];
let now = null;
window.heard = {
  said,
  cancelled: 0,
  finish(times = 1) { for (; times && now; times--) { const one = now; now = null; one.onend?.(); } },
  get now() { return now?.text ?? null; },
};
class Fake extends EventTarget {
  getVoices() { return window.voices; }
  speak(one) { now = one; said.push([one.lang, one.text, one.voice?.name ?? null]); }
  cancel() { heard.cancelled++; const one = now; now = null; one?.onerror?.({ error: "interrupted" }); }
}
Object.defineProperty(window, "speechSynthesis", { value: new Fake(), configurable: true });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
window.voices = [
  { lang: "nl-NL", name: "van ver", localService: false, default: true },
  { lang: "nl-NL", name: "Fleur", localService: true, default: false },
];
"""
TYPES = ["AgendaItemPage", "NewsPage", "StoryPage", "ReportPage", "ContentPage", "PartnerPage"]


@pytest.fixture
def listener(page, own_host_only):
    """A browser with these voices, in which opening an address gives the button that starts."""
    page.add_init_script(VOICES)

    def open_page(address):
        page.goto(address)
        page.wait_for_load_state("load")
        return page.locator("[data-read-aloud-toggle]")

    return open_page


def said(page):
    return page.evaluate("heard.said")


def finish(page, times=1):
    page.evaluate("times => heard.finish(times)", times)


def texts(page, selector):
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


@pytest.mark.parametrize("kind", TYPES)
def test_title_and_text_are_read_in_dutch_and_nothing_else(page, listener, example_pages, kind):
    listener(example_pages[kind]).click()
    finish(page, 10_000)
    heard = said(page)
    spoken = " ".join(text for _language, text, _voice in heard)
    assert spoken.startswith(texts(page, "main h1")[0][:40])
    for paragraph in texts(page, "[data-read] p:not(.utrecht-paragraph--lead)")[:2]:
        assert paragraph[:40] in spoken
    assert {language for language, _text, _voice in heard} == {"nl"}
    # The voice that stays on the device, though the other is the default.
    assert {voice for _language, _text, voice in heard} == {"Fleur"}
    for around in texts(page, "main nav a, footer a, .read-aloud button"):
        assert around not in {text for _language, text, _voice in heard}
    assert max(len(text) for _language, text, _voice in heard) <= 220


def test_it_pauses_goes_on_with_the_same_sentence_and_stops(page, listener, example_pages):
    toggle = listener(example_pages["StoryPage"])
    stop = page.locator("[data-read-aloud-stop]")
    assert not stop.is_visible()
    first_words = toggle.inner_text()
    toggle.focus()
    page.keyboard.press("Enter")
    finish(page, 2)
    third = page.evaluate("heard.now")
    reading_words = toggle.inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("heard.now") is None
    paused_words = toggle.inner_text()
    page.keyboard.press("Enter")
    assert page.evaluate("heard.now") == third
    # Each state has its own words, so that also whoever does not see the button knows.
    assert len({first_words, reading_words, paused_words}) == 3
    stop.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("heard.now") is None
    assert toggle.inner_text() == first_words
    assert not stop.is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-read-aloud-toggle')")
    count = len(said(page))
    toggle.click()
    assert said(page)[count] == said(page)[0]


def test_it_ends_by_itself_and_can_begin_again(page, listener, example_pages):
    toggle = listener(example_pages["ContentPage"])
    words = toggle.inner_text()
    toggle.click()
    finish(page, 10_000)
    assert toggle.inner_text() == words
    assert not page.locator("[data-read-aloud-stop]").is_visible()


def test_it_falls_silent_when_one_leaves(page, listener, example_pages):
    listener(example_pages["StoryPage"]).click()
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("heard.now") is None


def test_a_dutch_page_under_an_english_address_is_read_in_dutch(page, listener, example_pages):
    # As such a page says it: what stands around it is English, its middle Dutch.
    page.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        "document.documentElement.lang = 'en'; document.querySelector('main').lang = 'nl'; })"
    )
    listener(example_pages["AgendaItemPage"]).click()
    finish(page, 10_000)
    assert {language for language, _text, _voice in said(page)} == {"nl"}


def test_a_part_in_another_language_is_read_in_that_language_or_left_out(page, listener, example_pages):
    page.add_init_script(
        "voices.push({ lang: 'en-GB', name: 'Ann', localService: true });"
        "addEventListener('DOMContentLoaded', () => document.querySelector('.prose[data-read]').insertAdjacentHTML("
        "'beforeend', '<p>Wij zeggen <span lang=en>you are welcome</span> en <i lang=tr>hoş geldin</i>.</p>'))"
    )
    listener(example_pages["ContentPage"]).click()
    finish(page, 10_000)
    heard = said(page)
    assert ["en", "you are welcome", "Ann"] in heard
    assert "geldin" not in " ".join(text for _language, text, _voice in heard)


@pytest.mark.parametrize(
    "missing",
    [
        "delete window.SpeechSynthesisUtterance",
        "voices = []",
        "voices = voices.filter(voice => !voice.localService)",
        "voices = [{ lang: 'en-GB', name: 'Ann', localService: true }]",
    ],
)
def test_without_a_dutch_voice_on_the_device_there_is_no_button(page, listener, example_pages, missing):
    page.add_init_script(missing)
    assert not listener(example_pages["NewsPage"]).is_visible()


def test_a_voice_that_comes_later_brings_the_button_and_moves_nothing(page, listener, example_pages):
    page.add_init_script("window.later = voices; voices = []")
    toggle = listener(example_pages["NewsPage"])
    where = "document.querySelector('.banner-cover').getBoundingClientRect().top"
    before = page.evaluate(where)
    page.evaluate("voices = later; speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    assert toggle.is_visible()
    assert page.evaluate(where) == before


def test_without_javascript_there_is_no_button_and_no_gap(browser, demo_url, example_pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_url + example_pages["NewsPage"])
    assert not page.locator("[data-read-aloud-toggle]").is_visible()
    assert page.locator("[data-read-aloud]").bounding_box() is None
    context.close()


def test_the_script_is_loaded_only_where_it_is_used(page, example_pages, demo_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(example_pages["AgendaIndexPage"])
    assert not [address for address in asked if "read-aloud" in address]


def test_the_buttons_are_big_enough_and_named(sized_page, example_pages, axe):
    sized_page.add_init_script(VOICES)
    sized_page.goto(example_pages["AgendaItemPage"])
    sized_page.locator("[data-read-aloud-toggle]").click()
    for name in ("toggle", "stop"):
        box = sized_page.locator(f"[data-read-aloud-{name}]").bounding_box()
        assert box["height"] >= 48
        assert box["x"] + box["width"] <= sized_page.viewport_size["width"]
    assert axe(sized_page) == []

"""The map in a browser: nothing of it before the visitor asks, and all of it by keyboard. The tiles are our own."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

# What is on the map is asked of both databases elsewhere (agenda, partners).
pytestmark = pytest.mark.any_database
# One grey pixel.
TILE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")


@pytest.fixture(scope="module")
def tiles() -> Iterator[str]:
    """The address of a server of map pictures on this machine."""

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(TILE)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def site(rehearsal, tiles) -> Iterator[str]:
    """The demonstration site with that map."""
    with rehearsal.serve(MAP_TILE_URL=tiles + "/{z}/{x}/{y}.png", MAP_ATTRIBUTION="Kaartenmakers") as address:
        yield address


@pytest.fixture
def asked(page) -> list[str]:
    """Every address the page asks for."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def focused(page, question="el => el.textContent"):
    return page.locator(":focus").evaluate(question)


def open_map(page, site):
    page.goto(f"{site}/agenda/")
    # Not a word of it in particular: the texts are the editors' and the translators'.
    page.locator("[data-map] button").click()
    page.locator(".map__pin").first.wait_for()


def test_nothing_of_the_map_is_loaded_before_it_is_asked_for(page, site, tiles, asked):
    page.goto(f"{site}/agenda/", wait_until="networkidle")
    page.locator("[data-map] button").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(site)] == []
    own = [url for url in asked if "map" in url.rsplit("/", 1)[1]]
    assert len(own) == 1
    assert len(page.request.get(own[0]).body()) <= 3000
    page.locator("[data-map] button").click()
    page.locator(".map__pin").first.wait_for()
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    assert [url for url in asked if url.startswith(tiles)]
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_keyboard_reaches_places_their_words_and_their_links(page, site):
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.goto(f"{site}/agenda/")
    button = page.locator("[data-map] button")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".map__pin").first.wait_for()
    # The map itself has the focus, and a name; the arrow keys move it.
    assert focused(page, "el => el.getAttribute('role')") == "region"
    page.keyboard.press("Tab")
    name = focused(page, "el => el.getAttribute('role') === 'button' && el.getAttribute('aria-label')")
    assert name
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup [role=dialog], .leaflet-popup[role=dialog]").wait_for()
    link = focused(page, "el => el.href")
    assert link.startswith(f"{site}/agenda/")
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert focused(page, "el => el.getAttribute('aria-label')") == name
    page.keyboard.press(" ")
    page.locator(".leaflet-popup").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(link)
    assert page.locator("h1").inner_text()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_map_has_no_barriers_and_large_targets(sized_page, site, axe, scheme):
    sized_page.emulate_media(color_scheme=scheme)
    open_map(sized_page, site)
    assert axe(sized_page) == []
    sized_page.locator(".map__pin").first.focus()
    sized_page.keyboard.press("Enter")
    sized_page.locator(".leaflet-popup").wait_for()
    assert axe(sized_page) == []
    small = sized_page.evaluate(
        """() => [...document.querySelectorAll('.map a, .map button, .map__pin')]
        .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
        .filter(box => box.height < 47 || box.width < 47).length"""
    )
    assert small == 0


def test_nothing_moves_for_who_asked_for_less_motion(page, site):
    page.emulate_media(reduced_motion="reduce")
    open_map(page, site)
    assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim").count() == 0


def test_without_pictures_the_places_are_still_there(page, site, tiles):
    page.route(f"{tiles}/**", lambda route: route.abort())
    open_map(page, site)
    page.locator("[data-map] [role=status]:not(:empty)").wait_for()
    assert page.locator(".map__pin").count() > 1


def test_a_map_that_fails_says_so_and_can_be_tried_again(page, site):
    page.route("**/agenda/kaart/**", lambda route: route.abort())
    page.goto(f"{site}/agenda/")
    button = page.locator("[data-map] button")
    button.click()
    status = page.locator("[data-map] [role=status]")
    failed = page.locator("[data-map]").get_attribute("data-failed")
    page.wait_for_function("([el, text]) => el.textContent === text", arg=[status.element_handle(), failed])
    page.unroute("**/agenda/kaart/**")
    button.click()
    page.locator(".map__pin").first.wait_for()


def test_without_javascript_there_is_no_button(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/agenda/")
    assert not page.locator("[data-map] button").is_visible()
    assert page.locator(".agenda-item h3 a").count() > 0
    context.close()


def test_the_directory_has_the_same_map_of_organisations_by_district(page, site, axe):
    page.goto(f"{site}/wie-doet-mee/")
    page.locator("[data-map] button").click()
    page.locator(".map__pin").first.focus()
    name = focused(page, "el => el.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").wait_for()
    assert axe(page) == []
    assert name.partition(":")[0] in page.locator(".leaflet-popup").inner_text()
    link = focused(page, "el => el.href")
    assert link.startswith(f"{site}/wie-doet-mee/")
    page.keyboard.press("Enter")
    page.wait_for_url(link)

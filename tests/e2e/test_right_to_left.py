"""Arabic: every page type reads from right to left, and what runs the other way by nature keeps its own order.

No stored pictures: the Arabic page is measured beside its Dutch source, and must stand mirrored.
"""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import WIDTHS

# What a browser makes of a page, not what a database answers.
pytestmark = pytest.mark.any_database
TYPES = [
    "HomePage", "ContentPage", "AgendaIndexPage", "AgendaItemPage", "CampaignPage", "NewsIndexPage", "NewsPage",
    "StoryPage", "ReportPage", "PartnerIndexPage", "PartnerPage", "SubmitActivityPage", "PledgePage", "AdvertIndexPage",
    "InfokaartOrderPage", "ProductPage",
]  # fmt: skip
# What hangs below the agenda, by its Arabic address, and what is no page of the tree.
BELOW_AGENDA = {"district": "overvecht/", "month": "maand/", "take along": "meenemen/", "referrers": "verwijzers/"}
OTHERS = {
    "search": "/zoeken/?q=koffie",
    "nothing found": "/zoeken/?q=qwertyuiop",
    "404": "/bestaat-niet/",
    "weekly e-mail": "/volgen/",
    "lost link": "/inzending/link-kwijt/",
    "unknown link": "/inzending/bestaat-niet/",
    "open data": "/open-data/",
}
# Dutch in the middle, from left to right; what somebody must know of it stands above that in Arabic.
NOT_TRANSLATED = {"activity in Dutch": "/agenda/koor-zonder-noten/"}
MIRRORED = [*TYPES, *BELOW_AGENDA, *OTHERS]
NAMES = [*MIRRORED, *NOT_TRANSLATED]
# Parts of the frame and of pages that stand at a side, whatever the length of the words in them and before them.
LANDMARKS = (
    ".logo, .breadcrumb, main h1, .search-card, .hero__text, .filters, .date-arch, .agenda-item, .agenda-item h3, "
    ".facts, .facts .icon, .meta .icon, .columns > *, .sticky, .panel, .card, .door, .steps li, .figures > *, .progress, "
    ".month th, .document-link, .search-hit, main .utrecht-textbox, main .utrecht-select, main .utrecht-checkbox, "
    ".call-button, .help-strip h2, .site-footer__about, .site-footer h2"
)
# Pixels.
TOLERANCE = 4


@pytest.fixture(scope="module")
def both(rehearsal) -> dict[str, tuple[str, str]]:
    """The Arabic and the Dutch address of one page per type, and of the pages that are no page of the tree."""
    code = (
        "import json\n"
        "from wagtail.models import Page\n"
        "seen = {}\n"
        "for page in Page.objects.live().filter(locale__language_code='ar', alias_of=None).order_by('path').specific():\n"
        "    source = page.get_translations().get(locale__language_code='nl').specific\n"
        "    for name in (type(page).__name__, source.slug):\n"
        "        seen.setdefault(name, [one.relative_url(one.get_site()) for one in (page, source)])\n"
        "print('PAGES=' + json.dumps(seen))\n"
    )
    pages = json.loads(rehearsal.manage("shell", "-v", "0", "-c", code).split("PAGES=")[1])
    found = {name: (ours, theirs) for name, (ours, theirs) in pages.items()}
    arabic, dutch = found["AgendaIndexPage"]
    found |= {name: (arabic + end, dutch + end) for name, end in BELOW_AGENDA.items()}
    return found | {name: (f"/ar{path}", path) for name, path in (OTHERS | NOT_TRANSLATED).items()}


@pytest.fixture(params=NAMES)
def arabic(request: pytest.FixtureRequest, both) -> str:
    """The address of an Arabic page."""
    return both[request.param][0]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_page_reads_from_right_to_left_without_a_barrier(sized_page: Page, arabic, axe):
    """Direction and side of every text; nothing hidden beside the window; no barrier."""
    sized_page.goto(arabic)
    expect(sized_page.locator("html")).to_have_attribute("dir", "rtl")
    expect(sized_page.locator("html")).to_have_attribute("lang", "ar")
    assert overflow(sized_page) == 0
    assert axe(sized_page) == []
    # A text that says nothing about itself begins at the right; a part in another language says so, with its direction.
    # Code to copy reads from left to right, also where a name stands in it.
    leaks = sized_page.evaluate(
        """() => [...document.querySelectorAll('body, body *')].filter(one => {
          const text = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('').trim();
          const arabic = /[\\u0600-\\u06FF]/.test(text) && !one.matches('textarea[readonly]');
          const style = getComputedStyle(one);
          const own = one.closest('[dir]').dir;
          return (arabic && style.direction !== 'rtl' && one.localName !== 'bdi' && one.closest('bdi') === null)
            || (!['auto', style.direction].includes(own) && one.localName !== 'input' && one.closest('bdi') === null)
            || (one.checkVisibility() && ['left', 'right', 'justify'].includes(style.textAlign));
        }).map(one => one.outerHTML.slice(0, 160))"""
    )
    assert leaks == []


@pytest.mark.parametrize("name", MIRRORED)
def test_an_arabic_page_stands_mirrored_to_the_dutch_one(page: Page, both, name):
    """Each landmark as far from the right edge as in Dutch from the left edge."""
    measure = """names => {
      const width = document.documentElement.clientWidth;
      const rtl = document.documentElement.dir === 'rtl';
      const seen = {};
      for (const one of document.querySelectorAll(names)) {
        const box = one.getBoundingClientRect();
        const key = one.localName + '.' + [...one.classList].join('.');
        if (!one.checkVisibility() || !box.width || key in seen) continue;
        seen[key] = Math.round(rtl ? width - box.right : box.left);
      }
      return seen;
    }"""
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(both[name][0])
        arabic = page.evaluate(measure, LANDMARKS)
        page.goto(both[name][1])
        dutch = page.evaluate(measure, LANDMARKS)
        shared = arabic.keys() & dutch.keys()
        assert len(shared) >= 3
        assert {key: arabic[key] for key in shared} == {
            key: pytest.approx(dutch[key], abs=TOLERANCE) for key in shared
        }


def test_the_way_round_of_what_points_and_counts(sized_page: Page, both):
    """Arrows point the way of reading; progress fills from the right; the logo and drawings are not mirrored."""
    sized_page.goto(both["HomePage"][0])
    assert sized_page.locator("main .icon--arrow").first.evaluate("one => getComputedStyle(one).transform") == (
        "matrix(-1, 0, 0, 1, 0, 0)"
    )
    for drawing in (".logo svg", "main .cover, main .hero svg"):
        assert sized_page.locator(drawing).first.evaluate("one => getComputedStyle(one).transform") == "none"
    sized_page.goto(both["SubmitActivityPage"][0])
    steps = sized_page.locator(".progress").first.evaluate(
        "one => [...one.querySelectorAll('*')].filter(part => !part.children.length && part.getBoundingClientRect().height)"
        ".map(part => Math.round(part.getBoundingClientRect().left))"
    )
    assert steps == sorted(steps, reverse=True)
    select = sized_page.locator(".utrecht-select").first
    # From the left edge; in Dutch it is counted from the right.
    assert not select.evaluate("one => getComputedStyle(one).backgroundPositionX").startswith("calc(100%")


# Where on the screen each of some words of an element stands, in the order in which they are written.
PLACES = """(one, words) => {
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const places = [];
  let from = 0;
  for (let node = walker.nextNode(); node && places.length < words.length;) {
    const word = words[places.length];
    const at = node.data.indexOf(word, from);
    if (at < 0) { node = walker.nextNode(); from = 0; continue; }
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    places.push(range.getBoundingClientRect().left);
    from = at + word.length;
  }
  return places;
}"""


def in_order(text: Locator, pattern: str) -> bool:
    """Whether what fits the pattern in a text, two or more of it, stands on the screen from left to right."""
    words = re.findall(pattern, text.inner_text())
    found = text.evaluate(PLACES, words)
    assert len(found) == len(words) >= 2
    return found == sorted(found)


def test_numbers_times_and_addresses_keep_their_order(page: Page, both):
    """They are read from left to right, within words that are not."""
    page.goto(both["AgendaItemPage"][0])
    assert in_order(page.locator(".facts bdi").first, r"\d\d:\d\d")
    assert in_order(page.locator(".call-button bdi"), r"\d+")
    page.goto(both["month"][0])
    times = [one for one in page.locator(".month__time").all() if len(re.findall(r"\d\d:", one.inner_text())) == 2]
    assert times
    assert all(in_order(one, r"\d\d:\d\d") for one in times)
    # Numbers with spaces, among words: a telephone number, and a postcode in the hint of a form.
    page.goto(both["hulp-in-jouw-buurt"][0])
    assert in_order(page.locator('main a[href^="tel:+31"]'), r"\d+")
    page.goto(both["district"][0])
    assert in_order(page.locator("[id^=postcode-][id$=-help]"), r"3562 |AB")
    page.goto(both["take along"][0])
    assert page.locator("textarea").first.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_what_one_types_keeps_its_order_too(page: Page, both):
    """In the field itself, and when all of it is looked over."""
    page.goto(both["InfokaartOrderPage"][0])
    # At the pace of a quick typist: whoever is faster than three seconds is taken for a machine.
    typed = {"name": "Noor", "email": "noor@voorbeeld.nl", "phone": "030 236 1111", "house_number": "12 bis"}
    for name, text in (typed | {"postcode": "3511 AB", "street": "Voorbeeldstraat"}).items():
        page.locator(f"main [name={name}]").press_sequentially(text, delay=60)
    for name in ("email", "phone", "postcode", "house_number"):
        field = page.locator(f"main [name={name}]")
        assert field.evaluate("one => getComputedStyle(one).direction") == "ltr"
        assert field.evaluate("one => getComputedStyle(one).textAlign") == "end"
    page.locator("main input[name^=packs]").first.fill("1")
    page.locator("[name=orderer]").first.check()
    page.locator("[name=purpose]").select_option(index=1)
    page.locator("main form button.utrecht-button--primary-action").click()
    expect(page).to_have_url(re.compile("/controle/$"))
    lines = page.locator(".submit__facts bdi")
    assert in_order(lines.filter(has_text="1111"), r"\d+")
    assert in_order(lines.filter(has_text="AB"), r"3511|AB|Utrecht")


def test_dutch_within_arabic_says_so_and_begins_where_its_neighbours_begin(page: Page, both):
    """The title of what is not translated is Dutch for a screen reader, and stands in line with the time below it."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(both["AgendaIndexPage"][0])
    title = page.locator('.agenda-item h3[lang="nl"]').first
    expect(title).to_have_attribute("dir", "ltr")
    right = title.locator("a").evaluate("one => [...one.getClientRects()].map(box => box.right)")
    column = title.evaluate("one => one.getBoundingClientRect().right")
    assert max(right) == pytest.approx(column, abs=2)


def test_a_page_only_in_dutch_keeps_its_own_direction_below_an_arabic_header(page: Page, both):
    """What is shown in Dutch is set as Dutch, and the frame around it stays Arabic."""
    page.goto("/ar/over-utrecht-omarmt/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("main")).to_have_attribute("dir", "ltr")
    expect(page.locator("main")).to_have_attribute("lang", "nl")
    assert page.locator("main h1").evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert overflow(page) == 0

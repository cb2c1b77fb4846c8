"""The week on paper: all of it, in one piece, for the noticeboard and for a screen reader."""

import datetime as dt
import io
import time

import pypdf
import pytest
import segno
import time_machine
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale, Page, Site

from agenda.models import AgendaItemPage, Occurrence
from agenda.posters import poster
from agenda.posters import sheets as poster_sheets
from agenda.posters.poster import Activity, PosterDay
from agenda.posters.sheets import WATER, Heights, divide
from core import paper
from core.models import SiteSettings
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    DistrictFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
    many_pages,
    open_language,
)

pytestmark = pytest.mark.django_db
# A Tuesday.
NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
PHONE, HELP_PHONE = "030 123 45 67", "088 0767 000"
MILLIMETRE = 72 / 25.4


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.contact_phone, settings.help_phone = PHONE, HELP_PHONE
    settings.help_text = "<p>In nood? Bel 112.</p>"
    settings.save()
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def overvecht():
    return DistrictFactory(name="Overvecht")


def get(client, query=""):
    response = client.get(f"/agenda/poster.pdf?{query}")
    assert response.status_code == 200
    return response


def pdf(client, query=""):
    return pypdf.PdfReader(io.BytesIO(get(client, query).content))


def words(page):
    return " ".join(page.extract_text().split())


@pytest.fixture
def papers(monkeypatch):
    """What stands on the posters that are asked for, without setting them."""
    made = []
    monkeypatch.setattr(poster, "make_pdf", lambda paper, size: made.append((paper, size)) or b"%PDF-")
    return made


def titles(paper):
    return [one.title for day in paper.days for one in day.activities]


# --- All of it, in one piece --------------------------------------------------------------------------------
def heights_above_foot(page):
    """Of each piece of text how high it stands above the first line of the foot, in points."""
    found = []

    def visit(text, matrix, text_matrix, _font, _size):
        if text.strip():
            found.append((text.strip(), text_matrix[5] * matrix[3] + text_matrix[4] * matrix[1] + matrix[5]))

    page.extract_text(visitor_text=visit)
    foot = next(height for text, height in found if text.startswith(gettext("Want to know more? Call us")[:10]))
    return {text: height - foot for text, height in found}


@pytest.mark.parametrize(("number", "size"), [(1, "a4"), (7, "a4"), (24, "a4"), (60, "a4"), (60, "a3")])
def test_every_activity_is_on_paper_in_one_piece(client, agenda, number, size):
    long = "met een lange naam, voor wie graag samen naar buiten gaat"
    venues = [VenueFactory(name=f"Zaal {one:02}x", district=None) for one in range(number)]
    items = many_pages(agenda, AgendaItemPage, number, lambda one: {"venue": venues[one]})
    for one, item in enumerate(items):
        item.title = f"Activiteit {one:02}x {long if one % 3 == 2 else ''}".strip()
    Page.objects.bulk_update(items, ["title"])
    starts = [NOW.replace(hour=9 + one // 60, minute=one % 60) + dt.timedelta(days=one % 7) for one in range(number)]
    Occurrence.objects.bulk_create(
        Occurrence(item=item, start=start, end=start + dt.timedelta(hours=2))
        for item, start in zip(items, starts, strict=True)
    )
    pages = pdf(client, f"formaat={size}").pages
    assert len(pages) <= max(1, number / 10)
    width, height = {"a4": (210, 297), "a3": (297, 420)}[size]
    texts = [words(page) for page in pages]
    for page, text in zip(pages, texts, strict=True):
        sides = (page.mediabox.width, page.mediabox.height)
        assert sides == pytest.approx((width * MILLIMETRE, height * MILLIMETRE), abs=1)
        assert PHONE in text
        assert HELP_PHONE in text
        above = {piece: height for piece, height in heights_above_foot(page).items() if "x" in piece}
        assert above
        assert min(above.values()) > 0
    for one in range(number):
        (text,) = [text for text in texts if f"Activiteit {one:02}x" in text]
        assert f"Zaal {one:02}x" in text
        assert f"{10 + one // 60}.{one % 60:02}" in text


def days_of(heights):
    blank = Activity(time="", full_time="", title="", place="", street="", price="")
    days, number = [], 0
    for place, activities in enumerate(heights):
        lines = [
            Activity(**{**blank.__dict__, "title": str(title)}) for title in range(number, number + len(activities))
        ]
        number += len(activities)
        days.append(PosterDay(dt.date(2026, 11, 23) + dt.timedelta(days=place), lines))
    return days, number


@given(st.lists(st.lists(st.floats(8, 90), min_size=1, max_size=40), max_size=9), st.floats(20, 80))
def test_the_sheets_hold_everything_once_and_in_order(heights, head):
    days, number = days_of(heights)
    measured = Heights(words=100, head=head, later_head=30, foot=43, rest=0, days=heights)
    sheets = divide(days, measured, (210, 297))
    assert [line.title for sheet in sheets for day in sheet.days for line in day.activities] == [
        str(title) for title in range(number)
    ]
    assert all(sheet.height <= 297 for sheet in sheets)
    assert sheets[0].height <= 297 - WATER * 210
    for sheet in sheets:
        # Whoever sees one sheet sees of which day it is.
        assert len({day.date for day in sheet.days}) == len(sheet.days)


def test_a_day_that_goes_on_says_so_on_the_next_sheet(client, agenda):
    item_on(agenda, *(at(0, f"10:{one:02}", "23:00") for one in range(30)))
    reader = pdf(client)
    assert len(reader.pages) > 1
    day = "dinsdag 24 november"
    assert alternatives(reader).count(f"{day} {gettext('(continued)')}") == len(reader.pages) - 1


# --- For a screen reader --------------------------------------------------------------------------------------
def elements(reader):
    """The tags of the document in reading order, each with its alternative text."""

    def walk(node):
        node = node.get_object()
        if not isinstance(node, dict):
            return
        if "/S" in node:
            yield node["/S"], str(node.get("/Alt", ""))
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                yield from walk(child)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def alternatives(reader):
    return [text for _tag, text in elements(reader) if text]


def test_a_screen_reader_finds_title_language_headings_and_lists(client, agenda, overvecht):
    venue = VenueFactory(name="De Dreef", district=overvecht)
    item_on(agenda, at(0), title="Koffie", venue=venue)
    item_on(agenda, at(2), title="Soep", venue=venue)
    reader = pdf(client, "wijk=overvecht")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()
    title = gettext("This week in %(place)s") % {"place": "Overvecht"}
    assert title in reader.metadata.title
    assert [entry.title for entry in reader.outline[:1]] == [title]
    assert [entry.title for entry in reader.outline[1]] == ["dinsdag 24 november", "donderdag 26 november"]
    tags = [tag for tag, _text in elements(reader)]
    assert tags.index("/H1") < tags.index("/H2") < tags.index("/L") < tags.index("/LI")
    assert tags.count("/H2") == 2
    # Every picture is either decoration or has words: the two dates and the code.
    assert tags.count("/Figure") == len(alternatives(reader)) == 3
    assert alternatives(reader)[:2] == ["dinsdag 24 november", "donderdag 26 november"]


def test_dutch_on_an_arabic_poster_keeps_its_full_stops_at_the_end_of_every_line(client, agenda, commit):
    with commit():
        open_language(Site.objects.get(is_default_site=True).root_page, "ar")
        agenda.copy_for_translation(Locale.objects.get(language_code="ar")).save_revision().publish()
    note = "We bakken appeltaart en zetten koffie voor iedereen. Neem een bakje mee voor de hele straat (ook morgen)"
    item_on(
        agenda, at(0, status="full", note=note), title="Wie kookt er deze week een grote pan soep voor ons allemaal?"
    )
    lines = (
        pypdf.PdfReader(io.BytesIO(client.get("/ar/agenda/poster.pdf").content)).pages[0].extract_text().splitlines()
    )
    dutch = [line.strip() for line in lines if "allemaal" in line or "morgen" in line]
    assert len(dutch) == 2
    assert [line[:1] for line in dutch if line[:1] in "?.)("] == []


# --- What stands on it ------------------------------------------------------------------------------------------
def test_what_became_of_a_date_is_said_in_words(client, agenda):
    for number, status in enumerate(("cancelled", "postponed", "full", "online")):
        item_on(agenda, at(0, f"1{number}:00", "20:00", status=status, note="Bel ons"), title=f"Nummer {number}")
    found = words(pdf(client).pages[0])
    for state in ("Gaat niet door.", "Uitgesteld.", "Vol.", "Gaat online door."):
        assert f"{state} Bel ons." in found


def test_what_is_off_is_struck_and_what_is_on_is_not(client, agenda, papers):
    for number, status in enumerate(("planned", "cancelled", "postponed", "full", "online")):
        item_on(agenda, at(0, f"1{number}:00", "20:00", status=status))
    get(client)
    assert [one.is_off for one in papers[0][0].days[0].activities] == [False, True, True, False, False]


def test_examples_are_marked(client, agenda):
    item_on(agenda, at(0), title="Verzonnen", is_example=True)
    assert f"Verzonnen {gettext('example')}" in words(pdf(client).pages[0])


def test_without_activities_there_is_a_kind_word_and_a_number(client, agenda):
    (page,) = pdf(client).pages
    assert gettext("Nothing is in the agenda for these days yet.") in words(page)
    assert HELP_PHONE in words(page)


def test_what_must_be_known_beforehand(client, agenda, papers):
    venue = VenueFactory(name="De Dreef", district=None)
    item_on(agenda, at(0, "10:00"), venue=venue, meeting_point="Zaal 2", sign_up="required", phone="030 765 43 21")
    item_on(agenda, at(0, None, None, end_date=dt.date(2026, 11, 26)), price=None)
    get(client)
    first, second = sorted(papers[0][0].days[0].activities, key=lambda one: one.price, reverse=True)
    assert (first.time, first.place) == ("10.00", "De Dreef")
    assert first.remark.startswith("Zaal 2. ")
    assert "030 765 43 21" in first.remark.replace("\N{NO-BREAK SPACE}", " ")
    assert "tot en met donderdag 26 november" in second.remark.lower()
    assert "Prijs niet bekend" in second.remark


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Vandaag", "Maandag"]),
        ("van=2026-11-25", ["Maandag", "Volgende week"]),
        ("van=1-12-2026&tot=31-12-2026", ["Volgende week"]),
        ("periode=morgen", []),
        ("prijs=gratis", ["Maandag"]),
        ("periode=eerder", ["Vandaag", "Maandag"]),
    ],
)
def test_the_poster_holds_the_asked_days_at_most_seven(client, agenda, papers, query, expected):
    # It began before now, and counts: paper is read later.
    item_on(agenda, at(0, "08:00", "09:00"), title="Vandaag", price=2)
    item_on(agenda, at(6, "22:00", "23:59"), title="Maandag")
    item_on(agenda, at(7, "00:00", "01:00"), title="Volgende week", price=2)
    item_on(agenda, at(14), title="Veel later", price=2)
    get(client, query)
    assert titles(papers[0][0]) == expected


def test_a_district_names_itself_and_leaves_out_the_others(client, agenda, overvecht, papers):
    item_on(agenda, at(0), title="Hier", venue=VenueFactory(name="De Dreef", district=overvecht))
    item_on(agenda, at(0), title="Daar", venue=VenueFactory())
    response = get(client, "wijk=overvecht")
    paper = papers[0][0]
    assert titles(paper) == ["Hier"]
    assert paper.title == gettext("This week in %(place)s") % {"place": "Overvecht"}
    assert paper.days[0].activities[0].place == "De Dreef"
    assert paper.short_url == f"{agenda.full_url}overvecht/"
    assert response["Content-Disposition"] == 'inline; filename="weekagenda-overvecht-24-november.pdf"'


def test_a_campaign_has_its_whole_period(client, agenda, papers):
    campaign = CampaignFactory(
        parent=agenda, title="Week van samen", slug="samen",
        start_date=dt.date(2026, 11, 20), end_date=dt.date(2026, 12, 4),
    )  # fmt: skip
    for days in (-4, 0, 10, 11):
        item_on(agenda, at(days), title=f"Dag {days}", campaign=campaign)
    item_on(agenda, at(0), title="Iets anders")
    response = get(client, "campagne=samen")
    paper = papers[0][0]
    assert paper.title == "Week van samen"
    assert paper.when == "20 november tot en met 4 december"
    assert titles(paper) == ["Dag -4", "Dag 0", "Dag 10"]
    assert 'filename="samen.pdf"' in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("periode=morgen", ["Dag 1"]),
        ("periode=week", ["Dag 0", "Dag 1"]),
        ("van=2026-11-24&tot=2026-11-24", ["Dag 0"]),
        ("periode=eerder", ["Dag -4", "Dag 0", "Dag 1", "Dag 10"]),
    ],
)
def test_asked_days_go_before_those_of_the_campaign(client, agenda, papers, query, expected):
    campaign = CampaignFactory(
        parent=agenda, title="Week van samen", slug="samen",
        start_date=dt.date(2026, 11, 20), end_date=dt.date(2026, 12, 4),
    )  # fmt: skip
    for days in (-4, 0, 1, 10):
        item_on(agenda, at(days), title=f"Dag {days}", campaign=campaign)
    get(client, f"campagne=samen&{query}")
    assert titles(papers[0][0]) == expected


def test_the_whole_programme_of_a_campaign_takes_more_sheets(client, agenda, papers):
    campaign = CampaignFactory(parent=agenda, slug="samen", start_date=dt.date(2026, 11, 20))
    many_items(agenda, 250, campaign=campaign)
    for query in ("campagne=samen", ""):
        get(client, query)
    whole, week = (paper for paper, _size in papers)
    assert (len(titles(whole)), whole.more) == (250, False)
    assert (len(titles(week)), week.more) == (200, True)


def test_code_and_link_lead_to_the_filtered_list(client, agenda, overvecht, monkeypatch):
    encoded = []
    make = segno.make
    monkeypatch.setattr(poster_sheets.segno, "make", lambda text, **how: encoded.append(text) or make(text, **how))
    AudienceFactory(name="Jong")
    reader = pdf(client, "wijk=overvecht&doelgroep=jong&periode=week&onbekend=1&thema=verzonnen")
    address = f"{agenda.full_url}?periode=week&wijk=overvecht&doelgroep=jong"
    assert set(encoded) == {address}
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert address in links
    assert {"tel:0301234567", "tel:0880767000"} <= set(links)


def test_titles_are_text_and_never_markup(client, agenda):
    item_on(agenda, at(0), title="<img src=file:///etc/passwd> & 'thee' {{ 7 }}")
    assert "<img src=file:///etc/passwd> & 'thee' {{ 7 }}" in words(pdf(client).pages[0])


# --- Handing it out ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "van=9999-99-99&tot=0&formaat=a0",
        "wijk=%00%ff&thema=x%27%22%3Cb%3E&campagne=%00",
        "prijs=99999999999999999999&toegang=rolstoel&toegang=x",
        f"doelgroep={'a' * 5000}",
        "&".join(f"toegang=rolstoel&taal=t{number}" for number in range(300)),
        "campagne=bestaat-niet&wijk=bestaat-niet",
    ],
)
def test_an_odd_question_still_gives_paper(client, agenda, query):
    assert get(client, query).content.startswith(b"%PDF-1.7")


def test_everybody_may_keep_it_and_nobody_is_recognised(client, agenda, papers):
    response = get(client)
    assert response["Content-Type"] == "application/pdf"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_poster_is_made_once_per_change(client, agenda, papers, commit):
    for _ in range(3):
        get(client, "wijk=overvecht")
    assert len(papers) == 1
    get(client, "wijk=overvecht&formaat=a3")
    assert len(papers) == 2
    with commit():
        item_on(agenda, at(0), title="Nieuw")
    get(client)
    assert titles(papers[2][0]) == ["Nieuw"]


def test_what_has_expired_is_on_no_new_poster(client, agenda, papers):
    item_on(agenda, at(3), title="Blijft")
    item_on(agenda, at(3), title="Verloopt", expire_at=NOW + dt.timedelta(minutes=10))
    get(client)
    with time_machine.travel(NOW + dt.timedelta(minutes=11), tick=False):
        get(client)
    assert [titles(paper) for paper, _size in papers] == [["Blijft", "Verloopt"], ["Blijft"]]


def test_the_next_day_has_a_poster_of_its_own(client, agenda, papers):
    item_on(agenda, at(7), title="Over zeven dagen")
    get(client)
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        get(client)
    assert [titles(paper) for paper, _size in papers] == [[], ["Over zeven dagen"]]


def test_one_week_is_one_poster_however_it_is_asked(client, agenda, papers, overvecht):
    for query in ("van=2026-11-25", "van=2026-11-25&tot=2026-12-05", "van=25-11-2026&tot=2027-01-01&wijk=verzonnen"):
        get(client, query)
    ((paper, _size),) = papers
    assert paper.list_url.endswith("/agenda/?van=2026-11-25&tot=2026-12-01")


def test_whoever_waits_is_asked_to_come_back_before_others_have_to_wait(client, agenda):
    began = time.monotonic()
    with paper.making:
        response = client.get("/agenda/poster.pdf")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert time.monotonic() - began < 5


def test_search_engines_leave_posters_alone(client, agenda):
    assert "Disallow: /*poster.pdf" in client.get("/robots.txt").content.decode().splitlines()


def test_a_machine_without_pango_says_so(client, agenda, monkeypatch):
    def missing(paper, size):
        raise poster.Unavailable

    monkeypatch.setattr(poster, "make_pdf", missing)
    response = client.get("/agenda/poster.pdf")
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://example.org/x.svg", "own:../x", "data:,x"])
def test_a_poster_reads_nothing_but_our_own_files(address):
    files = paper.own_files()
    with pytest.raises(ValueError, match="Not on our paper"):
        files.fetch(address)
    assert files.fetch("own:atkinson-next.woff2").read()

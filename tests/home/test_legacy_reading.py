"""Pages as other sites save them: broken, in any encoding, and sometimes meant to do harm."""

import datetime as dt
import os
import time

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from core.blocks import BodyBlock
from home.legacy.blocks import Writer
from home.legacy.folder import UnreadableError, decode, look
from home.legacy.reading import moment_of, read_page
from home.legacy.words import dates_in, times_in


def blocks_of(text, notes=None):
    def link(href):
        return f'<a href="{href}">' if href.startswith("/") else ""

    def picture(source, alt):
        is_file = source and not source.startswith("data:")
        return {"image": 1, "decorative": not alt, "alt_text": alt or ""} if is_file else None

    noted = notes if notes is not None else []
    return Writer("Titel", link, picture, noted.append).write(BeautifulSoup(text, "html.parser"))


PIECES = {
    "<p>Een</p><p>Twee</p>": [("paragraph", "<p>Een</p><p>Twee</p>")],
    "<p>Een<p>Twee<p>Drie": [("paragraph", "<p>Een</p><p>Twee</p><p>Drie</p>")],
    "los<br>woord": [("paragraph", "<p>los<br/>woord</p>")],
    "<h1>Titel</h1><p>x</p>": [("paragraph", "<p>x</p>")],
    "<h2>Kop</h2><p>x</p>": [("heading", {"text": "Kop", "level": "2"}), ("paragraph", "<p>x</p>")],
    "<h4>Kop <b>vet</b></h4>": [("heading", {"text": "Kop vet", "level": "3"})],
    "<h2> </h2><p>&nbsp;</p><p>x</p>": [("paragraph", "<p>x</p>")],
    "<ul><li>a</li><li>b</li></ul>": [("paragraph", "<ul><li>a</li><li>b</li></ul>")],
    "<ol><li><p>a</p><li>b</ol>": [("paragraph", "<ol><li>a</li><li>b</li></ol>")],
    "<ul><li>a<ul><li>b</ul><li>c</ul>": [("paragraph", "<ul><li>a</li><li>b</li><li>c</li></ul>")],
    "<p>x</p><ul><li>a</ul><p>y</p>": [("paragraph", "<p>x</p><ul><li>a</li></ul><p>y</p>")],
    "<blockquote><p>“Fijn.”</p></blockquote>": [("quote", {"text": "Fijn.", "source": ""})],
    "<p><b>vet</b> en <strong><em>schuin</em></strong></p>": [
        ("paragraph", "<p><b>vet</b> en <b>schuin</b></p>"),
    ],
    "<p><b>a<p>b</b></p>": [("paragraph", "<p><b>a</b></p><p><b>b</b></p>")],
    '<p><a href="/x">een <a href="/y">twee</a></a></p>': [("paragraph", '<p><a href="/x">een twee</a></p>')],
    '<p><a href="javascript:alert(1)">klik</a></p>': [("paragraph", "<p>klik</p>")],
    "<p>1 &lt; 2 &amp; 3</p>": [("paragraph", "<p>1 &lt; 2 &amp; 3</p>")],
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>": [("paragraph", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")],
    "<script>x</script><style>y</style><noscript>z</noscript><p>w</p>": [("paragraph", "<p>w</p>")],
    '<form><input value="x"><button>y</button></form><p>w</p>': [("paragraph", "<p>w</p>")],
    '<p style="display: none">weg</p><p hidden>weg</p><p onclick="x()">w</p>': [("paragraph", "<p>w</p>")],
    "<!-- weg --><p>w</p><![CDATA[weg]]>": [("paragraph", "<p>w</p>")],
    '<figure><img src="a.jpg" alt="Soep"><figcaption>Een <b>pan</b></figcaption></figure>': [
        ("picture", {"image": {"image": 1, "decorative": False, "alt_text": "Soep"}, "caption": "Een pan"}),
    ],
    '<p>voor <img src="a.jpg"> na</p>': [
        ("paragraph", "<p>voor</p>"),
        ("picture", {"image": {"image": 1, "decorative": True, "alt_text": ""}, "caption": ""}),
        ("paragraph", "<p>na</p>"),
    ],
    '<ul><li>a <img src="a.jpg" alt="x"></li><li>b</li></ul>': [
        ("paragraph", "<ul><li>a</li><li>b</li></ul>"),
        ("picture", {"image": {"image": 1, "decorative": False, "alt_text": "x"}, "caption": ""}),
    ],
    '<img src="teller.gif" width="1" height="1"><p>w</p>': [("paragraph", "<p>w</p>")],
    '<iframe src="https://www.youtube.com/embed/aB-c_1?x=1" title="Een film"></iframe>': [
        ("video", {"title": "Een film", "url": "https://www.youtube.com/embed/aB-c_1", "transcript": ""}),
    ],
    '<iframe src="https://evil.example/"></iframe><p>w</p>': [("paragraph", "<p>w</p>")],
    "<table><tr><th>Wie</th><td>Jij</td></tr><tr><td>x</td></tr></table>": [
        ("paragraph", "<p>Wie · Jij</p><p>x</p>"),
    ],
    "<table><tr><td>10.00<td>Koffie<tr><td><table><tr><td>a<td>b</table><td>c</table>": [
        ("paragraph", "<p>10.00 · Koffie</p><p>a · b</p><p>c</p>"),
    ],
    '<h3>Kop<p>Tekst <a href="/x">link</a><ul><li>a<li>b</ul>': [
        ("heading", {"text": "Kop", "level": "3"}),
        ("paragraph", '<p>Tekst <a href="/x">link</a></p><ul><li>a</li><li>b</li></ul>'),
    ],
    "<h2>Een<h3>Twee</h3>los": [
        ("heading", {"text": "Een", "level": "2"}),
        ("heading", {"text": "Twee", "level": "3"}),
        ("paragraph", "<p>los</p>"),
    ],
    "<h2><div>Kop</div></h2><p>x</p>": [("heading", {"text": "Kop", "level": "2"}), ("paragraph", "<p>x</p>")],
    '<img src="data:image/gif;base64,R0" data-src="a.jpg" alt="Soep">': [
        ("picture", {"image": {"image": 1, "decorative": False, "alt_text": "Soep"}, "caption": ""}),
    ],
    '<picture><source srcset="b.webp"><img srcset="a.jpg 400w, c.jpg 800w" alt="Soep"></picture>': [
        ("picture", {"image": {"image": 1, "decorative": False, "alt_text": "Soep"}, "caption": ""}),
    ],
    "<o:p>a</o:p><marquee>b</marquee>": [("paragraph", "<p>ab</p>")],
    "a\x0bb\x07c": [("paragraph", "<p>a b c</p>")],
}


def test_every_piece_becomes_the_block_it_is():
    assert {text: blocks_of(text) for text in PIECES} == PIECES


def test_every_block_is_one_an_editor_could_have_made(db):
    known = BodyBlock()
    for text in PIECES:
        for kind, value in blocks_of(text):
            if kind != "picture":
                block = known.child_blocks[kind]
                try:
                    block.clean(block.to_python(value))
                except ValidationError as refused:
                    raise AssertionError((text, refused)) from None


def test_what_has_no_place_is_reported():
    notes = []
    blocks_of(
        "<table><tr><td>x</td></tr></table><marquee>y</marquee><iframe src='https://x.example/'></iframe>", notes
    )
    blocks_of(f"<h2>{'a' * 101}</h2><blockquote>{'b' * 301}</blockquote>", notes)
    assert len(notes) == 5
    assert "marquee" in " ".join(notes)


PAGE = "<html><head><title>Soep – Utrecht Omarmt</title></head><body><main><p>Tekst</p></main></body></html>"


ENCODINGS = {
    "UTF-8": "<p>één €</p>".encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + "<p>één €</p>".encode(),
    "UTF-16": "<p>één €</p>".encode("utf-16"),
    "Windows, unsaid": "<p>één €</p>".encode("windows-1252"),
    "Windows, said to be UTF-8": b'<meta charset="utf-8">' + "<p>één €</p>".encode("windows-1252"),
    "Windows, said to be Latin 1": b'<meta charset="iso-8859-1">' + "<p>één €</p>".encode("windows-1252"),
    "UTF-8, said to be Latin 1": b'<meta charset="iso-8859-1">' + "<p>één €</p>".encode(),
    "said to be nonsense": b'<meta charset="rot13">' + "<p>één €</p>".encode("windows-1252"),
    "said to be UTF-7": b'<meta charset="utf-7">' + "<p>één €</p>".encode("windows-1252"),
}


def test_every_encoding_is_read():
    assert {name: "één €" in decode(data) for name, data in ENCODINGS.items()} == dict.fromkeys(ENCODINGS, True)


PLACES = {
    ("agenda/soep/index.html", ""): "/agenda/soep",
    ("www.utrechtomarmt.nl/agenda/Soep/index.html", ""): "/agenda/soep",
    ("agenda/soep.html", ""): "/agenda/soep",
    ("overzicht/caf%C3%A9.htm", ""): "/overzicht/café",
    ("index.html", ""): "/",
    ("Soep _ Utrecht.html", "<!-- saved from url=(0040)https://www.utrechtomarmt.nl/agenda/soep/ -->"): "/agenda/soep",
    ("x.html", '<link rel="canonical" href="https://utrechtomarmt.nl/overzicht/x/?utm_source=y">'): "/overzicht/x",
    ("x.html", '<meta property="og:url" content="//www.utrechtomarmt.nl/overzicht/x">'): "/overzicht/x",
    ("agenda/x.html", '<link rel="canonical" href="https://evil.example/overzicht/x/">'): "/agenda/x",
    ("agenda/x.html", '<link rel="canonical" href="javascript:x//utrechtomarmt.nl/">'): "/agenda/x",
}


def test_a_page_knows_where_it_stood(db):
    assert {key: read_page(key[0], f"{key[1]}{PAGE}".encode()).address for key in PLACES} == PLACES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "<title>Soep</title>",
        "<title>Soep</title><script>x</script>",
        "<p>tekst</p>",
        "<h1>???</h1><p>tekst</p>",
        "\0<h1>x</h1>y",
        "<p>x" * 10_001,
        "<h1>x</h1>" + "<a " * 200,
    ],
)
def test_what_is_no_page_is_refused(db, text):
    with pytest.raises(UnreadableError):
        read_page("x.html", text.encode())


def test_a_part_of_a_list_is_no_page(db):
    for name in ("agenda/index.html?page=2.html", "agenda/index.html@page=2.html"):
        with pytest.raises(UnreadableError):
            read_page(name, PAGE.encode())


BOMBS = {
    "elements in elements": "<div>" * 4_000 + "x",
    "headings in headings": "<h2>x" * 4_000,
    "open quotes": "<blockquote>x" * 4_000,
    "open lists": "<ul><li>x" * 2_000,
    "open links": '<a href="/x">y' * 4_000,
    "comments without end": "x" + "<!--" * 400_000,
    "beginnings of tags": "x" + "<a " * 600_000,
    "a tag without end": "x<p " + "a=b " * 400_000,
    "signs": "x" + "&amp;" * 300_000,
    "a script without end": "x<script>" + "</scrip" * 200_000,
    "spaces": "x" + " " * 1_900_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_page_made_to_take_for_ever_does_not(db, text):
    began = time.process_time()
    try:
        page = read_page("x.html", f"<h1>Titel</h1>{text}".encode())
        page.when(), page.tags, page.summary
        Writer("Titel", lambda href: "", lambda source, alt: None, lambda words: None).write(page.main)
    except UnreadableError:
        pass
    assert time.process_time() - began < 10


def test_a_title_with_endless_spaces_is_read_as_well(db):
    began = time.process_time()
    # No heading, so that the title of the window is looked at.
    page = read_page("x.html", f"<title>Soep{' ' * 60_000}eten | Utrecht Omarmt</title><main><p>Tekst".encode())
    assert page.title == "Soep eten"
    assert time.process_time() - began < 5


DATES = {
    "dinsdag 3 oktober 2023": [dt.date(2023, 10, 3)],
    "3 okt. 2023 en 4 november 2023": [dt.date(2023, 10, 3), dt.date(2023, 11, 4)],
    "03-10-2023, 3/10/2023": [dt.date(2023, 10, 3)],
    "2023-10-03T10:00": [dt.date(2023, 10, 3)],
    "31 februari 2023, 99 mei 2023, 3 mei 1023, 3 mei 9999": [],
    "3 mei": [],
}
TIMES = {
    "10.00 - 12.30 uur": ("10:00:00", "12:30:00"),
    "van 10:00 uur tot 12:30 uur": ("10:00:00", "12:30:00"),
    "om 9:30": ("09:30:00", ""),
    "25:00": ("", ""),
    "3-10-2023": ("", ""),
}


def test_dates_and_times_are_read_as_they_are_written():
    with_times = {text: tuple(one.isoformat() if one else "" for one in times_in(text)) for text in TIMES}
    assert ({text: dates_in(text) for text in DATES}, with_times) == (DATES, TIMES)


def test_more_than_one_day_is_no_day():
    assert moment_of("3 oktober 2023 om 10.00 - 12.00 uur") == ("2023-10-03", "10:00:00", "12:00:00")
    assert moment_of("3 oktober 2023 en 4 oktober 2023") is None
    assert moment_of("binnenkort") is None


# --- The folder.


def test_only_what_really_lies_in_the_folder_is_read(tmp_path):
    outside, root = tmp_path / "buiten", tmp_path / "site"
    (root / "agenda").mkdir(parents=True)
    outside.mkdir()
    (outside / "geheim.html").write_text(PAGE)
    (outside / "geheim.pdf").write_bytes(b"%PDF-1.4")
    (root / "agenda/echt.html").write_text(PAGE)
    (root / "binnen.html").symlink_to(root / "agenda/echt.html")
    (root / "buiten.html").symlink_to(outside / "geheim.html")
    (root / "map").symlink_to(outside)
    (root / "kring").symlink_to(root)
    os.mkfifo(root / "pijp.html")
    (root / ".verborgen.html").write_text(PAGE)
    folder = look(root)
    assert set(folder.files) == {"agenda/echt.html"}
    assert set(folder.left_out) == {"binnen.html", "buiten.html", "map", "kring", "pijp.html"}
    for path in ("../buiten/geheim.pdf", "/../buiten/geheim.pdf", "map/geheim.pdf", "%2e%2e/buiten/geheim.pdf"):
        assert folder.find(path) is None


def test_a_file_that_became_a_link_is_not_followed(tmp_path):
    (tmp_path / "x.html").write_text(PAGE)
    folder = look(tmp_path)
    (tmp_path / "y.txt").write_text("geheim")
    (tmp_path / "x.html").unlink()
    (tmp_path / "x.html").symlink_to(tmp_path / "y.txt")
    with pytest.raises(UnreadableError):
        folder.read("x.html")


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path):
    with (tmp_path / "groot.html").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(UnreadableError):
        look(tmp_path).read("groot.html")

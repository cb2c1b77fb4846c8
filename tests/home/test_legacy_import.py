"""A folder with saved pages becomes drafts: once, and never over an editor's work."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from agenda.models import AgendaItemPage
from core.models import CustomDocument, CustomImage
from home.legacy.records import LegacyFile
from home.models import ContentPage
from news.models import NewsPage, ReportPage, StoryPage
from tests.factories import AgendaIndexFactory, AudienceFactory, ContentPageFactory, NewsIndexFactory, TopicFactory

pytestmark = pytest.mark.django_db


def page(title, body, head=""):
    return (
        f"<!doctype html><html><head><title>{title} - Utrecht Omarmt</title>{head}"
        '<script src="https://teller.example/x.js"></script></head><body><header><h1>Utrecht Omarmt</h1></header>'
        f'<nav><a href="/">Home</a></nav><main><h1>{title}</h1>{body}</main><footer>Onderaan</footer></body></html>'
    )


def picture(size=(40, 30)):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG")
    return written.getvalue()


SITE = {
    "index.html": page("Home", "<p>Welkom.</p>"),
    "agenda/index.html": page("Agenda", "<p>Alles.</p>"),
    "agenda/soep-aan-tafel/index.html": page(
        "Soep aan tafel",
        '<p class="datum">Dinsdag 3 oktober 2023, 10.00 - 12.00 uur</p><p>Kom <b>mee-eten</b>. '
        '<a href="../../overzicht/terugblik-mei/index.html">Zo was het</a>.</p>'
        '<img src="../../media/12/soep.png?width=500" alt="Een pan soep">',
        '<meta name="description" content="Samen soep eten."><meta name="keywords" content="Eten, Vroeger">',
    ),
    "overzicht/terugblik-mei/index.html": page(
        "Terugblik: bijeenkomst in mei",
        '<p>Lees <a href="https://www.utrechtomarmt.nl/media/1910/Presentatie.pdf?utm_source=x">de presentatie</a> en '
        '<a href="/over-ons/?utm_source=x">over ons</a>, of <a href="https://voorbeeld.example/?a=1&utm_source=y">dit'
        '</a>. <a href="/bestaat-niet/">Weg</a>. <a href="javascript:alert(1)">Klik</a>.</p>'
        '<a href="../../../../etc/passwd">p</a><a href="file:///etc/passwd">q</a><img src="../../../etc/passwd">'
        '<img src="/media/99/weg.png" alt="Weg"><img src="data:image/png;base64,AAAA">',
        '<meta property="article:published_time" content="2023-05-24T09:00:00+02:00">',
    ),
    "overzicht/nieuwe-folder/index.html": page("Een nieuwe folder", "<p>24 mei 2023</p><p>Hij is er.</p>"),
    "ervaringsverhalen/het-koor/index.html": page(
        "Het koor", '<p>Zingen.</p><p><a rel="tag" href="/x">Iedereen</a></p><p>Op 1-2-2022 en 3-4-2022.</p>'
    ),
    "privacy/index.html": page("Privacy", "<p>Wij bewaren weinig.</p>"),
    "privacy/cookies/index.html": page("Cookies", "<p>Geen.</p>"),
    "leeg.html": "<html></html>",
    "media/12/soep.png": picture(),
    "media/1910/Presentatie.pdf": b"%PDF-1.4 tekst",
    "media/1911/los.pdf": b"%PDF-1.4 los",
    "media/1912/geen.pdf": b"<html>",
}


@pytest.fixture
def tree(site_root):
    TopicFactory(name="Eten")
    AudienceFactory(name="Iedereen")
    return {
        "root": site_root,
        "agenda": AgendaIndexFactory(parent=site_root, slug="agenda"),
        "stories": NewsIndexFactory(parent=site_root, title="Verhalen", slug="verhalen"),
        "news": NewsIndexFactory(parent=site_root, title="Nieuws", slug="overzicht"),
        "about": ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons"),
    }


@pytest.fixture
def folder(tmp_path):
    def lay(files):
        for name, content in files.items():
            file = tmp_path / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "site"

    return lay


@pytest.fixture
def run(commit):
    def run(root, *options, write=True):
        out = io.StringIO()
        with commit():
            call_command("import_legacy", root, *options, *(["--write"] if write else []), stdout=out)
        return out.getvalue()

    return run


def everything():
    models = (Page, LegacyFile, Redirect, CustomImage, CustomDocument)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def draft(model, title):
    return model.objects.get(title=title).get_latest_revision_as_object()


def test_nothing_is_written_unless_asked(run, folder, tree):
    before = everything()
    said = run(folder(SITE), write=False)
    assert everything() == before
    assert "agenda/soep-aan-tafel/index.html" in said
    assert "--write" in said


def test_every_page_becomes_a_draft_of_its_kind(run, folder, tree):
    run(folder(SITE))
    made = {
        (type(one.specific).__name__, one.title, one.slug, one.get_parent().slug, one.live)
        for one in Page.objects.filter(pk__in=LegacyFile.objects.values("page"))
    }
    assert made == {
        ("AgendaItemPage", "Soep aan tafel", "soep-aan-tafel", "agenda", False),
        ("ReportPage", "Terugblik: bijeenkomst in mei", "terugblik-mei", "overzicht", False),
        ("NewsPage", "Een nieuwe folder", "nieuwe-folder", "overzicht", False),
        ("StoryPage", "Het koor", "het-koor", "verhalen", False),
        ("ContentPage", "Privacy", "privacy", tree["root"].slug, False),
        ("ContentPage", "Cookies", "cookies", "privacy", False),
    }


def test_what_stands_in_a_draft(run, folder, tree):
    run(folder(SITE))
    item = draft(AgendaItemPage, "Soep aan tafel")
    assert (item.summary, item.topic.name, item.price) == ("Samen soep eten.", "Eten", None)
    [date] = item.dates.all()
    assert (str(date.start_date), str(date.start_time), str(date.end_time)) == ("2023-10-03", "10:00:00", "12:00:00")
    report = ReportPage.objects.get()
    text, photo = item.body
    assert text.value.source.endswith(
        f'<p>Kom <b>mee-eten</b>. <a linktype="page" id="{report.pk}">Zo was het</a>.</p>'
    )
    image = photo.value["image"]
    assert (image.contextual_alt_text, image.decorative, image.width) == ("Een pan soep", False, 40)
    assert not any("Onderaan" in str(one.value) or "Home" in str(one.value) for one in item.body)
    assert str(draft(ReportPage, "Terugblik: bijeenkomst in mei").date) == "2023-05-24"
    assert str(draft(NewsPage, "Een nieuwe folder").date) == "2023-05-24"
    assert [one.name for one in draft(StoryPage, "Het koor").audiences.all()] == ["Iedereen"]


def test_links_lead_where_their_pages_are_now(run, folder, tree):
    run(folder(SITE))
    [text] = draft(ReportPage, "Terugblik: bijeenkomst in mei").body
    document = CustomDocument.objects.get(title="Presentatie")
    source = text.value.source
    assert f'<a linktype="document" id="{document.pk}">de presentatie</a>' in source
    assert f'<a linktype="page" id="{tree["about"].pk}">over ons</a>' in source
    assert '<a href="https://voorbeeld.example/?a=1">dit</a>' in source
    assert '<a href="/bestaat-niet/">Weg</a>' in source
    assert "javascript" not in source
    assert "file:" not in source
    assert "script" not in source


def test_old_addresses_lead_to_the_drafts_once_they_are_published(run, folder, tree, client, commit):
    run(folder(SITE))
    old = "/ervaringsverhalen/het-koor/"
    assert client.get(old).status_code == 404
    with commit():
        story = StoryPage.objects.get()
        story.get_latest_revision().publish()
    assert client.get(old)["Location"] == "/verhalen/het-koor/"
    # Where the address stays the same there is nothing to lead on.
    assert not Redirect.objects.filter(old_path__startswith="/agenda").exists()
    assert client.get("/media/1911/LOS.pdf")["Location"] == CustomDocument.objects.get(title="Los").url


def test_the_report_says_what_could_not_be_read(run, folder, tree, tmp_path):
    said = run(folder(SITE), "--report", tmp_path / "verslag.csv")
    for part in (
        "99/weg.png",
        "etc/passwd",
        "bestaat-niet",
        "Vroeger",
        "2022-02-01",
        "geen.pdf",
        "leeg.html",
        "data:",
    ):
        assert part in said
    rows = list(csv.reader(io.StringIO((tmp_path / "verslag.csv").read_text("utf-8-sig")), delimiter=";"))
    assert {row[0] for row in rows[1:]} == set(SITE) - {"media/12/soep.png"}
    assert all(len(row) == 4 for row in rows)


def test_a_file_we_do_not_take_over_is_in_the_report(run, folder, tree):
    said = run(
        folder({"media/7/formulier.DOCX": b"PK", "media/8/film.mp4": b"x", "css/site.css": "p {}", "x.js": "1"})
    )
    assert "media/7/formulier.DOCX" in said
    assert "media/8/film.mp4" in said
    assert "site.css" not in said
    assert "x.js" not in said


def test_the_times_of_a_day_that_is_marked_without_them(run, folder, tree):
    when = {
        "dag": '<p><time datetime="2026-12-03">3 december</time> 10.00 - 12.00 uur</p>',
        "begin": '<p><time datetime="2026-12-03T10:00">3 december</time> 10.00 - 12.00 uur</p>',
        "anders": '<p><time datetime="2026-12-03T10:00">3 december</time></p><p>De deur is open van 9.00 tot 17.00 uur</p>',
    }
    run(folder({f"agenda/{name}.html": page(name.title(), body) for name, body in when.items()}))
    read = {name: draft(AgendaItemPage, name.title()).dates.get() for name in when}
    assert {name: (str(date.start_time), str(date.end_time)) for name, date in read.items()} == {
        "dag": ("10:00:00", "12:00:00"),
        "begin": ("10:00:00", "12:00:00"),
        "anders": ("10:00:00", "None"),
    }


def test_an_email_address_stays_without_the_letter_it_began(run, folder, tree):
    run(
        folder(
            {"contact.html": page("Contact", '<p><a href="MAILTO:a@b.example?subject=Hoi&amp;body=x">Mail</a></p>')}
        )
    )
    assert '<a href="mailto:a@b.example">Mail</a>' in str(draft(ContentPage, "Contact").body)


def test_a_second_time_changes_nothing(run, folder, tree):
    root = folder(SITE)
    run(root)
    before = everything()
    revisions = [page.latest_revision_id for page in Page.objects.order_by("pk")]
    said = run(root)
    assert everything() == before
    assert [page.latest_revision_id for page in Page.objects.order_by("pk")] == revisions
    assert run(root, write=False).splitlines()[-2] == said.splitlines()[-1]


def test_what_changed_there_changes_an_untouched_draft(run, folder, tree):
    run(folder(SITE))
    run(folder({"privacy/index.html": page("Privacy", "<p>Nog minder.</p>")}))
    assert "Nog minder" in str(draft(ContentPage, "Privacy").body)
    assert ContentPage.objects.filter(slug="privacy").count() == 1


def test_a_picture_that_was_missing_is_added_later(run, folder, tree):
    run(folder(SITE))
    run(folder({"media/99/weg.png": picture((50, 50))}))
    kinds = [block.block_type for block in draft(ReportPage, "Terugblik: bijeenkomst in mei").body]
    assert kinds == ["paragraph", "picture"]


@pytest.mark.parametrize("act", ["edited", "published", "taken off", "locked", "deleted"])
def test_what_an_editor_did_stays(run, folder, tree, act, commit):
    run(folder(SITE))
    privacy = ContentPage.objects.get(slug="privacy")
    with commit():
        if act == "edited":
            privacy = privacy.get_latest_revision_as_object()
            privacy.summary = "Van de redactie."
            privacy.save_revision()
        elif act == "published":
            privacy.get_latest_revision().publish()
        elif act == "taken off":
            privacy.get_latest_revision().publish()
            ContentPage.objects.get(pk=privacy.pk).unpublish()
        elif act == "locked":
            ContentPage.objects.filter(pk=privacy.pk).update(locked=True)
        else:
            privacy.delete()
    before = ContentPage.objects.filter(slug="privacy").values_list("latest_revision_id", "live").first()
    said = run(folder({"privacy/index.html": page("Privacy", "<p>Nog minder.</p>")}))
    assert ContentPage.objects.filter(slug="privacy").values_list("latest_revision_id", "live").first() == before
    assert [line for line in said.splitlines() if "privacy/index.html" in line and "SAME" not in line]


def test_a_page_that_is_here_already_is_not_made_again(run, folder, tree):
    said = run(folder({"over-ons/index.html": page("Over ons, vroeger", "<p>Oud.</p>")}))
    assert "over-ons/index.html" in said
    assert not LegacyFile.objects.exists()


def test_one_address_is_one_page_however_often_it_was_saved(run, folder, tree):
    saved = "<!-- saved from url=(0040)https://www.utrechtomarmt.nl/privacy/ -->"
    run(folder({**SITE, "Privacy _ Utrecht Omarmt.html": saved + SITE["privacy/index.html"]}))
    assert ContentPage.objects.filter(title="Privacy").count() == 1


def test_the_same_picture_is_taken_over_once(run, folder, tree):
    files = {
        f"pagina-{number}/index.html": page(
            f"Pagina {number}", f'<p>x</p><img src="/media/{number}/a.png" alt="Soep">'
        )
        for number in range(3)
    }
    run(folder({**files, **{f"media/{number}/a.png": picture() for number in range(3)}}))
    assert CustomImage.objects.count() == 1


HARMFUL = {
    "no picture": b"<svg onload=alert(1)>",
    "half a picture": picture()[:40],
    "a bomb": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff\xff\xff\0\xff\xff\xff\x08\x06\0\0\0" + b"\0" * 50,
    "too large": b"\x89PNG" + b"\0" * (15 * 1024 * 1024 + 1),
    "empty": b"",
}


@pytest.mark.parametrize("data", HARMFUL.values(), ids=HARMFUL)
def test_a_picture_goes_through_the_same_checks_as_elsewhere(run, folder, tree, data):
    run(folder({"x/index.html": page("X", '<p>y</p><img src="/media/1/a.png" alt="z">'), "media/1/a.png": data}))
    assert not CustomImage.objects.exists()
    assert [one.block_type for one in draft(ContentPage, "X").body] == ["paragraph"]


def test_one_strange_page_keeps_no_other_out(run, folder, tree, monkeypatch):
    from home.legacy import importing

    real = importing.values_of

    def breaks(page, *args):
        if page.title == "Privacy":
            raise RuntimeError
        return real(page, *args)

    root = folder(SITE)
    monkeypatch.setattr(importing, "values_of", breaks)
    run(root)
    monkeypatch.undo()
    run(root)
    assert "weinig" in str(draft(ContentPage, "Privacy").body)


def test_an_empty_site_takes_what_it_can(run, folder, site_root):
    said = run(folder({name: content for name, content in SITE.items() if not name.startswith("privacy/cookies")}))
    assert ContentPage.objects.filter(title="Privacy").exists()
    assert not AgendaItemPage.objects.exists()
    assert "soep-aan-tafel" in said


def test_a_word_that_the_agenda_uses_itself_gets_another_address(run, folder, tree):
    run(folder({"agenda/maand/index.html": page("Maand van de buurt", "<p>3 mei 2023</p>")}))
    assert AgendaItemPage.objects.get().slug != "maand"


def test_there_must_be_a_folder(run, tmp_path):
    with pytest.raises(CommandError):
        run(tmp_path / "weg")


def test_a_page_costs_as_much_among_many_as_among_few(run, folder, tree):
    def questions(first, many):
        root = folder(
            {f"p{number}/index.html": page(f"P {number}", "<p>x</p>") for number in range(first, first + many)}
        )
        with CaptureQueriesContext(connection) as asked:
            run(root)
        return len(asked)

    questions(0, 1)
    few, lots = questions(1, 3), questions(10, 9)
    assert lots <= few * 3 + 20, (few, lots)
    assert lots / 9 < 80


def test_again_with_many_pages_asks_next_to_nothing(run, folder, tree):
    root = folder({f"p{number}/index.html": page(f"P {number}", "<p>x</p>") for number in range(12)})
    run(root)
    with CaptureQueriesContext(connection) as asked:
        run(root)
    assert len(asked) < 40


@pytest.mark.parametrize("title", ["=1+1", "＝1+1"])
def test_the_report_holds_no_formulas(run, folder, tree, tmp_path, title):
    run(folder({"x/index.html": page(title, "<p>y</p>")}), "--report", tmp_path / "r.csv")
    assert f";'{title};" in (tmp_path / "r.csv").read_text("utf-8-sig")


def test_a_document_an_editor_deleted_stays_away(run, folder, tree):
    root = folder(SITE)
    run(root)
    CustomDocument.objects.get(title="Los").delete()
    run(root)
    assert not CustomDocument.objects.filter(title="Los").exists()

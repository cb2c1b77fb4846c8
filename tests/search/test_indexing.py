"""The search keeps up: with what is published, changed and translated, and with the texts of documents."""

import io
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from pypdf import PdfWriter
from wagtail.models import Locale

from core.models import CustomDocument, District
from search import documents
from search.finding import Question, find, suggest
from search.indexing import rebuild
from search.models import DocumentText, Entry
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    ContentPageFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db


def plain(text):
    return text.replace("<mark>", "").replace("</mark>", "")


def titles(words, language="nl"):
    return [plain(hit.title) for hit in find(Question(words, language)).hits]


# --- Pages and places --------------------------------------------------------------------------------------
def test_a_page_is_found_as_soon_as_it_is_published_and_by_its_new_words_after_a_change(site_root, commit):
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen", summary="")
    assert titles("zeilen") == ["Zeilen"]
    page.title = "Roeien"
    page.body = [("paragraph", "<p>Een <b>kano</b> mag ook.</p>")]
    with commit():
        page.save_revision()
    assert titles("roeien") == []
    with commit():
        page.save_revision().publish()
    assert titles("zeilen") == []
    assert titles("roeien") == titles("kano") == ["Roeien"]
    with commit():
        page.unpublish()
    assert titles("roeien") == []
    with commit():
        page.save_revision().publish()
    assert titles("roeien") == ["Roeien"]


def test_what_is_undone_is_not_written(site_root, commit):
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen", summary="")
    with commit(), pytest.raises(RuntimeError), transaction.atomic():
        page.title = "Roeien"
        page.save()
        raise RuntimeError
    assert titles("zeilen") == ["Zeilen"]


def test_a_failing_search_does_not_undo_what_an_editor_did(site_root, commit, monkeypatch):
    monkeypatch.setattr("search.signals.indexing.write_pages", lambda keys: 1 / 0)
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen")
    page.refresh_from_db()
    assert page.live


def test_a_moved_page_has_its_new_address(site_root, commit):
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen", slug="zeilen")
        above = ContentPageFactory(parent=site_root, title="Water", slug="water", summary="")
    page.refresh_from_db()
    with commit():
        page.move(above, pos="last-child")
    assert find(Question("zeilen", "nl")).hits[0].url.endswith("/water/zeilen/")


def test_a_place_is_found_with_its_new_name_and_so_are_the_activities_there(site_root, commit):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    venue = VenueFactory(name="De Klaproos", district=DistrictFactory(name="Oost"))
    with commit():
        item_on(agenda, at(1), title="Thee", summary="", venue=venue)
    venue.name = "De Boterbloem"
    with commit():
        venue.save()
    assert set(titles("boterbloem")) == {"Thee", "De Boterbloem"}
    assert titles("klaproos") == []
    place = next(hit for hit in find(Question("boterbloem", "nl")).hits if hit.kind == "locatie")
    assert place.url.endswith("/agenda/oost/")


def test_a_place_without_district_leads_to_the_agenda(site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    item_on(agenda, at(1), title="Thee", summary="", venue=VenueFactory(name="Overal", district=None))
    rebuild()
    place = next(hit for hit in find(Question("overal", "nl")).hits if hit.kind == "locatie")
    assert place.url.endswith("/agenda/")


def test_an_alias_and_the_front_page_are_not_found_twice(site_root, commit):
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen", summary="")
        above = ContentPageFactory(parent=site_root, title="Water", summary="")
        page.create_alias(parent=above)
    assert titles("zeilen") == ["Zeilen"]
    rebuild()
    assert titles("zeilen") == ["Zeilen"]
    assert not Entry.objects.filter(page=site_root).exists()


def test_writing_all_anew_changes_nothing_that_was_right_and_repairs_what_was_not(site_root, commit, capsys):
    with commit():
        ContentPageFactory(parent=site_root, title="Zeilen", summary="")
        ContentPageFactory(parent=site_root, title="Roeien", summary="")
    Entry.objects.filter(title="Roeien").delete()
    assert titles("roeien") == []
    call_command("rebuild_search")
    assert "2" in capsys.readouterr().out
    assert titles("zeilen") == ["Zeilen"]
    assert titles("roeien") == ["Roeien"]


def test_saving_a_draft_asks_nothing_of_the_search(site_root, commit):
    with commit():
        page = ContentPageFactory(parent=site_root, title="Zeilen", summary="")

    def asked(callbacks):
        return [one for one in callbacks if one.__module__ == "search.signals"]

    with commit() as callbacks:
        draft = page.save_revision()
    assert not asked(callbacks)
    with commit() as callbacks:
        draft.publish()
    assert asked(callbacks)


# --- Languages ---------------------------------------------------------------------------------------------
@pytest.fixture
def english(db):
    return Locale.objects.get_or_create(language_code="en")[0]


def translated(page, locale, **fields):
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_every_reader_finds_pages_in_the_own_language_and_dutch_ones_without_translation(site_root, english):
    both = ContentPageFactory(parent=site_root, title="Taalhuis", slug="taalhuis", summary="")
    ContentPageFactory(parent=site_root, title="Taalcafé", summary="")
    translated(both, english, title="Language house for walkers", summary="Everybody is walking.")
    rebuild()
    assert titles("taalhuis") == ["Taalhuis"]
    assert titles("walking") == []
    assert titles("taalhuis", "en") == []
    assert titles("walkers", "en") == titles("walk", "en") == ["Language house for walkers"]
    assert titles("taal", "en") == ["Taalcafé"]
    assert [hit.language for hit in find(Question("taalcafe", "en")).hits] == ["nl"]
    assert [one.text for one in suggest("taal", "en")] == ["Taalcafé"]


def test_a_translation_that_is_taken_away_gives_the_dutch_page_back(site_root, english, commit):
    page = ContentPageFactory(parent=site_root, title="Taalhuis", summary="")
    copy = translated(page, english, title="Language house")
    rebuild()
    assert titles("taalhuis", "en") == []
    with commit():
        copy.unpublish()
    assert titles("taalhuis", "en") == ["Taalhuis"]
    assert titles("language", "en") == []


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("ar", "مقهى اللغة في المكتبة", "مقهي"),
        ("ar", "المشي مع الجيران", "مشي"),
        ("tr", "Yürüyüş grupları", "yuruyus"),
        ("tr", "Dil kahvesi", "kahve"),
        ("uk", "Мовне кафе", "кафе"),
        ("uk", "Допомога вдома", "допомоги"),
    ],
)
def test_other_scripts_are_found(site_root, language, title, asked):
    page = ContentPageFactory(parent=site_root, title="Iets", summary="")
    translated(page, Locale.objects.get_or_create(language_code=language)[0], title=title)
    rebuild()
    assert titles(asked, language) == [title]


def test_words_of_the_site_are_in_the_language_of_the_reader(site_root, english):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    item_on(agenda, at(1), title="Thee", summary="")
    rebuild()
    with translation.override("en"):
        answer = find(Question("thee", "en"))
    assert [one.label for one in answer.kinds] == ["Activity"]
    assert "uur" not in answer.hits[0].when


# --- Documents ---------------------------------------------------------------------------------------------
def pdf_of(text):
    """A real PDF with one line of text."""
    from weasyprint import HTML

    return HTML(string=f"<p>{text}</p>").write_pdf()


@pytest.fixture
def add_document(site_root, commit):
    """Puts a file among the documents and links it from a page."""

    def add(content, name="jaarplan.pdf", title="Jaarplan"):
        document = CustomDocument(title=title, file=ContentFile(content, name))
        document._set_document_file_metadata()
        page = ContentPageFactory.build(title=f"Lees {title}", summary="")
        with commit():
            document.save()
            page = ContentPageFactory(parent=site_root, title=f"Bij {title}", summary="")
            page.body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">Lees</a></p>')]
            page.save_revision().publish()
        return document

    return add


def test_a_document_is_found_by_its_text_once_it_was_read(add_document, capsys):
    document = add_document(pdf_of("Tussenevaluatie over flamingo's in de stad"))
    assert titles("flamingo") == []
    assert titles("jaarplan")[0] == "Jaarplan"
    call_command("read_documents")
    assert "1 read" in capsys.readouterr().out
    hit = find(Question("flamingo", "nl")).hits[0]
    assert (hit.kind, plain(hit.title), hit.url) == ("document", "Jaarplan", document.url)
    assert "<mark>flamingo</mark>" in hit.extract
    call_command("read_documents")
    assert capsys.readouterr().out == ""


def test_a_document_says_what_one_gets(add_document):
    document = add_document(pdf_of("Flamingo's"))
    CustomDocument.objects.update(file_size=2_500_000)
    documents.read_all()
    assert find(Question("flamingo", "nl")).hits[0].kind_label == "Document (pdf, 2,4\xa0MB)"
    # Of an older document it may not be known.
    CustomDocument.objects.filter(pk=document.pk).update(file_size=None)
    assert find(Question("flamingo", "nl")).hits[0].kind_label == "Document (pdf)"


def test_a_new_file_is_read_anew(add_document, commit):
    document = add_document(pdf_of("Alles over flamingo's"))
    documents.read_all()
    document.file = ContentFile(pdf_of("Alles over pelikanen"), "nieuw.pdf")
    document._set_document_file_metadata()
    with commit():
        document.save()
    assert titles("flamingo") == []
    assert documents.read_all() == (1, 0)
    assert titles("pelikaan") == ["Jaarplan"]


def locked():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"geen pdf", "broken"),
        (b"", "broken"),
        (b"%PDF-1.7\n1 0 obj\n<<", "broken"),
        (blank(), "empty"),
        (locked(), "encrypted"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_not_tried_for_ever(add_document, content, problem):
    document = add_document(content)
    assert documents.read_all() == (0, 1)
    assert DocumentText.objects.get(document=document).problem == problem
    assert documents.PROBLEMS[problem]
    assert documents.read_all() == (0, 0)
    assert titles("jaarplan")[0] == "Jaarplan"


def bomb():
    """A small PDF whose page is two gigabytes of signs."""
    import zlib

    stream = zlib.compress(zlib.compress(b"(A) Tj\n" * 40_000_000, 9), 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table, len(out),
    )  # fmt: skip


def test_a_bomb_ends_only_its_own_process(add_document):
    document = add_document(bomb())
    assert documents.read_all() == (0, 1)
    assert DocumentText.objects.get(document=document).problem in {"large", "broken", "empty"}


def test_one_that_takes_too_long_is_stopped(add_document, monkeypatch):
    document = add_document(pdf_of("Rustig"))

    def slow(*args, **kwargs):
        raise subprocess.TimeoutExpired("python", 30)

    monkeypatch.setattr("search.documents.subprocess.run", slow)
    assert documents.read_all() == (0, 1)
    assert DocumentText.objects.get(document=document).problem == "large"


def test_a_storage_that_does_not_answer_is_asked_again(add_document, monkeypatch):
    add_document(pdf_of("Alles over flamingo's"))
    with monkeypatch.context() as broken:
        broken.setattr(CustomDocument, "open_file", lambda self: (_ for _ in ()).throw(ConnectionError("weg")))
        assert documents.read_all() == (0, 1)
    assert not DocumentText.objects.exists()
    assert documents.read_all() == (1, 0)
    assert titles("flamingo") == ["Jaarplan"]


def test_the_reader_sees_nothing_of_our_environment(add_document, monkeypatch):
    seen = {}
    real = subprocess.run

    def spy(command, **kwargs):
        seen.update(kwargs["env"])
        return real(command, **kwargs)

    monkeypatch.setattr("search.documents.subprocess.run", spy)
    add_document(pdf_of("Rustig"))
    documents.read_all()
    assert set(seen) == {"PATH", "LANG"}


def test_districts_stay_choices_after_they_get_another_address(site_root, commit):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    district = DistrictFactory(name="Oost")
    with commit():
        item_on(agenda, at(1), title="Thee", summary="", venue=VenueFactory(name="Zaal", district=district))
    with commit():
        District.objects.filter(pk=district.pk).update(slug="het-oosten")
        district.refresh_from_db()
        district.save()
    assert find(Question("thee", "nl", district="het-oosten")).total == 1


# --- Names around things -----------------------------------------------------------------------------------
def test_a_renamed_topic_audience_or_district_is_found_by_its_new_name_at_once(site_root, commit):
    district, topic = DistrictFactory(name="Oost"), TopicFactory(name="Muziek")
    audience = AudienceFactory(name="Studenten")
    with commit():
        agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
        item = item_on(agenda, at(1), title="Thee", summary="", venue=VenueFactory(name="Zaal", district=district))
        item.topic, item.audiences = topic, [audience]
        item.save_revision().publish()
    for row, old, new in ((district, "oost", "Lombok"), (topic, "muziek", "Zang"), (audience, "studenten", "Jeugd")):
        assert "Thee" in titles(old)
        row.name = new
        with commit():
            row.save()
        assert "Thee" in titles(new.lower())
        assert "Thee" not in titles(old)
    assert set(titles("lombok")) == {"Thee", "Zaal"}
    with commit():
        topic.delete()
    assert titles("zang") == []


def test_the_name_of_a_partner_that_is_gone_leads_nowhere(site_root, commit):
    with commit():
        agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
        partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Vogelfrei", summary="")
        item = item_on(agenda, at(1), title="Thee", summary="")
        item.organisers = [partner]
        item.save_revision().publish()
    assert set(titles("vogelfrei")) == {"Thee", "Vogelfrei"}
    with commit():
        partner.delete()
    assert titles("vogelfrei") == []
    assert titles("thee") == ["Thee"]


def test_a_name_that_very_many_things_have_waits_for_the_night(site_root, commit, monkeypatch):
    monkeypatch.setattr("search.signals._MOST_NAMED", 2)
    topic = TopicFactory(name="Muziek")
    with commit():
        for number in range(3):
            ContentPageFactory(parent=site_root, title=f"Thee {number}", summary="", topic=topic)
    topic.name = "Zang"
    with commit():
        topic.save()
    assert len(titles("zang")) == 2
    rebuild()
    assert len(titles("zang")) == 3

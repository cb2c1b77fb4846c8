"""A list of old addresses: what becomes of each line is said first, and nothing of it can do harm."""

import io
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from core.models import CustomDocument
from core.old_addresses import importing
from tests.factories import AgendaIndexFactory, AgendaItemFactory, ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    return {
        "root": site_root,
        "agenda": agenda,
        "item": AgendaItemFactory(parent=agenda, title="Soep", slug="soep-aan-tafel"),
        "about": ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons"),
        "draft": ContentPageFactory(parent=site_root, title="Straks", slug="straks", live=False),
    }


@pytest.fixture
def document(db):
    file = ContentFile(b"%PDF-1.4", f"presentatie-{uuid.uuid4().hex}.pdf")
    return CustomDocument.objects.create(title="Presentatie", file=file)


@pytest.fixture
def run(tmp_path, commit):
    def run(content, *options):
        file, out = tmp_path / "oud.csv", io.StringIO()
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with commit():
            call_command("import_redirects", file, *options, stdout=out)
        return out.getvalue()

    return run


def stored():
    return {row.old_path: (row.redirect_page_id or row.redirect_link) for row in Redirect.objects.all()}


def test_nothing_is_written_unless_asked(run, tree):
    said = run("/oud/;/over-ons/\n")
    assert "1. Nieuw: /oud/ → /over-ons/" in said or "1. New: /oud/ → /over-ons/" in said
    assert "--write" in said
    assert stored() == {}


def test_a_written_line_leads_on_at_once(run, tree, client):
    assert client.get("/oud/").status_code == 404
    run("/Oud/;/over-ons/\n", "--write")
    assert client.get("/oud?utm_source=x")["Location"] == "/over-ons/"


FORMS = {
    "semicolons": "/oud/;/over-ons/\n",
    "commas": "/oud/,/over-ons/\n",
    "tabs": "/oud/\t/over-ons/\n",
    "a heading": "oud;nieuw\n/oud/;/over-ons/\n",
    "a mark at the beginning": "\ufeff/oud/;/over-ons/\n",
    "a mark and a heading": "\ufeffVan;Naar\r\n/oud/;/over-ons/\r\n",
    "lines of Windows": "/oud/;/over-ons/\r\n\r\n",
    "quotes": '"/oud/";"/over-ons/"\n',
    "spaces": "  /oud/ ; /over-ons/  \n\n\n",
    "more columns": "/oud/;/over-ons/;omdat het kan\n",
    "whole addresses": "https://www.utrechtomarmt.nl/oud/;http://127.0.0.1:8000/over-ons\n",
    "the network's name": "utrechtomarmt;nieuw\nhttp://utrechtomarmt.nl/Oud?utm_source=x;/Over-Ons/\n",
    "capitals": "/OUD;/OVER-ONS\n",
}


def test_every_way_to_write_the_file(run, tree):
    for form, content in FORMS.items():
        run(content, "--write")
        assert (form, stored()) == (form, {"/oud": tree["about"].pk})
        Redirect.objects.all().delete()


def test_a_file_in_the_encoding_of_windows(run, tree):
    run("/verhaal-van-josé/;/over-ons/\n".encode("windows-1252"), "--write")
    assert stored() == {"/verhaal-van-josé": tree["about"].pk}


def test_a_page_a_route_a_document_and_an_address_of_the_site(run, tree, document):
    run(
        "/a/;/over-ons/\n/b/;/agenda/soep-aan-tafel/agenda.ics\n/media/1910/p.pdf;"
        f"{document.filename}\n/c/;{document.url}\n/d/;/zoeken/?q=soep\n/e/;/over-ons/#wie\n/f/;/agenda/maand/\n",
        "--write",
    )
    address = f"http://127.0.0.1:8000{document.url}"
    assert stored() == {
        "/a": tree["about"].pk,
        "/b": tree["item"].pk,
        "/media/1910/p.pdf": address,
        "/c": address,
        "/d": "http://127.0.0.1:8000/zoeken/?q=soep",
        "/e": "http://127.0.0.1:8000/over-ons/#wie",
        "/f": tree["agenda"].pk,
    }


def test_what_was_imported_leads_there(run, tree, document, client):
    test_a_page_a_route_a_document_and_an_address_of_the_site(run, tree, document)
    asked = {"/a/", "/b/", "/media/1910/p.pdf", "/d/", "/e/", "/f/"}
    assert {address: client.get(address)["Location"] for address in asked} == {
        "/a/": "/over-ons/",
        "/b/": "/agenda/soep-aan-tafel/agenda.ics",
        "/media/1910/p.pdf": document.url,
        "/d/": "/zoeken/?q=soep",
        "/e/": "/over-ons/#wie",
        "/f/": "/agenda/maand/",
    }


def test_a_page_that_moves_takes_its_old_addresses_along(run, tree, client, commit):
    run("/oud/;/over-ons/\n", "--write")
    with commit():
        tree["about"].slug = "wie-zijn-wij"
        tree["about"].save_revision().publish()
    assert client.get("/oud/")["Location"] == "/wie-zijn-wij/"


REFUSED = [
    "/oud/;",
    ";/over-ons/",
    "alleen-dit",
    "/oud/;/bestaat-niet/",
    "/oud/;/straks/",
    "/oud/;https://evil.example/over-ons/",
    "/oud/;//evil.example/over-ons/",
    "/oud/;/\\evil.example/",
    "/oud/;javascript:alert(1)",
    "/oud/;https://www.utrechtomarmt.nl.evil.example/over-ons/",
    "/oud/;https://www.utrechtomarmt.nl@evil.example/over-ons/",
    "/oud/;http://[kapot/over-ons/",
    "https://evil.example/oud/;/over-ons/",
    "mailto:iemand@example.org;/over-ons/",
    "/oud/;/oud/",
    "/oud/;/OUD?utm_source=x",
    "/over-ons/;/agenda/",
    "/Over-Ons;/agenda/",
    "/;/agenda/",
    "/agenda/;/over-ons/",
    "/agenda/maand/;/over-ons/",
    "/agenda/soep-aan-tafel/agenda.ics;/over-ons/",
    "/zoeken/;/over-ons/",
    "/admin/;/over-ons/",
    f"/{'a' * 300}/;/over-ons/",
    "/oud/;niet-bekend.pdf",
    "/oud/;/documents/999999/x.pdf",
    "/oud/;/documents/9999999999999999999/x.pdf",
    "/oud/;/documents/abc/x.pdf",
]


def test_what_cannot_be_is_refused_with_the_reason(run, tree):
    # One line at a time: a first line that is no address would be a heading.
    for line in REFUSED:
        said = run(f"/eerst/;/over-ons/\n{line}\n", "--write")
        refused = [row for row in said.splitlines() if row.startswith("2. ") and row.endswith(")")]
        assert refused, (line, said)
        assert stored() == {"/eerst": tree["about"].pk}, line


def test_lines_that_differ_are_all_refused_and_the_same_one_counts_once(run, tree):
    said = run("/a/;/over-ons/\n/A;/agenda/\n/b/;/over-ons/\n/B?utm_source=x;/over-ons/\n", "--write")
    assert stored() == {"/b": tree["about"].pk}
    assert said.count("/a/ → ") == said.count("/A → ") == 1


def test_a_chain_in_the_file_is_written_as_one_step(run, tree):
    run("/een/;/twee/\n/twee/;/drie?utm_source=x\n/drie/;/over-ons/\n", "--write")
    assert stored() == dict.fromkeys(["/een", "/twee", "/drie"], tree["about"].pk)


def test_a_chain_with_what_is_known_is_written_as_one_step(run, tree):
    run("/drie/;/over-ons/\n", "--write")
    run("/twee/;/drie/\n", "--write")
    assert stored() == dict.fromkeys(["/twee", "/drie"], tree["about"].pk)


def test_a_circle_is_refused(run, tree):
    run("/een/;/twee/\n/twee/;/drie/\n/drie/;/een/\n", "--write")
    assert stored() == {}
    run("/een/;/over-ons/\n", "--write")
    Redirect.objects.create(old_path="/vier", redirect_link="/vijf/")
    run("/vijf/;/vier/\n", "--write")
    assert "/vijf" not in stored()


def test_again_changes_nothing_and_another_target_changes_the_row(run, tree):
    run("/oud/;/over-ons/\n/zoek/;/zoeken/\n", "--write")
    before = list(Redirect.objects.order_by("pk").values())
    said = run("/OUD;/over-ons/\n/zoek/;/zoeken/\n", "--write")
    assert list(Redirect.objects.order_by("pk").values()) == before
    assert said.rstrip().splitlines()[-1].split(", ")[2].endswith(": 2")
    run("/oud/;/agenda/\n", "--write")
    assert [(row.pk, row.redirect_page_id) for row in Redirect.objects.filter(old_path="/oud")] == [
        (before[0]["id"], tree["agenda"].pk)
    ]


def test_a_row_that_moving_made_becomes_the_editors(run, tree):
    Redirect.objects.create(old_path="/oud", redirect_page=tree["agenda"], automatically_created=True)
    run("/oud/;/over-ons/\n", "--write")
    row = Redirect.objects.get()
    assert (row.redirect_page_id, row.automatically_created) == (tree["about"].pk, False)


def test_all_or_nothing(run, tree, monkeypatch):
    save, times = Redirect.save, []

    def breaks(self, *args, **kwargs):
        times.append(1)
        if len(times) == 2:
            raise RuntimeError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Redirect, "save", breaks)
    with pytest.raises(RuntimeError):
        run("/a/;/over-ons/\n/b/;/over-ons/\n", "--write")
    assert stored() == {}


NO_LISTS = [b"\0\0\0", b"/oud/;/over-ons/\n" * 20_001, b"x" * (5 * 1024 * 1024 + 1), b'"' + b"a" * 200_000]


@pytest.mark.parametrize("content", NO_LISTS, ids=range(len(NO_LISTS)))
def test_what_is_no_list_is_refused_as_a_whole(run, tree, content):
    with pytest.raises(CommandError):
        run(content, "--write")
    assert stored() == {}


def test_looking_at_a_list_costs_the_same_however_long_it_is(tree):
    def asked(lines):
        rows = importing.read("".join(f"/oud/{n}/stuk/;/over-ons/\n" for n in range(lines)).encode())
        with CaptureQueriesContext(connection) as queries:
            assert {line.outcome for line in importing.take(rows, site, write=False)} == {importing.Outcome.NEW}
        return len(queries)

    site = Site.objects.select_related("root_page").get()
    asked(1)
    assert asked(1) == asked(300)


def test_a_file_that_is_not_there(run, tree, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_redirects", tmp_path / "weg.csv")


def test_an_empty_file_is_an_empty_report(run, tree):
    assert importing.read(b"") == importing.read(b"\n\n") == []
    run("", "--write")


def test_the_first_list_can_be_read_and_every_line_has_both_addresses(settings):
    rows = importing.read((settings.BASE_DIR / "deploy/oude-adressen.csv").read_bytes())
    assert len(rows) == 5
    assert all(row.old.startswith("/") and row.new.startswith("/") for row in rows)

"""Wagtail's own screens of redirects: for whoever may use them, in Dutch, with what we add."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.contrib.redirects.models import Redirect

from core.dates import today
from core.models import MissingAddress
from core.old_addresses import importing
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(site_root):
    return ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")


@pytest.fixture
def editor(client):
    def editor(*codenames):
        user = User.objects.create_user("redactie", password="x")
        user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client.force_login(user)

    return editor


def test_an_editor_writes_an_address_and_it_becomes_the_page(client, about, editor, commit):
    editor("add_redirect", "change_redirect")
    fields = {"old_path": "/Oud/", "site": "", "is_permanent": "on", "redirect_page": ""}
    with commit():
        client.post("/admin/redirects/add/", {**fields, "redirect_link": "https://www.utrechtomarmt.nl/over-ons/"})
    assert Redirect.objects.get().redirect_page_id == about.pk
    client.logout()
    assert client.get("/OUD?utm_source=x")["Location"] == "/over-ons/"


LIST = "oud,nieuw\n/oud/,https://www.utrechtomarmt.nl/over-ons/\n/ouder/,/nergens/\n"
SCREEN = "/admin/redirects/import/"


def test_the_import_screen_first_says_what_would_happen(client, about, editor):
    editor("add_redirect")
    file = SimpleUploadedFile("oud.csv", LIST.encode(), "text/csv")
    page = client.post(SCREEN, {"file": file}).content.decode()
    assert "/oud/" in page
    assert str(importing.Outcome.REFUSED.label) in page
    assert not Redirect.objects.exists()


def test_what_was_read_goes_along_to_be_done(client, about, editor, commit):
    editor("add_redirect")
    file = SimpleUploadedFile("oud.csv", LIST.encode(), "text/csv")
    text = client.post(SCREEN, {"file": file}).context["form"].initial["text"]
    with commit():
        page = client.post(SCREEN, {"text": text, "write": "1"})
    assert Redirect.objects.get().redirect_page_id == about.pk
    assert page.context["written"]
    client.logout()
    assert client.get("/oud/")["Location"] == "/over-ons/"


def test_two_columns_of_a_spreadsheet_can_be_pasted(client, about, editor):
    editor("add_redirect")
    page = client.post(SCREEN, {"text": "/oud/\t/over-ons/\r\n"})
    assert page.context["made"] == 1


@pytest.mark.parametrize("text", ["", "   \n", "oud;nieuw", "\0"])
def test_an_empty_list_is_asked_for_again(client, about, editor, text):
    editor("add_redirect")
    page = client.post(SCREEN, {"text": text})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors() or page.context["form"].errors


def test_a_file_too_large_for_the_screen_says_so(client, about, editor):
    editor("add_redirect")
    page = client.post(SCREEN, {"file": SimpleUploadedFile("oud.csv", b"/a/,/b/\n" * 200_000, "text/csv")})
    assert page.context["form"].non_field_errors()


def test_an_address_that_leads_on_is_no_longer_missing(about):
    MissingAddress.objects.create(path="/vroeger/dit", times=5, last_seen=today())
    MissingAddress.objects.create(path="/vroeger/dat", times=5, last_seen=today())
    Redirect.add_redirect("/Vroeger/Dit/", about)
    assert [row.path for row in MissingAddress.objects.all()] == ["/vroeger/dat"]


def test_who_chooses_a_page_needs_not_write_the_old_address(client, about, editor):
    editor("add_redirect", "view_missingaddress")
    MissingAddress.objects.create(path="/vroeger/één & twee", times=5, last_seen=today())
    page = client.get("/admin/niet-gevonden/").content.decode()
    address = page.partition('href="/admin/redirects/add/')[2].partition('"')[0]
    form = client.get(f"/admin/redirects/add/{address}").context["form"]
    assert form.initial["old_path"] == "/vroeger/één & twee"


def test_without_permission_there_is_no_way_in(client, about, editor):
    editor()
    assert client.get("/admin/redirects/").status_code == 302
    assert client.get("/admin/redirects/import/").status_code == 302

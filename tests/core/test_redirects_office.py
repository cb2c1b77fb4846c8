"""Wagtail's own screens of redirects: for whoever may use them, in Dutch, with what we add."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.contrib.redirects.models import Redirect

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


def test_the_import_screen_reads_a_list(client, about, editor, commit):
    editor("add_redirect")
    file = SimpleUploadedFile("oud.csv", b"oud,nieuw\n/oud/,https://www.utrechtomarmt.nl/over-ons/\n", "text/csv")
    text = client.post("/admin/redirects/import/", {"import_file": file}).content.decode()
    assert "Importe" in text
    hidden = {
        name: text.partition(f'name="{name}" value="')[2].partition('"')[0]
        for name in ("import_file_name", "input_format")
    }
    with commit():
        client.post(
            "/admin/redirects/import/process/", {**hidden, "from_index": "0", "to_index": "1", "permanent": "on"}
        )
    assert Redirect.objects.get().redirect_page_id == about.pk


def test_without_permission_there_is_no_way_in(client, about, editor):
    editor()
    assert client.get("/admin/redirects/").status_code == 302
    assert client.get("/admin/redirects/import/").status_code == 302

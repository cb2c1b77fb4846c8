"""The office says of which documents the search knows the words, and what to do about the others."""

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse

from core.models import CustomDocument
from search.documents import PROBLEMS
from search.models import DocumentText

pytestmark = pytest.mark.django_db
HASH = "a" * 40


@pytest.fixture
def editor(client, site_root):
    client.force_login(User.objects.create_superuser("baas", "baas@example.org", "een lang wachtwoord"))
    return client


@pytest.fixture
def read(db):
    """A document, with what reading it gave (nothing: it was not read yet)."""

    def read(title, problem=None, name="stuk.pdf", text="woorden", file_hash=HASH):
        document = CustomDocument.objects.create(title=title, file=ContentFile(b"inhoud", name), file_hash=HASH)
        if problem is not None:
            DocumentText.objects.create(document=document, file_hash=file_hash, text=text, problem=problem)
        return document

    return read


def screen(editor, document):
    return editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_screen_of_a_document_says_why_it_cannot_be_read_and_what_to_do(editor, read, problem):
    page = screen(editor, read("Jaarplan", problem))
    assert str(PROBLEMS[problem]) in page
    assert page.count("help-warning") == 1


def test_a_document_that_was_read_asks_for_nothing(editor, read):
    assert "help-warning" not in screen(editor, read("Jaarplan", ""))


def test_what_was_wrong_with_an_earlier_file_is_not_said_of_this_one(editor, read):
    page = screen(editor, read("Jaarplan", "encrypted", file_hash="b" * 40))
    assert str(PROBLEMS["encrypted"]) not in page


def test_only_pdfs_are_read_and_of_others_nothing_is_wrong(editor, read):
    page = screen(editor, read("Deelnemers", name="deelnemers.xlsx"))
    assert "help-warning" not in page


def test_the_list_shows_them_and_can_show_those_alone(editor, read):
    read("Op slot", "encrypted")
    read("Goed", "")
    read("Later")
    read("Verkeerd om", "broken", file_hash="b" * 40)
    everything = editor.get(reverse("wagtaildocs:index")).content.decode()
    assert str(PROBLEMS["encrypted"]) in everything
    alone = editor.get(reverse("wagtaildocs:index_results"), {"read": "no"}).content.decode()
    assert "Op slot" in alone
    assert not any(title in alone for title in ("Goed", "Later", "Verkeerd om"))


def test_the_list_costs_no_query_more_with_more_documents(editor, read, django_assert_max_num_queries):
    for number in range(3):
        read(f"Stuk {number}", "broken")
    address = reverse("wagtaildocs:index")
    editor.get(address)
    with django_assert_max_num_queries(30) as few:
        editor.get(address)
    for number in range(12):
        read(f"Meer {number}", "broken")
    with django_assert_max_num_queries(len(few)):
        editor.get(address)

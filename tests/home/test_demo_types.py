"""The demonstration content moves on with the code: a page that got another type stays where it is."""

import uuid

import pytest
from wagtail.models import Page

from agenda.models import SubmitActivityPage
from home.demo.book import HOME, Book, Entry, Values
from home.demo.markup import stable_id
from home.demo.writing import create_missing
from home.models import ContentPage
from tests.factories import ContentPageFactory

KEY = "page/activiteit-aanmelden"


@pytest.fixture
def page(site_root):
    key = uuid.UUID(stable_id("page", KEY))
    made = ContentPageFactory(parent=site_root, slug="activiteit-aanmelden", translation_key=key)
    made.save_revision().publish()
    return made


def load(home) -> Book:
    row = {"title": "Activiteit aanmelden", "slug": "activiteit-aanmelden"}
    book = Book()
    create_missing([Entry(KEY, HOME, SubmitActivityPage, row, lambda book, entry: Values())], home, book)
    return book


@pytest.mark.django_db
def test_a_page_of_an_earlier_type_becomes_the_form_under_the_same_key(site_root, page, client):
    assert load(site_root).pages[KEY].pk == page.pk
    assert isinstance(Page.objects.get(pk=page.pk).specific, SubmitActivityPage)
    assert not ContentPage.objects.exists()
    assert "form_key" in client.get(page.url).content.decode()


@pytest.mark.django_db
def test_a_page_an_editor_touched_stays_theirs(site_root, page, admin_user):
    page.save_revision(user=admin_user)
    assert load(site_root).pages[KEY].pk == page.pk
    assert isinstance(Page.objects.get(pk=page.pk).specific, ContentPage)

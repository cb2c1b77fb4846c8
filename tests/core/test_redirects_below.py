"""A Dutch page that is shown below a translated one, and moves: its address under the language leads on too."""

import pytest
from django.utils import translation
from wagtail.models import Page

from tests.factories import AgendaIndexFactory, ContentPageFactory, at, item_on, open_language

pytestmark = pytest.mark.django_db


def translate(page, locale, **fields):
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return Page.objects.get(pk=copy.pk)


@pytest.fixture
def english(site_root):
    return open_language(site_root, "en").locale


@pytest.fixture
def soup(site_root, english):
    """In Dutch only, in an agenda that is in English too."""
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    translate(agenda, english, title="What is on", slug="whats-on")
    return item_on(agenda, at(1), title="Soep", slug="soep")


def rename(page, slug):
    # As in the office, which is in Dutch whatever was looked at before.
    with translation.override("nl"):
        page.slug = slug
        page.save_revision().publish()


@pytest.mark.parametrize("tail", ["", "agenda.ics"])
def test_what_is_shown_in_dutch_under_a_language(client, soup, commit, tail):
    assert client.get("/en/agenda/soep/").status_code == 200
    with translation.override("nl"), commit():
        rename(soup, "soep-met-brood")
    answer = client.get(f"/en/agenda/soep/{tail}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == f"/en/agenda/soep-met-brood/{tail}"


def test_what_is_translated_by_now(client, soup, english, commit):
    with commit():
        rename(soup, "soep-met-brood")
        translate(soup, english, title="Soup", slug="soup")
    assert client.get("/en/agenda/soep/", follow=True).redirect_chain[-1][0] == "/en/whats-on/soup/"
    assert client.get("/en/whats-on/soep/")["Location"] == "/en/whats-on/soup/"


def test_what_nobody_knows_stays_unknown(client, soup, commit):
    with commit():
        rename(soup, "soep-met-brood")
    assert client.get("/en/agenda/pap/", follow=True).status_code == 404
    assert client.get("/tr/whats-on/soep/", follow=True).status_code == 404


def test_a_translation_that_follows_an_address_has_nothing_waiting(site_root, english, commit):
    about = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    english_page = translate(about, english, title="About us")
    assert not english_page.has_unpublished_changes
    with commit():
        rename(about, "wie-zijn-wij")
    page = Page.objects.get(pk=english_page.pk)
    assert (page.slug, page.has_unpublished_changes) == ("wie-zijn-wij", False)
    assert page.get_latest_revision_as_object().slug == "wie-zijn-wij"


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/en/PRIVACY/", "/en/privacy/"),
        ("/en/Whats-On/SOEP/", "/en/agenda/soep/"),
        ("/en/AGENDA/", "/en/whats-on/"),
        ("/EN/whats-on/", "/en/whats-on/"),
    ],
)
def test_capitals_under_a_language(client, site_root, soup, asked, there):
    ContentPageFactory(parent=site_root, title="Privacy", slug="privacy")
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, there)
    assert client.get(there, follow=True).status_code == 200

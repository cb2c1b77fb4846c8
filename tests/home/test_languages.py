"""The language menu: there as soon as a second language has a front page, and never before."""

import pytest

from tests.factories import ContentPageFactory, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_home(site_root, commit):
    home = open_language(site_root)
    home.title, home.heading = "In English", "There is a place for you in Utrecht"
    with commit():
        home.save_revision().publish()
    return home


def links(text):
    menu = text.partition('hreflang="nl"')
    return menu[1] + menu[2].partition("</ul>")[0] if menu[1] else ""


def test_one_language_needs_no_menu(client, site_root):
    assert "hreflang" not in client.get("/").content.decode()


def test_a_second_language_can_be_chosen_in_its_own_words(client, english_home):
    menu = links(client.get("/").content.decode())
    assert 'href="/en/"' in client.get("/").content.decode()
    assert "English" in menu
    english = client.get("/en/").content.decode()
    assert '<html lang="en" dir="ltr">' in english
    assert "There is a place for you" in english
    assert "Nederlands" in english


def test_a_page_without_translation_is_there_in_dutch(client, site_root, english_home):
    ContentPageFactory(parent=site_root, title="Privacy", slug="privacy")
    text = client.get("/privacy/").content.decode()
    assert 'href="/en/privacy/" lang="en" hreflang="en"' in text
    assert 'href="/privacy/" lang="nl" hreflang="nl"' in text

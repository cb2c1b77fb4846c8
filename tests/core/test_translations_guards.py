"""Translations below pages with addresses of their own, and what search engines and readers are told of them."""

import re

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.translations import machine
from tests.factories import ContentPageFactory, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(site_root):
    return open_language(site_root, "en").locale


def translate(page, locale, **fields):
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_a_shared_address_below_one_of_its_own_leads_on_as_well(client, site_root, english, commit):
    network = ContentPageFactory(parent=site_root, title="Het netwerk", slug="netwerk")
    about = ContentPageFactory(parent=network, title="Over ons", slug="over-ons")
    with commit():
        translate(network, english, title="The network", slug="network")
        translate(about, english, title="About us")
    with commit():
        about.slug = "wie-zijn-wij"
        about.save_revision().publish()
    answer = client.get("/en/network/over-ons/")
    assert (answer.status_code, answer.headers.get("Location")) == (301, "/en/network/wie-zijn-wij/")


def test_a_move_to_where_the_address_is_taken_gives_it_a_number(client, site_root, english, commit):
    network = ContentPageFactory(parent=site_root, title="Het netwerk", slug="netwerk")
    about = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    below = translate(network, english, slug="network")
    translation = translate(about, english, title="About us", slug="about-us")
    ContentPageFactory(parent=below, title="Something else", slug="about-us", locale=english)
    with commit():
        about.move(network, pos="last-child")
    moved = Page.objects.get(pk=translation.pk)
    assert moved.url_path.endswith("/network/about-us-1/")
    assert "About us" in client.get("/en/network/about-us-1/").content.decode()


def test_search_engines_hear_of_no_alias_beside_a_translation(client, site_root, english):
    arabic = open_language(site_root, "ar").locale
    about = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    translate(about, english, title="About us", slug="about-us")
    about.copy_for_translation(arabic, alias=True)
    text = client.get("/over-ons/").content.decode()
    assert re.findall(r'rel="alternate" hreflang="([^"]+)"', text) == ["nl", "en", "x-default"]


def test_the_same_words_on_another_page_are_not_taken_for_unchecked(site_root, english):
    keys = []
    for slug in ("een", "twee"):
        page = ContentPageFactory(parent=site_root, title=slug.capitalize(), slug=slug, summary="Wie wij zijn.")
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
        keys.append(page.translation_key)
    segment = source.stringsegment_set.get(string__data="Wie wij zijn.")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=english,
        data="Who we are.",
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    assert [machine.unchecked(key, english.pk).count() for key in keys] == [0, 1]

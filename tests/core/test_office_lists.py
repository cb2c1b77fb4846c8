"""What the office offers to choose from, and what it counts: each thing once, in Dutch, under its own name."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Locale

from core.models import SiteWords
from tests.factories import AgendaIndexFactory, AudienceFactory, TopicFactory, at, item_on, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, site_root):
    client.force_login(User.objects.create_superuser("baas", "baas@example.org", "een lang wachtwoord"))
    return client


@pytest.fixture
def english(site_root):
    return open_language(site_root).locale


def translated(thing, locale, name):
    copy = thing.copy_for_translation(locale)
    copy.name = name
    copy.save()
    return copy


def test_an_audience_is_offered_once_and_in_dutch(editor, site_root, english):
    translated(AudienceFactory(name="Ouderen"), english, "Older people")
    item = item_on(AgendaIndexFactory(parent=site_root), at(1))
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "Ouderen" in page
    assert "Older people" not in page


def test_a_topic_is_chosen_once_and_in_dutch(editor, english):
    translated(TopicFactory(name="Dieren"), english, "Dieren (English)")
    chooser = reverse("wagtailsnippetchoosers_core_topic:choose_results")
    for question in ("", "?q=dieren", "?q=dieren&locale=en"):
        page = editor.get(chooser + question).content.decode()
        assert "Dieren" in page
        assert "(English)" not in page


def test_topics_of_one_language_can_be_searched(editor, english):
    translated(TopicFactory(name="Dieren"), english, "Animals")
    page = editor.get(reverse("wagtailsnippets_core_topic:list"), {"q": "animals", "locale": "en"}).content.decode()
    assert "Animals" in page


def test_a_language_cannot_be_filled_with_copies(editor):
    page = editor.get(reverse("wagtaillocales:add")).content.decode()
    # Every page would become a copy there, where visitors now read that it is in Dutch only.
    assert "sync_from" not in page
    language = Locale.objects.get(language_code="nl")
    assert "sync_from" not in editor.get(reverse("wagtaillocales:edit", args=[language.pk])).content.decode()


def test_the_list_of_words_around_the_pages_counts_languages(editor, english):
    SiteWords.objects.create(locale=english)
    page = editor.get(reverse("wagtailsnippets_core_sitewords:list")).content.decode()
    assert "1 taal" in page


def test_help_leads_to_nothing_in_english(editor):
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "guide.wagtail.org" not in page
    assert "releases" not in page

"""What a translator reads above the screen of a translation: what is left to do, and the way to it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests.factories import ContentPageFactory, open_language

pytestmark = pytest.mark.django_db
BEHIND, MAY_NOT, MACHINE = "is intussen veranderd", "niet publiceren", "Een computer vertaalde"


@pytest.fixture
def begun(site_root):
    """A page that an editor has begun to translate into English, in the office's own way."""
    open_language(site_root)
    page = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons", summary="Wie wij zijn.")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    translation.save_target(publish=True)
    return translation


@pytest.fixture
def screen(client, admin_client, django_user_model, begun):
    """Open the screen as an administrator, or as a member of a group; gives its text."""
    address = reverse("wagtailadmin_pages:edit", args=[begun.get_target_instance().pk])

    def look(group=""):
        if group:
            user = django_user_model.objects.create_user(group, password="x")
            user.groups.add(Group.objects.get(name=group))
            client.force_login(user)
        return (client if group else admin_client).get(address).content.decode()

    return look


def dutch(begun):
    return begun.source.get_source_instance()


def test_nothing_is_said_where_nothing_is_left_to_do(screen):
    text = screen()
    assert not [words for words in (BEHIND, MAY_NOT, MACHINE) if words in text]


def test_a_changed_dutch_text_is_one_press_away(screen, begun, admin_client):
    page = dutch(begun)
    page.summary = "Wie wij nu zijn."
    page.save_revision().publish()
    text = screen()
    assert BEHIND in text
    update = reverse("wagtail_localize:update_translations", args=[begun.source_id])
    [address] = re.findall(rf'href="({update}[^"]*)"', text)
    admin_client.post(address)
    assert BEHIND not in screen()


def test_what_is_the_same_in_every_language_is_no_change_of_text(screen, begun):
    page = dutch(begun)
    page.show_in_menus = True
    page.save_revision().publish()
    assert BEHIND not in screen()


def test_who_may_not_publish_hears_what_becomes_of_it(screen):
    assert MAY_NOT in screen("Redacteur")
    assert MAY_NOT not in screen("Moderator")


def test_who_reads_what_a_computer_made_can_say_so_there(screen, begun):
    for segment in begun.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=begun.target_locale, context=segment.context, data="Who we are",
            translation_type="machine",
        )  # fmt: skip
    checked = reverse("translation_checked", args=[begun.get_target_instance().pk])
    text = screen()
    assert MACHINE in text
    assert checked in text
    assert checked not in screen("Redacteur")


def test_the_words_of_the_screen_keep_their_spaces(admin_client):
    words = admin_client.get(reverse("wagtail_localize:javascript_catalog")).content.decode()
    assert '"Publiceer in het "' in words
    assert '"Vertaal met "' in words


def test_the_button_is_there_as_soon_as_a_computer_translated_a_draft(begun, admin_client):
    parent = begun.get_target_instance().get_parent()
    checked = reverse("translation_checked", args=[begun.get_target_instance().pk])

    def listing():
        return admin_client.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()

    assert checked not in listing()
    segment = begun.source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string, locale=begun.target_locale, context=segment.context, data="Who we are",
        translation_type="machine",
    )  # fmt: skip
    assert checked in listing()

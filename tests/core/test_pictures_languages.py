"""What a picture shows is written in Dutch: elsewhere a screen reader must know."""

import pytest

from tests.factories import ContentPageFactory, ImageFactory, open_language

pytestmark = pytest.mark.django_db


def test_the_description_of_a_photo_says_that_it_is_dutch(client, site_root):
    home = open_language(site_root, "en")
    photo = ImageFactory(description="Een pan rode soep")
    page = ContentPageFactory(parent=site_root, title="Eten", slug="eten", cover_image=photo)
    translation = page.copy_for_translation(home.locale)
    translation.save_revision().publish()
    for address, is_said in (("/en/eten/", True), ("/eten/", False)):
        main = client.get(address).content.decode().partition("<main")[2]
        before, _alt, after = main.partition("Een pan rode soep")
        tag = before.rpartition("<img")[2] + after.partition(">")[0]
        assert ('lang="nl"' in tag) is is_said

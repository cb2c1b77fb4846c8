"""A translation that is not finished: what still is Dutch says so, and goes from left to right."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.blocks import BodyBlock
from tests.factories import ContentPageFactory, PartnerFactory, PartnerIndexFactory, open_language

pytestmark = pytest.mark.django_db
DUTCH = ' lang="nl" dir="ltr"'


def body(*texts):
    return BodyBlock().to_python([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts])


@pytest.fixture
def translate(site_root, commit):
    """Translate these words of a page into Arabic in the office's own way, and publish it; gives its address."""
    open_language(site_root, "ar")

    def translate(page, words):
        arabic = Locale.objects.get(language_code="ar")
        source, _created = TranslationSource.update_or_create_from_instance(page)
        for segment in source.stringsegment_set.select_related("string", "context"):
            if segment.string.data in words:
                StringTranslation.objects.create(
                    translation_of=segment.string, locale=arabic, context=segment.context,
                    data=words[segment.string.data],
                )  # fmt: skip
        translation = Translation.objects.create(source=source, target_locale=arabic)
        with commit():
            translation.save_target(publish=True)
        return f"/ar/{page.url.strip('/')}/"

    return translate


def test_only_what_is_still_dutch_says_so(client, site_root, translate):
    page = ContentPageFactory(
        parent=site_root, title="Over ons", slug="over", summary="Wie wij zijn.", body=body("Een.", "Twee.", "Drie.")
    )
    text = client.get(translate(page, {"Over ons": "نحن", "Twee.": "اثنان"}), follow=True).content.decode()
    assert f"{DUTCH}>Wie wij zijn.</p>" in text
    parts = [
        " ".join(part.split())
        for part in text.partition('<div class="prose reading"')[2].partition("</main>")[0].split(DUTCH)
    ]
    assert [[word for word in ("Een.", "اثنان", "Drie.") if word in part] for part in parts] == [
        [], ["Een.", "اثنان"], ["Drie."],
    ]  # fmt: skip
    # The first Dutch part ends before the Arabic one.
    assert parts[1].partition("اثنان")[0].count("</div>") == 2


def test_a_finished_translation_says_nothing(client, site_root, translate):
    page = ContentPageFactory(
        parent=site_root, title="Over ons", slug="over", summary="Wie wij zijn.", body=body("Een.")
    )
    words = {"Over ons": "نحن", "Wie wij zijn.": "من نحن", "Een.": "واحد"}
    text = (
        client.get(translate(page, words), follow=True).content.decode().partition("<main")[2].partition("</main>")[0]
    )
    assert "واحد" in text
    assert 'lang="nl"' not in text


def test_nor_does_the_dutch_page_or_a_dutch_page_under_a_language(client, site_root):
    open_language(site_root, "ar")
    ContentPageFactory(parent=site_root, title="Over ons", slug="over", summary="Wie wij zijn.", body=body("Een."))
    for address in ("/over/", "/ar/over/"):
        text = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
        assert 'lang="nl"' not in text.partition(">")[2]


def test_where_an_organisation_is_named_is_marked_as_well(client, site_root, translate):
    index = PartnerIndexFactory(parent=site_root)
    page = PartnerFactory(parent=index, title="DOCK", source="Verslag 23 mei 2023")
    translate(index, {index.title: "المنظمات"})
    text = client.get(translate(page, {}), follow=True).content.decode()
    assert f"{DUTCH}>Verslag 23 mei 2023<" in text

"""The demonstration content in other languages: every file is complete, and loading it again changes nothing."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, Revision

from core.models import SiteWords, Topic
from core.translations.following import versions_of
from home.demo.loader import load
from home.models import HomePage

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "home" / "demo" / "translations"
FILES = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))}


def test_english_has_the_ways_in_and_every_other_language_a_front_page():
    assert set(FILES) == {"en", "ar", "tr", "uk"}
    assert {
        "index/home",
        "index/agenda",
        "index/wie-doet-mee",
        "page/over-utrecht-omarmt",
        "page/infokaart",
        "page/ik-doe-mee",
    } <= set(FILES["en"]["page"])
    assert [code for code, data in FILES.items() if "index/home" not in data["page"] or "settings" not in data] == []


def test_every_page_of_the_files_is_on_the_site_with_the_dates_of_the_dutch_one():
    load()
    for code, data in FILES.items():
        locale = Locale.objects.get(language_code=code)
        pages = Page.objects.filter(locale=locale, alias_of=None).live()
        assert {page.title for page in pages} == {row["title"] for row in data["page"].values()}
        assert SiteWords.objects.filter(locale=locale).exists()
    dutch = Page.objects.get(slug="inloop-met-aandacht", locale__language_code="nl").specific
    for version in versions_of(dutch):
        assert [date.start_date for date in version.dates.all()] == [date.start_date for date in dutch.dates.all()]
        assert (version.venue_id, version.price) == (dutch.venue_id, dutch.price)
    english = HomePage.objects.get(locale__language_code="en")
    assert [one.value["page"].pk for one in english.doors] == [
        one.value["page"].pk for one in HomePage.objects.get(locale__language_code="nl").doors
    ]
    topic = Topic.objects.get(slug="eten", locale__language_code="en")
    assert topic.translation_key == Topic.objects.get(slug="eten", locale__language_code="nl").translation_key
    before = (Revision.objects.count(), Page.objects.count(), Topic.objects.count(), SiteWords.objects.count())
    call_command("load_demo", verbosity=0)
    assert (Revision.objects.count(), Page.objects.count(), Topic.objects.count(), SiteWords.objects.count()) == before

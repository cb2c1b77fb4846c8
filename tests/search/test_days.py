"""Who asks for a day finds it in the agenda, whatever texts say of it."""

import pytest

from tests.factories import AgendaIndexFactory, open_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(site_root, time_machine):
    # A Wednesday.
    time_machine.move_to("2026-11-18 12:00+01:00", tick=False)
    return AgendaIndexFactory(parent=site_root, slug="agenda", summary="")


@pytest.mark.parametrize(
    ("path", "words", "asked"),
    [
        ("", "vanavond", "van=2026-11-18&amp;tot=2026-11-18&amp;dagdeel=avond"),
        ("", "eten vandaag", "van=2026-11-18&amp;tot=2026-11-18"),
        ("", "Morgen", "van=2026-11-19&amp;tot=2026-11-19"),
        ("", "overmorgen", "van=2026-11-20&amp;tot=2026-11-20"),
        ("", "bingo op woensdag", "van=2026-11-18&amp;tot=2026-11-18"),
        ("", "dinsdagmiddag", "van=2026-11-24&amp;tot=2026-11-24&amp;dagdeel=middag"),
        ("", "dit weekend", "van=2026-11-21&amp;tot=2026-11-22"),
        ("/en", "dancing on saturday", "van=2026-11-21&amp;tot=2026-11-21"),
        ("/en", "zaterdag", "van=2026-11-21&amp;tot=2026-11-21"),
        ("/ar", "غدًا", "van=2026-11-19&amp;tot=2026-11-19"),
    ],
)
def test_a_day_leads_to_the_agenda_of_that_day(client, site_root, agenda, path, words, asked):
    if path:
        open_language(site_root, path[1:])
    html = client.get(f"{path}/zoeken/", {"q": words}).content.decode()
    assert f'href="{path}/agenda/?{asked}"' in html
    assert client.get(f"{path}/agenda/?{asked.replace('&amp;', '&')}").status_code == 200


@pytest.mark.parametrize("words", ["eten", "middag", "avondeten", "burendag", "maand", "weekendtas", "٣"])
def test_other_words_name_no_day(client, site_root, agenda, words):
    assert b"van=2026" not in client.get("/zoeken/", {"q": words}).content


def test_the_weekend_is_the_present_one_as_long_as_it_lasts(client, site_root, agenda, time_machine):
    time_machine.move_to("2026-11-22 12:00+01:00", tick=False)
    assert b"van=2026-11-22&amp;tot=2026-11-22" in client.get("/zoeken/", {"q": "weekend"}).content


def test_without_an_agenda_nothing_is_offered(client, site_root):
    response = client.get("/zoeken/", {"q": "zaterdag"})
    assert response.status_code == 200
    assert b"van=" not in response.content

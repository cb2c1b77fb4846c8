"""The search says what matters once: a district, and whom to call."""

import re

import pytest

from core.models import SiteSettings
from search.answer import Question
from search.finding import find
from search.indexing import rebuild
from tests.factories import AgendaIndexFactory, DistrictFactory, VenueFactory, at, item_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("neighbourhood", ["", "Overvecht-Zuid"])
def test_a_place_names_its_part_of_town_once(site_root, neighbourhood):
    district = DistrictFactory(name="Overvecht", slug="overvecht")
    venue = VenueFactory(name="De Boog", street="Gambiadreef 60", district=district, neighbourhood=neighbourhood)
    item_on(AgendaIndexFactory(parent=site_root, slug="agenda"), at(1), title="Thee", summary="", venue=venue)
    rebuild()
    place = next(hit for hit in find(Question("boog", "nl")).hits if hit.kind == "locatie")
    said = f"{place.extract} {place.place}"
    assert "Gambiadreef 60" in place.extract.replace("<mark>", "").replace("</mark>", "")
    assert said.count(neighbourhood or "Overvecht") == 1
    # By its part of town it is found all the same.
    assert [hit for hit in find(Question(f"{neighbourhood or 'overvecht'} boog", "nl")).hits if hit.kind == "locatie"]


def test_where_nothing_is_found_the_help_line_stands_once(client, site_root):
    settings = SiteSettings.for_site(site_root.get_site())
    settings.help_phone, settings.contact_phone = "088 – 000 00 00", "030 – 111 22 33"
    settings.save()
    _before, main, after = re.split("<main|</main>", client.get("/zoeken/?q=qqqqq").content.decode())
    assert "088 – 000 00 00" not in main
    assert "088 – 000 00 00" in after
    # Whom to ask about the site stands beside the search.
    assert "030 – 111 22 33" in main

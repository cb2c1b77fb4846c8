"""The directory: found by name, district and topic; 'mentioned' and 'signed' are never mixed up."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partners.models import PartnerPage
from tests.factories import (
    AgendaIndexFactory,
    DistrictFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    TopicFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(site_root):
    index = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    oost, west = DistrictFactory(name="Oost"), DistrictFactory(name="West")
    PartnerFactory(parent=index, title="burezina", districts=[oost], topic=TopicFactory(name="Eten"))
    PartnerFactory(parent=index, title="Attifa", districts=[west])
    PartnerFactory(parent=index, title="Handjehelpen", citywide=True)
    return index


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Attifa", "burezina", "Handjehelpen"]),
        ("?naam=HANDJE", ["Handjehelpen"]),
        ("?wijk=oost", ["burezina", "Handjehelpen"]),
        ("?onderwerp=eten", ["burezina"]),
        ("?wijk=west&onderwerp=eten", []),
        ("?wijk=bestaat-niet", ["Attifa", "burezina", "Handjehelpen"]),
    ],
)
def test_partners_are_found_from_a_to_z(client, directory, query, names):
    result = client.get(f"/wie-doet-mee/{query}").context["result"]
    assert [partner.title for partner in result.object_list] == names


def test_the_list_has_pages_of_bounded_length(client, directory):
    for number in range(40):
        PartnerFactory(parent=directory, title=f"Organisatie {number:02}")
    pages = [client.get(f"/wie-doet-mee/?pagina={number}").context["result"] for number in (1, 2, 99)]
    assert [len(page.object_list) for page in pages] == [30, 13, 13]


@pytest.mark.parametrize(("relation", "signed_on"), [("signed", None), ("mentioned", dt.date(2026, 1, 1))])
def test_signed_needs_a_date_and_a_date_means_signed(directory, relation, signed_on):
    partner = PartnerPage(title="x", slug="x", relation=relation, signed_on=signed_on)
    with pytest.raises(ValidationError) as refused:
        partner.clean()
    assert list(refused.value.message_dict) == ["signed_on"]


def test_a_profile_shows_what_the_partner_does_next_and_what_is_told_of_it(client, site_root, directory):
    partner = directory.get_children().get(title="Attifa").specific
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    item_on(agenda, at(1), title="Thee bij Attifa", organisers=[partner])
    item_on(agenda, at(-1), title="Gisteren bij Attifa", organisers=[partner])
    StoryFactory(parent=NewsIndexFactory(parent=site_root), title="Hoe Attifa begon", partners=[partner])
    text = client.get("/wie-doet-mee/attifa/").content.decode()
    assert "Thee bij Attifa" in text
    assert "Gisteren bij Attifa" not in text
    assert "Hoe Attifa begon" in text
    assert "Genoemd" in text

"""The directory: found by name, district and topic; 'mentioned' and 'signed' are never mixed up."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partners import core_group, names
from partners.models import CoreGroupMembership, Pledge
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


def test_who_signed_is_found_apart_and_counted(client, directory, commit):
    with commit():
        for partner in directory.get_children().filter(title__in=["Attifa", "burezina"]):
            Pledge.objects.create(partner=partner.specific, signed_on=dt.date(2022, 1, 1))
        Pledge.objects.filter(partner__title="burezina").update(ended_on=dt.date(2023, 1, 1))
        Pledge.objects.get(partner__title="burezina").save()
    response = client.get("/wie-doet-mee/?ondertekend=ja")
    assert [partner.title for partner in response.context["result"].object_list] == ["Attifa"]
    assert client.get("/wie-doet-mee/").context["signed_count"] == 1
    assert client.get("/wie-doet-mee/?ondertekend=nee").context["result"].paginator.count == 3


def test_a_letter_leads_to_the_page_where_it_begins(client, directory, commit):
    assert client.get("/wie-doet-mee/").context["letters"] == []
    with commit():
        for number in range(40):
            PartnerFactory(parent=directory, title=f"Buurt {number:02}")
        PartnerFactory(parent=directory, title="'t Zuiden")
        PartnerFactory(parent=directory, title="Élan")
    response = client.get("/wie-doet-mee/?pagina=1&wijk=")
    letters = {one.letter: one for one in response.context["letters"]}
    assert [letters[letter].number for letter in "#ABH"] == [1, 1, 1, 2]
    assert "E" in letters
    assert f"#{letters['H'].anchor}" in response.content.decode()
    assert f'id="{letters["H"].anchor}"' in client.get("/wie-doet-mee/?pagina=2").content.decode()


def test_the_list_asks_the_same_however_many_there_are(client, directory, commit, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def cost(count):
        with commit():
            for _ in range(count):
                Pledge.objects.create(partner=PartnerFactory(parent=directory), signed_on=dt.date(2022, 1, 1))
        # The surroundings of a page (menu, footer) are asked for by any page.
        client.get("/wie-doet-mee/?naam=niemand")
        with CaptureQueriesContext(connection) as queries:
            client.get("/wie-doet-mee/")
        return len(queries)

    client.get("/wie-doet-mee/")
    assert cost(30) == cost(3) <= 15


@pytest.mark.parametrize(
    ("since", "until", "label"),
    [
        ("2020-01-01", None, "Core group since 2020"),
        ("2020-01-01", "2022-01-01", "Core group 2020–2021"),
        ("2020-01-01", "2020-07-01", "Core group in 2020"),
        ("2999-01-01", None, ""),
    ],
)
def test_the_core_group_shows_in_years(client, directory, since, until, label):
    partner = directory.get_children().get(title="Attifa").specific
    CoreGroupMembership.objects.create(partner=partner, since=since, until=until)
    with translation.override("en"):
        assert core_group.label_of(partner) == label
    assert bool(client.get("/wie-doet-mee/attifa/").context["core_group"]) == bool(label)


def test_a_period_entered_ahead_does_not_hide_the_one_of_today(directory):
    partner = directory.get_children().get(title="Attifa").specific
    CoreGroupMembership.objects.create(partner=partner, since="2020-01-01", until="2999-01-01")
    CoreGroupMembership.objects.create(partner=partner, since="2999-01-01")
    with translation.override("en"):
        assert core_group.label_of(partner) == "Core group since 2020"


def test_names_in_another_script_are_names_of_their_own(directory, commit):
    with commit():
        PartnerFactory(parent=directory, title="中文学校", slug="zh").save_revision().publish()
        PartnerFactory(parent=directory, title="☺", slug="smile").save_revision().publish()
    assert names.named("中文学校").name == "中文学校"
    assert names.named("جمعية السلام") is None
    assert names.named("☀") is None

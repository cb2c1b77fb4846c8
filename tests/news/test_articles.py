"""News, good practices and reports: one list, each with its own page."""

import datetime as dt

import pytest

from tests.factories import (
    NewsFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    ReportFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(site_root):
    return NewsIndexFactory(parent=site_root, slug="overzicht")


def test_all_kinds_stand_in_one_list_newest_first(client, index):
    NewsFactory(parent=index, title="Nieuws", date=dt.date(2022, 1, 1))
    StoryFactory(parent=index, title="Verhaal", date=dt.date(2023, 1, 1))
    ReportFactory(parent=index, title="Verslag", date=dt.date(2021, 1, 1))
    cards = client.get("/overzicht/").context["result"].object_list
    assert [(card.title, str(card.kind_label)) for card in cards] == [
        ("Verhaal", "goed voorbeeld"),
        ("Nieuws", "nieuwsbericht"),
        ("Verslag", "verslag"),
    ]


def test_a_story_shows_figures_only_with_their_source(client, index):
    StoryFactory(
        parent=index,
        slug="kubus",
        quote=[("quote", {"text": "Alleen komen is heel gewoon.", "source": "een gastvrouw"})],
        figures=[("figure", {"value": "950", "label": "bezoekers", "source": "Bijlage I, 2022"})],
        steps=[("step", {"title": "Vraag één buur.", "text": ""})],
    )
    text = client.get("/overzicht/kubus/").content.decode()
    for part in ("950", "bezoekers", "Bijlage I, 2022", "Alleen komen is heel gewoon.", "Vraag één buur."):
        assert part in text


def test_a_report_shows_where_who_and_what(client, site_root, index):
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root, slug="partners"), title="NIZU", slug="nizu")
    ReportFactory(
        parent=index, slug="verslag", place="Vogelfrei", attendance="90 mensen", meeting_date=dt.date(2023, 5, 23),
        partners=[partner], body=[("paragraph", "<p>Er is veel gezegd.</p>")],
    )  # fmt: skip
    text = client.get("/overzicht/verslag/").content.decode()
    for part in ("Vogelfrei", "90 mensen", "23 mei 2023", 'href="/partners/nizu/"', "Er is veel gezegd."):
        assert part in text

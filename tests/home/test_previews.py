"""An editor looks before anything is stored: every type of page previews, saved or not."""

import datetime as dt

import pytest

from agenda.models import AgendaDate, AgendaItemPage, CampaignPage
from home.models import ContentPage, HomePage
from news.models import NewsPage, ReportPage, StoryPage
from partners.models import PartnerPage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db
TYPES = [AgendaItemPage, CampaignPage, ContentPage, HomePage, NewsPage, PartnerPage, ReportPage, StoryPage]


@pytest.mark.parametrize("model", TYPES)
def test_a_page_that_is_not_stored_yet_can_be_previewed(rf, site_root, model):
    page = model(title="Nog niet opgeslagen", slug="nieuw")
    if model is CampaignPage:
        page.start_date = page.end_date = dt.date(2026, 9, 24)
    if model is HomePage:
        page.heading = page.title
    page.set_url_path(site_root)
    page.path, page.depth = site_root.path + "0099", 3
    response = page.make_preview_request()
    assert response.status_code == 200
    assert "Nog niet opgeslagen" in response.render().content.decode()


def test_a_draft_shows_its_own_dates_not_the_published_ones(site_root):
    item = item_on(AgendaIndexFactory(parent=site_root), at(1, "08:00", "09:00"), title="Koor")
    item.dates = [AgendaDate(**at(-3, "15:00", "16:00"))]
    text = item.make_preview_request().render().content.decode()
    assert "15.00 – 16.00 uur" in text
    assert "08.00 – 09.00 uur" not in text


def test_a_draft_with_organisers_and_audiences_can_be_previewed(site_root):
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="Buurtkeuken")
    item = item_on(AgendaIndexFactory(parent=site_root), at(1), title="Koor")
    item.organisers, item.audiences = [partner], [AudienceFactory(name="Ouderen")]
    text = item.save_revision().as_object().make_preview_request().render().content.decode()
    assert "Buurtkeuken" in text
    assert "Ouderen" in text
    story = StoryFactory(parent=NewsIndexFactory(parent=site_root), title="Pan")
    story.partners = [partner]
    assert "Buurtkeuken" in story.save_revision().as_object().make_preview_request().render().content.decode()

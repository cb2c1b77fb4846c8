"""An editor looks before anything is stored: every type of page previews, saved or not."""

import datetime as dt

import pytest

from agenda.models import AgendaDate, AgendaItemPage, CampaignPage
from home.models import ContentPage, HomePage
from news.models import NewsPage, ReportPage, StoryPage
from partners.models import PartnerPage
from tests.factories import AgendaIndexFactory, at, item_on

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

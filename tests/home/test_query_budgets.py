"""How many questions each page asks the database: at most twelve, and no more with a thousand times the content."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import District
from news.models import StoryPage
from partners.models import PartnerPage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    DistrictFactory,
    ImageFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
    many_items,
    many_pages,
)

pytestmark = pytest.mark.django_db
BUDGET = 12
PATHS = {
    "home": "/",
    "agenda list": "/agenda/",
    "agenda, filtered": "/agenda/?periode=week&wijk=wijk-1&prijs=gratis&zonder_aanmelden=1",
    "agenda, nothing found": "/agenda/?periode=vandaag&dagdeel=ochtend&soort=congress&alleen=1",
    "agenda, archive": "/agenda/?periode=eerder&prijs=gratis",
    "agenda item": "/agenda/koffie/",
    "story": "/verhalen/pan/",
    "stories": "/verhalen/",
    "partner list": "/wie-doet-mee/",
    "partner": "/wie-doet-mee/dock/",
}


@pytest.fixture(autouse=True)
def one_minute():
    """Answers are kept for a minute; none begins between two counts."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def site(site_root):
    """Ten of everything, with pictures drawn, topics, audiences, venues and organisers."""
    topic, audience = TopicFactory(), AudienceFactory()
    venue = VenueFactory(district=DistrictFactory(name="Wijk 1"))
    photo = ImageFactory()
    partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee", show_in_menus=True)
    dock = PartnerFactory(
        parent=partners, title="DOCK", slug="dock", topic=topic, featured=True, logo=photo, cover_image=photo
    )
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", show_in_menus=True)
    stories = NewsIndexFactory(parent=site_root, slug="verhalen", show_in_menus=True)
    StoryFactory(parent=stories, slug="pan", topic=topic, cover_image=photo, partners=[dock])
    for number in range(10):
        item_on(
            agenda, at(number % 5, "23:00", "23:59"), title=f"Koffie {number}", slug=f"koffie{number or ''}", topic=topic,
            venue=venue, organisers=[dock], audiences=[audience], cover_image=photo,
        )  # fmt: skip
        PartnerFactory(parent=partners, topic=topic, featured=True, logo=photo, districts=[District.objects.first()])
    return {"partners": partners, "agenda": agenda, "stories": stories, "topic": topic, "venue": venue}


def queries(client, path):
    client.get(path)  # fills the cache of site settings and menu
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(path, headers={"accept-encoding": "identity"})
    assert response.status_code == 200
    return [re.sub(r"\s+", " ", one["sql"]) for one in captured.captured_queries]


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_page_stays_within_its_budget(client, site, path):
    asked = queries(client, path)
    assert len(asked) <= BUDGET, "\n".join(asked)


def test_cost_does_not_grow_with_content(client, site):
    before = {name: len(queries(client, path)) for name, path in PATHS.items()}
    many_items(site["agenda"], 10_000, venue=site["venue"], topic=site["topic"])
    many_pages(site["partners"], PartnerPage, 1_000, topic=site["topic"], featured=True)
    many_pages(site["stories"], StoryPage, 1_000, topic=site["topic"])
    after = {name: len(queries(client, path)) for name, path in PATHS.items()}
    assert after == before

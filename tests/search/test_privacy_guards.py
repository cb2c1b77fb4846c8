"""Places and recommendations: what is over or not translated is told of nobody's forgetting."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from agenda.models import AgendaItemPage
from search.finding import Question, find
from search.indexing import rebuild
from tests.factories import AgendaIndexFactory, ContentPageFactory, VenueFactory, at, item_on, open_language

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_a_place_where_only_what_nobody_may_see_is_on(site_root, how):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", summary="")
    item = item_on(agenda, at(1), title="Thee", summary="", venue=VenueFactory(name="Huize Kwartelhof"))
    if how == "closed":
        item.view_restrictions.create(restriction_type="login")
    else:
        AgendaItemPage.objects.filter(pk=item.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    rebuild()
    assert find(Question("kwartelhof", "nl")).total == 0


@pytest.mark.parametrize("chosen", ["Dutch", "English"])
def test_a_recommendation_is_in_the_readers_language_whichever_was_chosen(site_root, chosen):
    # Both ways round: which row the database gives first must make no difference.
    english = open_language(site_root, "en").locale
    dutch = ContentPageFactory(parent=site_root, title="Wegwijzer", summary="")
    guide = dutch.copy_for_translation(english)
    guide.title, guide.slug = "Signpost", "signpost"
    guide.save_revision().publish()
    rebuild()
    page = dutch if chosen == "Dutch" else Page.objects.get(pk=guide.pk)
    SearchPromotion.objects.create(query=Query.get("begin"), page=page, description="Hier.")
    assert [hit.title for hit in find(Question("begin", "en")).hits] == ["Signpost"]
    assert [hit.title for hit in find(Question("begin", "nl")).hits] == ["Wegwijzer"]

"""The office is Dutch only: on every screen that can be reached, in every menu, and in what is read aloud."""

from itertools import islice

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, Page

from core.dates import today
from core.models import JargonWord, MissingAddress, SiteWords
from search.models import MissedSearch, Synonyms
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    ContentPageFactory,
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
    open_language,
)  # fmt: skip
from tests.office import english_in, screens

pytestmark = [
    pytest.mark.django_db,
    # wagtail-localize's report of translations has no order of its own.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
]


@pytest.fixture
def office(site_root, client):
    """A small site with one of most things, and the pages of it that a screen shows."""
    site_root.title = "Voorpagina"
    site_root.save()
    topic = TopicFactory(name="Eten")
    DistrictFactory(name="Zuilen")
    AudienceFactory(name="Iedereen")
    item = item_on(AgendaIndexFactory(parent=site_root, title="Agenda"), at(1), title="Soep", topic=topic)
    item.venue = VenueFactory(name="De Keuken")
    item.save()
    PartnerFactory(parent=PartnerIndexFactory(parent=site_root, title="Partners"), title="De Buren")
    StoryFactory(parent=NewsIndexFactory(parent=site_root, title="Verhalen"), title="Aan tafel")
    page = ContentPageFactory(parent=site_root, title="Over ons")
    english = open_language(site_root)
    ImageFactory(title="Tafel", collection=Collection.get_first_root_node())
    MissingAddress.objects.create(path="/oud", times=5, last_seen=today())
    MissedSearch.objects.create(term="rollator", language="nl", times=5, last_seen=today())
    Synonyms.objects.create(words="eten\nsoep", language="nl")
    JargonWord.objects.get_or_create(word="implementeren", defaults={"better": "invoeren"})
    SiteWords.objects.create(locale=english.locale)
    query = Query.get("soep")
    SearchPromotion.objects.create(query=query, page=page, description="Lekker")
    Redirect.add_redirect("/vroeger", page)
    for one in Page.objects.filter(depth__gt=1, latest_revision=None):
        one.specific.save_revision()
    client.force_login(User.objects.create_superuser("Baas", "baas@example.org", "een lang wachtwoord"))
    return {"item": item, "page": page, "english": english}


def test_every_screen_of_the_office_is_dutch(client, office):
    page, item = office["page"].pk, office["item"].pk
    starts = [
        reverse("wagtailadmin_home"),
        *(
            reverse(f"wagtailadmin_pages:{name}", args=[page])
            for name in ("edit", "delete", "unpublish", "copy", "move")
        ),
        *(reverse(f"wagtailadmin_pages:{name}", args=[page]) for name in ("history", "usage")),
        reverse("wagtailadmin_pages:edit", args=[item]),
        reverse("wagtail_localize:submit_page_translation", args=[page]),
        *(f"/admin/bulk/wagtailcore/page/{name}/?id={page}" for name in ("delete", "move", "publish", "unpublish")),
        "/admin/bestaat-niet/",
    ]
    found: dict[str, str] = {}
    seen = 0
    for address, html in screens(client, starts):
        seen += 1
        for text in english_in(html):
            found.setdefault(text, address)
    assert found == {}
    # Most of the office: a walk that stops early would find nothing wrong.
    assert seen > 150


@pytest.mark.parametrize("group", ["Redacteur", "Moderator", "Bestellingen", "Beheerder"])
def test_the_first_screens_of_each_group_are_dutch(client, office, group):
    user = User.objects.create_user("Noor", password="een lang wachtwoord")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    walked = list(islice(screens(client, [reverse("wagtailadmin_home")]), 12))
    assert len(walked) > 5
    assert {text: address for address, html in walked for text in english_in(html)} == {}

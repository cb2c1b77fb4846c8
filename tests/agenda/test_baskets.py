"""Referrers pick activities; their client gets a list at one address nobody can guess."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from agenda.models import Basket, InterventionProfile, Status
from agenda.referral import baskets, picking
from core import page_cache
from core.models import SpokenLanguage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    DistrictFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime.fromisoformat("2026-11-25T09:00+01:00")
PICK = "/agenda/verwijzers/"
MAKE = "/verwijzers/lijst/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def grief():
    return InterventionProfile.objects.create(name="Praten over verlies", slug="verlies")


def listed(client, query=""):
    response = client.get(f"{PICK}{query}")
    assert response.status_code == 200
    return [occurrence.item.title for occurrence in response.context["result"]]


def made(client, *items):
    response = client.post(MAKE, {"kies": [getattr(item, "pk", item) for item in items]})
    assert response.status_code == 303
    return response.url


class TestPicking:
    def test_each_activity_is_there_once_with_its_next_date(self, client, agenda):
        item_on(agenda, at(-1), at(2), at(3), title="koor")
        item_on(agenda, at(1), title="soep")
        item_on(agenda, at(80), title="pas over drie maanden")
        assert listed(client) == ["soep", "koor"]

    def test_every_question_narrows_the_list(self, client, agenda, grief):
        language = SpokenLanguage.objects.create(name="Turks", slug="turks", locale=agenda.locale)
        item = item_on(
            agenda,
            at(1),
            title="past",
            topic=TopicFactory(),
            venue=VenueFactory(district=DistrictFactory(name="Proefwijk"), step_free="yes"),
            audiences=[AudienceFactory(name="Jongeren")],
            dutch_level="a1",
        )
        item.languages, item.profiles = [language], [grief]
        item.save_revision().publish()
        item_on(agenda, at(1), title="past niet", dutch_level="b1")
        for query in (
            "wijk=proefwijk", "doelgroep=jongeren", "thema=eten", "toegang=rolstoel", "taal=turks", "nederlands=a1",
            "profiel=verlies", "wijk=proefwijk&profiel=verlies&nederlands=a2",
        ):  # fmt: skip
            assert listed(client, f"?{query}") == ["past"], query
        offered = client.get(PICK).context["options"]
        assert {name: [one.slug for one in found] for name, found in offered.items()} == {
            "wijk": ["proefwijk"], "doelgroep": ["jongeren"], "thema": ["eten"], "taal": ["turks"], "profiel": ["verlies"],
        }  # fmt: skip

    def test_ticks_travel_along_while_filtering_and_turning_pages(self, client, agenda):
        DistrictFactory(name="Nergens", slug="nergens")
        first = item_on(agenda, at(1), title="eerste")
        others = [item_on(agenda, at(2, "10:00", "11:00"), title=f"ander {number:02}") for number in range(21)]
        text = client.get(f"{PICK}?kies={first.pk}&kies={others[20].pk}").content.decode()
        # In the list: by its own tick. On another page: unseen.
        assert f'value="{first.pk}" id="kies-{first.pk}" checked' in text
        assert f'<input type="hidden" name="kies" value="{others[20].pk}">' in text
        assert f'<input type="hidden" name="kies" value="{first.pk}">' not in text
        text = client.get(f"{PICK}?kies={first.pk}&pagina=2").content.decode()
        assert f'<input type="hidden" name="kies" value="{first.pk}">' in text
        text = client.get(f"{PICK}?kies={first.pk}&wijk=nergens").content.decode()
        assert f'<input type="hidden" name="kies" value="{first.pk}">' in text

    def test_one_can_be_taken_away_again(self, client, agenda):
        first, second = item_on(agenda, at(1)), item_on(agenda, at(2))
        context = client.get(f"{PICK}?kies={first.pk}&kies={second.pk}&weg={first.pk}").context
        assert [item.pk for item in context["picked"]] == [second.pk]

    def test_what_is_not_public_cannot_be_picked(self, client, agenda):
        draft = item_on(agenda, at(1), title="concept")
        draft.unpublish()
        closed = item_on(agenda, at(1), title="besloten")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        response = client.get(f"{PICK}?kies={draft.pk}&kies={closed.pk}")
        text = response.content.decode()
        assert "concept" not in text
        assert "besloten" not in text
        assert response.context["gone"] == 2
        assert made(client, draft, closed).startswith(f"{PICK}?leeg=1")
        assert not Basket.objects.exists()

    def test_at_most_thirty_and_it_says_so(self, client, agenda):
        query = QueryDict("&".join(f"kies={number}" for number in range(1, 33)))
        assert len(baskets.read_picks(query).ids) == 30
        assert client.get(f"{PICK}?{query.urlencode()}").context["too_many"]

    @pytest.mark.parametrize(
        "query",
        [
            "kies=", "kies=abc", "kies=-1", "kies=0", "kies=1e9", "kies=99999999999999999999", "kies=%00", "kies=%ff",
            "kies=١٢", "weg=%00", "pagina=0", "pagina=99999", "pagina=x", "profiel=%00", "wijk=' OR 1", "leeg=1",
            "&".join(f"kies={number}" for number in range(900)), "toegang=rolstoel&toegang=zwembad", "%=%&=",
        ],
    )  # fmt: skip
    def test_odd_questions_get_a_page(self, client, agenda, query):
        item_on(agenda, at(1))
        assert client.get(f"{PICK}?{query}").status_code == 200

    def test_nothing_ticked_leads_back_with_a_word_and_the_same_questions(self, client, agenda):
        item_on(agenda, at(1), venue=VenueFactory(district=DistrictFactory(name="Proefwijk")))
        url = client.post(MAKE, {"wijk": "proefwijk"}).url
        response = client.get(url)
        assert response.context["nothing_picked"]
        assert response.context["question"].wijk == "proefwijk"

    def test_its_cost_does_not_grow_and_is_bounded(self, client, agenda, grief, settings):
        settings.PAGE_CACHE_SECONDS = 0
        venue, audience = VenueFactory(), AudienceFactory()

        def add(count):
            for number in range(count):
                item = item_on(agenda, at(number % 9), venue=venue, audiences=[audience])
                item.profiles = [grief]
                item.save_revision().publish()

        def asked():
            client.get("/robots.txt")
            page_cache.cache.delete("content-generation")
            with CaptureQueriesContext(connection) as captured:
                assert client.get(PICK).status_code == 200
            return len(captured.captured_queries)

        add(2)
        few = asked()
        add(10)
        assert asked() <= few


class TestBasket:
    def test_the_client_finds_the_activities_with_what_matters(self, client, agenda):
        venue = VenueFactory(name="De Boog", street="Proefstraat 1", step_free="yes")
        item = item_on(
            agenda, at(1), at(2), at(3), at(4), title="soep", venue=venue, phone="030 123 45 67", sign_up="none",
            sign_up_url="https://buurt.example/soep",
        )  # fmt: skip
        text = client.get(made(client, item)).content.decode()
        for shown in (
            "soep",
            "De Boog",
            "Proefstraat 1",
            "030 123 45 67",
            "Gratis",
            "buurt.example/soep",
            "26 november",
        ):
            assert shown in text, shown
        # The next one and two more.
        assert "28 november" in text
        assert "29 november" not in text

    def test_it_is_read_by_who_has_the_address_and_by_nobody_else(self, client, agenda):
        response = client.get(made(client, item_on(agenda, at(1))))
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert not response.cookies
        assert "canonical" not in response.content.decode()

    def test_no_profile_and_no_word_for_professionals_is_shown(self, client, agenda, grief):
        item = item_on(agenda, at(1), title="soep")
        item.profiles = [grief]
        item.save_revision().publish()
        assert grief.name in client.get(PICK).content.decode()
        for path in (made(client, item), item.url, "/agenda/", "/agenda/?profiel=verlies"):
            assert grief.name not in client.get(path).content.decode(), path

    def test_a_campaign_shows_no_profile(self, client, agenda, grief):
        week = CampaignFactory(parent=agenda, slug="week")
        item = item_on(agenda, at(1), campaign=week)
        item.profiles = [grief]
        item.save_revision().publish()
        assert grief.name not in client.get("/agenda/week/").content.decode()

    def test_a_double_click_makes_one(self, client, agenda, clock):
        first, second = item_on(agenda, at(1)), item_on(agenda, at(2))
        url = made(client, first, second)
        assert made(client, second, first) == url
        assert Basket.objects.count() == 1
        assert made(client, first) != url
        clock.shift(61)
        assert made(client, first, second) != url

    def test_addresses_cannot_be_guessed_or_bent(self, client, agenda):
        url = made(client, item_on(agenda, at(1)))
        token = url.rstrip("/").rpartition("/")[2]
        assert len(token) == 32
        for wrong in (token[:-1], f"{token}x", token.swapcase(), "x", "%00", token[:-1] + "%00", "é" * 300, "1"):
            response = client.get(f"{PICK}{wrong}/")
            assert response.status_code == 404, wrong
        assert "no-store" in response.headers["Cache-Control"]

    def test_it_says_until_when_and_then_kindly_that_it_is_over(self, client, agenda, clock):
        url = made(client, item_on(agenda, at(1)))
        assert "22 februari 2027" in client.get(url).content.decode()
        clock.move_to(dt.datetime.fromisoformat("2027-02-22T23:59+01:00"))
        assert client.get(url).status_code == 200
        clock.move_to(NOW + dt.timedelta(days=90))
        response = client.get(url)
        assert response.status_code == 410
        assert "no-store" in response.headers["Cache-Control"]

    def test_what_is_over_is_erased_and_the_rest_is_not(self, client, agenda, clock):
        old = made(client, item_on(agenda, at(1)))
        clock.shift(dt.timedelta(days=1))
        new = made(client, item_on(agenda, at(40)))
        clock.move_to(NOW + dt.timedelta(days=90))
        said = StringIO()
        call_command("remove_old_baskets", stdout=said)
        call_command("remove_old_baskets", stdout=said)
        assert said.getvalue().split() == ["1", "baskets", "erased.", "0", "baskets", "erased."]
        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200
        assert Basket.items.through.objects.count() == 1

    def test_what_went_off_the_site_drops_out_with_a_word(self, client, agenda):
        stays, goes = item_on(agenda, at(1), title="blijft"), item_on(agenda, at(1), title="vertrekt")
        url = made(client, stays, goes)
        goes.unpublish()
        response = client.get(url)
        assert [one.item.title for one in response.context["found"]] == ["blijft"]
        assert response.context["gone"] == 1
        stays.unpublish()
        assert client.get(url).status_code == 200

    def test_a_cancelled_date_says_so_and_the_next_one_is_named(self, client, agenda):
        item = item_on(agenda, at(1, status=Status.CANCELLED), at(8))
        text = client.get(made(client, item)).content.decode()
        assert "Gaat niet door" in text
        assert "3 december" in text

    def test_its_cost_does_not_grow(self, client, agenda):
        def asked(count):
            url = made(client, *(item_on(agenda, at(1), at(2), venue=VenueFactory()) for _ in range(count)))
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            return len(captured.captured_queries)

        assert asked(20) <= asked(2) <= 15


class TestMaking:
    def test_it_needs_no_cookie_and_gives_none(self, agenda):
        item = item_on(agenda, at(1))
        response = Client(enforce_csrf_checks=True).post(MAKE, {"kies": [item.pk]})
        assert response.status_code == 303
        assert not response.cookies

    def test_nothing_about_who_made_it_is_kept(self, client, agenda):
        user = get_user_model().objects.create_user(username="verwijzer", password="een lang wachtwoord")
        client.force_login(user)
        made(client, item_on(agenda, at(1)))
        assert {one.name for one in Basket._meta.get_fields()} == {"id", "token", "made_at", "items"}

    def test_asking_for_the_address_makes_nothing(self, client, agenda):
        assert client.get(MAKE).status_code == 303
        assert not Basket.objects.exists()

    @pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 303), ("none", 303)])
    def test_other_sites_cannot_let_their_visitors_use_them_up(self, client, agenda, site, status):
        response = client.post(MAKE, {"kies": [item_on(agenda, at(1)).pk]}, headers={"sec-fetch-site": site})
        assert (response.status_code, Basket.objects.exists()) == (status, status == 303)

    def test_it_leaves_the_page_cache_alone(self, client, agenda, commit):
        item = item_on(agenda, at(1))
        before = page_cache.generation()
        with commit():
            made(client, item)
        assert page_cache.generation() == before

    def test_the_number_in_an_hour_is_bounded(self, client, agenda, monkeypatch, clock):
        monkeypatch.setattr(baskets, "MOST_PER_HOUR", 2)
        items = [item_on(agenda, at(1)) for _ in range(3)]
        first = made(client, items[0])
        made(client, items[1])
        response = client.post(MAKE, {"kies": [items[2].pk]})
        assert response.status_code == 429
        assert client.get(first).status_code == 200
        clock.shift(dt.timedelta(hours=1, minutes=1))
        assert made(client, items[2])

    @pytest.mark.parametrize("body", [b"", b"kies=%00", b"kies=%ff%fe", b"\xff\xfe=1", b"kies=" + b"9" * 5000])
    def test_odd_forms_lead_back(self, client, agenda, body):
        response = client.post(MAKE, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 303
        assert client.get(response.url).status_code == 200

    def test_without_an_agenda_there_is_nothing(self, client, site_root):
        assert client.post(MAKE, {"kies": ["1"]}).status_code == 404


@pytest.mark.parametrize(
    ("group", "allowed"), [("Redacteur", False), ("Moderator", True), ("Bestellingen", False), ("Beheerder", True)]
)
def test_who_may_edit_the_vocabularies(client, group, allowed):
    user = get_user_model().objects.create_user(username=group, password="een lang wachtwoord")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for name in ("agenda_interventionprofile", "core_spokenlanguage"):
        assert (client.get(reverse(f"wagtailsnippets_{name}:add")).status_code == 200) is allowed, name
    assert user.has_perm("agenda.add_calendarsource") is (group != "Bestellingen")
    assert user.has_perm("agenda.delete_calendarsource") is (group == "Beheerder")


def test_the_list_is_bounded(client, agenda, monkeypatch):
    monkeypatch.setattr(picking, "MOST_LISTED", 3)
    for number in range(5):
        item_on(agenda, at(number))
    assert len(listed(client)) == 3

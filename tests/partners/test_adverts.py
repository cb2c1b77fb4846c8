"""Asks and offers: placed by a partner's link, on the site once an editor agrees, answered through the coordinator."""

import datetime as dt

import pytest
import wagtail_factories
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext
from wagtail.models import Locale, Site

from core.intake import links, services
from core.intake.admin.people import erase
from core.intake.links import Purpose
from core.models import OutgoingMail, SiteSettings, Submission
from partners.models import Advert, AdvertIndexPage, PartnerPage
from tests.core.moderation import GROUPS, member
from tests.factories import DistrictFactory, PartnerFactory, TopicFactory
from tests.partners.pledges import accepted, verb

pytestmark = pytest.mark.django_db
LIST = "/wie-doet-mee/vraag-en-aanbod/"
ANSWERS = {
    "kind": "ask",
    "title": "Een kok",
    "text": "Voor op dinsdag.",
    "district": "oost",
    "topic": "",
    "weeks": "4",
}


class AdvertIndexFactory(wagtail_factories.PageFactory):
    """The list."""

    title = "Vraag en aanbod"
    slug = "vraag-en-aanbod"

    class Meta:
        model = AdvertIndexPage


@pytest.fixture
def board(network):
    """The list of asks and offers."""
    return AdvertIndexFactory(parent=network, locale=Locale.get_default())


@pytest.fixture
def coordinator(site_root):
    """Somebody who gets the answers."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.contact_email = "coordinator@example.org"
    settings.save()


@pytest.fixture
def mine(client, board, clock):
    """Somebody who looks after a profile."""
    return accepted(client, clock)


def placed(client, mine, **other):
    """An ask that waits for an editor."""
    address = verb(mine, "vraag-plaatsen")
    form = client.get(address).context["form"]
    answers = ANSWERS | {"form_key": form["form_key"].value()} | other
    return client.post(address, answers), answers


def advert(network, title="Een kok", days=30, **fields):
    """An ask on the site."""
    partner = fields.pop("partner", None) or PartnerFactory(parent=network)
    until = dt.date(2026, 11, 25) + dt.timedelta(days=days)
    values = {"kind": "ask", "text": "Wie?", "expires_on": until, "live": True}
    return Advert.objects.create(partner=partner, title=title, **values | fields)


def titles(client, query=""):
    return [one.title for one in client.get(LIST + query).context["result"].object_list]


def test_from_the_link_to_the_list_and_away_again(client, mine, clock, commit):
    assert placed(client, mine)[0].status_code == 200
    ask = Submission.objects.get(kind="advert")
    assert (ask.status, ask.email) == ("waiting", "sam@example.org")
    assert Advert.objects.count() == 0
    assert not OutgoingMail.objects.filter(key=f"{ask.pk}:confirm").exists(), "the link has shown who it is"
    with commit():
        services.accept(ask, None)
    assert titles(client) == ["Een kok"]
    row = Advert.objects.get()
    assert (row.expires_on, row.district.name) == (dt.date(2026, 12, 23), "Oost")
    page = client.get(LIST).content.decode()
    assert "De Soepkeuken" in page
    assert "sam@example.org" not in page
    own = f"/inzending/{links.token_for(ask, Purpose.MANAGE)}/intrekken/"
    with commit():
        for _ in range(2):
            assert client.post(own).status_code == 303
    assert titles(client) == []


@pytest.mark.parametrize("take_off", [False, True])
def test_erasing_who_placed_it_takes_it_off_the_site_only_when_asked(client, mine, take_off):
    placed(client, mine)
    services.accept(Submission.objects.get(kind="advert"), None)
    erase("sam@example.org", member("Moderator"), take_off=take_off)
    assert Submission.objects.count() == 0
    assert Advert.objects.count() == (0 if take_off else 1)
    assert PartnerPage.objects.get().live is not take_off


def test_what_cannot_be_changed_is_not_offered_to_be_changed(client, mine):
    placed(client, mine)
    ask = Submission.objects.get(kind="advert")
    services.ask(ask, None, "Hoe laat?")
    services.refuse(Submission.objects.get(pk=ask.pk), None, "Te ver weg.")
    placed(client, mine, title="Een zaal")
    services.accept(Submission.objects.get(kind="advert", status="waiting"), None)
    offer = {gettext("Change what you sent"), gettext("See or change what you sent"), gettext("See, change or cancel")}
    for letter in OutgoingMail.objects.filter(submission__kind="advert"):
        assert not [words for words in offer if words in letter.text], letter.subject


def test_one_form_sent_many_times_is_one(client, mine):
    _response, answers = placed(client, mine)
    for _ in range(5):
        client.post(verb(mine, "vraag-plaatsen"), answers)
    assert Submission.objects.filter(kind="advert").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "x"}, {"title": ""}, {"title": "x" * 81}, {"text": ""}, {"weeks": "52"}, {"district": "bestaat-niet"}],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, mine, wrong):
    response, _answers = placed(client, mine, **wrong)
    assert list(response.context["form"].errors) == list(wrong)
    assert not Submission.objects.filter(kind="advert").exists()


def test_another_partners_form_is_of_no_use(client, mine, clock):
    other = accepted(client, clock, organisation="Een andere club", email="kim@example.org")
    _response, answers = placed(client, mine)
    assert client.post(verb(other, "vraag-plaatsen"), answers).status_code == 404
    assert client.post(verb(other, "vraag-plaatsen"), answers | {"form_key": "x"}).status_code == 404


def test_who_is_not_accepted_places_nothing(client, mine):
    services.withdraw(mine)
    assert client.get(verb(mine, "vraag-plaatsen")).status_code == 410


def test_half_a_year_at_most_and_gone_after_the_last_day(client, board, network, clock):
    with pytest.raises(ValidationError):
        advert(network, days=184).full_clean()
    Advert.objects.all().delete()
    advert(network, days=30)
    clock.shift(dt.timedelta(days=30))
    assert titles(client) == ["Een kok"]
    clock.shift(dt.timedelta(days=1))
    assert titles(client) == []


def test_only_of_partners_that_visitors_can_see(client, board, network):
    advert(network, partner=PartnerFactory(parent=network, live=False))
    advert(network, live=False)
    assert titles(client) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?soort=gevraagd", {"Een kok", "Overal"}),
        ("?soort=aangeboden", {"Een zaal"}),
        ("?wijk=oost", {"Een kok", "Overal"}),
        ("?onderwerp=eten", {"Een zaal"}),
        ("?soort=onzin&wijk=onzin&onderwerp=%00", {"Een kok", "Een zaal", "Overal"}),
    ],
)
def test_the_list_is_narrowed(client, board, network, query, found):
    advert(network, district=DistrictFactory(name="Oost"))
    advert(network, "Een zaal", kind="offer", topic=TopicFactory(), district=DistrictFactory(name="Overvecht"))
    advert(network, "Overal")
    assert set(titles(client, query)) == found


class TestHelping:
    def answer(self, client, clock, number, **other):
        address = f"{LIST}{number}/helpen/"
        form = client.get(address).context["form"]
        clock.shift(30)
        answers = {
            "form_key": form["form_key"].value(),
            "words": "Ik kook.",
            "name": "Kim",
            "email": "kim@example.org",
        }
        return address, answers | other

    def test_the_message_goes_to_the_coordinator_once_and_shows_nowhere(
        self, client, board, network, coordinator, clock
    ):
        address, answers = self.answer(client, clock, advert(network).pk)
        for _ in range(3):
            assert client.post(address, answers).context["sent"]
        letter = OutgoingMail.objects.get()
        assert letter.to == "coordinator@example.org"
        for words in ("Ik kook.", "kim@example.org", "Een kok"):
            assert words in letter.text
        assert "kim@example.org" not in client.get(LIST).content.decode()
        submission = Submission.objects.get()
        services.erase(submission)
        assert not OutgoingMail.objects.exists()

    @pytest.mark.parametrize("take_off", [False, True])
    def test_who_can_help_can_be_erased_and_answered(self, client, board, network, coordinator, clock, take_off):
        address, answers = self.answer(client, clock, advert(network).pk)
        client.post(address, answers)
        assert OutgoingMail.objects.get().headers["Reply-To"] == "kim@example.org"
        assert erase("kim@example.org", member("Moderator"), take_off=take_off) == 1
        assert not Submission.objects.exists()
        assert not OutgoingMail.objects.exists()

    def test_what_was_mended_is_what_the_coordinator_reads(self, client, board, network, coordinator, clock):
        address, answers = self.answer(client, clock, advert(network).pk, email="typfout@example.org")
        client.post(address, answers)
        client.post(address, answers | {"email": "kim@example.org", "words": "Ik kook graag."})
        [letter] = OutgoingMail.objects.all()
        assert "kim@example.org" in letter.text
        assert "Ik kook graag." in letter.text
        assert Submission.objects.get().email == "kim@example.org"

    def test_wrong_answers_are_kept(self, client, board, network, coordinator, clock):
        address, answers = self.answer(client, clock, advert(network).pk, email="geen adres")
        response = client.post(address, answers)
        assert list(response.context["form"].errors) == ["email"]
        assert "Ik kook." in response.content.decode()
        assert not OutgoingMail.objects.exists()

    def test_without_a_coordinator_nothing_can_be_sent(self, client, board, network):
        one = advert(network)
        assert client.get(f"{LIST}{one.pk}/helpen/").context["form"] is None
        assert client.post(f"{LIST}{one.pk}/helpen/", {"words": "x"}).status_code == 200
        assert not Submission.objects.exists()

    def test_what_visitors_cannot_see_cannot_be_answered(self, client, board, network, coordinator):
        for number in (advert(network, live=False).pk, advert(network, days=-1).pk, 999_999, 2**40):
            assert client.get(f"{LIST}{number}/helpen/").status_code == 404


@pytest.mark.parametrize("group", [*GROUPS, None])
def test_only_those_who_publish_may_mend_an_advert(client, board, network, group):
    one = advert(network)
    if group:
        client.force_login(member(group))
    expected = 200 if group in {"Moderator", "Beheerder"} else 302
    assert client.get(f"/admin/snippets/partners/advert/edit/{one.pk}/").status_code == expected


def test_more_adverts_cost_no_more_queries(client, board, network, commit, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def cost(count):
        with commit():
            for number in range(count):
                advert(network, f"A{number}", district=DistrictFactory(name="Oost"))
        client.get(LIST + "?soort=aangeboden")
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    assert cost(12) == cost(3) <= 15
    assert PartnerPage.objects.count() == 15

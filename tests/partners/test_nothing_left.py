"""Of whoever signed, placed, answered or reported something nothing is left anywhere when its time is over."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from core.intake import mail, retention, services
from core.models import SiteSettings, Submission
from partners import yearly
from partners.models import Advert, PartnerPage, Pledge
from tests.core.anywhere import found_anywhere
from tests.factories import PartnerFactory
from tests.partners.pledges import ANSWERS, accepted, confirmed, known, picture, signed, verb
from tests.partners.test_adverts import AdvertIndexFactory, advert, placed

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
TRACES = (ANSWERS["name"], ANSWERS["email"], "kim@example.org")


@pytest.fixture(autouse=True)
def site(network):
    cache.clear()
    AdvertIndexFactory(parent=network, locale=network.locale)
    chosen = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    chosen.contact_email = "coordinator@example.org"
    chosen.save()
    return network


def night_after(clock, days: int) -> None:
    mail.send_due()
    assert found_anywhere(*TRACES), "the test plants nothing"
    clock.shift(days * DAY)
    retention.erase_expired()
    mail.send_due()


def test_of_a_whole_membership_only_the_organisation_is_left(client, clock):
    mine = accepted(client, clock, logo=picture())
    client.post(verb(mine, "wijzigen"), {"summary": "Wij koken ook brood.", "citywide": "on"})
    services.accept(services.ask(Submission.objects.get(), None, "Ook op dinsdag?"), None)
    clock.shift(370 * DAY)
    yearly.ask()
    client.post(verb(mine, "klopt"))
    services.hand_over(Submission.objects.get(), "kim@example.org")
    services.withdraw(Submission.objects.get())
    night_after(clock, 31)
    assert found_anywhere(*TRACES) == []
    assert PartnerPage.objects.get().summary == "Wij koken ook brood."
    assert Pledge.objects.get().ended_on


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_of_what_never_came_on_the_site_nothing_is_left(client, clock, site, end, is_known):
    if is_known:
        known(site)
    one = confirmed(client, clock, logo=picture())
    services.refuse(one, None, "Nee.") if end == "refuse" else services.withdraw(one)
    night_after(clock, 31)
    # Of a page that is on the site an older draft stays, with words about the organisation alone.
    words = () if is_known else ("Wij koken elke week soep",)
    assert found_anywhere(*TRACES, *words) == []


def test_of_words_that_were_held_nothing_is_left(clock, site):
    known(site)
    confirmed(Client(), clock, summary="Woorden van een ander.", email="ander@example.org", name="Ander")
    one = confirmed(Client(), clock, logo=picture())
    services.refuse(one, None, "Nee.")
    night_after(clock, 31)
    assert found_anywhere(*TRACES, "Wij koken elke week soep") == []


def test_of_what_was_never_confirmed_nothing_is_left_after_two_weeks(client, clock):
    one = signed(client, clock, logo=picture())
    services.change_address(one, "kim@example.org")
    night_after(clock, 15)
    # The letters have a time of their own.
    assert {place.partition(".")[0] for place in found_anywhere(*TRACES)} <= {"core_outgoingmail"}
    clock.shift(16 * DAY)
    retention.erase_expired()
    assert found_anywhere(*TRACES) == []


def test_of_an_advert_and_its_answers_nothing_is_left(client, clock, site):
    mine = accepted(client, clock)
    placed(client, mine)
    services.accept(Submission.objects.get(kind="advert"), None)
    form = client.get("/wie-doet-mee/vraag-en-aanbod/").context["result"].object_list[0]
    address = f"/wie-doet-mee/vraag-en-aanbod/{form.pk}/helpen/"
    key = client.get(address).context["form"]["form_key"].value()
    clock.shift(30)
    sent = {"form_key": key, "words": "Ik kan koken.", "name": "Kim", "email": "kim@example.org"}
    assert client.post(address, sent).context["sent"]
    services.withdraw(mine)
    mail.send_due()
    # Four weeks on the site, then a quarter of a year.
    night_after(clock, 28 + 91)
    retention.erase_expired()
    assert found_anywhere(*TRACES, "Ik kan koken") == []
    assert Advert.objects.get().title == "Een kok"


def test_of_a_report_nothing_is_left(client, clock, site):
    page = PartnerFactory(parent=site, title="Buurthuis")
    for words, end in (("De deur was dicht", services.accept), ("Het nummer klopt niet", None)):
        address = f"/inzending/fout-melden/{page.pk}/"
        key = client.get(address).context["form"]["form_key"].value()
        clock.shift(30)
        client.post(address, {"form_key": key, "words": words, "email": "kim@example.org"})
        one = Submission.objects.filter(kind="report", status="waiting").get()
        end(one, None) if end else services.refuse(one, None, "Het klopt.")
    night_after(clock, 91)
    assert found_anywhere(*TRACES, "De deur was dicht", "Het nummer klopt niet") == []


def test_the_planted_words_would_be_found(client, clock, site):
    advert(site, title="sam@example.org")
    assert found_anywhere("sam@example.org") == ["partners_advert.title"]

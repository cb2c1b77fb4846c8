"""Once a year: is this still right? One letter, one press; silence is shown, and long silence hides."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.intake import services
from core.models import OutgoingMail, Submission
from partners import yearly
from partners.models import PartnerPage, ProfileCheck
from tests.core.moderation import GROUPS, member
from tests.factories import PartnerFactory, second_site
from tests.partners.pledges import HOST, accepted, verb

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LABEL = "not confirmed since"


@pytest.fixture
def partner(client, network, clock):
    """A partner that signed a year ago: it is time to ask."""
    submission = accepted(client, clock)
    clock.shift(365 * DAY)
    return PartnerPage.objects.get(pk=submission.page_id)


def letters():
    return list(OutgoingMail.objects.filter(key__contains=":yearly:").order_by("pk"))


def listed(client):
    return [one.title for one in client.get("/wie-doet-mee/").context["result"].object_list]


def profile(client):
    return client.get("/wie-doet-mee/de-soepkeuken/")


def night(commit):
    with commit():
        call_command("ask_partners", verbosity=0)


def test_each_partner_is_asked_once_however_often_the_command_runs(partner, clock):
    assert [yearly.ask() for _ in range(3)] == [1, 0, 0]
    clock.shift(30 * DAY)
    assert yearly.ask() == 0
    [letter] = letters()
    assert letter.to == "sam@example.org"
    clock.shift(336 * DAY)
    assert (yearly.ask(), len(letters())) == (1, 2)


def test_nobody_is_asked_within_a_year(client, network, clock):
    accepted(client, clock)
    clock.shift(364 * DAY)
    assert yearly.ask() == 0


def test_the_letter_asks_and_one_press_answers(client, partner):
    yearly.ask()
    [address] = [word for word in letters()[0].text.split() if word.endswith("/klopt/")]
    assert client.get(address.removeprefix(HOST)).status_code == 200
    assert ProfileCheck.objects.get().answered_on is None, "a mail scanner that follows the link answers nothing"
    for _ in range(2):
        assert client.post(address.removeprefix(HOST)).status_code == 200
    assert ProfileCheck.objects.get().answered_on == yearly.today()


def test_a_second_site_spoils_no_address_in_a_letter(partner, site_root):
    second_site(site_root)
    yearly.ask()
    [address] = [word for word in letters()[0].text.split() if word.endswith("/wie-doet-mee/de-soepkeuken/")]
    assert address.count("http") == 1


def test_silence_is_shown_and_long_silence_hides_until_the_first_answer(client, partner, clock, commit):
    night(commit)
    clock.shift(29 * DAY)
    night(commit)
    assert profile(client).context["not_right_since"] is None
    clock.shift(DAY)
    night(commit)
    assert profile(client).context["not_right_since"] == dt.date(2026, 11, 25)
    assert listed(client) == ["De Soepkeuken"]
    clock.shift(180 * DAY)
    night(commit)
    assert listed(client) == []
    assert profile(client).status_code == 200
    with commit():
        client.post(verb(Submission.objects.get(), "klopt"))
    assert listed(client) == ["De Soepkeuken"]
    assert profile(client).context["not_right_since"] is None


def test_the_office_and_the_site_agree_on_whoever_never_answered(client, partner, clock):
    yearly.ask()
    clock.shift(366 * DAY)
    yearly.ask()
    clock.shift(5 * DAY)
    client.force_login(member("Redacteur"))
    hidden, _silent, _nobody = client.get("/admin/partners/klopt-dit-nog/").context["groups"]
    assert listed(client) == []
    assert [one.partner.title for one in hidden.profiles] == ["De Soepkeuken"]


def test_a_change_is_an_answer_too(client, partner):
    yearly.ask()
    submission = Submission.objects.get()
    client.post(verb(submission, "wijzigen"), {"summary": "Wij koken ook brood.", "citywide": "on"})
    assert ProfileCheck.objects.get().answered_on == yearly.today()


def test_a_leap_day_does_not_ask_twice_in_a_year(client, network, clock):
    clock.move_to(dt.datetime(2028, 1, 1, 12, tzinfo=dt.UTC))
    accepted(client, clock)
    partner = PartnerPage.objects.get()
    yearly.answer(partner)
    clock.move_to(dt.datetime(2028, 12, 31, 12, tzinfo=dt.UTC))
    assert yearly.ask() == 0
    clock.shift(DAY)
    assert yearly.ask() == 1


def test_who_stopped_is_not_asked(client, partner):
    services.withdraw(Submission.objects.get())
    assert yearly.ask() == 0


def test_editors_see_who_cannot_be_asked_and_note_an_answer(client, partner, network, clock):
    PartnerFactory(parent=network, title="Zonder afzender", first_published_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    yearly.ask()
    clock.shift(40 * DAY)
    client.force_login(member("Redacteur"))
    _hidden, silent, nobody = client.get("/admin/partners/klopt-dit-nog/").context["groups"]
    assert [one.partner.title for one in silent.profiles] == ["De Soepkeuken"]
    assert [one.partner.title for one in nobody.profiles] == ["Zonder afzender"]
    for one in silent.profiles + nobody.profiles:
        assert client.post("/admin/partners/klopt-dit-nog/", {"partner": one.partner.pk}).status_code == 302
    groups = client.get("/admin/partners/klopt-dit-nog/").context["groups"]
    assert [group.profiles for group in groups] == [[], [], []]


@pytest.mark.parametrize("key", ["", "x", "0", "99999999", "²", "9" * 40])
def test_a_page_that_is_not_there_is_not_noted(client, network, key):
    client.force_login(member("Beheerder"))
    assert client.post("/admin/partners/klopt-dit-nog/", {"partner": key}).status_code == 404


ADDRESSES = {
    "/admin/partners/klopt-dit-nog/": {"Redacteur", "Moderator", "Beheerder"},
    "/admin/snippets/partners/pledge/": {"Redacteur", "Moderator", "Beheerder"},
    "/admin/snippets/partners/pledge/add/": {"Moderator", "Beheerder"},
    "/admin/snippets/partners/coregroupmembership/add/": {"Moderator", "Beheerder"},
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("group", [*GROUPS, None])
def test_only_those_who_may_come_in(client, network, address, group):
    if group:
        client.force_login(member(group))
    expected = 200 if group in ADDRESSES[address] else 302
    assert client.get(address).status_code == expected
    if address.endswith("nog/") and expected == 302:
        PartnerFactory(parent=network, title="P")
        client.post(address, {"partner": PartnerPage.objects.get().pk})
        assert not ProfileCheck.objects.exists()


def test_the_office_asks_the_same_however_many_there_are(client, network):
    client.force_login(member("Beheerder"))

    def cost(count):
        for _ in range(count):
            PartnerFactory(parent=network, first_published_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        client.get("/admin/partners/klopt-dit-nog/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/partners/klopt-dit-nog/")
        return len(queries)

    assert cost(3) == cost(20)

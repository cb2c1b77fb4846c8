"""Two who change one profile: what an editor approves is what one of them wrote, never the words of the other."""

import pytest
from django.test import Client
from wagtail.log_actions import LogContext

from core.intake import services
from core.intake.flows import flow_of
from core.intake.services import IllegalMove
from core.models import CustomImage, SentPicture, Submission
from partners.models import PartnerPage, Pledge
from tests.core.moderation import member
from tests.partners.pledges import accepted, confirmed, known, picture, verb

pytestmark = pytest.mark.django_db
FIRST = {"summary": "Woorden van Sam.", "phone": "030 111 11 11"}
SECOND = {
    "summary": "Woorden van Kim.",
    "phone": "",
    "website": "https://kim.example.org",
    "name": "Kim",
    "email": "kim@example.org",
}


def partner():
    return PartnerPage.objects.get()


def words(page):
    return (page.summary, page.phone, page.website)


def fresh(submission):
    return Submission.objects.get(pk=submission.pk)


@pytest.fixture
def two(network, clock):
    """Two open claims on an organisation that is on the site; the second with a logo."""
    known(network, summary="Wat er stond.", website="https://oud.example.org")
    first = confirmed(Client(), clock, **FIRST)
    clock.shift(60)
    second = confirmed(Client(), clock, **SECOND, logo=picture())
    return fresh(first), fresh(second)


def test_approving_the_first_publishes_nothing_of_the_second(two):
    first, second = two
    services.accept(first, None)
    assert words(partner()) == ("Woorden van Sam.", "030 111 11 11", "https://oud.example.org")
    assert partner().logo is None
    assert not CustomImage.objects.exists()
    services.accept(second, None)
    assert words(partner()) == ("Woorden van Kim.", "030 111 11 11", "https://kim.example.org")
    assert partner().logo
    assert not SentPicture.objects.exists()
    assert Pledge.objects.count() == 1
    assert not partner().has_unpublished_changes


def test_the_second_cannot_be_approved_before_the_first_is_decided(two):
    _first, second = two
    with pytest.raises(IllegalMove):
        services.accept(second, None)
    assert words(partner()) == ("Wat er stond.", "", "https://oud.example.org")
    assert fresh(second).status == "waiting"


def test_refusing_the_first_leaves_the_second(two):
    first, second = two
    services.refuse(first, None, "Wij kennen jou niet.")
    services.accept(second, None)
    assert words(partner()) == ("Woorden van Kim.", "", "https://kim.example.org")


@pytest.mark.parametrize("end", ["refuse", "withdraw", "erase"])
def test_ending_the_second_leaves_the_draft_of_the_first(two, end):
    first, second = two
    {
        "refuse": lambda: services.refuse(second, None, "Nee."),
        "withdraw": lambda: services.withdraw(second),
        "erase": lambda: services.erase(second),
    }[end]()
    assert partner().current_workflow_state is not None
    services.accept(first, None)
    assert words(partner()) == ("Woorden van Sam.", "030 111 11 11", "https://oud.example.org")
    assert partner().logo is None


def test_the_editor_sees_each_ones_words_and_why_to_wait(client, two):
    first, second = two
    client.force_login(member("Moderator"))
    for one, mine, others in ((first, "Sam", "Kim"), (second, "Kim", "Sam")):
        preview = client.get(f"/admin/inzendingen/{one.pk}/voorbeeld/").content.decode()
        assert f"Woorden van {mine}." in preview
        assert f"Woorden van {others}." not in preview
    screen = client.get(f"/admin/inzendingen/{second.pk}/")
    assert not screen.context["may_accept"]
    assert f'href="/admin/inzendingen/{first.pk}/"' in screen.content.decode().split("intake-decisions")[1]
    changes = flow_of(second).review(second)["comparison"]
    assert any("Kim" in str(one.htmldiff()) for one in changes)
    assert not any("Sam" in str(one.htmldiff()) for one in changes)
    services.accept(first, None)
    assert client.get(f"/admin/inzendingen/{second.pk}/").context["may_accept"]


def test_a_keeper_who_changes_while_a_claim_waits_comes_second_and_reads_nothing_of_it(client, network, clock, commit):
    with commit():
        keeper = accepted(client, clock)
    confirmed(Client(), clock, **SECOND)
    form = client.get(verb(keeper, "wijzigen")).context["form"]
    assert form["summary"].value() == "Wij koken elke week soep met de buurt."
    change = {"summary": "Woorden van Sam.", "citywide": "on"}
    assert client.post(verb(keeper, "wijzigen"), change).status_code == 303
    assert client.get(verb(keeper, "wijzigen")).context["form"]["summary"].value() == "Woorden van Sam."
    claim = Submission.objects.get(email="kim@example.org")
    services.accept(claim, None)
    assert words(partner())[0] == "Woorden van Kim."
    services.accept(fresh(keeper), None)
    live = partner()
    assert (live.summary, live.phone, live.website, live.citywide) == ("Woorden van Sam.", "", "", True)
    assert set(fresh(keeper).data) == {"organisation", "accepted"}


def test_a_claim_that_changes_nothing_publishes_no_waiting_draft(client, network, clock, commit):
    with commit():
        keeper = accepted(client, clock)
    client.post(verb(keeper, "wijzigen"), {"summary": "Nog niet goedgekeurd.", "citywide": "on"})
    claim = confirmed(Client(), clock, name="Kim", email="kim@example.org")
    with pytest.raises(IllegalMove):
        services.accept(claim, None)
    services.accept(fresh(keeper), None)
    services.accept(fresh(claim), None)


def test_an_editors_own_draft_is_not_published_along(client, network, clock, commit):
    page = known(network, summary="Wat er stond.")
    page.summary = "Half af."
    page.save_revision()
    claim = confirmed(client, clock, **FIRST)
    with pytest.raises(IllegalMove):
        services.accept(claim, None)
    editor = member("Moderator")
    client.force_login(editor)
    assert f"/admin/pages/{page.pk}/edit/" in client.get(f"/admin/inzendingen/{claim.pk}/").context["review"]["wait"]
    with commit(), LogContext(user=editor):
        partner().get_latest_revision().publish(user=editor)
    assert fresh(claim).status == "waiting", "publishing another draft decides nothing"
    services.accept(fresh(claim), editor)
    assert words(partner())[0] == "Woorden van Sam."


def test_what_is_mended_while_waiting_is_what_is_published(client, two):
    first, second = two
    services.ask(second, None, "Klopt dit?")
    mended = {"summary": "Kim heeft het verbeterd.", "citywide": "on"}
    assert client.post(verb(second, "wijzigen"), mended).status_code == 303
    assert fresh(second).status == "waiting"
    services.accept(first, None)
    services.accept(fresh(second), None)
    assert partner().summary == "Kim heeft het verbeterd."
    assert partner().citywide


def test_only_editors_see_a_logo_that_waits_and_nobody_keeps_it(client, two):
    _first, second = two
    url = f"/admin/inzendingen/{second.pk}/plaatje/"
    assert client.get(url).status_code == 302
    client.force_login(member("Bestellingen"))
    assert client.get(url).status_code == 302
    client.force_login(member("Redacteur"))
    assert f'src="{url}"' in client.get(f"/admin/inzendingen/{second.pk}/").content.decode()
    answer = client.get(url)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer.content[:2] == b"\xff\xd8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    SentPicture.objects.get().delete()
    assert client.get(url).status_code == 404


def test_a_picture_of_what_is_not_confirmed_is_nobodys_business(client, network, clock):
    from tests.partners.pledges import signed

    one = signed(client, clock, logo=picture())
    client.force_login(member("Moderator"))
    assert SentPicture.objects.filter(submission=one).exists()
    assert client.get(f"/admin/inzendingen/{one.pk}/plaatje/").status_code == 404

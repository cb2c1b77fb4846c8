"""Looking after one's own profile by the link in each letter: changes wait, the rest is at once."""

import pytest
from django.utils.translation import gettext
from wagtail.models import Locale

from core.intake import services
from core.models import CustomImage, OutgoingMail, Submission
from partners.models import PartnerPage, Pledge
from tests.partners.pledges import accepted, confirmed, picture, signed, verb

pytestmark = pytest.mark.django_db
CHANGED = {"summary": "Wij koken ook brood.", "citywide": "on", "phone": "030 765 43 21"}


@pytest.fixture
def mine(client, network, clock):
    """An accepted declaration."""
    return accepted(client, clock)


def partner():
    return PartnerPage.objects.get()


def test_a_change_waits_and_what_is_live_stays(client, mine):
    form = client.get(verb(mine, "wijzigen")).context["form"]
    assert form["phone"].value() == "030 123 45 67"
    assert client.post(verb(mine, "wijzigen"), CHANGED).status_code == 303
    assert partner().summary == "Wij koken elke week soep met de buurt."
    mine.refresh_from_db()
    assert mine.status == "waiting"
    services.accept(mine, None)
    live = partner()
    assert (live.summary, live.phone, live.citywide) == ("Wij koken ook brood.", "030 765 43 21", True)
    assert list(live.districts.all()) == []
    assert Pledge.objects.count() == 1


def test_the_same_change_twice_is_one_and_no_change_is_none(client, mine):
    for _ in range(2):
        client.post(verb(mine, "wijzigen"), CHANGED)
    assert OutgoingMail.objects.filter(key__contains=":changed:").count() == 1
    services.accept(Submission.objects.get(), None)
    letters = OutgoingMail.objects.count()
    answer = client.post(verb(mine, "wijzigen"), CHANGED)
    assert Submission.objects.get().status == "accepted"
    assert OutgoingMail.objects.count() == letters
    said = client.get(answer.url).content.decode()
    assert gettext("You changed nothing. Everything stays as it was.") in said
    assert gettext("Done. We sent you an e-mail about it.") not in said


def test_a_refused_change_leaves_everything_as_it_was(client, mine):
    client.post(verb(mine, "wijzigen"), CHANGED | {"logo": picture()})
    services.refuse(Submission.objects.get(), None, "Liever niet.")
    live = partner()
    assert (live.summary, live.has_unpublished_changes) == ("Wij koken elke week soep met de buurt.", False)
    assert Submission.objects.get().status == "accepted"
    assert not CustomImage.objects.exists()
    assert client.get(verb(mine, "wijzigen")).context["form"]["summary"].value() == live.summary


def test_a_new_logo_takes_the_place_of_the_old_one(client, mine):
    for size in (40, 60):
        client.post(verb(mine, "wijzigen"), CHANGED | {"logo": picture(size)})
        services.accept(Submission.objects.get(), None)
    image = CustomImage.objects.get()
    assert (partner().logo, image.width) == (image, 60)


def test_what_is_wrong_in_a_change_is_said_and_kept(client, mine):
    response = client.post(verb(mine, "wijzigen"), CHANGED | {"phone": "bel maar"})
    assert list(response.context["form"].errors) == ["phone"]
    assert "Wij koken ook brood." in response.content.decode()
    assert Submission.objects.get().status == "accepted"


def test_a_colleague_takes_over_and_the_old_links_stop(client, mine):
    old = verb(mine, "wijzigen")
    client.post(verb(mine, "overdragen"), {"email": "kim@example.org"})
    assert client.post(old, CHANGED).status_code == 410
    mine.refresh_from_db()
    assert client.post(verb(mine, "wijzigen"), CHANGED).status_code == 303


def test_stopping_ends_the_declaration_and_takes_the_profile_off_the_site(client, mine, clock, commit):
    assert client.get(verb(mine, "intrekken")).status_code == 200
    assert partner().live
    with commit():
        for _ in range(2):
            assert client.post(verb(mine, "intrekken")).status_code == 303
    live, pledge = partner(), Pledge.objects.get()
    assert (live.live, live.relation) == (False, "mentioned")
    assert pledge.ended_on == pledge.signed_on
    assert client.get("/wie-doet-mee/de-soepkeuken/").status_code == 404
    assert client.get("/ik-doe-mee/").context["register"] == []


def test_stopping_takes_every_translation_off_the_site(client, mine):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = partner().copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    client.post(verb(mine, "intrekken"))
    assert not PartnerPage.objects.filter(live=True).exists()


def test_a_link_does_only_what_may_be_done_now(client, network, clock):
    one = signed(client, clock)
    for word in ("klopt", "wijzigen", "overdragen", "intrekken"):
        assert client.post(verb(one, word)).status_code == 404
    one = services.confirm(one)
    assert [word for word, _ in client.get(verb(one)).context["verbs"]] == ["wijzigen", "intrekken"]
    services.accept(one, None)
    words = [word for word, _ in client.get(verb(one)).context["verbs"]]
    assert words == ["klopt", "wijzigen", "vraag-plaatsen", "overdragen", "intrekken"]
    for word in words:
        assert client.get(verb(one, word)).status_code == 200
    services.withdraw(one)
    assert client.get(verb(one)).context["verbs"] == []
    assert client.post(verb(one, "wijzigen"), CHANGED).status_code == 410


def test_an_answer_to_a_question_comes_back_to_the_editor(client, network, clock):
    one = confirmed(client, clock)
    services.ask(one, None, "Wat is jullie telefoonnummer?")
    assert client.post(verb(one, "wijzigen"), CHANGED).status_code == 303
    one.refresh_from_db()
    assert one.status == "waiting"
    assert partner().get_latest_revision_as_object().phone == "030 765 43 21"


def test_the_profile_is_kept_when_its_sender_is_erased(client, mine):
    services.erase(mine)
    assert partner().live
    assert Pledge.objects.count() == 1


def test_all_letters_can_be_read_by_editors(network):
    from core.intake.flows import all_flows

    [flow] = [flow for flow in all_flows() if flow.kind == "pledge"]
    [letter] = flow.samples()
    for kind in ("txt", "html"):
        assert "/klopt/" in letter.render(kind)
        assert "{{" not in letter.render(kind)

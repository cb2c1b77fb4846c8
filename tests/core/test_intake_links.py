"""Nobody gets in by a link that is not theirs, and looking changes nothing."""

import datetime as dt
import string

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.intake import links, services
from core.intake.links import LinkError, Purpose
from core.models import Submission
from tests.core.leaflets import Status, leaflet
from tests.core.test_intake_moves import everything

pytestmark = pytest.mark.usefixtures("leaflets")
# One submission serves all the examples of a test: nothing may change it.
MASS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
SECRET = "Geheime soep"


def addresses(token: str) -> list[str]:
    """Everywhere a token may be tried."""
    return [
        reverse("intake:confirm", args=[token]),
        reverse("intake:manage", args=[token]),
        reverse("intake:act", args=[token, "intrekken"]),
    ]


def refused(client: Client, address: str, **headers: str) -> bool:
    """Whether an address answers with the helpful page, says nothing of anybody, and does nothing on POST."""
    for ask in (client.get, client.head, client.post):
        answer = ask(address, **headers)
        if answer.status_code not in {404, 410} or SECRET in answer.content.decode():
            return False
        if ask != client.head and reverse("intake:new_links") not in answer.content.decode():
            return False
    return True


@pytest.fixture
def secret() -> Submission:
    return leaflet(Status.ACCEPTED, title=SECRET)


@MASS
@given(
    place=st.integers(0, 200),
    put=st.sampled_from(string.ascii_letters + string.digits + "-._~:=é "),
    cut=st.booleans(),
    purpose=st.sampled_from([Purpose.CONFIRM, Purpose.MANAGE]),
    by_post=st.booleans(),
)
def test_a_link_changed_at_any_place_is_refused(client, secret, place, put, cut, purpose, by_post):
    token = links.token_for(secret, purpose)
    at = place % len(token)
    changed = token[:at] if cut else token[:at] + put + token[at + 1 :]
    if changed in {token, ""}:
        return
    with pytest.raises(LinkError):
        links.read(changed, purpose)
    name = "confirm" if purpose == Purpose.CONFIRM else "manage"
    ask = client.post if by_post else client.get
    answer = ask(reverse(f"intake:{name}", args=[changed]))
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()
    assert reverse("intake:new_links") in answer.content.decode()
    assert Submission.objects.get().status == Status.ACCEPTED


@MASS
@given(
    token=st.text(min_size=1, max_size=300).filter(lambda text: "/" not in text and text not in {".", ".."}),
    where=st.sampled_from(["bevestigen/TOKEN/", "TOKEN/", "TOKEN/intrekken/"]),
)
@example(token="\x00", where="TOKEN/")
@example(token="a" * 8000, where="TOKEN/")
@example(token="0-0.0.0", where="bevestigen/TOKEN/")
@example(token="%00%ff%fe", where="TOKEN/intrekken/")
@example(token="\u202e\U0001f600", where="TOKEN/")
def test_whatever_is_not_a_link_of_ours_gets_a_helpful_page(client, db, token, where):
    for purpose in Purpose:
        with pytest.raises(LinkError, match="wrong"):
            links.read(token, purpose)
    sent = token.encode("utf-8", "surrogatepass").decode("latin-1")
    answer = client.get("/", PATH_INFO="/inzending/" + where.replace("TOKEN", sent))
    assert answer.status_code == 404


@pytest.mark.parametrize("value", ["", "-", "x-0", "0" * 32, f"{'0' * 32}-0", f"{'0' * 32}-0-0", "\x00-\x00"])
def test_even_what_is_signed_must_be_about_something(client, secret, value):
    token = links._signer(Purpose.MANAGE).sign(value)
    with pytest.raises(LinkError, match="wrong"):
        links.read(token, Purpose.MANAGE)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_serves_one_purpose(client, secret, purpose):
    token = links.token_for(secret, purpose)
    for other in Purpose:
        if other == purpose:
            assert links.read(token, other) == secret
        else:
            with pytest.raises(LinkError, match="wrong"):
                links.read(token, other)
    confirm, manage, act = addresses(token)
    assert refused(client, confirm) == (purpose != Purpose.CONFIRM)
    assert refused(client, act) == (purpose != Purpose.MANAGE)
    assert refused(client, manage) == (purpose != Purpose.MANAGE) or purpose == Purpose.MANAGE


def test_a_link_cannot_be_put_together_from_two(client, secret):
    mine = leaflet(Status.ACCEPTED, title="Mijn eigen folder", email="ander@voorbeeld.nl")
    one, two = links.token_for(mine, Purpose.MANAGE), links.token_for(secret, Purpose.MANAGE)
    (_mine, *rest), (theirs, *_rest) = one.split("."), two.split(".")
    assert refused(client, reverse("intake:manage", args=[".".join([theirs, *rest])]))
    page = client.get(reverse("intake:manage", args=[one])).content.decode()
    assert "Mijn eigen folder" in page
    assert SECRET not in page


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_works_for_its_time_and_then_says_how_to_get_another(client, secret, purpose):
    token, life = links.token_for(secret, purpose), links.LIFETIMES[purpose]
    with time_machine.travel(dt.datetime.now(dt.UTC) + life - dt.timedelta(minutes=1), tick=False):
        assert links.read(token, purpose) == secret
    with time_machine.travel(dt.datetime.now(dt.UTC) + life + dt.timedelta(minutes=1), tick=False):
        with pytest.raises(LinkError, match="expired"):
            links.read(token, purpose)
        if purpose == Purpose.MANAGE:
            answer = client.get(reverse("intake:manage", args=[token]))
            assert answer.status_code == 410
            assert reverse("intake:new_links") in answer.content.decode()


@pytest.mark.parametrize(
    "end", [lambda one: services.end_links(one, None), lambda one: services.hand_over(one, "c@voorbeeld.nl")]
)
def test_links_that_were_ended_stop_and_new_ones_work(client, secret, end):
    token = links.token_for(secret, Purpose.MANAGE)
    end(secret)
    assert refused(client, reverse("intake:manage", args=[token]))
    assert client.get(reverse("intake:manage", args=[token])).status_code == 410
    secret.refresh_from_db()
    assert client.get(links.manage_url(secret)).status_code == 200


def test_a_link_to_what_was_erased_says_it_is_not_known(client, secret):
    token = links.token_for(secret, Purpose.MANAGE)
    services.erase(secret)
    assert refused(client, reverse("intake:manage", args=[token]))


def test_a_key_of_the_site_that_changed_ends_every_link(client, secret, settings):
    token = links.token_for(secret, Purpose.MANAGE)
    settings.SECRET_KEY = "another-key-of-fifty-characters-or-more-0123456789-0123456789"
    assert refused(client, reverse("intake:manage", args=[token]))
    # A signature by the same key for another part of the site is none of ours.
    assert refused(
        client, reverse("intake:manage", args=[signing.TimestampSigner(sep=".").sign(f"{secret.pk.hex}-0")])
    )


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.DRAFT])
def test_looking_changes_nothing(client, status):
    submission = leaflet(status)
    before = everything()
    for purpose, name, extra in (
        (Purpose.CONFIRM, "confirm", []),
        (Purpose.MANAGE, "manage", []),
        (Purpose.MANAGE, "act", ["intrekken"]),
        (Purpose.MANAGE, "act", ["overdragen"]),
    ):
        address = reverse(f"intake:{name}", args=[links.token_for(submission, purpose), *extra])
        for ask in (client.get, client.head, client.options, client.put, client.delete):
            answer = ask(address)
            assert answer.status_code in {200, 404, 405, 410}
            assert "sessionid" not in answer.cookies
    assert everything() == before


def test_a_page_behind_a_link_is_kept_by_nobody_and_passes_its_address_on_to_nobody(client, secret, settings):
    settings.PAGE_CACHE_SECONDS = 300
    answer = client.get(links.manage_url(secret))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    title = secret.page.title
    secret.page.title = "Nieuwe naam"
    secret.page.save()
    assert title not in client.get(links.manage_url(secret)).content.decode()


def test_confirming_takes_a_press_of_the_button_and_works_when_pressed_twice(secret):
    submission = leaflet(Status.UNCONFIRMED, title="Koffie")
    strict = Client(enforce_csrf_checks=True)
    address = links.confirm_url(submission)
    assert strict.get(address).status_code == 200
    assert strict.post(address).status_code == 403
    submission.refresh_from_db()
    assert submission.status == Status.UNCONFIRMED
    plain = Client()
    for _press in range(2):
        assert plain.post(address).status_code == 200
    submission.refresh_from_db()
    assert submission.status == Status.WAITING
    assert submission.letters.filter(key__endswith=":received").count() == 1


@pytest.mark.parametrize("verb", ["onbekend", "wijzigen", "__class__", "a" * 200])
def test_a_verb_the_kind_does_not_know_is_refused(client, secret, verb):
    assert refused(client, reverse("intake:act", args=[links.token_for(secret, Purpose.MANAGE), verb]))


def test_a_verb_of_somebody_who_never_confirmed_is_refused(client):
    submission = leaflet(Status.UNCONFIRMED)
    assert refused(client, reverse("intake:act", args=[links.token_for(submission, Purpose.MANAGE), "intrekken"]))


def test_pressing_too_late_gets_a_kind_page(client, secret):
    token = links.token_for(secret, Purpose.MANAGE)
    services.withdraw(secret)
    answer = client.post(reverse("intake:act", args=[token, "overdragen"]), {"email": "c@voorbeeld.nl"})
    assert answer.status_code == 410
    assert Submission.objects.get().email == "noor@voorbeeld.nl"

"""Forms for everybody: people hardly notice the guards, machines do, and nothing that was typed is lost."""

import datetime as dt
import json

import altcha
import pytest
import time_machine
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.cache import ForgivingRedisCache
from core.intake import proof, protect, throttle
from core.intake.protect import ProtectedForm
from core.models import Submission

ADDRESS = {"REMOTE_ADDR": "192.0.2.7"}


class Soup(ProtectedForm):
    """A small form of each kind of field."""

    title = forms.CharField(label="Titel", max_length=20)
    days = forms.MultipleChoiceField(label="Dagen", choices=[("ma", "ma"), ("di", "di"), ("wo", "wo")])


def solve(puzzle: str) -> str:
    """What a browser answers."""
    challenge = altcha.Challenge.from_dict(json.loads(puzzle))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def shown(form_class=Soup) -> str:
    """The key of a form as it is shown."""
    return form_class(request=RequestFactory().get("/"))["form_key"].value()


def sent(key: str, *, after: float = 10, form_class=Soup, address=ADDRESS, **answers) -> ProtectedForm:
    """The form as it comes in so many seconds after it was shown."""
    data = QueryDict(mutable=True)
    data.update({"form_key": key, "title": "Soep"})
    data.setlist("days", ["ma", "wo"])
    for name, value in answers.items():
        data[name] = value
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=after), tick=False):
        form = form_class(data, request=RequestFactory().post("/", **address))
        form.is_valid()
    return form


# --- What a person notices ---------------------------------------------------------------------------------------
def test_a_person_gets_through_with_and_without_the_puzzle():
    unproven, proven = sent(shown()), sent(shown(), proof=solve(proof.challenge()))
    assert unproven.is_valid()
    assert proven.is_valid()
    assert (unproven.is_proven, proven.is_proven) == (False, True)
    assert unproven.cleaned_data["days"] == ["ma", "wo"]


def test_a_form_sent_twice_has_one_key_and_each_form_its_own():
    key = shown()
    assert sent(key).key == sent(key).key != sent(shown()).key
    assert len(sent(key).key) <= Submission._meta.get_field("key").max_length


def test_a_form_filled_in_by_a_machine_is_refused_kindly():
    form = sent(shown(), homepage="https://spam.example")
    assert form.non_field_errors()
    assert form["title"].value() == "Soep"


@pytest.mark.parametrize(
    ("after", "passes"), [(0, False), (2, False), (4, True), (23 * 3600, True), (25 * 3600, False)]
)
def test_a_form_may_be_sent_after_three_seconds_and_for_a_day(after, passes):
    assert sent(shown(), after=after).is_valid() == passes


@pytest.mark.parametrize("key", ["", "x", "x:1:y", "\x00", "é" * 5000])
def test_a_form_that_was_open_too_long_keeps_what_was_typed_and_goes_when_pressed_again(key):
    form = sent(key, title="Mijn soep")
    assert not form.is_valid()
    assert form["title"].value() == "Mijn soep"
    assert form["days"].value() == ["ma", "wo"]
    fresh = form["form_key"].value()
    assert fresh != key
    again = sent(fresh, after=20, title=form["title"].value())
    assert again.is_valid()


def test_a_key_of_one_kind_of_form_is_of_no_use_in_another():
    class Other(Soup):
        guard_name = "other"

    assert not sent(shown(Other)).is_valid()
    assert sent(shown(Other), form_class=Other).is_valid()
    assert not sent(signing.TimestampSigner().sign("abc")).is_valid()


def test_the_guards_are_no_questions_and_ask_nothing_of_a_screen_reader(client, db):
    form = Soup(request=RequestFactory().get("/"))
    assert [field.name for field in form.questions] == ["title", "days"]
    page = client.get(reverse("intake:new_links")).content.decode()
    guard = page[page.index('class="visually-hidden" aria-hidden') :][:600]
    assert 'aria-hidden="true"' in guard
    assert 'tabindex="-1"' in guard
    assert page.count("proof.js") == 1


def test_only_pages_with_a_guarded_form_load_the_puzzle_and_none_is_kept(client, db, settings):
    settings.PAGE_CACHE_SECONDS = 300
    keys = set()
    for _visit in range(2):
        answer = client.get(reverse("intake:new_links"))
        keys.add(answer.context["form"]["form_key"].value())
        assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]
        assert set(answer.cookies) <= {"csrftoken"}
    assert len(keys) == 2
    other = client.get(reverse("intake:manage", args=["x"]))
    assert b"proof.js" not in other.content


def test_the_cookie_of_a_form_goes_when_the_browser_is_closed(client, db):
    cookie = client.get(reverse("intake:new_links")).cookies["csrftoken"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


# --- How often ---------------------------------------------------------------------------------------------------
def test_without_the_puzzle_five_an_hour_with_it_forty():
    assert [sent(shown()).is_valid() for _form in range(7)] == [True] * 5 + [False] * 2
    # Whoever solves it is counted apart; so is another visitor, and the next hour.
    assert sent(shown(), proof=solve(proof.challenge())).is_valid()
    assert sent(shown(), address={"REMOTE_ADDR": "192.0.2.8"}).is_valid()
    later = timezone.now() + dt.timedelta(hours=1, minutes=1)
    with time_machine.travel(later, tick=False):
        assert sent(shown()).is_valid()


def test_solved_puzzles_are_counted_too(monkeypatch):
    monkeypatch.setattr(proof, "is_solved", lambda payload, key: True)
    assert [sent(shown()).is_valid() for _form in range(41)] == [True] * 40 + [False]


def test_mending_an_error_and_pressing_twice_do_not_count():
    key = shown()
    for _try in range(10):
        assert not sent(key, title="").is_valid()
    for _press in range(10):
        assert sent(key).is_valid()
    assert [sent(shown()).is_valid() for _form in range(5)] == [True] * 4 + [False]


def test_a_refused_form_stays_refused_when_it_is_pressed_again_and_keeps_what_was_typed():
    for _form in range(5):
        sent(shown())
    key = shown()
    for _press in range(3):
        form = sent(key, title="Mijn soep")
        assert not form.is_valid()
        assert form["title"].value() == "Mijn soep"


def test_the_proxy_says_who_asks_and_a_visitor_cannot(settings):
    asked = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7", HTTP_X_REAL_IP="203.0.113.9")
    assert throttle.visitor(asked) == "192.0.2.7"
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    assert throttle.visitor(asked) == "203.0.113.9"
    assert throttle.visitor(RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")) == "192.0.2.7"


def test_a_household_with_many_addresses_is_one_visitor():
    one, same, other = ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", "2001:db8:1:3::7")
    who = [throttle.visitor(RequestFactory().post("/", REMOTE_ADDR=address)) for address in (one, same, other)]
    assert who[0] == who[1] != who[2]


def test_the_address_of_a_visitor_is_nowhere_in_the_cache():
    throttle.allows("x", "192.0.2.7", most=1, seconds=60)
    assert not [key for key in cache._cache if "192.0.2.7" in key]


def test_a_cache_that_is_down_lets_people_through(monkeypatch):
    dead = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.1}})
    for module in (throttle, protect, proof):
        monkeypatch.setattr(module, "cache", dead)
    solved = solve(proof.challenge())
    for _form in range(8):
        form = sent(shown(), proof=solved)
        assert form.is_valid()
        assert form.is_proven

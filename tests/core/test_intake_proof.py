"""The puzzle a browser solves: ours, unchanged, in time, and for one form."""

import base64
import datetime as dt
import json

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.intake import proof
from tests.core.test_intake_forms import solve


# --- The puzzle --------------------------------------------------------------------------------------------------
def test_a_solved_puzzle_counts_for_one_form_however_it_is_written():
    solved = solve(proof.challenge())
    assert proof.is_solved(solved, "form-1")
    assert proof.is_solved(solved, "form-1")
    assert not proof.is_solved(solved, "form-2")
    rewritten = json.loads(base64.b64decode(solved))
    rewritten["solution"]["time"] = 5
    other = base64.b64encode(json.dumps(rewritten, indent=1).encode()).decode()
    assert other != solved
    assert not proof.is_solved(other, "form-2")


def test_a_puzzle_ends_after_a_day():
    solved = solve(proof.challenge())
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        assert not proof.is_solved(solved, "form-1")


def changed(path: list[str], value: object) -> str:
    payload = json.loads(base64.b64decode(solve(proof.challenge())))
    part = payload
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["challenge", "parameters", "cost"], 1),
        (["challenge", "parameters", "expiresAt"], 4102444800),
        (["challenge", "parameters", "expiresAt"], None),
        (["challenge", "parameters", "keyPrefix"], ""),
        (["challenge", "parameters", "keySignature"], None),
        (["challenge", "parameters", "algorithm"], []),
        (["challenge", "signature"], ""),
        (["challenge", "signature"], {}),
        (["solution", "derivedKey"], "00" * 32),
        (["solution", "derivedKey"], None),
        (["solution"], []),
        (["challenge"], "x"),
    ],
)
def test_a_puzzle_or_answer_that_was_changed_does_not_count(path, value):
    assert not proof.is_solved(changed(path, value), "form-1")


def test_a_puzzle_signed_by_somebody_else_does_not_count(settings):
    own = solve(proof.challenge())
    settings.SECRET_KEY = "another-key-of-fifty-characters-or-more-0123456789-0123456789"
    assert not proof.is_solved(own, "form-1")


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["challenge", "solution", "parameters", "signature", "algorithm", "nonce",
                                         "salt", "cost", "counter", "derivedKey", "expiresAt"]), inner, max_size=8),
                    max_leaves=15)  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(payload=st.text(max_size=200) | JSON.map(lambda made: base64.b64encode(json.dumps(made).encode()).decode()))
@example(payload="é")
@example(payload="W" * 3000)
@example(payload=base64.b64encode(b"[" * 1400).decode())
@example(
    payload=base64.b64encode(
        b'{"challenge":{"parameters":{"algorithm":"PBKDF2/SHA-256","nonce":"0","salt":"0","cost":1e999,"expiresAt":1e999},"signature":"x"},"solution":{"counter":9,"derivedKey":"z"}}'
    ).decode()
)
def test_rubbish_is_no_answer_and_no_fault(payload):
    assert proof.is_solved(payload, "form-1") is False

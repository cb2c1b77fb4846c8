"""The puzzle a browser solves by itself, with nobody else involved: ALTCHA's proof of work.

Nothing is stored for it: the puzzle carries its own end and our signature, and only what was used is remembered, in
the cache. The browser's side is `static/src/js/proof.js`.
"""

import json
import secrets
import time

import altcha
from django.core.cache import cache
from django.utils.crypto import salted_hmac

# As long as a form may be open (`protect.LONGEST_SECONDS`).
LASTS_SECONDS = 24 * 3600
# The browser tries numbers from 0 until it finds ours: a second on a telephone, and never more than a few.
ROUNDS = 5000
NUMBERS = range(50, 250)
# A solved puzzle has some 700 characters; whatever is longer is not worth reading.
LONGEST_PAYLOAD = 2000


def _secret(purpose: str) -> bytes:
    return salted_hmac("core.intake.proof", purpose, algorithm="sha256").digest()


def challenge() -> str:
    """A new puzzle as JSON, for the form that is being shown."""
    made = altcha.create_challenge(
        "PBKDF2/SHA-256",
        ROUNDS,
        counter=secrets.choice(NUMBERS),
        expires_at=int(time.time()) + LASTS_SECONDS,
        hmac_secret=_secret("puzzle"),
        hmac_key_secret=_secret("answer"),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_solved(payload: str, form_key: str) -> bool:
    """Whether `payload` solves a puzzle of ours that is still open.

    Each counts for one form (`form_key`), however often that form is sent: a double press is no second form. With a
    cache that is down each counts every time.
    """
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    try:
        solved = altcha.Payload.from_base64(payload)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    if not altcha.verify_solution(solved, _secret("puzzle"), hmac_key_secret=_secret("answer")).verified:
        return False
    # By the signature: the same answer can be written in many ways.
    name = f"proof:{solved.challenge.signature}"
    return cache.add(name, form_key, LASTS_SECONDS) or cache.get(name, form_key) == form_key

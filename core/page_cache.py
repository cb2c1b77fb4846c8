"""One counter-like token says how fresh the public site is: whatever is cached carries it in its key."""

import uuid

from django.core.cache import cache
from django.db import transaction

_KEY = "content-generation"


def generation() -> str:
    """The token of the present public content; a new one when there is none (cache emptied)."""
    token = cache.get(_KEY)
    if token is None:
        token = uuid.uuid4().hex
        # Of two processes that find none, the first one's token counts for both.
        if not cache.add(_KEY, token, timeout=None):
            token = cache.get(_KEY, token)
    return token


def renew() -> None:
    """Make everything cached so far stale, as soon as the present transaction is committed."""
    transaction.on_commit(lambda: cache.set(_KEY, uuid.uuid4().hex, timeout=None))

"""One token says how fresh the public site is: whatever is kept, carries it in its key."""

import functools
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from core.reading import reader_language

_KEY = "content-generation"
# A change that the cache did not hear of (it was down) is seen at the latest after this many seconds.
_LIFETIME = 3600
# Of more answers together there are millions of combinations, and nobody asks for the same ones soon.
_MOST_ASKED = 4
# So many languages are read beside one another.
_LANGUAGES = 6
_pinned: ContextVar[str | None] = ContextVar("pinned-content-generation", default=None)
Result = TypeVar("Result")


def generation() -> str:
    """The token of the present public content; a new one when there is none (cache emptied)."""
    pinned = _pinned.get()
    if pinned is not None:
        return pinned
    token = cache.get(_KEY)
    if token is None:
        token = uuid.uuid4().hex
        # Of two processes that find none, the first one's token counts for both.
        if not cache.add(_KEY, token, timeout=_LIFETIME):
            token = cache.get(_KEY, token)
    return token


def renew() -> None:
    """Make everything kept so far stale, as soon as the present transaction is committed."""
    transaction.on_commit(lambda: cache.set(_KEY, uuid.uuid4().hex, timeout=_LIFETIME))


def allow_query(request: HttpRequest, asked: Iterable[tuple[str, object]], number: int = 1) -> None:
    """Let the page be kept with its query string, when that asks just this and is written in the one right way.

    `asked` holds known answers only; `number` is the shown page of a list. Without this no page with a query string
    is kept: what can be made up there has no end, and would fill the cache.
    """
    pairs = [*asked, *([("pagina", number)] if number > 1 else [])]
    is_right = len(pairs) <= _MOST_ASKED and request.META.get("QUERY_STRING", "") == urlencode(pairs)
    request.may_keep_query = is_right  # type: ignore[attr-defined]


@contextmanager
def pinned_generation() -> Iterator[str]:
    """Ask for the generation once and use that answer until the end: for a request that changes nothing."""
    token = _pinned.set(generation())
    try:
        yield generation()
    finally:
        _pinned.reset(token)


def per_generation(
    maxsize: int, *, per_language: bool = True
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep a function's results in this process until something public changes.

    For answers that follow from public content, the language of the reader and the arguments alone; nobody may change
    what is returned. `per_language=False` is for answers without words or addresses: the same in every language.
    """
    # A small number was counted for one language; the large ones are limits of memory.
    room = maxsize * _LANGUAGES if per_language and maxsize < 64 else maxsize

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        @functools.lru_cache(maxsize=room)
        def kept(token: str, languages: tuple[str | None, ...], *args: Any) -> Result:
            return function(*args)

        @functools.wraps(function)
        def answer(*args: Any) -> Result:
            return kept(generation(), (get_language(), reader_language()) if per_language else (), *args)

        return answer

    return decorate

"""Who reads: the language of the address a visitor is at, also while what is shown to them is in another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import translation

# The language addresses are made for; empty: that of each page itself; None: the active one.
_reader: ContextVar[str | None] = ContextVar("reader-language", default=None)


def reader_language() -> str:
    """The language under which links are made now; empty when each page is asked for its own address."""
    reader = _reader.get()
    return (translation.get_language() or settings.LANGUAGE_CODE) if reader is None else reader


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say what follows in another language, to a reader who stays where they are: links keep their language."""
    token = _reader.set(reader_language())
    try:
        with translation.override(code):
            yield
    finally:
        _reader.reset(token)


@contextmanager
def own_addresses() -> Iterator[None]:
    """Give each page's own address: that of the language it is written in, whoever asks."""
    token = _reader.set("")
    try:
        yield
    finally:
        _reader.reset(token)

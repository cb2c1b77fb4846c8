"""The two databases behind one shape: write texts by weight, find matches, find near words."""

import datetime as dt
import heapq
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.db import connection
from django.db.models import Q

from search.concepts import Concept
from search.models import Word


class Texts(NamedTuple):
    """The words of one entry by weight, heaviest first, each with its stems."""

    title: str
    names: str
    introduction: str
    body: str


class Match(NamedTuple):
    """An entry with how well each concept fits it (0: not at all), and what filters and order need of it."""

    pk: int
    kind: str
    topic_id: int | None
    districts: str
    dates_of: int | None
    first_day: dt.date | None
    last_day: dt.date | None
    ranks: tuple[float, ...]


COLUMNS = ("pk", "kind", "topic_id", "districts", "dates_of", "first_day", "last_day")


# As many as are put in order and counted; nobody reads further.
MOST = 2000
# How much a word counts that means about the same as the one that was typed.
OTHER = 0.5


def best(matches: Iterable[Match]) -> list[Match]:
    """The matches that fit best, at most `MOST`."""
    return heapq.nlargest(MOST, matches, key=lambda match: (sum(match.ranks), -match.pk))


class Engine(Protocol):
    """What a database does for the search."""

    def write(self, texts: Iterable[tuple[int, str, Texts]]) -> None:
        """Keep the texts of entries: key, language, texts."""

    def wait_for_others(self) -> None:
        """Until the end of the transaction nobody else writes entries; who waited reads what the other committed."""

    def clear(self) -> None:
        """Forget all texts."""

    def matches(
        self, concepts: Sequence[Concept], visible: Q, languages: Sequence[str], needed: Sequence[int] | None = None
    ) -> list[Match]:
        """The visible entries that fit every concept; or any of those whose numbers are `needed`. At most `MOST`."""

    def near(self, word: str, language: str) -> list[Word]:
        """Words of ours that look like a word."""


def engine() -> Engine:
    """The engine of the database of this site."""
    if connection.vendor == "postgresql":
        from search.engines.postgres import Postgres

        return Postgres()
    from search.engines.sqlite import SQLite

    return SQLite()

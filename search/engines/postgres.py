"""Full text search of PostgreSQL: weighted vectors made by a configuration per language, and trigrams."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db import connection
from django.db.models import F, Q, Value

from search.concepts import Concept, Term, Way
from search.engines import COLUMNS, MOST, OTHER, Match, Texts
from search.models import Entry, Word

# Made by the first migration; any other language is only stripped of accents.
CONFIGURATIONS = {"nl": "zoek_nl", "en": "zoek_en", "tr": "zoek_tr", "ar": "zoek_ar"}
OTHERWISE = "zoek_anders"
# Of body, introduction, names and title.
_WEIGHTS = [0.06, 0.25, 0.4, 1.0]
_WRITE = (
    "UPDATE search_entry SET vector = setweight(to_tsvector(%s::regconfig, %s), 'A')"
    " || setweight(to_tsvector(%s::regconfig, %s), 'B') || setweight(to_tsvector(%s::regconfig, %s), 'C')"
    " || setweight(to_tsvector(%s::regconfig, %s), 'D') WHERE id = %s"
)


def configuration(language: str) -> str:
    """The text search configuration of a language."""
    return CONFIGURATIONS.get(language, OTHERWISE)


class Postgres:
    """See `search.engines.Engine`."""

    def write(self, texts: Iterable[tuple[int, str, Texts]]) -> None:
        """Keep the texts of entries."""
        rows = []
        for key, language, four in texts:
            name = configuration(language)
            rows.append([value for text in four for value in (name, text)] + [key])
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, rows)

    def wait_for_others(self) -> None:
        """Until the end of the transaction nobody else writes entries; who waited reads what the other committed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_entry'))")

    def clear(self) -> None:
        """Nothing: the vectors go with their entries."""

    def matches(
        self, concepts: Sequence[Concept], visible: Q, languages: Sequence[str], needed: Sequence[int] | None = None
    ) -> list[Match]:
        """The visible entries that fit every concept; or any of those whose numbers are `needed`. At most `MOST`."""
        queries = [_query((*concept.ways, *concept.others), languages) for concept in concepts]
        together = reduce(and_, queries) if needed is None else reduce(or_, [queries[number] for number in needed])
        found = Entry.objects.filter(visible, vector=together)
        ranks = {f"rank_{number}": _rank(concept, languages) for number, concept in enumerate(concepts)}
        fit = reduce(add, (F(name) for name in ranks))
        rows = found.annotate(**ranks).order_by(fit.desc(), "pk").values_list(*COLUMNS, *ranks)[:MOST]
        return [Match._make((*row[: len(COLUMNS)], row[len(COLUMNS) :])) for row in rows]

    def near(self, word: str, language: str) -> list[Word]:
        """Words of ours that share trigrams with a word."""
        found = Word.objects.filter(language=language, text__trigram_similar=word)
        return list(found.annotate(nearness=TrigramSimilarity("text", word)).order_by("-nearness", "text")[:30])


def _rank(concept: Concept, languages: Iterable[str]) -> Any:
    """How well an entry fits a concept."""

    def one(ways: Sequence[Way]) -> Any:
        # 1: a long text is not better because it says everything.
        rank = SearchRank(F("vector"), _query(ways, languages), weights=_WEIGHTS, normalization=Value(1))
        # It is the mean of all ways: who writes it in one of them is no worse for there being more.
        return rank * float(len(ways))

    return one(concept.ways) + OTHER * one(concept.others) if concept.others else one(concept.ways)


def _query(ways: Iterable[Way], languages: Iterable[str]) -> Any:
    """Ways of writing as a question in each language: the forms of a word are alternatives, its parts go together."""
    text = " | ".join(f"({' & '.join(_any(term) for term in way)})" for way in ways)
    names = dict.fromkeys(configuration(language) for language in languages)
    return reduce(or_, [SearchQuery(text, config=name, search_type="raw") for name in names])


def _any(term: Term) -> str:
    return "(" + " | ".join(f"'{form}'" for form in term) + ")"

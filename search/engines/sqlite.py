"""Full text search of SQLite: an FTS5 table beside the entries. It knows no stems: the texts bring them along."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from search.concepts import Concept, Term, Way
from search.engines import COLUMNS, OTHER, Match, Texts, best
from search.models import Entry, Word

# Of title, names, introduction and body.
_RANK = "-bm25(search_entry_text, 10.0, 4.0, 2.5, 0.6)"


class SQLite:
    """See `search.engines.Engine`. Texts of what is gone stay until all is written anew; no question sees them."""

    def write(self, texts: Iterable[tuple[int, str, Texts]]) -> None:
        """Keep the texts of entries."""
        rows = [(key, *four) for key, _language, four in texts]
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_entry_text WHERE rowid = %s", [(row[0],) for row in rows])
            cursor.executemany(
                "INSERT INTO search_entry_text (rowid, title, names, introduction, body) VALUES (%s, %s, %s, %s, %s)",
                rows,
            )

    def wait_for_others(self) -> None:
        """Nothing: each transaction holds the whole database from its beginning."""

    def clear(self) -> None:
        """Forget all texts."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_entry_text")

    def matches(
        self, concepts: Sequence[Concept], visible: Q, languages: Sequence[str], needed: Sequence[int] | None = None
    ) -> list[Match]:
        """The visible entries that fit every concept; or any of those whose numbers are `needed`. At most `MOST`."""
        ranks = self._ranks(concepts)
        asked = range(len(concepts)) if needed is None else needed
        fits = all if needed is None else any
        ranks = {key: found for key, found in ranks.items() if fits(found[number] for number in asked)}
        rows = Entry.objects.filter(visible, pk__in=_keys(ranks)).values_list(*COLUMNS)
        return best(Match._make((*row, tuple(ranks[row[0]]))) for row in rows)

    def near(self, word: str, language: str) -> list[Word]:
        """Words of ours that are about as long as a word, and begin or end like it."""
        found = Word.objects.filter(language=language).filter(
            Q(text__startswith=word[:1]) | Q(text__endswith=word[-2:])
        )
        return [row for row in found if abs(len(row.text) - len(word)) <= 2]

    def _ranks(self, concepts: Sequence[Concept]) -> dict[int, list[float]]:
        """Of each entry that fits any concept how well it fits each of them."""
        asked = [(number, 1.0, _question(concept.ways)) for number, concept in enumerate(concepts)]
        asked += [(n, OTHER, _question(concept.others)) for n, concept in enumerate(concepts) if concept.others]
        # A word that is everywhere ranks about nothing; it fits all the same.
        one = f"SELECT %s, rowid, %s * max({_RANK}, 1e-6) FROM search_entry_text WHERE search_entry_text MATCH %s"  # noqa: S608
        found: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(concepts))
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([one] * len(asked)), [value for row in asked for value in row])
            for number, key, rank in cursor:
                found[key][number] += rank
        return found


def _question(ways: Iterable[Way]) -> str:
    """Ways of writing in the language of FTS5; every word stands in quotation marks, and holds none."""
    return " OR ".join(f"({' AND '.join(_any(term) for term in way)})" for way in ways)


def _any(term: Term) -> str:
    return "(" + " OR ".join(f'"{form}"' for form in term) + ")"


def _keys(ranks: Iterable[int]) -> RawSQL:
    """The keys as one parameter: there may be more than SQLite takes."""
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ranks))])

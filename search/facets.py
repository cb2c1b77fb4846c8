"""What an answer can be narrowed by, with how many would be left; and narrowing it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.findable import kinds
from core.models import Topic
from core.page_cache import per_generation
from core.queries import all_districts
from search.answer import Facet, Question
from search.indexing import DOCUMENT, VENUE
from search.ranking import Ranked

WHENS = {"komend": _("Still to come"), "week": _("This week"), "maand": _("This month"), "geweest": _("Over")}


@dataclass(frozen=True)
class Narrowing:
    """One way to narrow: what is chosen, and the choices that a result belongs to."""

    chosen: str
    codes: Callable[[Ranked], Iterable[str]]
    labels: dict[str, str]

    def holds(self, one: Ranked) -> bool:
        """Whether a result belongs to what is chosen."""
        return not self.chosen or self.chosen in self.codes(one)

    def facets(self, found: Iterable[Ranked]) -> list[Facet]:
        """The choices that leave something, and the one that is chosen, in the order of their labels."""
        counts = Counter(code for one in found for code in self.codes(one))
        shown = [code for code in self.labels if counts[code] or code == self.chosen]
        return [Facet(code, self.labels[code], counts[code], code == self.chosen) for code in shown]


def narrow(found: list[Ranked], question: Question) -> tuple[list[Ranked], dict[str, list[Facet]]]:
    """What is left of the results after every choice, and the choices of each kind, counted as if it had none."""
    topics, districts = _topics(question.language), {str(one.pk): one for one in all_districts()}
    ways = {
        "kinds": Narrowing(question.kind, lambda one: (one.match.kind,), kind_labels()),
        "whens": Narrowing(question.when, lambda one: one.whens, {code: str(name) for code, name in WHENS.items()}),
        "districts": Narrowing(
            question.district,
            lambda one: [districts[key].slug for key in one.match.districts.split() if key in districts],
            {one.slug: one.name for one in districts.values()},
        ),
        "topics": Narrowing(
            question.topic,
            lambda one: [topics[one.match.topic_id][0]] if one.match.topic_id in topics else [],
            dict(sorted(set(topics.values()), key=lambda row: row[1])),
        ),
    }
    # Of each result which ways it does not fit: one that fits all but one counts among the choices of that one.
    misses = [(one, [name for name, way in ways.items() if not way.holds(one)]) for one in found]
    counted = {
        name: way.facets(one for one, missed in misses if not set(missed) - {name}) for name, way in ways.items()
    }
    return [one for one, missed in misses if not missed], counted


def kind_labels() -> dict[str, str]:
    """What each kind of result is called, in the active language."""
    labels = {kind.code: capfirst(str(kind.label)) for kind in kinds()}
    return {**labels, DOCUMENT: capfirst(str(_("document"))), VENUE: capfirst(str(_("venue")))}


@per_generation(maxsize=8)
def _topics(language: str) -> dict[int, tuple[str, str]]:
    """Of each topic its address, and its name in a language, or else in the source language."""
    rows = list(Topic.objects.values_list("pk", "slug", "name", "locale__language_code"))
    names: dict[str, str] = {}
    for wanted in (settings.LANGUAGE_CODE, language):
        names |= {slug: name for _pk, slug, name, code in rows if code == wanted}
    return {pk: (slug, names.get(slug, name)) for pk, slug, name, _code in rows}

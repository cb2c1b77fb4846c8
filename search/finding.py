"""One question to the search, and its answer."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Q, Value, When
from django.http import HttpRequest

from core.findable import next_dates
from search import spelling
from search.answer import Answer, Facet, Hit, Question, Suggestion
from search.concepts import Concept, concepts_of
from search.days import is_day
from search.engines import engine
from search.facets import kind_labels, narrow
from search.models import Entry
from search.promoted import Promotion, promotions_for
from search.ranking import Ranked, rank
from search.shown import shown, shown_promotions, url_of
from search.visible import visible
from search.words import is_stop, words_in

__all__ = ["Answer", "Facet", "Hit", "Question", "Suggestion", "find", "suggest"]

PAGE_SIZE = 10
# With fewer that have every word, those that have most words are shown as well: nobody turns an almost empty page.
FEW = PAGE_SIZE
# Of more suggestions than anybody reads the soonest are chosen.
_CONSIDERED = 40
# A word in fewer entries than this is looked for whatever stands beside it.
_RARE = 1000


@dataclass(frozen=True)
class Asked:
    """What was found for some words, and which of them are nowhere."""

    words: str
    concepts: list[Concept]
    found: list[Ranked]
    unknown: list[str]


def find(question: Question, request: HttpRequest | None = None) -> Answer:
    """The answer to a question; words that nobody wrote are taken for the nearest ones that somebody did.

    Then `did_you_mean` has the corrected words, and `searched` as well when those as typed found nothing at all.
    """
    words = " ".join(question.words[:400].split())
    if not words_in(words):
        return Answer()
    asked = _ask(words, question.language)
    did_you_mean = spelling.corrected(words, asked.unknown, question.language)
    if did_you_mean:
        better = _ask(did_you_mean, question.language)
        # Offered only when it leads to something that anybody may see, by every word: of several, one may be private.
        did_you_mean = did_you_mean if better.found and not better.unknown else ""
        asked = better if did_you_mean and not asked.found else asked
    found, facets = narrow(asked.found, question)
    first = _promoted(question)
    promoted_pages = {one.page_id for one in first}
    if promoted_pages - {None}:
        again = set(Entry.objects.filter(page__in=promoted_pages - {None}).values_list("pk", flat=True))
        found = [one for one in found if one.match.pk not in again]
    total = len(found) + len(first)
    pages = max(1, -(-total // PAGE_SIZE))
    start = (min(max(1, question.page), pages) - 1) * PAGE_SIZE
    hits = shown_promotions(first[start : start + PAGE_SIZE], asked.concepts, request)
    rest = found[max(0, start - len(first)) : max(0, start + PAGE_SIZE - len(first))]
    hits += shown(rest, asked.concepts, request)
    return Answer(hits, total, pages, **facets, did_you_mean=did_you_mean, searched=asked.words)


def _ask(words: str, language: str) -> Asked:
    """Look for words: with every one of them, and when those are few, with most of them."""
    concepts, seen = concepts_of(words, language), visible(language)
    languages = tuple(dict.fromkeys((language, settings.LANGUAGE_CODE)))
    matches = engine().matches(concepts, seen, languages)
    unknown: list[str] = []
    if len(matches) < FEW:
        if len(concepts) > 1:
            matches = engine().matches(concepts, seen, languages, _telling(concepts))
        nowhere = [one.typed for n, one in enumerate(concepts) if not any(match.ranks[n] for match in matches)]
        # What says nothing, or when, is no slip of the fingers.
        unknown = [typed for typed in nowhere if not (is_stop(typed, language) or is_day(typed, language))]
    dates = next_dates(match.dates_of for match in matches if match.dates_of)
    places = [number for number, one in enumerate(concepts) if one.is_place]
    return Asked(words, concepts, rank(matches, dates, places), unknown)


def _telling(concepts: list[Concept]) -> list[int]:
    """The numbers of the concepts of which one must be there: not those that are everywhere, if there are others."""
    common = [concept.commonness for concept in concepts]
    least = min((number for number in common if number), default=0)
    return [number for number, entries in enumerate(common) if entries <= max(_RARE, 10 * least)]


def _promoted(question: Question) -> list[Promotion]:
    """What editors put first, as long as nothing else was chosen."""
    if question.kind or question.when or question.district or question.topic:
        return []
    chosen = promotions_for(question.words, question.language)
    # The front page is everywhere already, and has no entry.
    pages = [one.page_id for one in chosen if one.page_id]
    known = set(Entry.objects.filter(page__in=pages).values_list("page", flat=True))
    return [one for one in chosen if not one.page_id or one.page_id in known]


def suggest(words: str, language: str, most: int = 8) -> list[Suggestion]:
    """What is called as the words that were begun, at most `most`: what can still be done first."""
    begun = words_in(words[:100])
    if not begun:
        return []
    fits = Q()
    for word in begun[:8]:
        fits &= Q(title_words__contains=f" {word}")
    starts = Case(When(title_words__startswith=f" {' '.join(begun)}", then=Value(0)), default=Value(1))
    rows = Entry.objects.filter(visible(language), fits).annotate(turn=starts)
    rows = rows.select_related("page__locale", "document", "venue__district").defer("vector", "text")
    entries = list(rows.order_by("turn", "title", "pk")[:_CONSIDERED])
    coming = next_dates(entry.dates_of for entry in entries if entry.dates_of)
    entries.sort(key=lambda entry: (bool(entry.dates_of) and entry.dates_of not in coming, entry.turn))
    labels = kind_labels()
    found: list[Suggestion] = []
    for entry in entries:
        if len(found) < most and (address := url_of(entry, None)):
            found.append(Suggestion(entry.title, address, labels.get(entry.kind, ""), entry.language))
    return found

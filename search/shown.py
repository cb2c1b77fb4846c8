"""The results of one page as people see them: address, extract, when and where."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Left
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.text import capfirst

from agenda.models import AgendaIndexPage, AgendaItemPage
from agenda.queries import public_agenda
from core.findable import dates_in_words
from core.models import Topic
from core.page_cache import per_generation
from core.queries import as_cards
from core.templatetags.components import date_plain, date_range
from search.answer import Hit
from search.concepts import Concept
from search.extracts import Marker
from search.facets import kind_labels
from search.models import Entry
from search.promoted import Promotion
from search.ranking import Ranked

# The beginning of a long document is read for an extract, not all of it.
_READ = 20_000


def shown(found: Sequence[Ranked], concepts: Sequence[Concept], request: HttpRequest | None) -> list[Hit]:
    """The results as hits, in the same order; one that has no address any more is left out."""
    entries = {entry.pk: entry for entry in _entries("pk", [one.match.pk for one in found])}
    words = dates_in_words({one.match.dates_of: one.next for one in found if one.match.dates_of})
    look = _Look(concepts, request)
    hits = []
    for one in found:
        entry = entries.get(one.match.pk)
        hit = look.hit(entry) if entry else None
        if entry and hit:
            when = words.get(entry.dates_of, "") if entry.dates_of else _days(entry)
            hits.append(replace(hit, when=when, is_past=one.is_past, is_cancelled=one.is_off))
    return hits


def shown_promotions(
    promotions: Sequence[Promotion], concepts: Sequence[Concept], request: HttpRequest | None
) -> list[Hit]:
    """What editors put first, as hits."""
    entries = {entry.page_id: entry for entry in _entries("page", [one.page_id for one in promotions if one.page_id])}
    look = _Look(concepts, request)
    hits = []
    for one in promotions:
        entry = entries.get(one.page_id) if one.page_id else None
        hit = look.hit(entry) if entry else _elsewhere(one)
        if hit:
            hits.append(replace(hit, is_promoted=True, why=one.why))
    return hits


class _Look:
    """How the results of one question look."""

    def __init__(self, concepts: Sequence[Concept], request: HttpRequest | None) -> None:
        self.request = request
        self.labels = kind_labels()
        self.marker = functools.lru_cache(functools.partial(Marker, concepts))

    def hit(self, entry: Entry) -> Hit | None:
        """An entry as a hit without its dates; None when it has no address any more."""
        address, marker = url_of(entry, self.request), self.marker(entry.language)
        if not address:
            return None
        return Hit(
            title=marker.title(entry.title),
            url=address,
            kind=entry.kind,
            kind_label=self.labels.get(entry.kind, "") + _file_of(entry),
            language=entry.language,
            extract=marker.extract(entry.text),
            place=entry.place,
            is_example=entry.is_example,  # type: ignore[attr-defined]
            art_topic=entry.topic.symbol if entry.topic else Topic.Symbol.TOGETHER,
            art_seed=entry.art_seed,
        )


def _elsewhere(one: Promotion) -> Hit | None:
    """An address of another site as a hit; None when it is none."""
    if one.page_id or not one.url:
        return None
    return Hit(
        title=escape(one.text),
        url=one.url,
        kind="",
        kind_label="",
        language=settings.LANGUAGE_CODE,
        extract=escape(""),
        art_topic=Topic.Symbol.TOGETHER,
        art_seed=one.url,
    )


def _file_of(entry: Entry) -> str:
    """What one downloads, behind the name of the kind: ' (pdf, 2 MB)'; empty for what is no document."""
    if not entry.document:
        return ""
    size = entry.document.file_size
    parts = [entry.document.file_extension.lower(), filesizeformat(size) if size else ""]
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


def url_of(entry: Entry, request: HttpRequest | None) -> str:
    """The address of what an entry stands for; of a place its district's page; empty when it has none."""
    if entry.page:
        return entry.page.get_url(request) or ""
    if entry.document:
        return entry.document.url
    agenda = agenda_address()
    if not (agenda and entry.venue):
        return ""
    return f"{agenda}{entry.venue.district.slug}/" if entry.venue.district else agenda


def agenda_address() -> str:
    """The address of the agenda; empty when there is none."""
    return next((one.card_url for one in _agendas()), "")


@per_generation(maxsize=1)
def _agendas() -> list[AgendaIndexPage]:
    found = public_agenda()
    return as_cards([found] if found else [])


def _days(entry: Entry) -> str:
    """The days of a campaign, or the day of an article, in words."""
    if entry.first_day and entry.last_day:
        return capfirst(date_range(entry.first_day, entry.last_day))
    return date_plain(entry.first_day) if entry.first_day else ""


def _entries(name: str, keys: list[int]) -> list[Entry]:
    """The entries with what a result shows, and no more of a long text than an extract is taken from."""
    if not keys:
        return []
    rows = Entry.objects.filter(**{f"{name}__in": keys}).defer("vector", "text")
    rows = rows.select_related("page__locale", "document", "venue__district", "topic")
    # Made up by us.
    example = Exists(AgendaItemPage.objects.filter(pk=OuterRef("dates_of"), is_example=True))
    found: list[Any] = list(rows.annotate(beginning=Left("text", Value(_READ)), is_example=example))
    for entry in found:
        entry.text = entry.beginning
    return found

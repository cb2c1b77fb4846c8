"""Keeps the search up to date: writes what there is to find of pages, venues and documents. Only the content is kept;
who may see it is asked at every question (`search.visible`), and so is when it is on (`core.findable`).
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, NamedTuple, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import override
from wagtail.models import Page

from agenda.models import Access, AgendaItemPage, Venue
from core import page_cache
from core.blocks.reading import plain_text
from core.findable import PAGE, Facts, kind_of
from core.models import BasePage, CustomDocument
from search.compounds import Vocabulary
from search.concepts import vocabulary
from search.engines import engine
from search.models import DocumentText, Entry, Word
from search.texts import Words, texts_of
from search.words import words_in

DOCUMENT, VENUE = "document", "locatie"
# The front page has only what stands on other pages.
_FIRST_DEPTH = 3
_BATCH = 500
_LONGEST_TEXT = 100_000
Row = TypeVar("Row")


class Found(NamedTuple):
    """An entry to write, and its words."""

    entry: Entry
    words: Words


def write_pages(keys: Iterable[int]) -> int:
    """Write the entries of these pages anew; those that are not on the site lose theirs. Gives how many are kept."""
    wanted = set(keys)
    return _renew({"page__in": wanted}, _pages(Page.objects.filter(pk__in=wanted)))


def write_venues(keys: Iterable[int]) -> int:
    """Write the entries of these venues anew, and of the activities there."""
    wanted = set(keys)
    count = _renew({"venue__in": wanted}, map(_venue, Venue.objects.filter(pk__in=wanted).select_related("district")))
    return count + write_pages(AgendaItemPage.objects.filter(venue__in=wanted).values_list("pk", flat=True))


def write_documents(keys: Iterable[int]) -> int:
    """Write the entries of these documents anew."""
    wanted = set(keys)
    return _renew({"document__in": wanted}, _documents(wanted))


def rebuild() -> int:
    """Write everything anew, with the words that compounds are split by; gives how many entries there are."""
    with transaction.atomic():
        engine().wait_for_others()
        Entry.objects.all().delete()
        engine().clear()
        words: dict[tuple[str, str], Word] = {}
        count = 0
        # No compound can be split before all words are known: what was read waits on disk.
        with tempfile.TemporaryFile() as kept:
            for batch in _batches(_everything()):
                for entry, found in zip(Entry.objects.bulk_create(one.entry for one in batch), batch, strict=True):
                    pickle.dump((entry.pk, found.words), kept)
                    _count(words, found.words)
                    count += 1
            dutch = {word.text: word.entries for word in words.values() if word.language == settings.LANGUAGE_CODE}
            known = Vocabulary(dutch)
            kept.seek(0)
            for rows in _batches(_unpickled(kept, count)):
                engine().write((key, found.language, texts_of(found, known)) for key, found in rows)
        Word.objects.all().delete()
        Word.objects.bulk_create(words.values(), batch_size=_BATCH)
    page_cache.renew()
    return count


def _unpickled(file: IO[bytes], count: int) -> Iterator[tuple[int, Words]]:
    for _number in range(count):
        # Our own, of a moment ago.
        yield pickle.load(file)  # noqa: S301


def _count(words: dict[tuple[str, str], Word], found: Words) -> None:
    """Count each word of something once."""
    for text, written in found.written().items():
        key = (found.language, text)
        if key in words:
            words[key].entries += 1
        else:
            words[key] = Word(language=found.language, text=text, written=written[:80])


def _everything() -> Iterator[Found]:
    yield from _pages(Page.objects.all())
    yield from map(_venue, Venue.objects.select_related("district").order_by("pk"))
    yield from _documents(CustomDocument.objects.order_by("pk").values_list("pk", flat=True))


def _renew(which: dict[str, object], found: Iterable[Found]) -> int:
    with transaction.atomic():
        engine().wait_for_others()
        Entry.objects.filter(**which).delete()
        count = 0
        for batch in _batches(found):
            count += _write(batch, vocabulary())
            _note_words(batch)
    # Entries are written in bulk, which nobody hears of.
    page_cache.renew()
    return count


def _note_words(batch: list[Found]) -> None:
    """Add the words nobody used before; those that are gone stay until everything is written anew."""
    new: dict[tuple[str, str], Word] = {}
    for found in batch:
        _count(new, found.words)
    Word.objects.bulk_create(new.values(), batch_size=_BATCH, ignore_conflicts=True)


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(found)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _write(batch: list[Found], known: Vocabulary) -> int:
    entries = Entry.objects.bulk_create(found.entry for found in batch)
    engine().write(
        (entry.pk, entry.language, texts_of(found.words, known)) for entry, found in zip(entries, batch, strict=True)
    )
    return len(entries)


# --- Pages, venues and documents ---------------------------------------------------------------------------
def _pages(pages: Iterable) -> Iterator[Found]:
    """What there is of the pages that are on the site; an alias is found as what it stands for."""
    rows = pages.filter(live=True, alias_of=None, depth__gte=_FIRST_DEPTH)  # type: ignore[attr-defined]
    by_model: dict[type, list[int]] = {}
    for page in rows.only("pk", "content_type").order_by("pk"):
        model = page.cached_content_type.model_class()
        if model and issubclass(model, BasePage):
            by_model.setdefault(model, []).append(page.pk)
    for model, keys in by_model.items():
        kind = kind_of(model)
        for first in range(0, len(keys), _BATCH):
            some = model._default_manager.filter(pk__in=keys[first : first + _BATCH]).select_related(*kind.select)  # type: ignore[attr-defined]
            for page in some.select_related("topic").prefetch_related(*kind.prefetch).order_by("pk"):
                yield _page(page)


def _page(page: BasePage) -> Found:
    language, kind = page.language_code, kind_of(type(page))
    # What the site calls things, it calls so in the language of the page.
    with override(language):
        facts = kind.facts(page)
        names = (*facts.names, page.topic.name if page.topic else "", *([] if kind is PAGE else [str(kind.label)]))
    body = "\n".join(filter(None, [plain_text(page), facts.text]))[:_LONGEST_TEXT]
    words = Words(language, page.title, names, page.summary, body)
    entry = _entry(kind.code, words, facts)
    entry.page_id, entry.topic_id, entry.art_seed = page.pk, page.topic_id, page.art_seed
    return Found(entry, words)


def _venue(venue: Venue) -> Found:
    with override(settings.LANGUAGE_CODE):
        access = [name for name, answer in venue.access_facts if answer == Access.YES]
    # Its part of town stands beside it.
    where = ", ".join(filter(None, [venue.street, venue.postcode]))
    facts = Facts(place=venue.area, districts=(venue.district_id,) if venue.district_id else ())
    notes = filter(None, [*access, venue.public_transport, venue.travel_help])
    body = ". ".join(note[:1].upper() + note[1:] for note in notes)
    names = (venue.neighbourhood, venue.district.name if venue.district else "")
    words = Words(settings.LANGUAGE_CODE, venue.name, names, where, body)
    entry = _entry(VENUE, words, facts)
    entry.venue_id, entry.art_seed = venue.pk, f"venue-{venue.pk}"
    return Found(entry, words)


def _documents(keys: Iterable[int]) -> Iterator[Found]:
    wanted = list(keys)
    # Of an older file nothing is shown.
    known = DocumentText.objects.filter(document__in=wanted, file_hash=F("document__file_hash"))
    texts = dict(known.values_list("document", "text"))
    for document in CustomDocument.objects.filter(pk__in=wanted).order_by("pk"):
        text = texts.get(document.pk, "")[:_LONGEST_TEXT]
        words = Words(settings.LANGUAGE_CODE, document.title, (document.file_extension,), "", text)
        entry = _entry(DOCUMENT, words, Facts())
        entry.document_id, entry.art_seed = document.pk, f"document-{document.pk}"
        yield Found(entry, words)


def _entry(kind: str, words: Words, facts: Facts) -> Entry:
    return Entry(
        language=words.language,
        kind=kind,
        title=_stored(words.title)[:255],
        title_words="".join(f" {word}" for word in words_in(words.title))[:600],
        text=_stored("\n".join(filter(None, [words.introduction, words.body]))),
        place=_stored(facts.place)[:255],
        districts="".join(f" {key}" for key in facts.districts) + " " if facts.districts else "",
        first_day=facts.first_day,
        last_day=facts.last_day,
        dates_of=facts.dates_of,
    )


def _stored(text: str) -> str:
    """A text without what a database cannot store."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()

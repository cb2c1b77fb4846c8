"""Making and publishing the pages, and only where something differs."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.search.backends import get_search_backends
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from agenda.models import AgendaDate, AgendaDateChange
from home.demo.book import HOME, Book, Entry, Values
from home.demo.markup import stable_id
from home.models import HomePage
from infokaart.models import PickupPoint


@contextmanager
def search_index_at_the_end(models: Iterable[type[Page]], pages: list[Page]) -> Iterator[None]:
    """Index what is in `pages` once, afterwards: every page is saved three times and indexing is slow."""
    models = set(models)
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    for model in models:
        found = [page for page in pages if type(page) is model]
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)


def touched_pages() -> set[int]:
    """The ids of pages somebody edited, moved, unpublished or otherwise handled in the admin."""
    handled = set(PageLogEntry.objects.exclude(user=None).values_list("page_id", flat=True))
    edited = Revision.page_revisions.exclude(user=None).values_list("object_id", flat=True)
    return handled | {int(pk) for pk in edited}


def create_missing(entries: list[Entry], home: HomePage, book: Book) -> set[int]:
    """Put every page of the data in `book`, making drafts of those that are missing; gives the ids of the new ones."""
    keys = {uuid.UUID(stable_id("page", entry.key)): entry.key for entry in entries}
    for model in {entry.model for entry in entries}:
        for page in model.objects.filter(translation_key__in=keys, locale=home.locale):
            book.pages[keys[page.translation_key]] = page
    _change_types({entry.key: entry.model for entry in entries}, keys, home, book)
    gone = PageLogEntry.objects.filter(action="wagtail.delete").exclude(user=None).values_list("label", flat=True)
    deleted, parents, born = set(gone), {HOME: home}, set()
    with disable_reference_index_auto_update():
        for entry in entries:
            parent = parents.get(entry.parent) or book.pages.get(entry.parent)
            if entry.key in book.pages or entry.row["title"] in deleted or parent is None:
                continue
            page = entry.model(
                title=entry.row["title"],
                slug=entry.row["slug"],
                translation_key=stable_id("page", entry.key),
                locale=home.locale,
                live=False,
                **entry.birth,
            )
            book.pages[entry.key] = parent.add_child(instance=page)
            born.add(page.pk)
    return born


def _change_types(models: dict[str, type[Page]], keys: dict[uuid.UUID, str], home: HomePage, book: Book) -> None:
    """Give pages that an earlier release made as another type their present one; editors keep what they touched."""
    found = Page.objects.filter(translation_key__in=keys, locale=home.locale)
    others = found.exclude(pk__in=[page.pk for page in book.pages.values()])
    touched = touched_pages() if others else set()
    for page in others:
        key = keys[page.translation_key]
        book.pages[key] = page if page.pk in touched else _as_type(page, models[key])


def _as_type(page: Page, model: type[Page]) -> Page:
    """The same page with another type, at the same key, so that every link to it stays."""
    Revision.page_revisions.filter(object_id=str(page.pk)).delete()
    page.refresh_from_db()
    old = page.specific_class
    if old is not None:
        # The row of the old type alone: deleting the page would unlink it everywhere.
        old._base_manager.filter(pk=page.pk)._raw_delete("default")
    kept = {field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}
    changed = model(page_ptr_id=page.pk, **kept | {"content_type_id": ContentType.objects.get_for_model(model).pk})
    # Not `save`: that would look for the row that has just gone.
    changed.save_base()
    return changed


def write(page: Page, values: Values, is_new: bool) -> str:
    """Give a page its values and publish it when something differs; gives created, updated or unchanged."""
    changed = _apply(page, values)
    if is_new or changed:
        # Publishing cleans the page; once is enough.
        page.save_revision(clean=False).publish()
    if is_new:
        return "created"
    return "updated" if changed else "unchanged"


def _apply(page: Page, values: Values) -> bool:
    """Set what differs; tells whether anything did."""
    changed = False
    for name, value in values.fields.items():
        if getattr(page, name) != value:
            setattr(page, name, value)
            changed = True
    for name, raw in values.streams.items():
        if raw_of(getattr(page, name)) != raw:
            set_stream(page, name, raw)
            changed = True
    for name, wanted in values.relations.items():
        related = getattr(page, name)
        if {one.pk for one in related.all()} != set(wanted):
            related.set(related.model.objects.filter(pk__in=wanted))
            changed = True
    for name, model, rows in (
        ("dates", AgendaDate, values.dates),
        ("changes", AgendaDateChange, values.changes),
        ("pickup_points", PickupPoint, values.pickup_points),
    ):
        if rows is not None and _rows(getattr(page, name).all(), rows[0] if rows else ()) != rows:
            setattr(page, name, [model(sort_order=number, **fields) for number, fields in enumerate(rows)])
            changed = True
    return changed


def _rows(children: Iterable[Model], names: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: getattr(child, name) for name in names} for child in children]


def raw_of(stream: Any) -> list[dict[str, Any]]:
    """A stream as it is stored."""
    return stream.stream_block.get_prep_value(stream)


def set_stream(target: Any, name: str, raw: list[dict[str, Any]]) -> None:
    """Give a model's stream field a raw stream."""
    setattr(target, name, target._meta.get_field(name).stream_block.to_python(raw))

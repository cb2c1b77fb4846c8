"""What is published, changed or taken away reaches the search as soon as it is committed."""

from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction

from agenda.models import Venue
from core import page_cache
from core.findable import naming
from core.models import Audience, BasePage, CustomDocument, District, SpokenLanguage, Topic
from core.signals import DRAFT_FIELDS
from search import indexing

# What pages and venues are found by beside their own words.
_NAMES = (Audience, District, SpokenLanguage, Topic)
# When more of a kind have a name they wait for the night (`rebuild_search`), not the editor for them.
_MOST_NAMED = 500


def connect() -> None:
    """Listen to everything that can be found; called once, when the apps are ready.

    What is deleted takes its entry along, and who may see a page is asked at every question: nothing to do for these
    but where its name stands with others.
    """
    for model in apps.get_models():
        if issubclass(model, BasePage):
            post_save.connect(_on_page, sender=model, dispatch_uid=f"search:{model._meta.label_lower}")
            pre_delete.connect(_before_page, sender=model, dispatch_uid=f"search:{model._meta.label_lower}")
    for signal in (post_save, pre_delete):
        for name in _NAMES:
            signal.connect(_on_name, sender=name, dispatch_uid=f"search:{name._meta.label_lower}")
    for signal in (post_save, post_delete):
        signal.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid="search:restriction")
    post_save.connect(_on_row, sender=Venue, dispatch_uid="search:venue")
    post_save.connect(_on_row, sender=CustomDocument, dispatch_uid="search:document")


def _on_page(
    instance: BasePage, update_fields: frozenset[str] | None = None, raw: bool = False, **kwargs: Any
) -> None:
    if not raw and not (update_fields and update_fields <= DRAFT_FIELDS):
        _later(instance)


def _before_page(instance: BasePage, **kwargs: Any) -> None:
    """Whoever named it is known only as long as it is there."""
    for page in Page.objects.filter(pk__in=naming([instance.pk])):
        _later(page)


def _on_name(instance: Model, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    """A topic, audience, district or language has another name, or goes: so do the names of what has it."""
    if raw or created:
        return
    for model in apps.get_models():
        if not issubclass(model, BasePage | Venue):
            continue
        fields = [field for field in model._meta.get_fields() if field.related_model is type(instance)]
        for field in fields:
            if not field.auto_created:
                having = model._default_manager.filter(**{field.name: instance})
                for row in having.only("pk")[:_MOST_NAMED]:
                    _later(row)


def _on_restriction(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """What is closed or opened may be named by other pages: they are written anew, it stays as it is."""
    if not raw:
        below = Page.objects.descendant_of(instance.page, inclusive=True).values_list("pk", flat=True)
        for page in Page.objects.filter(pk__in=naming(below)):
            _later(page)


def _on_row(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _later(instance)


def _later(row: Model) -> None:
    """Write the entry of a row after the transaction: then its related rows are there too, and nothing is undone."""
    waiting: dict[str, set[int]] = connection.__dict__.setdefault("waiting_for_search", {})
    name = "page" if isinstance(row, Page) else row._meta.model_name or ""
    waiting.setdefault(name, set()).add(row.pk)
    # Before it, so that nothing is written by what was kept of how things were.
    page_cache.renew()
    # The first of these at the end of a transaction does it for all; a failure must not undo what an editor did.
    transaction.on_commit(_write, robust=True)


def _write() -> None:
    waiting = connection.__dict__.pop("waiting_for_search", {})
    if pages := waiting.get("page"):
        indexing.write_pages(pages | naming(pages))
    if venues := waiting.get("venue"):
        indexing.write_venues(venues)
    if documents := waiting.get("customdocument"):
        indexing.write_documents(documents)

"""Any change to what visitors can see renews the content generation."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from core import page_cache

# Models whose rows never show on a public page: leaving them out keeps logging in or saving a draft cheap.
_INVISIBLE_APPS = {"auth", "contenttypes", "sessions", "django_tasks", "wagtailusers", "wagtailadmin"}
_INVISIBLE_MODELS = {
    "wagtailcore.revision",
    "wagtailcore.pagelogentry",
    "wagtailcore.modellogentry",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.pagesubscription",
    "wagtailcore.workflowstate",
    "wagtailcore.taskstate",
    "wagtailcore.referenceindex",
    "wagtailcore.uploadedfile",
    "wagtailsearch.query",
    "wagtailimages.uploadedimage",
    "core.customrendition",
    "core.submission",
    "core.sentpicture",
    "core.outgoingmail",
    "core.refusalreason",
    "core.missingaddress",
    "search.missedsearch",
    # What there is of a card is asked where it counts; elsewhere it may be minutes old.
    "infokaart.delivery",
    "infokaart.order",
    "infokaart.orderline",
    "infokaart.ordermove",
    "infokaart.stockmovement",
}
# Saving a draft touches only these columns of the live row.
DRAFT_FIELDS = {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes"}


def _is_visible(model: type[Model]) -> bool:
    return (
        model._meta.app_label not in _INVISIBLE_APPS
        and model._meta.label_lower not in _INVISIBLE_MODELS
        and not model._meta.app_label.startswith("wagtail_localize")
    )


def _on_save(sender: type[Model], update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    if issubclass(sender, Page) and update_fields and update_fields <= DRAFT_FIELDS:
        return
    page_cache.renew()


def _on_change(**kwargs: Any) -> None:
    page_cache.renew()


def connect() -> None:
    """Listen to every model that can show on a public page; called once, when the apps are ready."""
    for model in apps.get_models(include_auto_created=True):
        if _is_visible(model):
            label = f"content-generation:{model._meta.label_lower}"
            post_save.connect(_on_save, sender=model, dispatch_uid=label)
            post_delete.connect(_on_change, sender=model, dispatch_uid=label)
            m2m_changed.connect(_on_change, sender=model, dispatch_uid=label)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_on_change, dispatch_uid="content-generation")

"""What happens to a page's versions in other languages when something happens to the Dutch page.

Dates, places, states, numbers and pictures follow at once. A move takes them along, an address they shared changes
with it, and what is taken off the site or deleted goes in every language. Texts stay as the translators left them.
"""

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import ManyToOneRel, Model
from django.db.models.signals import post_delete, pre_delete
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.coreutils import find_available_slug
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.fields import SynchronizedField

from core.models import BasePage

# Beside what the models declare: when a page ends by itself, it ends in every language.
_ALSO = ("expire_at",)
_OWN_COLUMNS = {"id", "page_id"}
# What is brought along is published by us: that need not be looked at again.
_at_work: ContextVar[bool] = ContextVar("bringing-along", default=False)


def connect() -> None:
    """Listen to what happens to pages; called once, when the apps are ready."""
    page_published.connect(_on_publish, dispatch_uid="languages-publish")
    page_unpublished.connect(_on_unpublish, dispatch_uid="languages-unpublish")
    page_slug_changed.connect(_on_new_slug, dispatch_uid="languages-slug")
    post_page_move.connect(_on_move, dispatch_uid="languages-move")
    pre_delete.connect(_before_delete, sender=Page, dispatch_uid="languages-before-delete")
    post_delete.connect(_on_delete, sender=Page, dispatch_uid="languages-delete")


def versions_of(page: Page) -> list[Page]:
    """The versions of a Dutch page in other languages, aliases too; none of a page that is not Dutch or an alias."""
    if not _is_source(page):
        return []
    found = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).select_related("locale")
    return list(found.exclude(locale_id=page.locale_id).order_by("path").specific())


def _is_source(page: Page) -> bool:
    return page.alias_of_id is None and page.locale.language_code == settings.LANGUAGE_CODE


def _on_publish(instance: Page, **kwargs: Any) -> None:
    # An alias has been updated by Wagtail.
    if not isinstance(instance, BasePage) or instance.alias_of_id or _at_work.get():
        return
    if _is_source(instance):
        for version in versions_of(instance):
            if version.alias_of_id is None and type(version) is type(instance):
                _bring_along(instance, version)
    elif source := _source_of(instance):
        # By hand, by the clock or from the translator's screen, which knows the Dutch page of the day it was begun.
        _bring_along(source, type(instance).objects.get(pk=instance.pk))


def _source_of(page: BasePage) -> BasePage | None:
    """The Dutch page on the site that a translation is of."""
    found = type(page).objects.filter(translation_key=page.translation_key, live=True, alias_of=None)
    return found.filter(locale__language_code=settings.LANGUAGE_CODE).first()


def _bring_along(source: BasePage, version: BasePage) -> None:
    """Give a translation what is the same in every language: on the site, and in a draft that waits."""
    token = _at_work.set(True)
    try:
        _write(source, version)
    finally:
        _at_work.reset(token)


def _write(source: BasePage, version: BasePage) -> None:
    has_draft = version.has_unpublished_changes
    if _copy(source, version):
        if has_draft or not version.live:
            version.save(clean=False)  # type: ignore[call-arg]
            version.update_aliases()
        else:
            version.save_revision(clean=False, log_action=False).publish(log_action=False)
    if has_draft:
        draft = version.get_latest_revision_as_object()
        if _copy(source, draft):
            draft.save_revision(clean=False, log_action=False)


def _copy(source: BasePage, version: Any) -> bool:
    """Copy what differs of the fields that are declared the same; tells whether anything did."""
    names = [
        field.field_name
        for field in source.translatable_fields
        if isinstance(field, SynchronizedField) and not field.overridable
    ]
    # Every one of them: not up to the first that differs.
    changed = [_copy_field(source, version, name) for name in (*names, *_ALSO)]
    return True in changed


def _copy_field(source: BasePage, version: Any, name: str) -> bool:
    field = source._meta.get_field(name)
    if isinstance(field, ManyToOneRel) and isinstance(field.remote_field, ParentalKey):
        if _rows(source, name) == _rows(version, name):
            return False
        source.copy_child_relation(name, version)
        return True
    if isinstance(field, ParentalManyToManyField):
        wanted = list(getattr(source, name).all())
        if {one.pk for one in wanted} == {one.pk for one in getattr(version, name).all()}:
            return False
        setattr(version, name, wanted)
        return True
    value = getattr(source, field.attname)  # type: ignore[union-attr]
    if getattr(version, field.attname) == value:  # type: ignore[union-attr]
        return False
    setattr(version, field.attname, value)  # type: ignore[union-attr]
    return True


def _rows(page: BasePage, name: str) -> list[dict[str, Any]]:
    def row(child: Model) -> dict[str, Any]:
        own = {field.attname for field in child._meta.concrete_fields if isinstance(field, ParentalKey)} | _OWN_COLUMNS
        return {f.attname: getattr(child, f.attname) for f in child._meta.concrete_fields if f.attname not in own}

    return [row(child) for child in getattr(page, name).all()]


def _on_unpublish(instance: Page, **kwargs: Any) -> None:
    for version in versions_of(instance):
        if version.alias_of_id is not None:
            continue
        # What was to appear later does not.
        version.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
        if version.live:
            version.unpublish()


def _on_new_slug(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Take along whoever had the same address; a translation with one of its own keeps that."""
    for version in versions_of(instance):
        if version.slug != instance_before.slug:
            continue
        slug = find_available_slug(version.get_parent(), instance.slug, ignore_page_id=version.pk)
        has_draft = version.has_unpublished_changes and version.alias_of_id is None
        version.slug = slug
        # Before the draft: saving a page writes which revision was the latest when it was read.
        version.save(clean=False)
        if has_draft:
            draft = version.get_latest_revision_as_object()
            draft.slug = slug
            draft.save_revision(clean=False, log_action=False)
        if not version.has_unpublished_changes and version.alias_of_id is None:
            # It says what is on the site: nothing waits to be published.
            version.save_revision(clean=False, log_action=False, changed=False)


def _on_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if parent_page_before.pk == parent_page_after.pk:
        return
    for version in versions_of(instance):
        parents = Page.objects.filter(translation_key=parent_page_after.translation_key, locale=version.locale)
        parent = parents.first() or parent_page_after.specific.copy_for_translation(
            version.locale, copy_parents=True, alias=True
        )
        if version.get_parent().pk == parent.pk:
            continue
        slug = find_available_slug(parent, version.slug, ignore_page_id=version.pk)
        if slug != version.slug:
            version.slug = slug
            version.save(clean=False)
        version.move(Page.objects.get(pk=parent.pk), pos="last-child")


def _before_delete(instance: Page, **kwargs: Any) -> None:
    """Note what goes along while the database still knows: the other languages, and aliases of the page itself."""
    if _is_source(instance):
        instance._goes_along = [*versions_of(instance), *Page.objects.filter(alias_of=instance.pk)]


def _on_delete(instance: Page, **kwargs: Any) -> None:
    for version in getattr(instance, "_goes_along", []):
        found = Page.objects.filter(pk=version.pk).first()
        if found:
            found.specific.delete()

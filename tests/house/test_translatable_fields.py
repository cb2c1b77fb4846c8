"""Every field of everything that can be translated says whether it has words of its own in each language."""

import pytest
from django.apps import apps
from django.db.models import AutoField, ManyToOneRel
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

OWN = {"core", "home", "agenda", "partners", "news", "infokaart", "search"}
MODELS = [
    model
    for model in apps.get_models()
    if issubclass(model, TranslatableMixin) and model._meta.app_label in OWN and model is not Page
]
# What Wagtail keeps of every page, for itself; `expire_at` follows the Dutch page without being declared.
BOOKKEEPING = {
    *("path", "depth", "numchild", "url_path", "content_type", "owner", "locale", "translation_key", "draft_title"),
    *("live", "has_unpublished_changes", "locked", "locked_at", "locked_by", "latest_revision", "live_revision"),
    *("latest_revision_created_at", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"),
    *("alias_of", "index_entries", "wagtail_admin_comments", "_workflow_states", "_specific_workflow_states"),
}
# Which page of the year before it was made after: of the Dutch page only, and no editor's business.
BOOKKEEPING |= {"follows", "based_on"}
# Columns that hold words; everything else must be the same in every language.
WORDS = {"CharField", "TextField", "RichTextField", "StreamField", "SlugField"}


def fields_of(model) -> dict:
    """Its fields with what editors or the site write in them, and its child rows, by name."""
    found = {}
    for field in model._meta.get_fields():
        is_child = isinstance(field, ManyToOneRel) and isinstance(field.remote_field, ParentalKey)
        is_link = field.one_to_one and getattr(field.remote_field, "parent_link", False)
        if is_child or (
            not field.auto_created and field.concrete and not isinstance(field, AutoField) and not is_link
        ):
            found[field.name] = field
    return {name: field for name, field in found.items() if name not in BOOKKEEPING}


def test_the_walk_finds_what_it_looks_for():
    names = {model.__name__ for model in MODELS}
    assert {"HomePage", "AgendaItemPage", "StoryPage", "PartnerPage", "ProductPage", "Topic", "Audience"} <= names
    item = next(model for model in MODELS if model.__name__ == "AgendaItemPage")
    assert {"dates", "changes", "organisers", "venue", "price", "summary"} <= set(fields_of(item))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_declared_once(model):
    declared = [field.field_name for field in model.translatable_fields]
    assert sorted(declared) == sorted(fields_of(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_is_no_text_is_the_same_in_every_language(model):
    fields = fields_of(model)
    translated = [one.field_name for one in model.translatable_fields if isinstance(one, TranslatableField)]
    assert [name for name in translated if type(fields[name]).__name__ not in WORDS or fields[name].choices] == []
    followed = [one for one in model.translatable_fields if isinstance(one, SynchronizedField)]
    assert [one.field_name for one in followed if one.overridable and one.field_name != "slug"] == []

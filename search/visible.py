"""What a reader may see of everything the search keeps: asked of the things themselves, at every question."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from core.dates import this_minute
from core.documents import public_documents
from core.queries import public
from search.places import public_venues


def visible(language: str) -> Q:
    """A filter for entries: public, in this language, or in the source language where that is all there is."""
    open_to_all = (
        Q(page__isnull=False) & public("page__")
        | Q(document__in=public_documents())
        | Q(venue__in=public_venues(this_minute()))
    )
    source = settings.LANGUAGE_CODE
    if language == source:
        return open_to_all & Q(language=source)
    translated = Page.objects.filter(
        public(), translation_key=OuterRef("page__translation_key"), locale__language_code=language, alias_of=None
    )
    return open_to_all & (Q(language=language) | Q(~Exists(translated), language=source))

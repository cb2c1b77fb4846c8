"""What a translation that is not finished still says in Dutch: exactly what the Dutch page says there."""

from typing import Any

from django.conf import settings
from wagtail.fields import StreamField
from wagtail.models import Page

from core.blocks.reading import words_of_blocks


def dutch_words(page: Page) -> frozenset[str]:
    """The texts of the Dutch page, of its fields and of each block in a stream; none when there is no such page."""
    found = type(page)._default_manager.filter(translation_key=page.translation_key, alias_of=None)
    dutch: Any = found.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
    words: set[str] = set()
    for field in dutch.translatable_fields if dutch else ():
        value = getattr(dutch, field.field_name, None)
        if isinstance(value, str):
            words.add(value)
        elif isinstance(page._meta.get_field(field.field_name), StreamField):
            words.update(words_of_blocks(value))
    return frozenset(words) - {""}

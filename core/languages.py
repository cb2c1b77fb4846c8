"""In which language the middle of a page is, whatever address it is shown under; what stands around it may differ."""

import functools
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, to_locale

from core.models import BasePage


@functools.cache
def has_own_words(code: str) -> bool:
    """Whether our own words are in this language; else they are Dutch, and Django's and Wagtail's must be so too."""
    return any((Path(folder) / to_locale(code)).is_dir() for folder in settings.LOCALE_PATHS)


def words_in(code: str) -> str:
    """The language in which we write to somebody who reads the site in `code`."""
    return code if has_own_words(code) else settings.LANGUAGE_CODE


def content_language(page: object = None) -> str:
    """The language of what `page` says, else (a form, a message) that of our own words."""
    return page.language_code if isinstance(page, BasePage) else words_in(get_language() or settings.LANGUAGE_CODE)

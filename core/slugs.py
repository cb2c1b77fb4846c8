"""Addresses of new pages, made of their titles."""

from collections.abc import Callable
from itertools import count

from django.utils.text import slugify
from wagtail.models import Page

# Addresses have 255 characters at most, in any script; the rest is for a number.
_LONGEST = 200


def free_slug(parent: Page, title: str, *, otherwise: str, is_taken: Callable[[str], bool] | None = None) -> str:
    """An address of the title that nothing below `parent` has yet, nor something else that says it `is_taken`.

    `otherwise` is for a title that no address can be made of.
    """
    base = slugify(title, allow_unicode=True)[:_LONGEST] or otherwise
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(slug for slug in numbered if slug not in taken and not (is_taken and is_taken(slug)))

"""Names as people write them, to compare by."""

from django.utils.text import slugify


def plain(name: str) -> str:
    """A name without capitals, accents and punctuation; in its own script when that is not ours."""
    return slugify(name) or slugify(name, allow_unicode=True)

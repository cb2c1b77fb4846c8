"""In which languages pages are, asked once per generation of content."""

from typing import Any

from wagtail.models import Locale, Page

from core.page_cache import per_generation


@per_generation(maxsize=1, per_language=False)
def language_codes() -> dict[int, str]:
    """The codes of the languages by the key of their locale."""
    return dict(Locale.objects.values_list("pk", "language_code"))


def language_of_title(page: Any) -> str:
    """The language a page's title is in; of a plain `Page`, as in breadcrumbs, that of its tree; of no page: none."""
    if not isinstance(page, Page):
        return ""
    return getattr(page, "title_language", None) or language_codes().get(page.locale_id, "")


@per_generation(maxsize=1, per_language=False)
def locales_of_aliases() -> dict[int, int]:
    """The locale in which the text of each alias is written: that of its original, which may be an alias too."""
    aliases = Page.objects.exclude(alias_of=None).values_list("pk", "alias_of_id", "alias_of__locale_id")
    originals = {pk: (original, locale) for pk, original, locale in aliases}
    found = {}
    for pk in originals:
        step = pk
        # Nobody can make a circle of aliases; a broken import might.
        for _step in range(5):
            step, found[pk] = originals[step]
            if step not in originals:
                break
    return found

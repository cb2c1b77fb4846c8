"""The demonstration content in other languages: what the files in `translations/` say of the Dutch pages.

A translated page holds what the Dutch one holds, with its texts in place of the Dutch ones; so dates, places and
numbers are never written down twice.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page, PageLogEntry, Site

from core.models import Audience, SiteSettings, SiteWords, SpokenLanguage, Topic
from home.demo.book import HOME, Book, Entry, Values
from home.demo.contents import home_values
from home.demo.markup import rich_text
from home.demo.writing import raw_of, set_stream
from home.models import HomePage

_FOLDER = Path(__file__).parent / "translations"
_WORDS: dict[str, Any] = {"topic": Topic, "audience": Audience, "language": SpokenLanguage}


def translations() -> Iterator[tuple[Locale, dict[str, Any]]]:
    """Each language there is a file of, with what the file says."""
    for file in sorted(_FOLDER.glob("*.toml")):
        locale = Locale.objects.get_or_create(language_code=file.stem)[0]
        yield locale, tomllib.loads(file.read_text(encoding="utf-8"))


def load_words(locale: Locale, data: dict[str, Any], book: Book) -> None:
    """Give topics, audiences and languages their names, and fill the words around the pages once."""
    for section, model in _WORDS.items():
        sources = {one.slug: one for one in model.objects.filter(locale=Locale.get_default())}
        there = set(model.objects.filter(locale=locale).values_list("translation_key", flat=True))
        for slug, name in data.get(section, {}).items():
            if (source := sources.get(slug)) and source.translation_key not in there:
                words = source.copy_for_translation(locale)
                words.name = name
                words.save()
    if "settings" in data and not SiteWords.objects.filter(locale=locale).exists():
        _fill_words(locale, data["settings"], book)


def _fill_words(locale: Locale, row: dict[str, Any], book: Book) -> None:
    dutch = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    words = SiteWords(locale=locale)
    for name in ("help_title", "action_label", "footer_text"):
        setattr(words, name, row.get(name, ""))
    words.help_text = rich_text(row["help_text"], book.page_id) if "help_text" in row else ""
    for name in ("footer_columns", "footer_links"):
        set_stream(words, name, _in_words(raw_of(getattr(dutch, name)), row.get(name, {})))
    words.save()


def _in_words(raw: Any, words: dict[str, str]) -> Any:
    """The same blocks with each Dutch text replaced. Raises KeyError for a text without words."""
    if isinstance(raw, list):
        return [_in_words(one, words) for one in raw]
    if not isinstance(raw, dict):
        return raw
    texts = {"title", "label"}
    return {name: words[one] if name in texts and one else _in_words(one, words) for name, one in raw.items()}


def translated_pages(
    locale: Locale, data: dict[str, Any], home: HomePage, entries: Iterable[Entry], book: Book
) -> Iterator[tuple[Page, Values, bool]]:
    """The translated pages with what they must hold and whether they are new, made as drafts where they are missing.

    Parents come before children. Raises LookupError for a page that the Dutch files do not know or whose parent is
    not translated.
    """
    known = {entry.key: entry for entry in entries}
    gone = set(PageLogEntry.objects.filter(action="wagtail.delete").exclude(user=None).values_list("label", flat=True))
    for key, row in data["page"].items():
        if key != HOME and key not in known:
            raise LookupError(f"The demonstration content has no page '{key}' to translate.")
        source = home if key == HOME else book.pages.get(key)
        # No page: an editor deleted it.
        if source is None or row["title"] in gone:
            continue
        found: Page | None = source.__class__._default_manager.filter(
            translation_key=source.translation_key, locale=locale
        ).first()
        page = found or _draft(source, locale, row, known[key].birth if key != HOME else {})
        if key == HOME:
            values = home_values(book, row)
        else:
            entry = replace(known[key], row=known[key].row | row)
            values = entry.values(book, entry)
        yield page, values, found is None


def _draft(source: Page, locale: Locale, row: dict[str, Any], birth: dict[str, Any]) -> Page:
    above = source.get_parent()
    parent = (
        above if above.is_root() else Page.objects.filter(translation_key=above.translation_key, locale=locale).first()
    )
    if parent is None:
        raise LookupError(f"The page above '{row['title']}' is not translated.")
    slug = row.get("slug", f"{source.slug}-{locale.language_code}" if above.is_root() else source.slug)
    page = type(source)(
        title=row["title"], slug=slug, translation_key=source.translation_key, locale=locale, live=False, **birth
    )
    return parent.specific.add_child(instance=page)

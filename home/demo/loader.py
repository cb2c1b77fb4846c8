"""Turn the data files into snippets, settings and published pages. Running it again changes only example dates.

Pages are found by their translation key, which follows from their key in the data (`partner/dock-utrecht`), so that a
page an editor renamed or moved is not made twice. What an editor has touched or deleted is left alone.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale, Page, Site

from agenda.models import InterventionProfile, Venue
from core.models import Audience, CustomDocument, District, Postcode, SiteSettings, SpokenLanguage, Topic
from core.old_addresses import importing
from home.demo.book import HOME, Book, read
from home.demo.contents import entries, home_values
from home.demo.languages import load_words, translated_pages, translations
from home.demo.markup import raw_stream, rich_text
from home.demo.writing import create_missing, search_index_at_the_end, set_stream, touched_pages, write
from infokaart import stock
from partners.models import CoreGroupMembership

OLD_ADDRESSES = settings.BASE_DIR / "deploy" / "oude-adressen.csv"


def load() -> Counter[str]:
    """Load everything in one transaction; gives how many pages were created, updated, unchanged or left alone."""
    counts: Counter[str] = Counter()
    written: list[Page] = []
    planned = list(entries())
    with transaction.atomic(), search_index_at_the_end({entry.model for entry in planned}, written):
        book = _load_snippets()
        home = Site.objects.select_related("root_page").get(is_default_site=True).root_page.specific
        _documents(book)
        book.known = {HOME, *(entry.key for entry in planned)}
        touched = touched_pages()
        born = create_missing(planned, home, book)
        book.pages[HOME] = home
        wanted = [(HOME, home_values(book)), *((entry.key, entry.values(book, entry)) for entry in planned)]
        for key, values in wanted:
            page = book.pages.get(key)
            # No page: an editor deleted it.
            if page is None or page.pk in touched:
                counts["left alone"] += 1
                continue
            outcome = write(page, values, page.pk in born)
            counts[outcome] += 1
            if outcome != "unchanged":
                written.append(page)
        _core_group(book, born)
        _first_stock(book, born)
        _promote(book, born)
        _old_addresses(born)
        _fill_settings(book)
        for locale, data in translations():
            load_words(locale, data, book)
            for page, values, is_new in translated_pages(locale, data, home, planned, book):
                if page.pk in touched:
                    counts["left alone"] += 1
                    continue
                outcome = write(page, values, is_new)
                counts[outcome] += 1
                if outcome != "unchanged":
                    written.append(page)
    return counts


def _load_snippets() -> Book:
    """Make the snippets that are missing; those that exist belong to the editors."""
    taxonomy, locale, book = read("taxonomy"), Locale.get_default(), Book()
    for row in taxonomy["district"]:
        fields = {name: row[name] for name in ("name", "latitude", "longitude")}
        district, created = District.objects.get_or_create(slug=row["slug"], defaults=fields)
        if created:
            taken = set(Postcode.objects.filter(digits__in=row["postcodes"]).values_list("digits", flat=True))
            missing = [digits for digits in row["postcodes"] if digits not in taken]
            Postcode.objects.bulk_create(Postcode(district=district, digits=digits) for digits in missing)
        book.districts[row["slug"]] = district.pk
    for position, row in enumerate(taxonomy["audience"]):
        defaults = {"name": row["name"], "sort_order": position * 10}
        audience = Audience.objects.get_or_create(slug=row["slug"], locale=locale, defaults=defaults)[0]
        book.audiences[row["slug"]] = audience.pk
    for row in taxonomy["topic"]:
        defaults = {"name": row["name"], "symbol": row["symbol"]}
        topic = Topic.objects.get_or_create(slug=row["slug"], locale=locale, defaults=defaults)[0]
        book.topics[row["slug"]] = topic.pk
    for row in taxonomy["language"]:
        defaults = {"name": row["name"]}
        language = SpokenLanguage.objects.get_or_create(slug=row["slug"], locale=locale, defaults=defaults)[0]
        book.languages[row["slug"]] = language.pk
    for row in taxonomy["profile"]:
        defaults = {"name": row["name"], "description": row["description"]}
        profile = InterventionProfile.objects.get_or_create(slug=row["slug"], defaults=defaults)[0]
        book.profiles[row["slug"]] = profile.pk
    for row in read("venues")["venue"]:
        fields = {name: value for name, value in row.items() if name not in {"name", "district"}}
        if "district" in row:
            fields["district_id"] = book.districts[row["district"]]
        book.venues[row["name"]] = Venue.objects.get_or_create(name=row["name"], defaults=fields)[0].pk
    return book


def _core_group(book: Book, born: set[int]) -> None:
    """Note for new pages who sat in the core group in 2020 and 2021."""
    rows = [row for row in read("partners")["partner"] if row.get("core_group")]
    pages = [page for row in rows if (page := book.pages.get(f"partner/{row['slug']}")) and page.pk in born]
    period = {"since": dt.date(2020, 1, 1), "until": dt.date(2022, 1, 1)}
    CoreGroupMembership.objects.bulk_create(CoreGroupMembership(partner_id=page.pk, **period) for page in pages)


def _first_stock(book: Book, born: set[int]) -> None:
    """Put the first cards of new products in stock."""
    for row in read("infokaart")["product"]:
        page = book.pages.get(f"product/{row['slug']}")
        if page and page.pk in born and row["stock"]:
            stock.receive(page, row["stock"], None, "Voorbeeld")


def _promote(book: Book, born: set[int]) -> None:
    """Put new pages first for the words that the data names; from then on it is up to the editors."""
    for row in read("site")["promoted"]:
        page = book.pages.get(row["page"])
        if page and page.pk in born:
            for words in row["words"]:
                SearchPromotion.objects.create(query=Query.get(words), page_id=page.pk, description=row["why"])


def _old_addresses(born: set[int]) -> None:
    """Let addresses of the previous site lead on, the first time; from then on it is up to the editors."""
    if born:
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        importing.take(importing.read(OLD_ADDRESSES.read_bytes()), site, write=True)


def _documents(book: Book) -> None:
    """Put the files of the data among the documents, once."""
    for name in sorted(row["document"] for row in read("infokaart")["product"] if "document" in row):
        file = Path(__file__).parent / name
        title = file.stem.replace("-", " ").capitalize()
        found = CustomDocument.objects.filter(title=title).first()
        if found is None:
            found = CustomDocument(title=title, file=ContentFile(file.read_bytes(), name))
            # What Wagtail's own screen notes of a file, so that no page has to ask the storage.
            found._set_document_file_metadata()
            found.save()
        book.documents[name] = found.pk


def _fill_settings(book: Book) -> None:
    """Fill the site settings once, as long as nobody has."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if settings.help_title or settings.footer_text or settings.footer_columns:
        return
    data = read("site")["settings"]
    for name in ("help_title", "help_phone", "action_label", "footer_text"):
        setattr(settings, name, data[name])
    settings.help_text = rich_text(data["help_text"], book.page_id)
    settings.action_page_id = book.page_id(data["action_page"])
    columns = [
        ("column", {"title": row["title"], "links": _links(row["links"], book, row["title"])})
        for row in data["footer_columns"]
    ]
    set_stream(settings, "footer_columns", raw_stream(columns, "footer"))
    set_stream(settings, "footer_links", _links(data["footer_links"], book, "footer-links"))
    settings.save()


def _links(rows: list[dict[str, str]], book: Book, owner: str) -> list[dict[str, Any]]:
    links = [("link", {"label": row["label"], "page": book.page_id(row["page"])}) for row in rows]
    return raw_stream([link for link in links if link[1]["page"]], owner)

"""Makers of pages and rows for tests: real pages in a real tree, with only what the test cares about."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import factory
import wagtail_factories
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from agenda.models import AgendaDate, AgendaIndexPage, AgendaItemPage, CampaignPage, Occurrence, Venue
from core.dates import today
from core.models import Audience, District, Topic
from home.models import ContentPage
from infokaart.models import InfokaartOrderPage, ProductPage
from news.models import NewsIndexPage, NewsPage, ReportPage, StoryPage
from partners.models import PartnerIndexPage, PartnerPage


class DistrictFactory(factory.django.DjangoModelFactory):
    """A district."""

    name = factory.Sequence(lambda number: f"Wijk {number}")
    slug = factory.LazyAttribute(lambda district: slugify(district.name))

    class Meta:
        model = District
        django_get_or_create = ("slug",)


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic in the source language."""

    name = "Eten"
    slug = factory.LazyAttribute(lambda topic: slugify(topic.name))
    symbol = "food"
    locale = factory.LazyFunction(Locale.get_default)

    class Meta:
        model = Topic
        django_get_or_create = ("slug", "locale")


class AudienceFactory(factory.django.DjangoModelFactory):
    """An audience in the source language."""

    name = "Iedereen"
    slug = factory.LazyAttribute(lambda audience: slugify(audience.name))
    locale = factory.LazyFunction(Locale.get_default)

    class Meta:
        model = Audience
        django_get_or_create = ("slug", "locale")


class VenueFactory(factory.django.DjangoModelFactory):
    """A venue of which nothing is known but its name and district."""

    name = factory.Sequence(lambda number: f"Buurthuis {number}")
    district = factory.SubFactory(DistrictFactory)

    class Meta:
        model = Venue


class ImageFactory(wagtail_factories.ImageFactory):
    """A described picture."""

    title = "Soep"
    description = "Een pan soep"


class _PageFactory(wagtail_factories.PageFactory):
    """A live page."""

    locale = factory.LazyFunction(Locale.get_default)
    summary = "Je bent welkom."

    class Meta:
        abstract = True


class ContentPageFactory(_PageFactory):
    """A general page."""

    title = factory.Sequence(lambda number: f"Pagina {number}")

    class Meta:
        model = ContentPage


class AgendaIndexFactory(_PageFactory):
    """The agenda."""

    title = "Agenda"

    class Meta:
        model = AgendaIndexPage


class CampaignFactory(_PageFactory):
    """A campaign of this week."""

    title = "Week tegen Eenzaamheid"
    start_date = factory.LazyFunction(today)
    end_date = factory.LazyFunction(lambda: today() + dt.timedelta(days=6))

    class Meta:
        model = CampaignPage


class AgendaItemFactory(_PageFactory):
    """An agenda item without dates."""

    title = factory.Sequence(lambda number: f"Activiteit {number}")

    class Meta:
        model = AgendaItemPage


class PartnerIndexFactory(_PageFactory):
    """The directory of partners."""

    title = "Wie doet mee"

    class Meta:
        model = PartnerIndexPage


class PartnerFactory(_PageFactory):
    """A partner."""

    title = factory.Sequence(lambda number: f"Organisatie {number:05}")

    class Meta:
        model = PartnerPage


class NewsIndexFactory(_PageFactory):
    """A list of articles."""

    title = "Verhalen"

    class Meta:
        model = NewsIndexPage


class NewsFactory(_PageFactory):
    """A news item."""

    title = factory.Sequence(lambda number: f"Nieuws {number}")

    class Meta:
        model = NewsPage


class StoryFactory(_PageFactory):
    """A good practice."""

    title = factory.Sequence(lambda number: f"Verhaal {number}")

    class Meta:
        model = StoryPage


class ReportFactory(_PageFactory):
    """A report."""

    title = factory.Sequence(lambda number: f"Verslag {number}")

    class Meta:
        model = ReportPage


class InfokaartOrderFactory(_PageFactory):
    """The page to order cards."""

    title = "Infokaart"
    slug = "infokaart"

    class Meta:
        model = InfokaartOrderPage


class ProductFactory(_PageFactory):
    """A card in packs of ten, of which there are none yet."""

    title = factory.Sequence(lambda number: f"Kaart {number}")
    pack_size = 10

    class Meta:
        model = ProductPage


def item_on(parent: Page, *dates: AgendaDate | dict[str, Any], **fields: Any) -> AgendaItemPage:
    """A published agenda item with these dates (rows or the fields of rows)."""
    item = AgendaItemFactory(parent=parent, **fields)
    item.dates = [date if isinstance(date, AgendaDate) else AgendaDate(**date) for date in dates]
    item.save_revision().publish()
    return item


def open_language(home: Page, code: str = "en") -> Page:
    """The published front page of another language, with which visitors can read it."""
    page = home.copy_for_translation(Locale.objects.get_or_create(language_code=code)[0])
    page.save_revision().publish()
    return page


def second_site(home: Page) -> Site:
    """Another site beside that of `home`: from then on Wagtail gives pages full addresses."""
    page = home.get_parent().add_child(instance=Page(title="Feest", slug="feest"))
    return Site.objects.create(hostname="feest.example.org", root_page=page)


def at(days: int = 0, start: str | None = "10:00", end: str | None = "12:00", **fields: Any) -> dict[str, Any]:
    """The fields of a date so many days from today, with local times."""
    return {
        "start_date": today() + dt.timedelta(days=days),
        "start_time": dt.time.fromisoformat(start) if start else None,
        "end_time": dt.time.fromisoformat(end) if end else None,
        **fields,
    }


def many_pages(
    parent: Page, model: type[Page], count: int, per_page: Callable[[int], dict[str, Any]] | None = None, **fields: Any
) -> list[Page]:
    """So many live pages below `parent`, made in bulk: for tests that show cost does not grow.

    `per_page` gives the fields that differ, by number from 0.
    """
    first = parent.numchild + 1
    content_type = ContentType.objects.get_for_model(model)
    locale = Locale.get_default()
    pages = [
        model(
            slug=f"{model._meta.model_name}-{number}",
            path=model._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{model._meta.model_name}-{number}/",
            content_type=content_type,
            locale=locale,
            first_published_at=timezone.now(),
            **{
                "title": f"{model._meta.model_name} {number:05}",
                "draft_title": f"{model._meta.model_name} {number:05}",
                "summary": "Je bent welkom.",
                **fields,
                **(per_page(number - first) if per_page else {}),
            },
        )
        for number in range(first, first + count)
    ]
    _bulk_create_inherited(model, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)
    parent.numchild += count
    return pages


def _bulk_create_inherited(model: type[Page], pages: list[Page]) -> None:
    """`bulk_create` for a model with parents: a row in each table, from the page table down."""
    chain = [
        ancestor for ancestor in reversed(model.__mro__) if issubclass(ancestor, Page) and not _abstract(ancestor)
    ]
    ids: list[int] = []
    for table in chain:
        own = [one for one in table._meta.local_concrete_fields if not (table is Page and one.primary_key)]
        rows = []
        for position, page in enumerate(pages):
            row = table()
            for one in own:
                setattr(row, one.attname, getattr(page, one.attname))
            if table is not Page:
                row.pk = ids[position]
                for pointer in table._meta.parents.values():
                    if pointer is not None:
                        setattr(row, pointer.attname, ids[position])
            rows.append(row)
        if table is Page:
            ids = [row.pk for row in Page.objects.bulk_create(rows, batch_size=500)]
        else:
            _insert_own_table(table, rows, own)
    for page, pk in zip(pages, ids, strict=True):
        page.pk = page.id = page.page_ptr_id = pk


def _insert_own_table(table: type[Page], rows: list[Page], own: list[Any]) -> None:
    """Insert rows into one table of an inherited model, leaving its parents' tables alone."""
    for offset in range(0, len(rows), 500):
        table._base_manager._insert(rows[offset : offset + 500], fields=own, using="default")


def _abstract(model: type) -> bool:
    return not hasattr(model, "_meta") or model._meta.abstract


def many_items(agenda: Page, count: int, venue: Venue | None = None, **fields: Any) -> list[AgendaItemPage]:
    """So many live agenda items with one occurrence each, spread over the coming days."""
    items = many_pages(agenda, AgendaItemPage, count, venue=venue, price=Decimal(0), **fields)
    start = timezone.now() + dt.timedelta(hours=1)
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                item_id=item.pk,
                start=start + dt.timedelta(minutes=position % 4000),
                end=start + dt.timedelta(minutes=position % 4000 + 90),
            )
            for position, item in enumerate(items)
        ],
        batch_size=500,
    )
    return items

"""A small site with one of everything that is public, and beside it what must never be seen, marked by a word."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction

from agenda.models import AgendaItemPage
from core.dates import today
from core.models import CustomDocument, SpokenLanguage
from tests.factories import (
    AgendaIndexFactory,
    AgendaItemFactory,
    AudienceFactory,
    CampaignFactory,
    ContentPageFactory,
    InfokaartOrderFactory,
    NewsFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    ProductFactory,
    ReportFactory,
    StoryFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
)

# In every title and text that nobody may see.
SECRET = "zwijgwoord"
# In every title, so that a search for it finds what it may.
SHARED = "kastanje"


def document(title: str, collection: Collection | None = None, filename: str = "") -> CustomDocument:
    """A document; in the root collection unless said otherwise."""
    made = CustomDocument(title=title, collection=collection or Collection.get_first_root_node())
    made.file.save(f"{filename or title}.pdf", ContentFile(b"%PDF-1.4 " + title.encode()), save=False)
    made.save()
    return made


def resources(*documents: CustomDocument) -> list[dict[str, Any]]:
    """A body that leads to these."""
    return [{"type": "resources", "value": [{"title": "Bijlage", "document": one.pk} for one in documents]}]


def text(words: str) -> list[dict[str, Any]]:
    """A body of one paragraph."""
    return [{"type": "paragraph", "value": f"<p>{words}</p>"}]


def hide(page: Page, how: str) -> Page:
    """Make a page a draft, closed or expired."""
    if how == "draft":
        page.unpublish()
    elif how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesam")
    else:
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(hours=1))
    return page


def translated(page: Page, language: str = "en", **fields: Any) -> Page:
    """The published translation of a page, below those of the pages above it."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    copy = page.get_translation_or_none(locale) or page.copy_for_translation(locale, copy_parents=True)
    # Made for the sake of a page below it, it only mirrors the Dutch one.
    copy.alias_of = None
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def build(site_root: Page, *, with_hidden: bool = True) -> SimpleNamespace:
    """The site. Everything public is published through a revision, as an editor does it."""
    topic, audience = TopicFactory(name="Eten", slug="eten"), AudienceFactory(name="Ouderen", slug="ouderen")
    turkish = SpokenLanguage.objects.create(name="Turks", slug="turks", locale=Locale.get_default())
    venue = VenueFactory(
        name=f"Buurthuis {SHARED}", street="Oudegracht 1", postcode="3511 AA", district__name="Binnenstad",
        district__slug="binnenstad", step_free="yes", latitude=Decimal("52.09"), longitude=Decimal("5.12"),
    )  # fmt: skip
    home = site_root
    agenda = AgendaIndexFactory(parent=home, slug="agenda", show_in_menus=True)
    stories = NewsIndexFactory(parent=home, slug="verhalen", title="Verhalen", show_in_menus=True)
    partners = PartnerIndexFactory(parent=home, slug="wie-doet-mee", show_in_menus=True)
    orders = InfokaartOrderFactory(parent=home, slug="infokaart")
    paper = document(f"Verslag {SHARED}")
    campaign = CampaignFactory(parent=agenda, title=f"Week {SHARED}", slug="week")
    partner = PartnerFactory(
        parent=partners, title=f"Buren {SHARED}", slug="buren", topic=topic, website="https://voorbeeld.nl/",
        phone="030 123 4567", email="info@voorbeeld.nl", districts=[venue.district], audiences=[audience],
        offers="Een zaal\nKoffie", body=text("Wij zijn er voor de buurt."),
    )  # fmt: skip
    item = item_on(
        agenda, at(1, note="Neem een mok mee."), at(8), title=f"Soep {SHARED}", slug="soep", topic=topic, venue=venue,
        organisers=[partner], audiences=[audience], languages=[turkish], campaign=campaign, price=Decimal("3.50"),
        body=text("Samen eten."),
    )  # fmt: skip
    common = {"topic": topic, "partners": [partner], "date": today()}
    news = NewsFactory(parent=stories, title=f"Nieuws {SHARED}", slug="nieuws", body=text("Er is nieuws."), **common)
    story = StoryFactory(
        parent=stories, title=f"Verhaal {SHARED}", slug="verhaal", audiences=[audience], place="Zuilen",
        figures=[{"type": "figure", "value": {"value": "87", "label": "mensen", "source": "2022"}}], **common,
    )  # fmt: skip
    report = ReportFactory(
        parent=stories, title=f"Bijeenkomst {SHARED}", slug="bijeenkomst", body=resources(paper), place="Stadhuis", **common
    )  # fmt: skip
    product = ProductFactory(parent=orders, title=f"Kaart {SHARED}", slug="kaart", document=paper)
    content = ContentPageFactory(parent=home, title=f"Over {SHARED}", slug="over-ons", body=text("Wij omarmen."))
    for page in (agenda, stories, partners, orders, campaign, partner, news, story, report, product, content):
        page.save_revision().publish()
    site = SimpleNamespace(**{name: value for name, value in locals().items() if name not in {"site_root", "common"}})
    if with_hidden:
        _add_hidden(site)
    return site


def _add_hidden(site: SimpleNamespace) -> None:
    """Beside each public thing its twins that nobody may see."""
    numbers = iter(range(10_000))
    for how in ("draft", "private", "expired"):

        def twin(maker: type[factory.Factory], parent: Page, how: str = how, **fields: Any) -> Page:
            number = next(numbers)
            title = f"{SHARED} {SECRET} {number}"
            fields.setdefault("body", text(f"Over {SHARED} en {SECRET}."))
            page = maker(parent=parent, title=title, slug=f"{SECRET}-{number}", summary=f"{SECRET} {SHARED}", **fields)
            page.save_revision().publish()
            return hide(page, how)

        partner = twin(PartnerFactory, site.partners, districts=[site.venue.district], topic=site.topic)
        campaign = twin(CampaignFactory, site.agenda)
        venue = VenueFactory(name=f"{SECRET} {how}", street=f"{SECRET} 1", district=site.venue.district)
        item = AgendaItemFactory.build
        page = item_on(
            site.agenda, at(1), title=f"{SHARED} {SECRET} {how}", slug=f"{SECRET}-{how}", summary=SECRET, venue=venue,
            organisers=[partner], topic=site.topic, body=text(SECRET),
        )  # fmt: skip
        hide(page, how)
        assert item
        linked = resources(document(f"{SECRET} {how}"))
        twin(NewsFactory, site.stories, body=linked, partners=[partner])
        twin(StoryFactory, site.stories, partners=[partner])
        twin(ReportFactory, site.stories, body=linked)
        twin(ProductFactory, site.orders, document=document(f"{SECRET} kaart {how}"))
        parent = twin(ContentPageFactory, site.home)
        if how == "private":
            # Closed with the page above it.
            below = ContentPageFactory(parent=parent, title=f"{SHARED} {SECRET} onder", slug=f"{SECRET}-onder")
            below.save_revision().publish()
        # What is public names them, and must not tell.
        site.item.organisers.add(partner)
        site.item.save()
        site.story.partners.add(partner)
        site.story.save()
        if how == "private":
            AgendaItemPage.objects.filter(pk=site.item.pk).update(campaign=campaign)
    _change_what_is_public(site)


def _change_what_is_public(site: SimpleNamespace) -> None:
    """Leave drafts of changes, a draft translation, and a closed document on pages that are public."""
    closed = Collection.get_first_root_node().add_child(name="Besloten")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="password", password="sesam")
    site.report.body = resources(site.paper, document(f"{SECRET} besloten", closed, "besloten"))
    site.report.save_revision().publish()
    changed = site.content.specific
    changed.title, changed.body = f"{SHARED} {SECRET} later", resources(document(f"{SECRET} later"))
    changed.save_revision()
    english, _made = Locale.objects.get_or_create(language_code="en")
    draft = site.content.copy_for_translation(english, copy_parents=True)
    draft.title = f"{SHARED} {SECRET} draft"
    draft.save_revision()

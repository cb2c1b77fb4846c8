"""Which page a saved one becomes, where it goes, and what stands in it."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, Site

from agenda.addresses import is_taken
from agenda.models import AgendaDate, AgendaItemPage
from agenda.queries import source_agenda
from core.models import Audience, Topic
from core.slugs import free_slug
from home.legacy.blocks import Writer
from home.legacy.folder import UnreadableError
from home.legacy.links import Around, Links
from home.legacy.reading import SavedPage, moment_of
from home.legacy.words import dates_in
from home.models import ContentPage, HomePage
from news.models import NewsIndexPage, NewsPage, ReportPage, StoryPage

# Lists, which this site makes itself.
LISTS = frozenset({"/", "/agenda", "/overzicht", "/ervaringsverhalen"})
_NAMESPACE = uuid.UUID("0e6e2f0c-5a0f-4a55-9b0d-6a3f8f1c2b77")
_REPORT_WORDS = ("verslag", "terugblik")


@dataclass(frozen=True)
class Values:
    """What stands in a draft; `notes` is for the report."""

    title: str
    summary: str
    body: list[dict[str, Any]]
    topic: int | None
    audiences: list[int]
    # In ISO notation; of an agenda item day, start and end, of an article the day.
    when: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What this is known by: the same values, the same digest."""
        parts = [self.title, self.summary, self.body, self.topic, self.audiences, self.when]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Tree:
    """Where pages go; asked of the database once."""

    def __init__(self, site: Site) -> None:
        self.home = HomePage.objects.get(pk=site.root_page_id)
        locale = Locale.get_default()
        self.agenda = source_agenda()
        self.lists = list(NewsIndexPage.objects.filter(locale=locale).order_by("path"))
        self.topics = {topic.name.casefold(): topic.pk for topic in Topic.objects.filter(locale=locale)}
        self.audiences = {one.name.casefold(): one.pk for one in Audience.objects.filter(locale=locale)}

    def place(self, page: SavedPage, around: Around) -> tuple[type[Page], Page]:
        """The type a saved page becomes and the page it goes below; raises UnreadableError when there is none."""
        model = model_of(page)
        parent: Page | None
        if model is AgendaItemPage:
            parent = self.agenda
        elif model is ContentPage:
            key = around.page_at(page.address.rpartition("/")[0]) if page.address.count("/") > 1 else None
            parent = (ContentPage.objects.filter(pk=key).first() if key else None) or self.home
        else:
            parent = self._list_for(page.section, model)
        if parent is None:
            raise UnreadableError(_("There is no page yet to put it below."))
        return model, parent

    def _list_for(self, section: str, model: type[Page]) -> Page | None:
        """The list of the same name, else one with articles of this type, else the first for stories or the last."""
        named = next((one for one in self.lists if one.slug == section), None)
        if named or not self.lists:
            return named
        filled = (one for one in self.lists if model.objects.child_of(one).exists())
        return next(filled, self.lists[0] if model is StoryPage else self.lists[-1])


def model_of(page: SavedPage) -> type[Page]:
    """The type of page that a saved one becomes, by its address; reports by their title."""
    if page.section == "ervaringsverhalen":
        return StoryPage
    if page.section == "agenda":
        return AgendaItemPage
    if page.section == "overzicht":
        return ReportPage if any(word in page.title.casefold() for word in _REPORT_WORDS) else NewsPage
    return ContentPage


def values_of(page: SavedPage, model: type[Page], tree: Tree, around: Around) -> Values:
    """What the draft of a saved page says."""
    links = Links(page.name, page.address, around)
    blocks = Writer(page.title, links.link, links.picture, links.note).write(page.main)
    body = [
        {"type": kind, "value": value, "id": str(uuid.uuid5(_NAMESPACE, f"{page.address}/{number}"))}
        for number, (kind, value) in enumerate(blocks)
    ]
    summary = page.summary
    if len(summary) > 300:
        summary = ""
        links.note(_("The introduction was left out: it has more than 300 characters."))
    tags = {tag.casefold(): tag for tag in page.tags}
    topic = next((tree.topics[tag] for tag in tags if tag in tree.topics), None)
    has_audiences = model is StoryPage or model is AgendaItemPage
    audiences = [tree.audiences[tag] for tag in tags if tag in tree.audiences] if has_audiences else []
    loose = [
        name for tag, name in tags.items() if tag not in tree.topics and not (audiences and tag in tree.audiences)
    ]
    if loose:
        links.note(_("Tags without a topic of this name: %(tags)s") % {"tags": ", ".join(loose)[:300]})
    when = _when(page, model, links)
    return Values(page.title, summary, body, topic, audiences, when, list(links.notes))


def _when(page: SavedPage, model: type[Page], links: Links) -> list[str]:
    if model is ContentPage:
        return []
    text = page.when() if model is AgendaItemPage else page.date_words()
    moment = moment_of(text, page.beginning)
    if moment is None:
        found = ", ".join(day.isoformat() for day in dates_in(text)[:5])
        if found:
            links.note(_("It names more than one day, so no date was filled in: %(days)s") % {"days": found})
        else:
            links.note(_("No date was found. Fill it in before you publish."))
        if model is not AgendaItemPage:
            # What is told always has a date.
            links.note(_("Today's date stands in the draft. Change it before you publish."))
        return []
    return list(moment) if model is AgendaItemPage else [moment[0]]


def new_page(page: SavedPage, model: type[Page], parent: Page) -> Page:
    """A draft with nothing but a title and an address, below its parent."""
    fields = {"price": None} if model is AgendaItemPage else {}
    made = model(title=page.title, live=False, has_unpublished_changes=True, locale=parent.locale, **fields)
    last = page.address.rpartition("/")[2]
    made.slug = free_slug(parent, last, otherwise="pagina", is_taken=is_taken if model is AgendaItemPage else None)
    # Fresh, because a page that was rolled back leaves a wrong number of children behind.
    type(parent).objects.get(pk=parent.pk).add_child(instance=made)
    return made


def fill(page: Any, values: Values) -> None:
    """Put the values in a page, unsaved."""
    page.title, page.summary, page.topic_id = values.title, values.summary, values.topic
    page.body = StreamValue(page.body.stream_block, values.body, is_lazy=True)
    if isinstance(page, AgendaItemPage | StoryPage):
        page.audiences = list(Audience.objects.filter(pk__in=values.audiences)) if values.audiences else []
    if isinstance(page, AgendaItemPage):
        page.dates = [_date(*values.when)] if values.when else []  # type: ignore[misc]
    elif values.when:
        page.date = dt.date.fromisoformat(values.when[0])


def _date(day: str, start: str, end: str) -> AgendaDate:
    return AgendaDate(
        start_date=dt.date.fromisoformat(day),
        start_time=dt.time.fromisoformat(start) if start else None,
        end_time=dt.time.fromisoformat(end) if end else None,
    )

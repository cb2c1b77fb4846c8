"""What the read-only API gives: one collection for each kind of thing, made by the app that owns it.

`home.api` gives them their addresses, their description (OpenAPI) and their page for people.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.models import Page

from core.blocks.reading import plain_text
from core.dates import day_start
from core.documents import documents_of
from core.languages import is_open
from core.models import BasePage
from core.queries import as_cards, public

# Far enough for anything we ever had or plan; beyond it databases and calendars disagree.
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
MOST = 100
SLUG = r"^[-a-z0-9_]{1,80}\Z"


class Moment(serializers.DateTimeField):
    """A moment; without an offset on Utrecht's clocks. What is far off is as good as the first or the last one."""

    def to_internal_value(self, value: Any) -> dt.datetime:
        """The moment, aware."""
        try:
            moment = super().to_internal_value(value)
        except OverflowError:
            # On the first day of all, which in UTC begins a day earlier.
            return day_start(FIRST_DAY)
        return min(max(moment, day_start(FIRST_DAY)), day_start(LAST_DAY))


class Day(serializers.DateField):
    """A day. What is far off is as good as the first or the last one."""

    def to_internal_value(self, value: Any) -> dt.date:
        """The day."""
        return min(max(super().to_internal_value(value), FIRST_DAY), LAST_DAY)


def slug_field(help_text: str | Promise) -> serializers.RegexField:
    """A filter by the `slug` of something."""
    return serializers.RegexField(SLUG, required=False, help_text=help_text)


def day_field(help_text: str | Promise) -> Day:
    """A filter by day."""
    return Day(required=False, help_text=help_text)


class Question(serializers.Serializer):
    """What may be asked of every collection; `help_text` also says what was wrong with an answer."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=50, help_text=_("How many at a time: a number from 1 to 100.")
    )
    after = serializers.RegexField(
        r"^[0-9]{1,16}_[0-9]{1,18}\Z", required=False, help_text=_("Where to read on: as it stands in ‘next’.")
    )


class LanguageQuestion(Question):
    """What may be asked of what there is in more than one language."""

    language = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES],
        default=settings.LANGUAGE_CODE,
        help_text=_("The language it is written in: a code such as nl or en."),
    )


class PageQuestion(LanguageQuestion):
    """What may be asked of pages."""

    changed_since = Moment(
        required=False, help_text=_("Only what was published anew since then: a moment such as 2026-09-01T12:00:00Z.")
    )


class Named(serializers.Serializer):
    """A word by which content is found."""

    slug = serializers.CharField(help_text=_("To filter by."))
    name = serializers.CharField()


class DocumentLink(serializers.Serializer):
    """A document of a page."""

    title = serializers.CharField()
    url = serializers.URLField(source="absolute_url")


class PageItem(serializers.Serializer):
    """What every page has."""

    id = serializers.UUIDField(source="translation_key", help_text=_("Lasting name, the same in every language."))
    language = serializers.CharField(source="language_code", help_text=_("The language of the texts (BCP 47)."))
    available_in = serializers.ListField(
        child=serializers.CharField(), source="public_languages", help_text=_("The languages it can be read in.")
    )
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.URLField(source="absolute_url", help_text=_("The page for people."))
    topic = Named(allow_null=True)
    published = serializers.DateTimeField(source="first_published_at", allow_null=True)
    changed = serializers.DateTimeField(
        source="last_published_at", allow_null=True, help_text=_("When it was last published.")
    )
    text = serializers.SerializerMethodField(help_text=_("All words of the page without markup, a line per block."))
    documents = DocumentLink(many=True, source="public_documents")

    def get_text(self, page: BasePage) -> str:
        """Its words."""
        return plain_text(page)


@dataclass(frozen=True)
class Asking:
    """A checked question, and the address of the site (without slash) for what is answered."""

    values: Mapping[str, Any]
    root: str

    def __getitem__(self, name: str) -> Any:
        """What was asked; None when nothing was."""
        return self.values.get(name)


class Collection:
    """One kind of thing. Subclasses say what it is, who sees it and what comes along with it."""

    # Its address below the API.
    name: str
    title: str | Promise
    about: str | Promise
    item: type[serializers.BaseSerializer]
    question: type[Question] = Question
    # A field with a day: the newest first. Empty: in the order they were made, so that what is new comes last.
    newest_by = ""
    # By which field one of them is found, and which part of an address that is.
    # Without the first there is no address of one.
    key, key_kind = "translation_key", "uuid"
    # Whether addresses are those of the pages themselves, or those for a reader of the asked language.
    has_own_addresses = True
    # The answers to the question that also choose among the versions of one thing.
    also_asked_of_one: tuple[str, ...] = ()

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """The public ones that answer a question."""
        raise NotImplementedError

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """The same with all that is told of them, in a constant number of queries."""
        return rows

    def find(self, key: Any) -> Q:
        """The condition on the one with this lasting name."""
        return Q(**{self.key: key})

    def page(self, asked: Asking, limit: int, after: str) -> tuple[list[Any], str]:
        """So many of the answers after a place, and the place after which one reads on; empty at the end.

        A place is a day (its number, or 0 when days do not count) and a key: what is added meanwhile moves nothing.
        """
        rows = self.rows(asked).order_by(*([f"-{self.newest_by}", "-pk"] if self.newest_by else ["pk"]))
        if after:
            number, _sign, key = after.partition("_")
            condition = Q(pk__gt=int(key))
            if self.newest_by:
                # A made-up day is before everything.
                day = dt.date.fromordinal(int(number)) if 0 < int(number) <= LAST_DAY.toordinal() else dt.date.min
                earlier, same = {f"{self.newest_by}__lt": day}, {self.newest_by: day, "pk__lt": int(key)}
                condition = Q(**earlier) | Q(**same)
            rows = rows.filter(condition)
        # One more than is shown says whether there is a next page.
        found = list(rows[: limit + 1])
        if len(found) <= limit:
            return self.complete(found, asked), ""
        last = found[limit - 1]
        day_number = getattr(last, self.newest_by).toordinal() if self.newest_by else 0
        return self.complete(found[:limit], asked), f"{day_number}_{last.pk}"


class PageCollection(Collection):
    """Pages of one type, in one language."""

    model: type[BasePage]
    question: type[Question] = PageQuestion
    also_asked_of_one = ("language",)
    related: tuple[str, ...] = ("topic",)

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """The public pages of the type; not the second place of a page that is shown in two."""
        found = self.model.objects.filter(public(), locale__language_code=asked["language"], alias_of=None)
        if not is_open(asked["language"]):
            return found.none()
        if asked["changed_since"]:
            found = found.filter(last_published_at__gte=asked["changed_since"])
        if asked["topic"]:
            found = found.filter(topic__slug=asked["topic"])
        return found.select_related(*self.related)

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add addresses, languages and documents."""
        documents = documents_of(rows)
        versions = Page.objects.filter(public(), translation_key__in={row.translation_key for row in rows})
        languages: dict[Any, list[str]] = {}
        pairs = versions.filter(alias_of=None).values_list("translation_key", "locale__language_code")
        for key, code in pairs.order_by("locale__pk"):
            if is_open(code):
                languages.setdefault(key, []).append(code)
        for row in as_cards(rows):
            row.absolute_url = asked.root + row.card_url
            row.public_languages = languages.get(row.translation_key, [])
            row.public_documents = documents[row.pk]
            for one in row.public_documents:
                one.absolute_url = asked.root + one.url
        return rows


_collections: dict[str, Collection] = {}


def register(*collections: Collection) -> None:
    """Offer these in the API; called in an app's `ready`."""
    _collections.update({one.name: one for one in collections})


def collections() -> Iterable[Collection]:
    """All of them, in the order of the apps."""
    return _collections.values()

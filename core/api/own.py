"""What the foundations give in the API: documents, and the words by which content is found."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.collections import Asking, Collection, LanguageQuestion
from core.documents import public_documents
from core.models import Audience, CustomDocument, District, Topic

# For what has no name of its own that lasts: made from its row, so that a column could take these over.
NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "utrechtomarmt.nl")


def lasting_name(kind: str, key: int) -> uuid.UUID:
    """The lasting name of a row that holds none."""
    return uuid.uuid5(NAMES, f"{kind}:{key}")


def key_of(kind: str, name: uuid.UUID, keys: Any) -> int | None:
    """The key, among `keys`, of the row with this lasting name; None when there is none."""
    return next((key for key in keys if lasting_name(kind, key) == name), None)


class DistrictItem(serializers.Serializer):
    """A district of Utrecht."""

    id = serializers.SlugField(source="slug", help_text=_("Lasting name; also to filter by."))
    name = serializers.CharField()
    postcodes = serializers.ListField(
        child=serializers.CharField(), source="digits", help_text=_("The four digits of its postcodes.")
    )
    latitude = serializers.FloatField(allow_null=True, help_text=_("Roughly the middle (WGS 84)."))
    longitude = serializers.FloatField(allow_null=True)


class Districts(Collection):
    """The districts."""

    name = "districts"
    title = _("Districts")
    about = _("The districts of Utrecht with their postcodes.")
    item = DistrictItem
    key, key_kind = "slug", "slug"

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """All of them."""
        return District.objects.prefetch_related("postcodes")

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add the postcodes."""
        for row in rows:
            row.digits = [one.digits for one in row.postcodes.all()]
        return rows


class WordItem(serializers.Serializer):
    """A word by which content is found."""

    id = serializers.UUIDField(source="translation_key", help_text=_("Lasting name, the same in every language."))
    language = serializers.CharField(source="locale.language_code", help_text=_("The language of the name (BCP 47)."))
    slug = serializers.CharField(help_text=_("To filter by."))
    name = serializers.CharField()


class _Words(Collection):
    """Words of one kind, in one language."""

    model: Any
    item = WordItem
    question = LanguageQuestion
    also_asked_of_one = ("language",)

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those of the language."""
        return self.model.objects.filter(locale__language_code=asked["language"]).select_related("locale")


class Topics(_Words):
    """The topics."""

    name = "topics"
    title = _("Topics")
    about = _("What things are about.")
    model = Topic


class Audiences(_Words):
    """The audiences."""

    name = "audiences"
    title = _("Audiences")
    about = _("For whom things are meant.")
    model = Audience


class DocumentItem(serializers.Serializer):
    """A document that a public page leads to."""

    id = serializers.UUIDField(source="lasting_name", help_text=_("Lasting name."))
    title = serializers.CharField()
    url = serializers.URLField(source="absolute_url", help_text=_("To download."))
    type = serializers.CharField(source="content_type", help_text=_("Media type, such as application/pdf."))
    size = serializers.IntegerField(source="file_size", allow_null=True, help_text=_("In bytes."))
    added = serializers.DateTimeField(source="created_at")


class Documents(Collection):
    """The documents of public pages."""

    name = "documents"
    title = _("Documents")
    about = _("Reports, cards and other files that pages of the site lead to.")
    item = DocumentItem

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those a public page links to."""
        return CustomDocument.objects.filter(pk__in=public_documents())

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add names and addresses."""
        for row in rows:
            row.lasting_name = lasting_name("document", row.pk)
            row.absolute_url = asked.root + row.url
        return rows

    def find(self, key: Any) -> Q:
        """The one whose row makes this name."""
        return Q(pk=key_of("document", key, public_documents()))

"""The editorial office: of which documents the search knows the words, and what to do about the others."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.documents.views.documents import DocumentsFilterSet, IndexView

from core.models import CustomDocument
from search.documents import PROBLEMS
from search.models import DocumentText

_WHAT_TO_DO: dict[str, str | Promise] = {
    "encrypted": _("Save it without a password, and upload it again."),
    "empty": _(
        "Probably it was scanned. Ask who made it for a PDF with text, and upload that. "
        "Then people who listen to it can use it too."
    ),
    "broken": _("Open it on your own computer. Does that work? Then save it as a PDF anew, and upload it again."),
    "large": _("Save it smaller, or make several files of it, and upload those."),
    "missing": _("Upload it again."),
}


@dataclass(frozen=True)
class Reading:
    """How far a document was read: what to say, in full and in a word, why it failed, and what to do about it."""

    text: str | Promise
    short: str | Promise
    problem: str | Promise = ""
    what_to_do: str | Promise = ""


_READ = Reading(_("The search knows the words in this file."), _("Yes"))
_OTHER = Reading(_("Of a file that is not a PDF, the search knows the title only."), _("By its title only"))
_WAITING = Reading(_("This file has not been read yet. That happens by itself, soon."), _("Not read yet"))


def reading_of(document: CustomDocument) -> Reading:
    """How far a document was read; one query unless `read_text` was fetched with it."""
    if not document.filename.lower().endswith(".pdf"):
        return _OTHER
    read: DocumentText | None = getattr(document, "read_text", None)
    # Another file was uploaded since.
    if read is None or read.file_hash != document.file_hash:
        return _WAITING
    if not read.problem:
        return _READ
    problem = PROBLEMS.get(read.problem, PROBLEMS["broken"])
    what_to_do = _WHAT_TO_DO.get(read.problem, _WHAT_TO_DO["broken"])
    return Reading(_("The search knows the title only."), _("By its title only"), problem, what_to_do)


class ReadingColumn(Column):
    """Whether a document is found by the words in it, and if not, why."""

    cell_template_name = "search/admin/document_cell.html"

    def get_cell_context_data(self, instance: CustomDocument, parent_context: Any) -> dict[str, Any]:
        """Add how far it was read."""
        return {**super().get_cell_context_data(instance, parent_context), "reading": reading_of(instance)}


class DocumentsFilter(DocumentsFilterSet):
    """Wagtail's own filters, and the documents that could not be read."""

    read = ChoiceFilter(
        label=_("Found by the words in it"),
        choices=[("no", _("No, it could not be read"))],
        empty_label=_("All"),
        method="only_unread",
    )

    class Meta(DocumentsFilterSet.Meta):
        pass

    def only_unread(self, documents: QuerySet[CustomDocument], name: str, value: str) -> QuerySet[CustomDocument]:
        """Those whose present file could not be read."""
        present = Q(read_text__file_hash=F("file_hash"))
        return documents.filter(present).exclude(read_text__problem="")


class DocumentsView(IndexView):
    """Wagtail's list of documents, with a column more."""

    filterset_class = DocumentsFilter

    def get_base_queryset(self) -> QuerySet[CustomDocument]:
        """The documents, with what was read of them."""
        return super().get_base_queryset().select_related("read_text")

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns, and ours before the last."""
        found = super().columns
        return [*found[:-1], ReadingColumn("read", label=_("Found by the words in it")), found[-1]]


def urls() -> list[URLPattern]:
    """The same addresses as Wagtail's own, which these come before."""
    return [
        path("documents/", DocumentsView.as_view()),
        path("documents/results/", DocumentsView.as_view(results_only=True)),
    ]

"""Which documents anybody may have: those a public page leads to."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.functions import Cast
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from core.dates import this_minute
from core.models import CustomDocument
from core.page_cache import per_generation
from core.queries import public


def public_documents() -> frozenset[int]:
    """The keys of the documents that the live text of a public page links to, and that are in no closed collection."""
    return frozenset(key for keys in _of_pages(this_minute()).values() for key in keys)


def documents_of(pages: Iterable[Page]) -> dict[int, list[CustomDocument]]:
    """Of each page the public documents it links to, in order of title. One query when they are known."""
    keys = {page.pk: _of_pages(this_minute()).get(page.pk, ()) for page in pages}
    wanted = {key for found in keys.values() for key in found}
    documents = list(CustomDocument.objects.filter(pk__in=wanted).order_by("title", "pk")) if wanted else []
    return {page: [one for one in documents if one.pk in found] for page, found in keys.items()}


@per_generation(maxsize=2)
def _of_pages(moment: object) -> dict[int, tuple[int, ...]]:
    """The keys of the public documents of each public page; Wagtail writes down references of what is live only."""
    types = ContentType.objects.get_for_models(Page, CustomDocument)
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    closed = CollectionViewRestriction.objects.annotate(asked=path)
    open_ones = CustomDocument.objects.exclude(Exists(closed.filter(asked__startswith=F("collection__path"))))
    found = ReferenceIndex.objects.filter(
        base_content_type=types[Page],
        to_content_type=types[CustomDocument],
        # Written down as text, whatever the key is.
        to_object_id__in=open_ones.values(text=Cast("pk", CharField())),
    ).values_list("object_id", "to_object_id")
    pairs = {(int(page), int(document)) for page, document in found}
    pages = set(Page.objects.filter(public(), pk__in={page for page, _key in pairs}).values_list("pk", flat=True))
    linked: dict[int, tuple[int, ...]] = {}
    for page, key in sorted(pairs):
        if page in pages:
            linked[page] = (*linked.get(page, ()), key)
    return linked

"""Cards and other material in the API: what there is and whether it can be ordered, never how much there is."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.collections import Asking, Named, PageCollection, PageItem
from core.documents import public_documents
from core.queries import public
from infokaart.models import InfokaartOrderPage, ProductPage
from infokaart.queries import State, offers


class ProductItem(PageItem):
    """A card or other material."""

    format = serializers.CharField()
    card_language = Named(allow_null=True, help_text=_("The language of the card itself."))
    document = serializers.CharField(allow_null=True, source="document_url", help_text=_("To view and download."))
    pack_size = serializers.IntegerField(help_text=_("How many are in a pack."))
    price = serializers.IntegerField(source="euros", help_text=_("In euros: always 0."))
    state = serializers.ChoiceField(
        choices=[str(one) for one in State], help_text=_("Whether it can be ordered now; ‘never’ is only to download.")
    )
    order_url = serializers.CharField(help_text=_("The form to order it; empty when it cannot be ordered at all."))


class Products(PageCollection):
    """The cards."""

    name = "products"
    title = _("Cards and other material")
    about = _("What organisations can order free of charge, and anybody can download.")
    item = ProductItem
    model = ProductPage
    related = ("topic", "document", "card_language")

    def rows(self, asked: Asking) -> QuerySet[Any]:
        """Those of a public order page."""
        above = InfokaartOrderPage.objects.filter(public(), locale__language_code=asked["language"])
        paths = list(above.values_list("path", flat=True))
        below = super().rows(asked)
        return below.filter(path__startswith=paths[0]) if paths else below.none()

    def complete(self, rows: list[Any], asked: Asking) -> list[Any]:
        """Add what can be ordered, and where."""
        rows = super().complete(rows, asked)
        form = InfokaartOrderPage.objects.filter(public(), locale__language_code=asked["language"]).first()
        states = {one.page.pk: one.state for one in offers(form)} if form else {}
        for row in rows:
            state = states.get(row.pk, State.NEVER)
            row.state, row.euros = str(state), 0
            is_public = row.document_id in public_documents()
            row.document_url = asked.root + row.document.url if is_public else None
            can_order = state != State.NEVER
            row.order_url = f"{asked.root}{form.get_url()}?kaart={row.slug}#order" if form and can_order else ""
        return rows


COLLECTIONS: list[PageCollection] = [Products()]

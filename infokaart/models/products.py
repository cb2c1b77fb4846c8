"""The page where cards are ordered, and below it one page per card: to read, to download, to order."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable
from wagtail.search import index

from core import linked_data
from core.models import BasePage, BodyMixin, RoutedPage
from core.translations.fields import same, translated

if TYPE_CHECKING:
    from infokaart.queries import Offer


class InfokaartOrderPage(BodyMixin, RoutedPage):
    """Where anybody orders cards, without an account."""

    template = "pages/infokaart_order_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["infokaart.ProductPage"]
    max_count_per_parent = 1
    page_description = _("The form to order cards and other material. Each card is a page below it.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("body", "promise"),
        *same("days_to_send", "orders_email", "keep_days", "pickup_points"),
    ]

    promise = models.CharField(
        _("when it comes"),
        max_length=120,
        blank=True,
        help_text=_("For example: 'We send them within 5 working days.'"),
    )
    # Working days in which an order is on its way: what the confirmation promises.
    days_to_send = models.PositiveSmallIntegerField(_("working days until it is sent"), default=5)
    orders_email = models.EmailField(
        _("e-mail address for stock that runs low"),
        blank=True,
        help_text=_("A mailbox of the office, not of a person. Without it nobody is mailed."),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days that an address is kept"),
        default=90,
        validators=[MinValueValidator(14)],
        help_text=_(
            "Counted from the day an order was sent, picked up or cancelled. Then name and address are erased."
        ),
    )

    content_panels = [*BasePage.title_panels, *BodyMixin.body_panels]
    details_panels = [
        FieldRowPanel([FieldPanel("promise"), FieldPanel("days_to_send")]),
        InlinePanel("pickup_points", label=_("place to pick up"), heading=_("Places to pick up")),
        MultiFieldPanel([FieldPanel("orders_email"), FieldPanel("keep_days")], heading=_("Office")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page to order cards")
        verbose_name_plural = _("pages to order cards")

    def json_ld(self, request: HttpRequest) -> SafeString:
        """A list of the cards."""
        from infokaart.queries import product_pages

        return linked_data.collection(self, request, product_pages(self))

    def resolve_subpage(self, path: str) -> Any:
        """Find the view of an address; a token has full stops and yet is no file."""
        return RoutablePageMixin.resolve_subpage(self, path)

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The cards and the form."""
        from infokaart.intake.views import start_response

        return start_response(self, request)

    @path("<str:token>/wijzig/", name="edit")
    def edit(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The form once more, with what was typed."""
        from infokaart.intake.views import edit_response

        return edit_response(request, token, self)

    @path("<str:token>/controle/", name="check")
    def check_answers(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Everything once more, before it is ordered."""
        from infokaart.intake.views import check_response

        return check_response(request, token, self)

    @path("<str:token>/klaar/", name="done")
    def done(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """It was ordered: the number, and what happens now."""
        from infokaart.intake.views import done_response

        return done_response(request, token, self)


class PickupPoint(Orderable):
    """A place where an order can be picked up."""

    page = ParentalKey(InfokaartOrderPage, on_delete=models.CASCADE, related_name="pickup_points")
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=120)
    opening_hours = models.CharField(
        _("open"), max_length=120, blank=True, help_text=_("For example 'Monday to Friday, 9 to 17'.")
    )

    panels = [FieldPanel("name"), FieldPanel("address"), FieldPanel("opening_hours")]

    class Meta(Orderable.Meta):
        verbose_name = _("place to pick up")
        verbose_name_plural = _("places to pick up")

    def __str__(self) -> str:
        return self.name


class ProductPage(BodyMixin, BasePage):
    """A card, poster or pack: its text to read, its PDF to download, and to order by the stack."""

    template = "pages/product_page.html"
    select_with_page = ("topic", "cover_image", "document", "card_language")
    parent_page_types = ["infokaart.InfokaartOrderPage"]
    subpage_types: list[str] = []
    page_description = _("A card or other material: to read here, to download, and to order by the stack.")
    translatable_fields = [
        *BasePage.translatable_fields,
        *translated("body", "format"),
        *same(
            "card_language",
            "document",
            "is_orderable",
            "pack_size",
            "most_per_order",
            "most_per_address",
            "low_stock",
            "available_from",
            "available_until",
            "back_on",
            "is_posted",
            "is_picked_up",
        ),
    ]

    format = models.CharField(_("format"), max_length=60, blank=True, help_text=_("For example 'A5, folded'."))
    card_language = models.ForeignKey(
        "core.SpokenLanguage",
        verbose_name=_("language of the card"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("PDF"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("To view and download. Write the text of it below 'text' as well, for who cannot read a PDF."),
    )
    is_orderable = models.BooleanField(
        _("can be ordered"), default=True, help_text=_("Without this it can only be read and downloaded.")
    )
    pack_size = models.PositiveSmallIntegerField(
        _("cards in a pack"), default=25, validators=[MinValueValidator(1)], help_text=_("People order packs.")
    )
    most_per_order = models.PositiveSmallIntegerField(
        _("most packs per order"), default=10, validators=[MinValueValidator(1)]
    )
    most_per_address = models.PositiveSmallIntegerField(
        _("most packs per address in 30 days"), default=20, validators=[MinValueValidator(1)]
    )
    low_stock = models.PositiveIntegerField(
        _("runs low below"), default=0, help_text=_("In cards. The office gets a mail when the stock falls below it.")
    )
    available_from = models.DateField(_("can be ordered from"), null=True, blank=True)
    available_until = models.DateField(
        _("can be ordered until"), null=True, blank=True, help_text=_("This day included.")
    )
    back_on = models.DateField(
        _("back in stock on"),
        null=True,
        blank=True,
        help_text=_("Shown when it is sold out and this day is still to come."),
    )
    is_posted = models.BooleanField(_("can be posted"), default=True)
    is_picked_up = models.BooleanField(_("can be picked up"), default=False)

    content_panels = [
        *BasePage.title_panels,
        FieldRowPanel([FieldPanel("format"), FieldPanel("card_language")]),
        FieldPanel("document"),
        *BodyMixin.body_panels,
    ]
    details_panels = [
        FieldPanel("is_orderable"),
        FieldRowPanel([FieldPanel("pack_size"), FieldPanel("most_per_order"), FieldPanel("most_per_address")]),
        FieldRowPanel([FieldPanel("available_from"), FieldPanel("available_until"), FieldPanel("back_on")]),
        FieldPanel("low_stock"),
        FieldRowPanel([FieldPanel("is_posted"), FieldPanel("is_picked_up")]),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("format")]

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def clean(self) -> None:
        """Refuse a period that ends before it begins, and a card nobody can get."""
        super().clean()
        if self.available_from and self.available_until and self.available_until < self.available_from:
            raise ValidationError({"available_until": _("This day is before the first day.")})
        if self.is_orderable and not (self.is_posted or self.is_picked_up):
            raise ValidationError({"is_posted": _("Choose posting, picking up, or both.")})

    @cached_property
    def offer(self) -> "Offer":
        """What can be ordered of it now."""
        from infokaart.queries import offer_of

        return offer_of(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what can be ordered of it now, and where."""
        context = super().get_context(request, *args, **kwargs)
        above = self.breadcrumbs[-2].url if len(self.breadcrumbs) > 1 else ""
        # To the form, with this card in it already.
        return context | {"offer": self.offer, "order_url": f"{above}?kaart={self.slug}#order" if above else ""}

    def get_structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """A schema.org Product that costs nothing; a CreativeWork when it is only to read. With its PDF."""
        page = super().get_structured_data(request) | {"@type": "CreativeWork", "isAccessibleForFree": True}
        page = {name: value for name, value in page.items() if value or name == "url"}
        if self.document:
            page["encoding"] = {
                "@type": "MediaObject",
                "contentUrl": settings.PUBLIC_URL + self.document.url,
                "encodingFormat": self.document.content_type,
            }
        if not self.is_orderable:
            return page
        own = {name: page.get(name) for name in ("name", "description", "url", "image")}
        in_stock = "InStock" if self.offer.is_open else "OutOfStock"
        offer = {
            "@type": "Offer",
            "price": "0",
            "priceCurrency": "EUR",
            "url": page["url"],
            "availability": f"https://schema.org/{in_stock}",
        }
        return {"@type": "Product", **own, "offers": offer, "subjectOf": page}

"""Orders. What is personal hangs on the submission and goes with it; the order itself stays, for the figures."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import local_time
from core.models import Submission


class Order(models.Model):
    """What was ordered and how far it is: nothing personal."""

    class Status(TextChoices):
        """How far it is."""

        UNCONFIRMED = "unconfirmed", _("Waits until the e-mail address is confirmed")
        NEW = "new", _("To be packed")
        PACKED = "packed", _("Packed")
        PARTLY_SENT = "partly_sent", _("Partly sent")
        SENT = "sent", _("Sent")
        RETURNED = "returned", _("Came back")
        CANCELLED = "cancelled", _("Cancelled")

    # The only moves there are; `infokaart.orders` refuses every other. Undoing takes back the last one, for an hour.
    MOVES: dict[str, frozenset[str]] = {
        Status.UNCONFIRMED: frozenset({Status.NEW, Status.CANCELLED}),
        Status.NEW: frozenset({Status.PACKED, Status.CANCELLED}),
        Status.PACKED: frozenset({Status.SENT, Status.PARTLY_SENT, Status.CANCELLED}),
        Status.PARTLY_SENT: frozenset({Status.SENT, Status.RETURNED}),
        Status.SENT: frozenset({Status.RETURNED}),
        Status.RETURNED: frozenset(),
        Status.CANCELLED: frozenset(),
    }
    # Their cards are reserved.
    HOLDING = frozenset({Status.UNCONFIRMED, Status.NEW, Status.PACKED, Status.PARTLY_SENT})

    class Orderer(TextChoices):
        """Who orders."""

        RESIDENT = "resident", _("Resident")
        VOLUNTEER = "volunteer", _("Volunteer")
        PROFESSIONAL = "professional", _("Professional")
        ORGANISATION = "organisation", _("Organisation")

    class Purpose(TextChoices):
        """Where the cards will be used."""

        COUNTER = "counter", _("At a counter or in a waiting room")
        VISITS = "visits", _("At home visits and conversations")
        MEETING = "meeting", _("At a training or meeting")
        NEIGHBOURHOOD = "neighbourhood", _("In the neighbourhood or the street")
        WEEK = "week", _("At an activity in the Week tegen Eenzaamheid")
        OTHER = "other", _("Something else")

    submission = models.OneToOneField(Submission, null=True, on_delete=models.SET_NULL, related_name="order")
    status = models.CharField(_("status"), max_length=11, choices=Status.choices)
    orderer = models.CharField(_("who orders"), max_length=12, choices=Orderer.choices)
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name=_("partner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Where the cards will be used; empty is the whole city.
    district = models.ForeignKey(
        "core.District",
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    purpose = models.CharField(_("purpose"), max_length=13, choices=Purpose.choices)
    # Empty: by post.
    pickup_point = models.ForeignKey(
        "infokaart.PickupPoint",
        verbose_name=_("place to pick up"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_pickup = models.BooleanField(_("is picked up"), default=False)
    made_at = models.DateTimeField(_("ordered"), default=timezone.now)
    # When its status last changed: keeping is counted from here.
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("of cards", "order")
        verbose_name_plural = _("orders")
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["status", "made_at", "id"], name="order_queue"),
            models.Index(fields=["made_at"], name="order_made"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it: the (local) year in which it was made, and its own number."""
        return f"UO-{local_time(self.made_at):%Y}-{self.pk:04d}"

    def may_become(self, status: str) -> bool:
        """Whether the move from the present status is legal."""
        return status in self.MOVES[self.Status(self.status)]


class OrderLine(models.Model):
    """So many packs of one product."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    # The page in the source language.
    product = models.ForeignKey("infokaart.ProductPage", on_delete=models.PROTECT, related_name="+")
    packs = models.PositiveSmallIntegerField(_("packs"))
    # As it was when ordered: an editor may change it afterwards.
    pack_size = models.PositiveSmallIntegerField(_("cards in a pack"))
    packs_sent = models.PositiveSmallIntegerField(_("packs sent"), default=0)
    packs_returned = models.PositiveSmallIntegerField(_("packs that came back"), default=0)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="order_line_once"),
            models.CheckConstraint(condition=models.Q(packs__gte=1), name="order_line_not_empty"),
            models.CheckConstraint(
                condition=models.Q(packs_sent__lte=models.F("packs")), name="order_line_sent_in_packs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs} × {self.pack_size}"

    @property
    def cards(self) -> int:
        """How many cards that is."""
        return self.packs * self.pack_size


class OrderMove(models.Model):
    """One change of an order's status, by whom (nobody: the orderer, or the clock)."""

    # So long the last move can be taken back.
    UNDO = dt.timedelta(hours=1)

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=11, blank=True, choices=Order.Status.choices)
    after = models.CharField(max_length=11, choices=Order.Status.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # For a move that took another back.
    is_undo = models.BooleanField(default=False)
    # How many packs of each line went with it, by the line's key: what undoing must put back.
    packs = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of an order")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Delivery(models.Model):
    """To whom and where: everything personal about an order that the submission does not say. Goes with it."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="delivery")
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    house_number = models.PositiveIntegerField(_("house number"), null=True, blank=True)
    addition = models.CharField(_("addition"), max_length=10, blank=True)
    # '3511 AB'.
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("place"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=500, blank=True)
    track_code = models.CharField(_("track code"), max_length=40, blank=True)
    # What the most per address is counted by: postcode, number and addition without spaces and capitals.
    address_key = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [models.Index(fields=["address_key"], name="delivery_address")]

    def __str__(self) -> str:
        # Nothing personal: this could end up in a log.
        return f"delivery of {self.submission_id}"

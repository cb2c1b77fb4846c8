"""The stock as a ledger: every change is a row with what it changed and what there was afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StockMovement(models.Model):
    """One change of the stock of one product, in cards. Never changed or removed: a mistake gets a correction.

    `infokaart.stock` writes them, one at a time per product. The balance after each row is kept with it, as on a bank
    statement; so the present stock is one row however long the ledger, and the database itself refuses less than zero.
    """

    class Kind(models.TextChoices):
        """Why the stock changed."""

        RECEIPT = "receipt", _("Received")
        RESERVATION = "reservation", _("Reserved for an order")
        RELEASE = "release", _("Reservation ended")
        ISSUE = "issue", _("Sent or picked up")
        RETURN = "return", _("Came back")
        CORRECTION = "correction", _("Corrected")

    # The page in the source language, whichever translation was ordered from.
    product = models.ForeignKey(
        "infokaart.ProductPage", verbose_name=_("product"), on_delete=models.PROTECT, related_name="movements"
    )
    order = models.ForeignKey(
        "infokaart.Order", null=True, blank=True, on_delete=models.PROTECT, related_name="movements"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    on_hand = models.IntegerField(_("on hand"))
    reserved = models.IntegerField(_("reserved"))
    on_hand_after = models.IntegerField(_("on hand afterwards"))
    reserved_after = models.IntegerField(_("reserved afterwards"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of stock")
        verbose_name_plural = _("changes of stock")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["product", "-id"], name="stock_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(reserved_after__gte=0), name="stock_reserved_not_negative"),
            models.CheckConstraint(condition=Q(on_hand_after__gte=F("reserved_after")), name="stock_covers_reserved"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.on_hand:+d} / {self.reserved:+d}"

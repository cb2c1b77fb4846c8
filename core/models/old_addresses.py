"""Addresses that were asked for and are not there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissingAddress(models.Model):
    """An address that was not found: path and count only, nothing of who asked."""

    path = models.CharField(_("address"), max_length=200, unique=True)
    times = models.PositiveIntegerField(_("how often"), default=0)
    last_seen = models.DateField(_("last seen"))
    is_ignored = models.BooleanField(_("left aside"), default=False)

    class Meta:
        verbose_name = _("address that was not found")
        verbose_name_plural = _("addresses that were not found")
        ordering = ["-times", "path"]
        # Nobody makes one by hand.
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return self.path

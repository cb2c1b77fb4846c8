"""For professionals who refer people: a vocabulary of their own, and the basket (verwijzersmand)."""

import datetime as dt
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.dates import local_day

# How long a basket can be opened; `manage.py remove_old_baskets` erases it after.
BASKET_LIFETIME = dt.timedelta(days=90)


class InterventionProfile(models.Model):
    """What an activity does, in the words of professionals; shown to referrers only."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.CharField(_("what it means"), max_length=200, blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]

    class Meta:
        verbose_name = _("intervention profile")
        verbose_name_plural = _("intervention profiles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def new_token() -> str:
    """An address nobody can guess: 192 random bits."""
    return secrets.token_urlsafe(24)


class Basket(models.Model):
    """Activities somebody picked for a client. Holds nothing about the client, nor about who picked them."""

    token = models.CharField(_("token"), max_length=32, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True, db_index=True)
    items = models.ManyToManyField("agenda.AgendaItemPage", verbose_name=_("activities"), related_name="+")

    class Meta:
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> dt.datetime:
        """The moment from which it cannot be opened any more (aware)."""
        return self.made_at + BASKET_LIFETIME

    @property
    def last_day(self) -> dt.date:
        """The last date in Utrecht on which it can be opened all day."""
        return local_day(self.ends_at) - dt.timedelta(days=1)

    @property
    def is_over(self) -> bool:
        """Whether it cannot be opened any more."""
        return self.ends_at <= timezone.now()

"""What is known of a partner by date: what it signed, whether it sits in the core group, whether its profile is right.

These are facts, not text: they stand beside the page, so that publishing an older draft brings none of them back.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from core.dates import today
from core.queries import source_id


class _Fact(models.Model):
    """A dated fact about a partner, always kept with the page in the source language."""

    partner = models.ForeignKey(
        "partners.PartnerPage", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep it with the page in the source language, whichever translation was chosen."""
        super().clean()
        if self.partner_id:
            self.partner_id = source_id(self.partner)


class Pledge(_Fact):
    """An organisation signed the 'I take part' declaration, on a day, in the words it had then."""

    signed_on = models.DateField(_("signed on"))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("From this day on the declaration counts no more.")
    )
    version = models.DateField(
        _("text of"), null=True, blank=True, help_text=_("The date below the declaration that was signed.")
    )
    text = RichTextField(_("text that was signed"), blank=True, features=["bold", "italic", "ol", "ul"])
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("How we know: the form on the site, or where the paper is."),
    )

    panels = [
        FieldPanel("partner"),
        FieldRowPanel([FieldPanel("signed_on"), FieldPanel("ended_on")]),
        FieldPanel("source"),
        FieldPanel("version"),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = _("signed declaration")
        verbose_name_plural = _("signed declarations")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(ended_on=None),
                name="one_pledge_at_a_time",
                violation_error_message=_("This organisation has signed already. End that declaration first."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("signed_on")),
                name="pledge_ends_after_it_began",
                violation_error_message=_("A declaration cannot end before it was signed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.signed_on}"

    def clean(self) -> None:
        """Raise ValidationError for an end to come: once it is filled in, the declaration counts no more."""
        super().clean()
        if self.ended_on and self.ended_on > today():
            raise ValidationError({"ended_on": _("This day is still to come. Fill it in on the day itself.")})


class CoreGroupMembership(_Fact):
    """A partner sits in the core group from a day, until a day."""

    since = models.DateField(_("since"), help_text=_("Visitors see the year only."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day that it is over."))

    panels = [FieldPanel("partner"), FieldRowPanel([FieldPanel("since"), FieldPanel("until")])]

    class Meta:
        verbose_name = _("member of the core group")
        verbose_name_plural = _("members of the core group")
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner} {self.since}"

    def clean(self) -> None:
        """Raise ValidationError when it ends before it begins, or overlaps another period of the same partner."""
        super().clean()
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": _("The end comes after the beginning.")})
        if not (self.partner_id and self.since):
            return
        others = CoreGroupMembership.objects.filter(partner=self.partner_id).exclude(pk=self.pk)
        others = others.filter(Q(until=None) | Q(until__gt=self.since))
        if self.until:
            others = others.filter(since__lt=self.until)
        if others.exists():
            raise ValidationError({"since": _("This organisation sits in the core group in that period already.")})


class ProfileCheck(_Fact):
    """Once a year somebody of the partner is asked whether the profile is still right (`partners.yearly`)."""

    # Of the day it was asked; one question a year.
    year = models.PositiveSmallIntegerField(_("year"))
    asked_on = models.DateField(_("asked on"))
    answered_on = models.DateField(_("still right on"), null=True, blank=True)

    class Meta:
        verbose_name = _("yearly question")
        verbose_name_plural = _("yearly questions")
        ordering = ["-asked_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["partner", "year"], name="one_question_a_year")]

    def __str__(self) -> str:
        return f"{self.partner} {self.year}"

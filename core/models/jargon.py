"""The list of hard words with what is better, which editors keep."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class JargonWord(models.Model):
    """A hard Dutch word or group of words, and what to write instead. Only about Dutch texts, so not translated."""

    word = models.CharField(
        _("hard word"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"\w\w", _("Enter a word of at least two letters."))],
        help_text=_(
            "It is also found with -e, -en or -s behind it. A * at the end stands for whatever"
            " follows: 'participe*' finds participeren and participeert."
        ),
    )
    better = models.CharField(_("better"), max_length=120, help_text=_("What you would say to a neighbour."))

    panels = [FieldPanel("word"), FieldPanel("better")]

    class Meta:
        verbose_name = _("hard word")
        verbose_name_plural = _("hard words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Keep it as it is looked for: in small letters, one space between words."""
        super().clean()
        self.word = " ".join(self.word.lower().split())

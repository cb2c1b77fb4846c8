"""What an editor writes to a sender."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.models import RefusalReason


def _words(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=required, widget=forms.Textarea(attrs={"rows": 4})
    )


class AskForm(forms.Form):
    """A question to the sender."""

    prefix = "ask"
    words = _words(_("Your question"), _("The sender gets this by e-mail and can change the form."), required=True)


class RefuseForm(forms.Form):
    """Why something does not come on the site."""

    prefix = "refuse"
    reason = forms.ModelChoiceField(
        label=_("Reason"), queryset=RefusalReason.objects.all(), required=False, empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = _words(
        _("In your own words"), _("Stands below the reason in the e-mail, or in place of it."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError when there is neither a reason nor a word."""
        cleaned = super().clean() or {}
        if not self.errors and not self.letter_words:
            raise ValidationError(_("Choose a reason, or write one yourself. The sender reads it."))
        return cleaned

    @property
    def letter_words(self) -> str:
        """What the sender reads."""
        reason = self.cleaned_data.get("reason")
        return "\n\n".join(
            part for part in (reason.text if reason else "", self.cleaned_data.get("words", "")) if part
        )

"""What most forms ask of whoever fills them in: a name, an e-mail address, a telephone number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models.site_settings import phone_validator


class NameField(forms.CharField):
    """The sender's own name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Your name"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": _("Fill in your name.")},
            **kwargs,
        )


class EmailField(forms.EmailField):
    """The sender's own address; what it is for differs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Your e-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"required": _("Fill in your e-mail address.")},
            **kwargs,
        )


class PhoneField(forms.CharField):
    """A telephone number; brackets, slashes and full stops become spaces."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": kwargs.pop("autocomplete", "off")})
        super().__init__(max_length=20, required=False, validators=[phone_validator], widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """The number with single spaces."""
        text = super().to_python(value) or ""
        return " ".join("".join(" " if sign in "()/." else sign for sign in text).split())

"""Forms of the editorial office."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm


class LoginForm(WagtailLoginForm):
    """Wagtail's form leaves the password without a label, which Django then makes from the English name."""

    password = forms.CharField(
        label=_("Password"), widget=WagtailLoginForm.base_fields["password"].widget, strip=False
    )

"""Forms of the editorial office."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin


class LoginForm(WagtailLoginForm):
    """Wagtail's form leaves the password without a label, which Django then makes from the English name."""

    password = forms.CharField(
        label=_("Password"), widget=WagtailLoginForm.base_fields["password"].widget, strip=False
    )


class PageForm(WagtailAdminPageForm):
    """The editor's form of a page: words that exist in every language are chosen in Dutch, each once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field, forms.ModelMultipleChoiceField) or field.queryset is None:
                continue
            model = field.queryset.model
            # Translations of pages have their Dutch words too (`core.translations.following`).
            if issubclass(model, TranslatableMixin) and not issubclass(model, Page):
                field.queryset = field.queryset.filter(locale__language_code=settings.LANGUAGE_CODE)

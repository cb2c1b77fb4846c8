"""The 'I take part' declaration: its text, the form to sign it, and who did."""

import hashlib
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from core.models import BasePage, BodyMixin, RoutedPage
from core.translations.fields import same, translated


class PledgePage(BodyMixin, RoutedPage):
    """Where an organisation reads and signs the declaration; nobody can while there is no text."""

    template = "pages/pledge_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("The 'I take part' declaration, with the form to sign it and the list of who signed.")
    translatable_fields = [*BasePage.translatable_fields, *translated("body", "declaration"), *same("version")]

    declaration = RichTextField(
        _("text of the declaration"),
        blank=True,
        features=["bold", "italic", "ol", "ul"],
        help_text=_("What an organisation signs. Without a text nobody can sign."),
    )
    version = models.DateField(
        _("text of"),
        null=True,
        blank=True,
        help_text=_("Give it a new date when the text changes. It is kept with every declaration that is signed."),
    )

    content_panels = [
        *BasePage.title_panels,
        *BodyMixin.body_panels,
        MultiFieldPanel([FieldPanel("declaration"), FieldPanel("version")], heading=_("Declaration")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("declaration")]

    class Meta:
        verbose_name = _("'I take part' declaration")
        verbose_name_plural = _("'I take part' declarations")

    @property
    def mark(self) -> str:
        """Changes with the text, so that nobody signs another text than the one they read."""
        return hashlib.sha256(f"{self.version}{self.declaration}".encode()).hexdigest()[:16]

    def resolve_subpage(self, path: str) -> Any:
        """Find the view of an address; a token has full stops and yet is no file."""
        return RoutablePageMixin.resolve_subpage(self, path)

    @path("", name="index_route")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The text, the form, and who signed."""
        from partners.intake.views import start_response

        return start_response(self, request)

    @path("<str:token>/wijzig/", name="edit")
    def edit(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """The form once more, with what was typed."""
        from partners.intake.views import edit_response

        return edit_response(request, token, self)

    @path("<str:token>/controle/", name="check")
    def check_answers(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Everything once more, before it is signed."""
        from partners.intake.views import check_response

        return check_response(request, token, self)

    @path("<str:token>/klaar/", name="done")
    def done(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """It was sent: look in your mail."""
        from partners.intake.views import done_response

        return done_response(request, token, self)

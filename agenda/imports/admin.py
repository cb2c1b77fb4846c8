"""The editorial office: calendars of partners, reading them in, and what that brought."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, InspectView, SnippetViewSet

from agenda.imports.drafts import read_source
from agenda.imports.fetching import normal_address
from agenda.imports.files import MOST_BYTES, CalendarError, too_large
from agenda.models import CalendarSource
from agenda.queries import source_agenda


class CalendarSourceForm(WagtailAdminModelForm):
    """A calendar; its address may be pasted as calendar programs give it (`webcal://`)."""

    url = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Speak of the address as the model does."""
        super().__init__(*args, **kwargs)
        field = CalendarSource._meta.get_field("url")
        self.fields["url"].label, self.fields["url"].help_text = capfirst(field.verbose_name), field.help_text

    def clean_url(self) -> str | None:
        """The address as we keep it; None when there is none."""
        try:
            return normal_address(self.cleaned_data["url"]) if self.cleaned_data["url"] else None
        except CalendarError as error:
            raise ValidationError(str(error)) from None


class FileForm(forms.Form):
    """A calendar file that somebody sent."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"), widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"})
    )

    def clean_file(self) -> Any:
        """Raise ValidationError for a file of more than 2 MB."""
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(too_large())
        return self.cleaned_data["file"]


def _reading_url(source: CalendarSource) -> str:
    """The screen where one reads the calendar in."""
    return reverse(CalendarSource.snippet_viewset.get_url_name("inspect"), args=[source.pk])  # type: ignore[attr-defined]


class _NameColumn(TitleColumn):
    """The name of a calendar, which leads to the screen where one reads it in."""

    def get_link_url(self, instance: CalendarSource, parent_context: Any) -> str:
        """That screen's address: whoever may see the list may see it."""
        return _reading_url(instance)


class CalendarIndexView(IndexView):
    """The list; a name leads to the screen where one reads the calendar in."""

    def _get_title_column(self, field_name: str, column_class: type = _NameColumn, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, column_class, **kwargs)


class _ThenReadMixin:
    """After saving, go to the screen where one reads the calendar in."""

    object: CalendarSource

    def get_success_url(self) -> str:
        """That screen's address."""
        return _reading_url(self.object)


class CalendarCreateView(_ThenReadMixin, CreateView):
    """A new calendar."""


class CalendarEditView(_ThenReadMixin, EditView):
    """The name, address, organiser and venue of a calendar."""


class CalendarReadView(InspectView):
    """Read a calendar in, from its address or from a file, and see what that brought."""

    page_title = gettext_lazy("Read in")
    template_name = "agenda/admin/import.html"
    file_form: FileForm | None = None

    def may_read(self) -> bool:
        """Whether this editor may change calendars and put drafts in the agenda."""
        agenda = source_agenda()
        return self.user_has_permission("change") and (
            agenda is None or agenda.permissions_for_user(self.request.user).can_add_subpage()
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read it and come back to the report; raises PermissionDenied for whoever may not."""
        if not self.may_read():
            raise PermissionDenied
        data = None
        if "from-file" in request.POST:
            self.file_form = FileForm(request.POST, request.FILES)
            if not self.file_form.is_valid():
                return self.render_to_response(self.get_context_data(**kwargs))
            data = self.file_form.cleaned_data["file"].read()
        report = read_source(self.object, data=data, user=cast("User", request.user))
        if report.error:
            messages.warning(request, report.error)
        else:
            messages.success(request, report.summary)
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report of the last time, and the form for a file."""
        return {
            **super().get_context_data(**kwargs),
            "source": self.object,
            "report": self.object.report if self.object.last_read_at else None,
            "may_read": self.may_read(),
            "file_form": self.file_form or FileForm(),
        }

    def get_page_subtitle(self) -> str:
        """The calendar's name."""
        return str(self.object)


class CalendarSourceViewSet(SnippetViewSet):
    """Calendars of partners."""

    model = CalendarSource
    icon = "calendar-alt"
    add_to_admin_menu = True
    menu_order = 460
    list_display = ["name", "last_read_at", Column("summary", label=gettext_lazy("What the last time brought"))]
    search_fields = ["name", "url"]
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = CalendarIndexView
    add_view_class = CalendarCreateView
    edit_view_class = CalendarEditView
    inspect_view_class = CalendarReadView
    inspect_template_name = "agenda/admin/import.html"
    edit_handler = ObjectList(CalendarSource.panels, base_form_class=CalendarSourceForm)


register_snippet(CalendarSourceViewSet)

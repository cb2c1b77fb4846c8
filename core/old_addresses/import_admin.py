"""The editorial office: a list of old addresses at once; what becomes of each is said before anything is written."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.contrib.redirects.views import CreateView
from wagtail.models import Site

from core.office import ScreenMixin
from core.old_addresses import importing

LEAD_ON = "wagtailredirects.add_redirect"
# What goes well is no news: so many lines are proof enough.
SHOWN = 100
# The text goes up and down once more with the report.
_LONGEST_TEXT = 1_000_000


class ListForm(forms.Form):
    """A file, or two columns pasted from a spreadsheet; `rows` is what was read of it."""

    file = forms.FileField(label=gettext_lazy("A CSV file"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or paste the list here"),
        help_text=gettext_lazy("On each line an old address and the new one, as two columns of a spreadsheet."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        max_length=_LONGEST_TEXT,
        required=False,
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the lines; raises ValidationError when there are none."""
        given = super().clean() or {}
        if file := given.get("file"):
            data = file.read(_LONGEST_TEXT + 1)
            if len(data) > _LONGEST_TEXT:
                raise forms.ValidationError(_("This file is too large for this screen. Make two lists of it."))
        else:
            data = given.get("text", "").encode()
        try:
            self.rows = importing.read(data)
        except importing.FileError as error:
            raise forms.ValidationError(str(error)) from None
        if not self.rows:
            raise forms.ValidationError(_("Choose a file, or paste a list. There is nothing to read yet."))
        return given

    def as_text(self) -> str:
        """What was read, to go along with the report."""
        return "\n".join(f"{row.old}\t{row.new}" for row in self.rows)


class ImportView(PermissionRequiredMixin, ScreenMixin, TemplateView):
    """First look what becomes of each line, then do it."""

    permission_required = LEAD_ON
    page_title = gettext_lazy("A list of old addresses")
    header_icon = "redirect"
    template_name = "old_addresses/admin/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add an empty form, unless there is one."""
        return super().get_context_data(**{"form": ListForm(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Say what becomes of each line; with `write` it does become so."""
        form = ListForm(request.POST, request.FILES)
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if not form.is_valid() or site is None:
            return self.render_to_response(self.get_context_data(form=form))
        write = "write" in request.POST
        lines = importing.take(form.rows, site, write=write)
        counts = importing.summary(lines)
        made = counts[importing.Outcome.NEW] + counts[importing.Outcome.CHANGED]
        if write:
            words = ngettext("%(count)s address leads on now.", "%(count)s addresses lead on now.", made)
            messages.success(request, words % {"count": made})
        refused = [line for line in lines if line.outcome == importing.Outcome.REFUSED]
        others = [line for line in lines if line.outcome != importing.Outcome.REFUSED]
        shown = [*refused[:SHOWN], *others[:SHOWN]]
        return self.render_to_response(
            self.get_context_data(
                form=ListForm(initial={"text": form.as_text()}),
                counts=[(outcome.label, count) for outcome, count in counts.items() if count],
                lines=shown,
                more=len(lines) - len(shown),
                made=made,
                written=write,
            )
        )


class AddRedirectView(CreateView):
    """Wagtail's screen for one redirect; the old address may stand in its own address."""

    def get_initial(self) -> dict[str, Any]:
        """The old address, when it is known."""
        return {**super().get_initial(), "old_path": self.request.GET.get("oud", "")[:255]}


def urls() -> list[URLPattern]:
    """The same addresses as Wagtail's own, which these come before."""
    return [
        path("redirects/add/", AddRedirectView.as_view()),
        path("redirects/import/", ImportView.as_view()),
    ]

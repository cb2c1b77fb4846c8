"""The editorial office: what would follow from the dates in the editor's form."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from wagtail.permissions import page_permission_policy

from agenda.schedule.panels import outlook_of_form


@require_POST
def outlook_view(request: HttpRequest) -> HttpResponse:
    """A fragment of HTML for the panel below the dates: in words, and the next ten dates. Saves nothing."""
    if not page_permission_policy.user_has_any_permission(request.user, {"add", "change"}):
        raise PermissionDenied
    return render(request, "panels/schedule_outlook.html", {"outlook": outlook_of_form(request.POST)})

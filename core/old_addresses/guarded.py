"""Who may do what with old addresses in the office."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SEE, LEAVE, LEAD_ON = "core.view_missingaddress", "core.change_missingaddress", "wagtailredirects.add_redirect"


class Guarded:
    """A view for whoever has one permission."""

    permission = SEE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied for anyone else; Wagtail sends those back to the first screen."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

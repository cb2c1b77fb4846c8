"""The pages of a form below a page of the site: `<page>/<token>/<part>/`, for one person, kept by no cache."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.models import BasePage


def base_of(request: HttpRequest, token: str) -> str:
    """The address of the page the form stands on, in the language one reads it in; of itself without a token."""
    return request.path.split(f"{token}/")[0] if token else request.path


def go_on(base: str, token: str, part: str) -> HttpResponse:
    """Go on at another part of the form, with GET."""
    response = HttpResponseRedirect(f"{base}{token}/{part}")
    response.status_code = 303
    return response


def form_page(request: HttpRequest, page: BasePage, template: str, **context: Any) -> TemplateResponse:
    """One part of the form as a page of the site; with `token` in the context it is of one person's form."""
    token = context.get("token", "")
    around = BasePage.get_context(page, request) | {"base": base_of(request, token)}
    if token:
        around["json_ld"] = ""
    response = TemplateResponse(request, template, {**around, **context})
    response.headers["Cache-Control"] = "no-store"
    return response

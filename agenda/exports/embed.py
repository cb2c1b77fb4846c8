"""The agenda on other people's sites, and the page that says how to take it along."""

from typing import Any
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from agenda.exports.basis import LICENCE, Asked, asked_number
from agenda.finding import answers
from agenda.finding.lists import by_day
from agenda.models import AgendaIndexPage
from core.models import RoutedPage
from core.page_cache import allow_query

MOST_IN_FRAME = 24
_IN_FRAME = 6
# The script's address stays the same for ever: it stands on other people's sites.
SCRIPT = "utrecht-omarmt-agenda.js"


def frame_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """The first dates of a list for in a frame on any site, `aantal` of them (1 to 24); sets and runs nothing."""
    asked = Asked.of(page, request)
    found = answers.list_page(asked.question, 1).object_list
    number = asked_number(request, "aantal", _IN_FRAME, MOST_IN_FRAME)
    found = found[:number]
    if not (asked.question.van or asked.question.tot):
        allow_query(request, [*asked.question.pairs(), *([("aantal", number)] if "aantal" in request.GET else [])])
    context = {"name": asked.name, "days": by_day(asked.question, found), "url": asked.url()}
    response = TemplateResponse(request, "pages/agenda_frame.html", context)
    # The one page of the site that others may frame.
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    return response


def take_along_response(page: AgendaIndexPage, request: HttpRequest) -> HttpResponse:
    """For the present question: calendar, feed, poster, code for one's own site, open data."""
    asked = Asked.of(page, request)
    calendar = asked.url("agenda.ics")
    address = f"{page.url}meenemen/"
    context: dict[str, Any] = RoutedPage.get_context(page, request)
    context |= {
        "breadcrumbs": [*context["breadcrumbs"], {"title": gettext("Take along"), "url": address}],
        # The trail in structured data belongs to the agenda.
        "json_ld": "",
        "canonical": f"{asked.agenda}meenemen/",
        "asked": asked,
        "list_url": asked.url(),
        "calendar": calendar,
        "webcal": f"webcal://{calendar.partition('://')[2]}",
        "feed": asked.url("agenda.atom"),
        "open_data": asked.url("agenda.json"),
        "schema": f"{asked.agenda}schema.json",
        "licence": LICENCE,
        "follow_query": f"?{asked.question.query_string}",
        "poster": asked.url("poster.pdf"),
        "poster_a3": asked.url("poster.pdf", formaat="a3"),
        "frame_code": _frame_code(asked),
        "element_code": _element_code(asked),
    }
    return TemplateResponse(request, "pages/agenda_take_along.html", context)


def _frame_code(asked: Asked) -> SafeString:
    code = '<iframe src="{}" title="{}" width="100%" height="700" loading="lazy"></iframe>'
    return format_html(code, asked.url("insluiten/"), asked.name)


def _element_code(asked: Asked) -> SafeString:
    """The element with its script; what stands inside shows until the list is there."""
    pairs = [*asked.question.pairs(), ("aantal", "5")]
    # More values of one name stand in one attribute.
    names = list(dict.fromkeys(name for name, _value in pairs))
    attributes = [(name, " ".join(value for key, value in pairs if key == name)) for name in names]
    path = asked.agenda.removeprefix(asked.root)
    if path != "/agenda/":
        attributes.append(("pad", path))
    return format_html(
        '<script type="module" src="{}"></script>\n'
        '<utrecht-omarmt-agenda{}>\n  <a href="{}">{}</a>\n</utrecht-omarmt-agenda>',
        urljoin(f"{asked.root}/", f"{_static_root()}{SCRIPT}"),
        format_html_join("", ' {}="{}"', attributes),
        asked.url(),
        asked.name,
    )


def _static_root() -> str:
    """Where static files lie, without the mark of their content that `static` puts in a name."""
    return static(SCRIPT).rpartition("/")[0] + "/"

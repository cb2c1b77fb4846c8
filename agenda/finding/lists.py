"""The list of the agenda as a page: what is asked, what there is, and where else to look."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from agenda import queries
from agenda.finding import answers
from agenda.finding.choices import LABELS, Choices, typed_day
from agenda.finding.filters import NAMES, AgendaFilter, read_day
from agenda.finding.near_misses import near_misses
from agenda.finding.options import name_of, read_question
from core import linked_data
from core.dates import today
from core.listing import listed
from core.models import District
from core.page_cache import allow_query
from core.queries import page_number

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage, Occurrence


def list_response(page: "AgendaIndexPage", request: HttpRequest) -> HttpResponse:
    """The list that answers the query string, or a redirect to the one address of that question."""
    question = read_question(request.GET)
    postcode = _typed(request, "postcode")
    district = queries.district_of(postcode) if postcode else None
    if district:
        question = question.with_(wijk=district.slug)
    wrong = _wrong_dates(request)
    if not wrong and (address := _better_address(page, request, question, postcode, district)):
        return HttpResponseRedirect(address)
    context = page.get_context(request)
    context |= around(question) | _shown(question, page_number(request))
    context |= {
        "postcode": postcode,
        "postcode_unknown": bool(postcode),
        "wrong_dates": wrong,
        "typed": {name: _typed(request, name) for name in wrong},
        # What somebody typed wrong, and the many combinations, are no pages to find again.
        "noindex": bool(question.query_string or postcode or wrong),
        "canonical": _full(page.get_full_url(request), question.query_string),
    }
    items = [date.item for date in context["result"].object_list if not date.item.is_example]
    context["json_ld"] = linked_data.collection(page, request, items)
    if not (postcode or wrong or question.van or question.tot):
        allow_query(request, question.pairs(), context["result"].number)
    return TemplateResponse(request, page.get_template(request), context)


def around(question: AgendaFilter) -> dict[str, Any]:
    """The context of the components around a list: day chips, form and answers given."""
    dates = {"van": typed_day(question.van), "tot": typed_day(question.tot)}
    return {
        "question": question,
        "choices": Choices(question),
        "dates": dates,
        "ask": _full("", question.query_string),
    }


def _shown(question: AgendaFilter, number: int) -> dict[str, Any]:
    """The answers, and what there is beside them."""
    result = answers.list_page(question, number)
    days = by_day(question, result.object_list)
    return {
        "result": result,
        "days": days,
        "is_past": _is_past(question),
        "district_name": name_of("wijk", question.wijk) if question.wijk else "",
        "near_misses": [] if days else near_misses(question),
        "later": _later(question, result),
        "title": _title(question),
    }


def by_day(question: AgendaFilter, dates: "Iterable[Occurrence]") -> list[queries.Day]:
    """The answers to a question under their days; the latest first when it asks for what is over."""
    return queries.past_days(dates) if question.is_archive else queries.by_day(dates, _first_day(question))


def _is_past(question: AgendaFilter) -> bool:
    """Whether all of the asked days are over."""
    span = question.span()
    return question.is_archive or bool(span and span[1] <= today())


def _first_day(question: AgendaFilter) -> dt.date:
    """The day under which stands what began earlier: today, unless other days are asked."""
    span = question.span()
    if span is None:
        return today()
    return span[0] if _is_past(question) else max(today(), span[0])


def _later(question: AgendaFilter, result: answers.ListPage) -> str:
    """The query string of what comes after the last page; empty when that was all that is asked."""
    if question.is_archive or result.has_next():
        return ""
    span = question.span()
    if result.is_more:
        # The list stops where nobody reads on; what follows begins on its last day, or after a day that fills it all.
        last, first = result.object_list[-1].local_start.date(), _first_day(question)
        start = last if last > first else first + dt.timedelta(days=1)
        end = question.tot or (span[1] - dt.timedelta(days=1) if span and question.periode else None)
        return "" if end and start > end else question.with_(periode="", van=start, tot=end).query_string
    return "" if span else question.with_(van=today() + answers.HORIZON).query_string


def _title(question: AgendaFilter) -> str:
    """What is asked, in a few words; empty when nothing is."""
    words = [choice.label for choice in Choices(question).made]
    if question.periode and not question.is_archive:
        words.insert(0, str(LABELS["periode"][question.periode]))
    return listed(words)


def _typed(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:20]


def _wrong_dates(request: HttpRequest) -> dict[str, str]:
    """What is wrong with the typed dates, by field."""
    message = _("This date is not right. Write for example %(example)s.") % {"example": typed_day(today())}
    return {name: message for name in ("van", "tot") if (text := _typed(request, name)) and read_day(text) is None}


def _better_address(
    page: "AgendaIndexPage", request: HttpRequest, question: AgendaFilter, postcode: str, district: District | None
) -> str:
    """Where the question has its one address; empty when this is it."""
    from agenda.finding import districts

    if district and question == AgendaFilter(wijk=district.slug):
        return districts.url_of(page, district)
    number = page_number(request)
    wanted = question.pairs()
    wanted += [("postcode", postcode)] if postcode and not district else []
    wanted += [("pagina", str(number))] if number > 1 else []
    names = {*NAMES, "postcode", "pagina"}
    present = [(name, value) for name, values in request.GET.lists() if name in names for value in values]
    return "" if present == wanted or getattr(request, "is_preview", False) else _full(request.path, urlencode(wanted))


def _full(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address

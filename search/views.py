"""Search over everything public, in the reader's language; and what one may mean while typing."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.dates import this_minute
from core.intake.throttle import visitor
from core.languages import words_in
from core.page_cache import per_generation
from search import missed
from search.asking import LONGEST, Choices, question_from
from search.days import day_in
from search.finding import Question, Suggestion, find, suggest

SHORTEST_TO_SUGGEST = 2
MOST_SUGGESTED = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found for `q`, narrowed by `soort`, `wanneer`, `wijk` and `thema`, page `pagina`."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    context: dict[str, Any] = {"query": "", "answer": None}
    question = question_from(request, language)
    if question.words:
        # Dates and names of kinds are in the language of the words around them.
        with translation.override(words_in(language)):
            context = _found(question, request)
    return render(request, "pages/search.html", context)


def _found(question: Question, request: HttpRequest) -> dict[str, Any]:
    answer = find(question, request)
    choices = Choices(question, answer)
    day = day_in(question.words, question.language)
    # A day leads to the agenda.
    is_missed = bool(answer.searched) and not (answer.total or day or choices.made) and question.page == 1
    if is_missed and request.method == "GET":
        missed.note(request.GET.get("q", ""), question.language, visitor(request))
    return {
        # As it was typed, for the field; and the words that were looked for, corrected when those were nowhere.
        "query": question.words if answer.searched else "",
        "searched": answer.searched,
        "is_corrected": bool(answer.did_you_mean) and answer.did_you_mean == answer.searched,
        "answer": answer,
        "choices": choices,
        "result": Paginator(range(answer.pages), 1).get_page(question.page),
        "day": day,
        "did_you_mean_url": choices.corrected(answer.did_you_mean) if answer.did_you_mean else "",
        # Editors write in Dutch why they recommend something.
        "office_language": settings.LANGUAGE_CODE,
    }


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the words of `q` may become, at most eight, as JSON; with their number in words for a screen reader."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    words = " ".join(request.GET.get("q", "")[: 4 * LONGEST].split())[:LONGEST]
    found = _suggested(words, language, this_minute()) if len(words) >= SHORTEST_TO_SUGGEST else []
    with translation.override(words_in(language)):
        message = ngettext("%(count)d suggestion", "%(count)d suggestions", len(found)) % {"count": len(found)}
        message = message if found else _("No suggestions")
    shown = [{"text": one.text, "lang": one.language, "url": one.url, "kind": one.kind_label} for one in found]
    headers = {"Cache-Control": "public, max-age=0, must-revalidate", "X-Robots-Tag": "noindex"}
    return JsonResponse({"suggestions": shown, "message": message}, headers=headers)


# What can be typed has no end: each process keeps the latest few hundred, which is where everybody begins.
@per_generation(maxsize=512)
def _suggested(words: str, language: str, minute: Any) -> list[Suggestion]:
    with translation.override(words_in(language)):
        return suggest(words, language, MOST_SUGGESTED)

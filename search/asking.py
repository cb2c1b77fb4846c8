"""What a visitor asks of the search: read from an address, and written back into one."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.queries import page_number
from search.finding import Answer, Facet, Question

# The words of the address, by the field of the question.
NAMES = {"words": "q", "kind": "soort", "when": "wanneer", "district": "wijk", "topic": "thema"}
WHENS = {"komend", "week", "maand", "geweest"}
LONGEST = 100
_SLUG = re.compile(r"[-\w]{1,80}")


@dataclass(frozen=True)
class Choice:
    """An answer one can press: `url` is the list with it, or without it."""

    label: str
    url: str
    count: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class Select:
    """A question of the form; `empty` is its first line."""

    name: str
    label: str
    empty: str
    facets: list[Facet]


def question_from(request: HttpRequest, language: str) -> Question:
    """The question in an address; what cannot be an answer counts as not asked."""
    asked = {field: request.GET.get(name, "") for field, name in NAMES.items()}
    words = " ".join(asked["words"][: 4 * LONGEST].split())[:LONGEST]
    return Question(
        words=words,
        language=language,
        kind=_slug(asked["kind"]),
        when=asked["when"] if asked["when"] in WHENS else "",
        district=_slug(asked["district"]),
        topic=_slug(asked["topic"]),
        page=max(1, page_number(request)),
    )


def _slug(text: str) -> str:
    return text if _SLUG.fullmatch(text) else ""


def address(question: Question, **changes: Any) -> str:
    """The question as a query string, with its question mark and from the first page."""
    asked = replace(question, page=1, **changes)
    return "?" + urlencode([(name, value) for field, name in NAMES.items() if (value := getattr(asked, field))])


class Choices:
    """Everything around the list that answers a question."""

    def __init__(self, question: Question, answer: Answer) -> None:
        self.question = question
        self.facets = {
            "kind": answer.kinds,
            "when": answer.whens,
            "district": answer.districts,
            "topic": answer.topics,
        }

    @property
    def kinds(self) -> list[Choice]:
        """The chips: everything, and each kind there is something of. Nothing when there is only one."""
        found = [one for one in self.facets["kind"] if one.count or one.is_chosen]
        if len(found) < 2 and not self.question.kind:
            return []
        everything = Choice(_("Everything"), address(self.question, kind=""), is_chosen=not self.question.kind)
        return [
            everything,
            *(Choice(one.label, address(self.question, kind=one.code), one.count, one.is_chosen) for one in found),
        ]

    @property
    def selects(self) -> list[Select]:
        """The questions of the form that have something to choose."""
        asked = [
            ("when", _("When?"), _("Makes no difference")),
            ("district", _("District"), _("All districts")),
            ("topic", _("Topic"), _("All topics")),
        ]
        found = [
            (field, label, empty, [one for one in self.facets[field] if one.count or one.is_chosen])
            for field, label, empty in asked
        ]
        return [Select(NAMES[field], label, empty, facets) for field, label, empty, facets in found if facets]

    @property
    def beside_form(self) -> list[tuple[str, str]]:
        """What the form does not ask and must keep, as names and values."""
        asked = {select.name for select in self.selects}
        return [
            (name, value)
            for field, name in NAMES.items()
            if name not in asked and (value := getattr(self.question, field))
        ]

    @property
    def made(self) -> list[Choice]:
        """The choices made, each with the question without it."""
        return [
            Choice(self._label(field), address(self.question, **{field: ""}), is_chosen=True)
            for field in self.facets
            if getattr(self.question, field)
        ]

    @property
    def cleared(self) -> str:
        """The address of the same words without any choice."""
        return address(self.question, kind="", when="", district="", topic="")

    def corrected(self, words: str) -> str:
        """The address of other words, without the choices: those may fit nothing there."""
        return address(Question(words=words, language=self.question.language))

    def _label(self, field: str) -> str:
        code = getattr(self.question, field)
        return next((one.label for one in self.facets[field] if one.code == code), capfirst(code))

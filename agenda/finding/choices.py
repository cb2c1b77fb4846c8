"""What a visitor can ask of a list and has asked, in words and as links: the filter form, the chips, the days."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agenda.finding import options
from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaItemPage
from core.templatetags.components import date_long, date_range

# The answers that are in sight as ticks; the others wait under 'more choices'.
FREE, STEP_FREE = "gratis", "rolstoel"


@dataclass(frozen=True)
class Choice:
    """An answer one can give; `query` is the list with it (or, of a chip, without it) as a query string."""

    value: str
    label: str
    is_chosen: bool = False
    query: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the form: a list to choose from (`empty` is its first line), or ticks."""

    name: str
    label: str
    choices: list[Choice]
    empty: str = ""


# The answers in words, by their value in the address; districts, audiences, topics and languages are kept by editors.
LABELS: dict[str, dict[str, Any]] = {
    "periode": {
        "": _("Everything"),
        "vandaag": _("Today"),
        "morgen": _("Tomorrow"),
        "weekend": _("This weekend"),
        "week": _("The coming week"),
        "eerder": _("Earlier"),
    },
    "dagdeel": {"ochtend": _("In the morning"), "middag": _("In the afternoon"), "avond": _("In the evening")},
    "soort": dict(AgendaItemPage.Kind.choices),
    "prijs": {"gratis": _("Free"), "5": _("At most € 5"), "10": _("At most € 10")},
    "toegang": {
        "rolstoel": _("Accessible by wheelchair"),
        "toilet": _("Wheelchair toilet"),
        "ringleiding": _("Hearing loop"),
        "rustig": _("A quiet place"),
        "tolk": _("Sign language interpreter"),
    },
    # How much a visitor speaks.
    "nederlands": {
        "none": pgettext_lazy("I speak", "No Dutch"),
        "a1": pgettext_lazy("I speak", "A few words of Dutch"),
        "a2": pgettext_lazy("I speak", "Simple Dutch"),
        "b1": pgettext_lazy("I speak", "Everyday Dutch"),
    },
    "zonder_aanmelden": {"1": _("Without signing up")},
    "alleen": {"1": _("You can come alone")},
}


def label_of(name: str, value: object) -> str:
    """An answer in words."""
    text = "1" if value is True else str(value)
    if name == "campagne":
        return options.campaign_name(text)
    return str(LABELS.get(name, {}).get(text) or capfirst(options.name_of(name, text)))


@dataclass(frozen=True)
class Choices:
    """Everything around a list that answers `question`."""

    question: AgendaFilter

    @cached_property
    def _offered(self) -> options.Options:
        return options.offered()

    @cached_property
    def days(self) -> list[Choice]:
        """The day chips: the same question for another period."""
        here, other = self.question, {"van": None, "tot": None}
        return [
            Choice(
                name,
                str(label),
                not self.has_range and name == here.periode,
                here.with_(periode=name, **other).query_string,
            )
            for name, label in LABELS["periode"].items()
        ]

    @property
    def has_range(self) -> bool:
        """Whether the visitor chose dates instead of a named period."""
        return bool(self.question.van or self.question.tot)

    @cached_property
    def range_label(self) -> str:
        """The chosen dates in words; empty when none are."""
        first, last = self.question.van, self.question.tot
        if first and last:
            return date_range(first, last)
        if first:
            return gettext("from %(day)s") % {"day": date_long(first)}
        return gettext("until %(day)s") % {"day": date_long(last)} if last else ""

    @cached_property
    def made(self) -> list[Choice]:
        """The answers given, named periods aside, each with the question without it."""
        here, found = self.question, []
        if self.has_range:
            found.append(Choice("van", capfirst(self.range_label), True, here.with_(van=None, tot=None).query_string))
        for name, value in here.given():
            found.append(Choice(str(value), label_of(name, value), True, here.without(name, value).query_string))
        return found

    @property
    def cleared(self) -> str:
        """The question with nothing but its named period, as a query string."""
        return AgendaFilter(periode=self.question.periode).query_string

    @cached_property
    def first(self) -> list[Question]:
        """The lists that are always in sight."""
        return self._lists(("wijk", _("District"), _("All districts")), ("doelgroep", _("For whom"), _("Everyone")))

    @cached_property
    def first_ticks(self) -> list[tuple[str, Choice]]:
        """The ticks that are always in sight, each with its name."""
        wanted = [("prijs", FREE), ("toegang", STEP_FREE), ("zonder_aanmelden", "1")]
        return [(name, tick) for name, value in wanted for tick in self._choices(name) if tick.value == value]

    @cached_property
    def more(self) -> list[Question]:
        """The lists under 'more choices'."""
        return self._lists(
            ("dagdeel", _("Part of the day"), _("Makes no difference")),
            ("thema", _("Topic"), _("All topics")),
            ("soort", _("Kind"), _("All kinds")),
            ("prijs", _("Price"), _("Makes no difference")),
            ("taal", _("Somebody speaks"), _("Makes no difference")),
            ("nederlands", _("How much Dutch do you speak?"), _("Makes no difference")),
        )

    @cached_property
    def more_ticks(self) -> list[tuple[str, Choice]]:
        """The ticks under 'more choices', each with its name."""
        access = [("toegang", tick) for tick in self._choices("toegang") if tick.value != STEP_FREE]
        return [*access, *(("alleen", tick) for tick in self._choices("alleen"))]

    @property
    def uses_more(self) -> bool:
        """Whether one of the answers given is under 'more choices'."""
        given = [choice for one in self.more for choice in one.choices] + [tick for _name, tick in self.more_ticks]
        return any(choice.is_chosen for choice in given)

    @property
    def beside_form(self) -> list[tuple[str, str]]:
        """What the form does not ask and must keep, as names and values."""
        return [
            (name, value) for name, value in self.question.pairs() if name in {"periode", "van", "tot", "campagne"}
        ]

    @property
    def beside_dates(self) -> list[tuple[str, str]]:
        """What the form for dates must keep."""
        return self.question.with_(periode="", van=None, tot=None).pairs()

    def _lists(self, *asked: tuple[str, Any, Any]) -> list[Question]:
        found = [(name, label, empty, self._choices(name)) for name, label, empty in asked]
        # Free is a tick.
        listed = [(*one, [choice for choice in choices if choice.value != FREE]) for *one, choices in found]
        return [Question(name, str(label), choices, str(empty)) for name, label, empty, choices in listed if choices]

    def _choices(self, name: str) -> list[Choice]:
        """The answers in use, and what is chosen even when it is not in use."""
        given = getattr(self.question, name)
        chosen = {"1"} if given is True else set(given) if isinstance(given, tuple) else {given} - {"", False}
        offered = self._offered.get(name, {})
        # In the order in which the words stand; what editors keep, in theirs.
        values = [value for value in LABELS.get(name, offered) if value in offered or value in chosen]
        values += sorted(chosen - set(values))
        return [Choice(value, label_of(name, value), value in chosen) for value in values]


def typed_day(day: dt.date | None) -> str:
    """A date as people type it: `24-11-2026`."""
    return f"{day:%d-%m-%Y}" if day else ""

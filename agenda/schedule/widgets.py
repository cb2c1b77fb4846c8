"""How one enters a rule that repeats a date: a few plain questions instead of RFC 5545."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.schedule import recurrence

_WEEKDAYS = [(code, WEEKDAYS[number]) for number, code in enumerate(recurrence.WEEKDAYS)]
_REPEATS = [
    ("", _("Does not repeat")),
    ("day", _("Every day")),
    ("week", _("Every week")),
    ("fortnight", _("Every two weeks")),
    ("month_day", _("Every month on this day of the month")),
    ("month_weekday", _("Every month on a weekday, such as the third Thursday")),
    ("year", _("Every year on this day")),
    ("other", _("In another way")),
]
_WHICH = [
    ("1", pgettext_lazy("which one of the month", "first")),
    ("2", pgettext_lazy("which one of the month", "second")),
    ("3", pgettext_lazy("which one of the month", "third")),
    ("4", pgettext_lazy("which one of the month", "fourth")),
    ("-1", pgettext_lazy("which one of the month", "last")),
]
_ENDS = [("", _("It has no end")), ("until", _("On a day")), ("count", _("After a number of times"))]
_BEGINNINGS = {**recurrence.PLAIN, "month_weekday": "FREQ=MONTHLY"}
_REPEATS_OF = {rule: name for name, rule in recurrence.PLAIN.items()}


class RuleWidget(forms.MultiWidget):
    """The questions of which the answers make an RRULE. A rule that they cannot express is shown as it is.

    What cannot be a rule still becomes a text, so that it is refused at the field and shown again as it was typed.
    """

    class Media:
        css = {"all": ["schedule-panel.css"]}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        questions: dict[str, forms.Widget | type[forms.Widget]] = {
            "repeats": forms.Select(choices=_REPEATS),
            "weekdays": forms.CheckboxSelectMultiple(choices=_WEEKDAYS),
            "which": forms.Select(choices=_WHICH),
            "weekday": forms.Select(choices=_WEEKDAYS),
            "ends": forms.Select(choices=_ENDS),
            "until": forms.TextInput({"placeholder": _("dd-mm-yyyy"), "autocomplete": "off"}),
            "count": forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            "other": forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        }
        super().__init__(questions, attrs)
        self.questions = list(questions)

    def decompress(self, value: str | None) -> list[Any]:
        """The answers that make this rule, in the order of the questions."""
        answers = _answers(value or "")
        return [answers.get(question, "") for question in self.questions]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        """The rule that follows from the answers; empty when it does not repeat."""
        values = super().value_from_datadict(data, files, name)
        return _composed(dict(zip(self.questions, values, strict=True)))

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the first question."""
        return f"{id_}_repeats" if id_ else id_

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The questions, by our own template; which of them apply, its style sheet decides."""
        answers = value if isinstance(value, list) else self.decompress(value)
        own = attrs or {}
        base = str(own.get("id") or name)
        described: dict[str, Any] = {key: own[key] for key in ("aria-describedby", "aria-invalid") if key in own}
        controls = {}
        for question, widget, answer in zip(self.questions, self.widgets, answers, strict=True):
            given = {"id": f"{base}_{question}"} | (described if question == "repeats" else {})
            controls[question] = {
                "id": given["id"],
                "html": widget.render(f"{name}_{question}", answer, given, renderer),
            }
        return render_to_string("panels/rule_widget.html", {"controls": controls, "id": base})


def _composed(answers: dict[str, Any]) -> str:
    repeats = str(answers["repeats"] or "")
    if repeats == "other":
        return str(answers["other"] or "").strip() or "?"
    if repeats not in _BEGINNINGS:
        return ""
    parts = [_BEGINNINGS[repeats]]
    weekdays = answers["weekdays"] or []
    if repeats in {"week", "fortnight"} and weekdays:
        parts.append(f"BYDAY={','.join(weekdays)}")
    if repeats == "month_weekday":
        parts.append(f"BYDAY={answers['which'] or ''}{answers['weekday'] or ''}")
    if answers["ends"] == "until":
        parts.append(f"UNTIL={_stored_day(answers['until'] or '')}")
    if answers["ends"] == "count":
        parts.append(f"COUNT={_plain(answers['count'] or '')}")
    return ";".join(parts)


def _plain(text: str) -> str:
    """What was typed, without the signs that part a rule."""
    return re.sub(r"[;=\s]+", " ", text).strip()[:40]


def _stored_day(text: str) -> str:
    """A day as people write it (30-6-2027, 30/06/2027, 2027-06-30) as eight digits; anything else as typed."""
    text = _plain(text)
    numbers = re.split(r"[-/. ]", text)
    if len(numbers) == 3 and all(re.fullmatch(r"[0-9]{1,4}", number) for number in numbers):
        year, month, day = numbers if len(numbers[0]) == 4 else numbers[::-1]
        try:
            return f"{dt.date(int(year), int(month), int(day)):%Y%m%d}" if len(year) == 4 else text
        except ValueError:
            pass
    return text


def _shown_day(text: str) -> str:
    """Eight digits as a day; anything else as it is."""
    return f"{text[6:]}-{text[4:6]}-{text[:4]}" if re.fullmatch(r"[0-9]{8}", text) else text


def _answers(rule: str) -> dict[str, Any]:
    """The answers that make a rule, also of one that was refused; `other` when the questions cannot express it."""
    values = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    ends: dict[str, Any] = {}
    if "UNTIL" in values:
        ends = {"ends": "until", "until": _shown_day(values.pop("UNTIL"))}
    elif "COUNT" in values:
        ends = {"ends": "count", "count": values.pop("COUNT")}
    by_day = values.pop("BYDAY", "")
    rest = ";".join(f"{name}={value}" for name, value in values.items())
    if not rule:
        return {}
    repeats = _REPEATS_OF.get(rest, "")
    if repeats in {"week", "fortnight"} and set(by_day.split(",")) <= {*recurrence.WEEKDAYS, ""}:
        return {"repeats": repeats, "weekdays": by_day.split(",") if by_day else [], **ends}
    match = re.fullmatch(r"\+?(1|2|3|4|-1)([A-Z]{2})", by_day)
    if repeats == "month_day" and match and match[2] in recurrence.WEEKDAYS:
        return {"repeats": "month_weekday", "which": match[1], "weekday": match[2], **ends}
    if repeats and not by_day:
        return {"repeats": repeats, **ends}
    return {"repeats": "other", "other": "" if rule == "?" else rule}

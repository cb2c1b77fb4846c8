"""What was typed in the steps of a form: read from a request, kept as it was, and put into the forms again."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from agenda.intake.steps import StepForm, WhatForm
from agenda.intake.when import WhenForm
from agenda.intake.where import WhereForm
from agenda.intake.who import WhoForm
from core.intake.typed import Typed, typed_of
from core.intake.typed import as_initial as typed_as_initial
from core.models import SentPicture, Submission

STEPS: tuple[type[StepForm], ...] = (WhatForm, WhenForm, WhereForm, WhoForm)


def read(number: int, data: QueryDict) -> Typed:
    """What was typed in a step, right or wrong: only the step's own questions."""
    return typed_of(STEPS[number - 1](data).fields, data)


def as_initial(number: int, typed: Typed) -> dict[str, Any]:
    """The same as the first values of a step's form, so that it shows what was typed without judging it."""
    return typed_as_initial(STEPS[number - 1](MultiValueDict(typed)).fields, typed)


@dataclass
class Answers:
    """Everything typed for one activity so far."""

    data: dict[str, Any] = field(default_factory=dict)
    has_picture: bool = False

    @classmethod
    def of(cls, submission: Submission) -> "Answers":
        """What is kept with a submission."""
        return cls(submission.data, SentPicture.objects.filter(submission=submission).exists())

    def typed(self, number: int) -> Typed | None:
        """What was typed in a step; None when it was not sent yet."""
        return self.data.get(str(number))

    def form(self, number: int, *, judged: bool = True, lenient: bool = False) -> Any:
        """The form of a step with what was typed; `judged` says what is wrong with it too."""
        form_class, typed = STEPS[number - 1], self.typed(number)
        options: dict[str, Any] = {}
        if form_class is WhoForm:
            options = {"has_picture": self.has_picture, "is_change": self.is_change}
        elif form_class is WhatForm and self.is_change:
            options = {"before": self.data["before"].get(str(number), {})}
        if judged:
            return form_class(MultiValueDict(typed or {}), lenient=lenient, **options)
        return form_class(initial=as_initial(number, typed) if typed is not None else {}, **options)

    def forms(self, *, lenient: bool = False) -> list[Any]:
        """All four forms, judged."""
        found = [self.form(number, lenient=lenient) for number in range(1, len(STEPS) + 1)]
        for form in found:
            form.is_valid()
        return found

    def first_wrong(self) -> int | None:
        """The first step in which something is missing or wrong; None when all is well."""
        # Of dates that the form cannot say, it cannot say what is wrong either.
        asked = [form for form in self.forms() if not (self.has_fixed_dates and form.number == WhenForm.number)]
        return next((form.number for form in asked if not form.is_valid()), None)

    @property
    def is_change(self) -> bool:
        """Whether it changes something that was handed in before."""
        return "before" in self.data

    @property
    def has_fixed_dates(self) -> bool:
        """Whether this form cannot say its dates, so that an editor changes them."""
        return bool(self.data.get("dates_fixed"))

    @property
    def title(self) -> str:
        """The title as it was typed, on one line; empty when there is none yet."""
        return " ".join("".join((self.typed(1) or {}).get("title", [])[-1:]).split())

    @property
    def email(self) -> str:
        """The sender's e-mail address when a right one was typed; else empty."""
        typed = "".join((self.typed(4) or {}).get("email", [])[-1:])
        try:
            return forms.EmailField(required=False).clean(typed)
        except forms.ValidationError:
            return ""

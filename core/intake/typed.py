"""What was typed in a form, right or wrong: read from a request, and shown again without judging it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

Typed = dict[str, list[str]]
# More than a person types; the forms say so kindly well before.
_LONGEST, _MOST = 10_000, 60


def typed_of(fields: Mapping[str, forms.Field], data: QueryDict) -> Typed:
    """What was typed: only the form's own questions (never files), without signs no database keeps."""
    names = [name for name, one in fields.items() if not isinstance(one, forms.FileField)]
    # The address of a form that was never shown has none of its questions.
    return {
        name: [text.replace("\x00", "")[:_LONGEST] for text in data.getlist(name)[:_MOST]]
        for name in names
        if name in data
    }


def as_initial(fields: Mapping[str, forms.Field], typed: Typed) -> dict[str, Any]:
    """The same as first values, so that a form shows what was typed."""
    initial: dict[str, Any] = {}
    for name, one in fields.items():
        values = typed.get(name, [])
        several = isinstance(one, forms.MultipleChoiceField)
        initial[name] = values if several else values[-1] if values else ""
    return initial

"""What the editor sees below the dates: what will happen in words, and the next ten dates, before saving."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.panels import MultiFieldPanel, Panel

from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.occurrences import Occurrence
from agenda.schedule.occurrences import misfits, occurrences_of
from agenda.schedule.words import days_near, in_words

_SHOWN = 10
# As many rows as the editor can make; what claims to be more is not from the editor.
_MOST_ROWS = 200


@dataclass
class Outlook:
    """What follows from dates and exceptions, stored or not."""

    sentences: list[str] = field(default_factory=list)
    next: list[Occurrence] = field(default_factory=list)
    coming: int = 0
    # Exceptions for days on which nothing is planned, each with the nearest days on which something is.
    misfits: list[tuple[AgendaDateChange, str]] = field(default_factory=list)
    # What is wrong with what was entered, in the words of its form.
    faults: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many dates come after those that are shown."""
        return self.coming - len(self.next)


def outlook(dates: Sequence[AgendaDate], changes: Sequence[AgendaDateChange], faults: Sequence[str] = ()) -> Outlook:
    """What follows from these rows; a rule that is not one of ours becomes a fault."""
    try:
        found = [one for one in occurrences_of(dates, changes) if one.end > timezone.now()]
        sentences = [in_words(date, changes) for date in dates if date.rule]
        # While a date is left out for a fault, its exceptions are no news.
        unfit = [(change, days_near(change.day, dates)) for change in misfits(dates, changes)] if not faults else []
    except ValidationError as refused:
        return Outlook(faults=[*faults, *refused.messages])
    return Outlook(sentences, found[:_SHOWN], len(found), unfit, list(faults))


def outlook_of_form(data: Mapping[str, Any]) -> Outlook:
    """What follows from the present values of the editor's form; a row with a fault is left out and named."""
    faults: list[str] = []
    dates = list(_rows(AgendaDate, "dates", data, faults))
    changes = list(_rows(AgendaDateChange, "changes", data, faults))
    return outlook(dates, changes, faults)


def _rows(model: type[Model], prefix: str, data: Mapping[str, Any], faults: list[str]) -> Iterator[Any]:
    """The unsaved rows of one inline panel, without deleted and untouched ones; adds what is wrong to `faults`."""
    form_class = MultiFieldPanel(model.panels).bind_to_model(model).get_form_class()  # type: ignore[attr-defined]
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    count = int(total) if total.isascii() and total.isdigit() and len(total) < 5 else 0
    for number in range(min(count, _MOST_ROWS)):
        if data.get(f"{prefix}-{number}-DELETE"):
            continue
        form = form_class(data, prefix=f"{prefix}-{number}")
        if not form.has_changed():
            continue
        if form.is_valid():
            yield form.instance
        else:
            faults += _faults(form, f"{capfirst(model._meta.verbose_name)} {number + 1}")


def _faults(form: ModelForm, row: str) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = f", {form.fields[name].label}" if name in form.fields else ""
        yield from (f"{row}{label}: {error}" for error in errors)


class SchedulePanel(Panel):
    """What follows from the dates and exceptions above it; refreshed by a script, complete without."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "panels/schedule.html"

        class Media:
            css = {"all": ["schedule-panel.css"]}
            js = ["schedule-panel.js"]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what follows from the page, or from what was just sent and refused."""
            context = super().get_context_data(parent_context)
            if self.form is not None and self.form.is_bound:
                context["outlook"] = outlook_of_form(self.form.data)
            else:
                context["outlook"] = outlook(list(self.instance.dates.all()), list(self.instance.changes.all()))
            return context

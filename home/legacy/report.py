"""What became of each file, for people and for a spreadsheet."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.spreadsheet import safe


class Outcome(TextChoices):
    """What became of a file."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("The same")
    LEFT = "left", _("Left alone")
    SKIPPED = "skipped", _("Skipped")


@dataclass
class Line:
    """One file: what became of it, and what an editor should look at."""

    name: str
    outcome: Outcome
    title: str = ""
    notes: list[str] = field(default_factory=list)


def as_text(lines: list[Line]) -> str:
    """The report to read: a line for each file, its notes below it, and how many of each at the end."""
    said = []
    for line in lines:
        said.append(f"{line.outcome.label}: {line.name}{f' – {line.title}' if line.title else ''}")
        said += [f"    {note}" for note in line.notes]
    counts = Counter(line.outcome for line in lines)
    return "\n".join([*said, ", ".join(f"{outcome.label}: {counts[outcome]}" for outcome in Outcome)])


def as_csv(lines: list[Line]) -> str:
    """The same as CSV, with a row for each note; nothing in it is a formula to a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(["file", "outcome", "title", "note"])
    for line in lines:
        for note in line.notes or [""]:
            writer.writerow([safe(cell) for cell in (line.name, line.outcome.label, line.title, note)])
    return written.getvalue()

"""``manage.py import_ics ADDRESS|FILE``: a partner's calendar becomes drafts in the moderation queue."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from agenda.imports.drafts import COMMAND_SECONDS, read_source
from agenda.imports.fetching import normal_address
from agenda.imports.files import MOST_BYTES, CalendarError
from agenda.models import CalendarSource


class Command(BaseCommand):
    """Reads one calendar and prints what became of each event; reading it again makes nothing twice."""

    help = "Read a partner's calendar (.ics) into drafts that wait for approval."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address or file, ``--source`` and ``--dry-run``."""
        parser.add_argument("calendar", help="an address (https://, webcal://) or a file")
        parser.add_argument("--source", help="name of the calendar; needed for a file", default="")
        parser.add_argument("--dry-run", action="store_true", help="only print what would happen")

    def handle(self, *args: Any, calendar: str, source: str, dry_run: bool, **options: Any) -> None:
        """Read it and print the report; raises CommandError when it could not be read."""
        if "://" in calendar:
            known, data = _source_at(calendar, source), None
        else:
            known, data = _source_named(source), _bytes(calendar)
        is_new = known.pk is None and not dry_run
        if is_new:
            known.save()
        report = read_source(known, data=data, dry_run=dry_run, seconds=COMMAND_SECONDS)
        if report.error:
            if is_new:
                # A slip in the address leaves nothing behind.
                known.delete()
            raise CommandError(report.error)
        for line in report.lines:
            self.stdout.write(f"{line.label}: {line.title}{f' ({line.reason})' if line.reason else ''}")
        for note in report.notes:
            self.stdout.write(note)
        self.stdout.write(report.summary)


def _source_at(address: str, name: str) -> CalendarSource:
    """The calendar at an address, a new one (not stored) when it is the first time."""
    try:
        address = normal_address(address)
    except CalendarError as error:
        raise CommandError(str(error)) from None
    found = CalendarSource.objects.filter(url=address).first()
    return found or CalendarSource(name=(name or urlsplit(address).hostname or address)[:120], url=address)


def _source_named(name: str) -> CalendarSource:
    """The calendar of this name, a new one (not stored, without address) when there is none."""
    if not name:
        raise CommandError("Say whose calendar it is: --source NAME")
    found = list(CalendarSource.objects.filter(name=name)[:2])
    if len(found) > 1:
        raise CommandError("More than one calendar has this name: give one of them another name in the office.")
    return found[0] if found else CalendarSource(name=name[:120])


def _bytes(path: str) -> bytes:
    """The file, as far as it is not too large to be read anyway."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(str(error)) from None

"""``manage.py import_redirects FILE``: old addresses and where they lead, from a CSV file to Wagtail's redirects."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from core.old_addresses import importing


class Command(BaseCommand):
    """Says what would become of each line; writes only with ``--write``. Takes the place of Wagtail's own command."""

    help = "Read old addresses from a CSV file (old, new). Says what would happen; --write does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and ``--write``."""
        parser.add_argument("file", type=Path, help="two columns, old and new, with ; , or tabs between")
        parser.add_argument("--write", action="store_true", help="make the redirects; else only say what would happen")

    def handle(self, *args: Any, file: Path, write: bool, **options: Any) -> None:
        """Read it and print the report; raises CommandError for a file that cannot be read."""
        try:
            with file.open("rb") as opened:
                rows = importing.read(opened.read(importing.MOST_BYTES + 1))
        except (OSError, importing.FileError) as error:
            raise CommandError(str(error)) from None
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            raise CommandError("There is no site yet.")
        lines = importing.take(rows, site, write=write)
        for line in lines:
            reason = f" ({line.reason})" if line.reason else ""
            self.stdout.write(f"{line.number}. {line.outcome.label}: {line.old} → {line.new}{reason}")
        counts = ", ".join(f"{outcome.label}: {count}" for outcome, count in importing.summary(lines).items())
        self.stdout.write(counts if write else f"{counts} — nothing was written; --write does it")

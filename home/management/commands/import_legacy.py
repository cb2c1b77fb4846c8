"""``manage.py import_legacy FOLDER``: saved pages of the present site become drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.legacy.importing import LegacyImport
from home.legacy.report import as_csv, as_text


class Command(BaseCommand):
    """Says what would become of each file; writes only with ``--write``. Again makes nothing twice."""

    help = "Read a folder of saved pages (HTML) and PDFs into drafts. Says what would happen; --write does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder, ``--write`` and ``--report``."""
        parser.add_argument("folder", type=Path, help="as `wget --mirror` or a browser's 'save as' leaves it")
        parser.add_argument("--write", action="store_true", help="make the drafts; else only say what would happen")
        parser.add_argument("--report", type=Path, help="write the report to this file as well, as CSV")

    def handle(self, *args: Any, folder: Path, write: bool, report: Path | None, **options: Any) -> None:
        """Read it and print the report; raises CommandError when there is no such folder."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        lines = LegacyImport(folder, write=write)()
        self.stdout.write(as_text(lines))
        if not write:
            self.stdout.write("Nothing was written; --write does it.")
        if report:
            report.write_text(as_csv(lines), encoding="utf-8-sig")

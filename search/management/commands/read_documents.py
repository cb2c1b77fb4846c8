"""`manage.py read_documents`: read the texts of new PDFs, so that they can be found by their words."""

from typing import Any

from django.core.management.base import BaseCommand

from search.documents import read_all


class Command(BaseCommand):
    """Read the PDFs whose text was not read yet; safe to run again, each file is read once."""

    help = "Read the texts of documents that were not read yet, so that the search finds them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and report."""
        good, bad = read_all()
        if good or bad:
            self.stdout.write(f"Documents: {good} read, {bad} without a text.")

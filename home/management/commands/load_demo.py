"""`manage.py load_demo`: fill the site with demonstration content."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.demo.loader import load


class Command(BaseCommand):
    """Load the demonstration content; safe to run again, on any day."""

    help = "Load the demonstration content, or bring its example dates up to today. Leaves alone what editors touched."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report how many pages were touched."""
        counts = load()
        names = ("created", "updated", "unchanged", "left alone")
        self.stdout.write(
            "Demonstration content: " + ", ".join(f"{counts[name]} pages {name}" for name in names) + "."
        )
        # The texts of its documents, and everything once more now that all words are known.
        call_command("read_documents", stdout=self.stdout)
        call_command("rebuild_search", stdout=self.stdout)

"""`manage.py rebuild_search`: write what the search keeps anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    """Write everything the search keeps anew; safe at any time. On SQLite nothing else can be saved meanwhile."""

    help = "Write what the search keeps of all pages, places and documents anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and report how many entries there are."""
        self.stdout.write(f"The search knows {rebuild()} pages, places and documents.")

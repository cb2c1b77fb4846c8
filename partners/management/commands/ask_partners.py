"""Asks partners whether their profile is still right."""

from typing import Any

from django.core.management.base import BaseCommand

from partners import yearly


class Command(BaseCommand):
    """`manage.py ask_partners`: every night; asks each partner once a year (`partners.yearly`)."""

    help = "Ask the partners that are due whether their profile is still right."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and say how many."""
        self.stdout.write(f"{yearly.ask()} partners asked.")

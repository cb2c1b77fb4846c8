"""Writes the weekly letters."""

from typing import Any

from django.core.management.base import BaseCommand

from agenda.following.weekly import write_letters


class Command(BaseCommand):
    """`manage.py write_weekly_letters`: every night; writes each follower one letter a week, on or after Thursday."""

    help = "Write this week's letter for those who follow the agenda and have not had it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them and say how many."""
        self.stdout.write(f"{write_letters()} letters written.")

"""Erases what was kept of people long enough."""

from typing import Any

from django.core.management.base import BaseCommand

from core.intake import retention


class Command(BaseCommand):
    """Erases everything whose period is over (`core.intake.retention`)."""

    help = "Erase personal data whose period is over; run every night."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how much."""
        for name, count in retention.erase_expired().items():
            self.stdout.write(f"{name}: {count}")

"""Erase what may not be kept."""

from typing import Any

from django.core.management.base import BaseCommand

from agenda.referral.baskets import remove_old_baskets


class Command(BaseCommand):
    """`manage.py remove_old_baskets`: erase referrers' baskets that are over; daily, safe to run again."""

    help = "Erase the referrers' baskets that cannot be opened any more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase them and say how many there were."""
        self.stdout.write(f"{remove_old_baskets()} baskets erased.")

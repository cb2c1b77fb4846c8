"""`manage.py sync_occurrences`: keep the dates that follow from rules made 18 months ahead."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef, Q

from agenda.models import AgendaDate, AgendaItemPage, Occurrence
from agenda.queries import has_own_dates
from agenda.services import sync_occurrences

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Every day: the dates of all live items with a rule, and of those whose dates are missing.

    Rows of aliases and translations, which show the dates of their source, go. Safe to run again, and
    beside itself and the editors.
    """

    help = "Make the dates that follow from rules, 18 months ahead. Run it every day; running it twice does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do every item in a transaction of its own; raises CommandError at the end when one or more failed."""
        dates = AgendaDate.objects.filter(item=OuterRef("pk"))
        rows = Occurrence.objects.filter(item=OuterRef("pk"))
        is_due = Q(Exists(dates.filter(rule__gt=""))) | Q(Exists(dates) & ~Exists(rows))
        # What was published by an older release, or has got a source since, may have rows that nobody reads.
        is_left = Q(~has_own_dates(), Exists(rows))
        items = AgendaItemPage.objects.filter(Q(has_own_dates(), is_due, live=True) | is_left)
        done = created = changed = deleted = 0
        failed: list[int] = []
        for pk in items.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
            try:
                result = sync_occurrences(AgendaItemPage(pk=pk))
            except Exception:  # one item that cannot be done must not keep the others waiting
                logger.exception("The dates of agenda item %s could not be made.", pk)
                failed.append(pk)
                continue
            done += 1
            created, changed, deleted = created + result.created, changed + result.changed, deleted + result.deleted
        self.stdout.write(f"{done} items: {created} dates created, {changed} changed, {deleted} deleted.")
        if failed:
            raise CommandError(f"{len(failed)} items failed: {', '.join(map(str, failed[:20]))}")

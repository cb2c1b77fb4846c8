"""What changes the agenda's state."""

import datetime as dt

from django.db import transaction

from agenda.models import AgendaItemPage, Occurrence
from core import page_cache


@transaction.atomic
def sync_occurrences(item: AgendaItemPage) -> None:
    """Make the occurrences of a published item follow its dates; rows that stay keep their identity.

    Safe to run again. Two dates with the same start count once (the first).
    """
    wanted: dict[dt.datetime, Occurrence] = {}
    for date in item.dates.all():
        occurrence = date.as_occurrence()
        wanted.setdefault(occurrence.start, occurrence)
    existing = {occurrence.start: occurrence for occurrence in item.occurrences.all()}
    item.occurrences.filter(start__in=existing.keys() - wanted.keys()).delete()
    for start, occurrence in wanted.items():
        occurrence.item = item
        occurrence.pk = existing[start].pk if start in existing else None
    Occurrence.objects.bulk_create([one for one in wanted.values() if one.pk is None])
    fields = ["end", "all_day", "open_ended", "status", "note"]
    Occurrence.objects.bulk_update([one for one in wanted.values() if one.pk is not None], fields)
    page_cache.renew()

"""What changes the agenda's state."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page as WagtailPage

from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage, Occurrence
from agenda.queries import has_own_dates
from agenda.schedule.occurrences import occurrences_of
from core import page_cache
from core.dates import local_day

_FIELDS = ["start", "end", "all_day", "open_ended", "status", "note", "moved_from", "uid", "part", "is_long"]
# Out of the way of every real date.
_ASIDE = dt.timedelta(days=365 * 900)


@dataclass(frozen=True)
class Synced:
    """How many occurrences a run created, changed and deleted."""

    created: int = 0
    changed: int = 0
    deleted: int = 0


@transaction.atomic
def sync_occurrences(item: AgendaItemPage) -> Synced:
    """Make the occurrences of a published item follow its stored dates and exceptions; rows that stay keep their key.

    What is over stays as it was, whatever the dates say now; only an item without any gets its past ones too. An alias
    and a translation have none: they show those of their source. Safe to run again, and beside itself: of two runs the
    second waits, and reads what is stored by then. Raises ValidationError when a rule is not one of ours.
    """
    # The lock is on the item's own row only; the dates are read after it.
    list(AgendaItemPage.objects.filter(pk=item.pk).order_by().select_for_update(no_key=True).values_list("pk"))
    wanted: list[Occurrence] = []
    # Others show the dates of their source; with rows of its own an alias would stand in every list twice.
    is_own = AgendaItemPage.objects.filter(has_own_dates(), pk=item.pk).exists()
    if is_own:
        dates = AgendaDate.objects.filter(item=item.pk).order_by("sort_order", "pk")
        changes = AgendaDateChange.objects.filter(item=item.pk).order_by("sort_order", "pk")
        wanted = occurrences_of(dates, changes)
    existing = list(Occurrence.objects.filter(item=item.pk))
    _name(item, [one for one in existing if one.uid is None], existing)
    for one in wanted:
        one.settle()
    gone, changed, new = _compared(existing, wanted, timezone.now())
    if not is_own:
        gone = {one.pk for one in existing}
    _name(item, new, existing)
    _write(item, gone, new, changed)
    result = Synced(created=len(new), changed=len(changed), deleted=len(gone))
    if result != Synced():
        page_cache.renew()
    return result


def _compared(
    existing: list[Occurrence], wanted: list[Occurrence], now: dt.datetime
) -> tuple[set[int], list[tuple[Occurrence, Occurrence]], list[Occurrence]]:
    """The keys to delete, the pairs of a row and what it becomes, and what is new."""
    kept = _matched(existing, wanted, now)
    # One that was over and by an exception is to come again (it was moved) changes; one that only was does not.
    touched = [(old, one) for old, one in kept if max(old.end, one.end) > now]
    past = {one.pk for one in existing if one.end <= now} - {old.pk for old, _one in touched}
    taken = {one.start for one in existing if one.pk in past}
    differ = [(old, one) for old, one in touched if any(getattr(old, name) != getattr(one, name) for name in _FIELDS)]
    changed = [(old, one) for old, one in differ if one.start not in taken]
    gone = {one.pk for one in existing} - {old.pk for old, _one in kept} - past
    coming = [one for one in wanted if one.pk is None and (not existing or one.end > now)]
    return gone, changed, [one for one in coming if one.start not in taken]


def _matched(
    existing: list[Occurrence], wanted: list[Occurrence], now: dt.datetime
) -> list[tuple[Occurrence, Occurrence]]:
    """Pairs of a stored row and the wanted one that it becomes, which gets its key and its lasting name.

    First by planned start, which is what a date is known by. Then by its day, when only the time of that day changed
    and it is clear which one is meant; not for what is over.
    """
    pairs: list[tuple[Occurrence, Occurrence]] = []
    by_start = {one.planned_start: one for one in existing}
    for one in wanted:
        old = by_start.pop(one.planned_start, None)
        if old is not None:
            pairs.append((old, one))
            one.pk, one.uid = old.pk, old.uid
    old_days = _by_day(one for one in by_start.values() if one.end > now)
    new_days = _by_day(one for one in wanted if one.pk is None)
    for day, rows in new_days.items():
        olds = old_days.get(day, [])
        if len(rows) == len(olds) == 1:
            pairs.append((olds[0], rows[0]))
            rows[0].pk, rows[0].uid = olds[0].pk, olds[0].uid
    return pairs


def _name(item: AgendaItemPage, unnamed: list[Occurrence], existing: list[Occurrence]) -> None:
    """Give dates their lasting names; where one moved away its name went along, and the next gets another."""
    if not unnamed:
        return
    key = WagtailPage.objects.values_list("translation_key", flat=True).get(pk=item.pk)
    taken = {one.uid for one in existing}
    for one in unnamed:
        first = one.first_uid(key)
        one.uid = uuid.uuid4() if first in taken else first


def _by_day(occurrences: Iterable[Occurrence]) -> dict[dt.date, list[Occurrence]]:
    days: dict[dt.date, list[Occurrence]] = {}
    for one in occurrences:
        days.setdefault(local_day(one.planned_start), []).append(one)
    return days


def _write(
    item: AgendaItemPage, gone: set[int], new: list[Occurrence], changed: list[tuple[Occurrence, Occurrence]]
) -> None:
    """Delete, move, update, insert: in an order in which no two rows ever start together."""
    if gone:
        Occurrence.objects.filter(pk__in=gone).delete()
    moving = [old.pk for old, one in changed if old.start != one.start]
    if moving:
        # One may go where another still is.
        Occurrence.objects.filter(pk__in=moving).update(start=F("start") - _ASIDE)
    for one in [*new, *(one for _old, one in changed)]:
        one.item = item
    Occurrence.objects.bulk_update([one for _old, one in changed], _FIELDS, batch_size=100)
    Occurrence.objects.bulk_create(new, batch_size=500)

"""Cancelling by the organiser: at once on the site, and in a change that still waits for an editor."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage
from agenda.models.occurrences import Status
from agenda.schedule.occurrences import occurrences_of
from core.intake.quiet import no_letters

Starts = Collection[dt.datetime] | None


@transaction.atomic
def cancel(item: AgendaItemPage, starts: Starts, note: str) -> None:
    """Cancel the dates that start at these moments (aware), or all there are and will be (None), with a reason.

    What is live is published again at once. A change that waits for an editor gets the same, and goes on waiting.
    """
    live = AgendaItemPage.objects.select_for_update(of=("self",)).get(pk=item.pk)
    drafts = _drafts_of(live) if live.has_unpublished_changes else []
    waiting = live.current_workflow_state
    _mark(live, starts, note)
    live.save_revision().publish()
    for draft, moment in drafts:
        _mark(draft, starts, note)
        # What an editor left incomplete may stay so.
        draft.save_revision(approved_go_live_at=moment, clean=False)
    # Publishing ended what was under way in Wagtail's workflow.
    if drafts and waiting is not None and waiting.status == WorkflowState.STATUS_IN_PROGRESS and waiting.workflow:
        with no_letters():
            waiting.workflow.start(AgendaItemPage.objects.get(pk=live.pk), None)


def _drafts_of(live: AgendaItemPage) -> list[tuple[AgendaItemPage, dt.datetime | None]]:
    """What an editor planned to be published at a moment, and the latest draft; in that order, often one and the same.

    Publishing drops every such plan.
    """
    latest = live.latest_revision
    planned = live.revisions.filter(approved_go_live_at__gt=timezone.now()).first()
    kept = [planned] if planned and planned != latest else []
    return [(one.as_object(), one.approved_go_live_at) for one in [*kept, latest] if one]


def _mark(item: AgendaItemPage, starts: Starts, note: str) -> None:
    dates, changes = list(item.dates.all()), list(item.changes.all())
    if starts is None:
        for date in dates:
            date.status, date.note = Status.CANCELLED, note
        # What was said of one date would go before what is said of all.
        changes = [change for change in changes if change.action == AgendaDateChange.Action.SKIPPED]
    else:
        wanted = {start.astimezone(dt.UTC) for start in starts}
        for occurrence in occurrences_of(dates, changes):
            if occurrence.start in wanted:
                _mark_one(occurrence.planned_start, occurrence.start, dates, changes, note)
    item.dates, item.changes = dates, changes  # type: ignore[misc]


def _mark_one(
    planned: dt.datetime, start: dt.datetime, dates: list[AgendaDate], changes: list[AgendaDateChange], note: str
) -> None:
    """Cancel one date of what an editor entered; `start` differs from `planned` when it was moved."""
    for date in dates:
        for day in date.days():
            single = date.on(day)
            if single.as_occurrence().start != planned:
                continue
            if start == planned and not date.rule:
                date.status, date.note = Status.CANCELLED, note
                return
            held = [one for one in changes if one.day == day and one.time in {date.start_time, None}]
            if start != planned:
                _cancel_moved(held[-1], single, dates, note)
                return
            for one in held:
                changes.remove(one)
            changes.append(
                AgendaDateChange(day=day, time=date.start_time, action=AgendaDateChange.Action.CANCELLED, note=note)
            )
            return


def _cancel_moved(change: AgendaDateChange, single: AgendaDate, dates: list[AgendaDate], note: str) -> None:
    """People know the new day: there it must be seen that it does not go ahead."""
    [moved] = occurrences_of([single], [change])
    change.action, change.note = AgendaDateChange.Action.SKIPPED, ""
    change.new_day = change.new_start_time = change.new_end_time = None
    start, end = moved.local_start, moved.local_end
    dates.append(
        AgendaDate(
            start_date=start.date(),
            start_time=None if moved.all_day else start.time(),
            end_time=None if moved.all_day or moved.open_ended else end.time(),
            status=Status.CANCELLED,
            note=note,
        )
    )

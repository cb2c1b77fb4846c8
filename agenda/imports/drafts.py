"""Foreign calendars become drafts: reading one again changes what it made before, and never what an editor made of it.

Each event is a transaction of its own. Two readings of one calendar at the same time make nothing twice: the row of
the calendar is locked for each event, and the event is looked up again inside that lock.
"""

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from agenda.imports.dates import ForeignDates, dates_of
from agenda.imports.fetching import SECONDS, fetch
from agenda.imports.files import CalendarError, ForeignCalendar, ForeignEvent, read
from agenda.imports.moments import UnusableError
from agenda.imports.words import PARTS, marks, title_of, venues_by_name, write_place, write_words
from agenda.models import AgendaIndexPage, AgendaItemPage, CalendarSource, ImportedEvent, Venue
from agenda.models.imports import Outcome, Report, ReportLine
from agenda.queries import source_agenda
from core.dates import today
from core.intake.quiet import no_letters

logger = logging.getLogger(__name__)
# In the office somebody waits for the answer, and a web server has its limits; what is left is for the next time.
OFFICE_SECONDS = 25
COMMAND_SECONDS = 600


def read_source(
    source: CalendarSource,
    *,
    data: bytes | None = None,
    user: User | None = None,
    dry_run: bool = False,
    seconds: float = OFFICE_SECONDS,
) -> Report:
    """Read a calendar (from its address, or `data`) into drafts, and keep the report with the source.

    Nothing is raised: a calendar that cannot be read gives a report with an error. `user` hands the drafts in. With
    `dry_run` nothing is written, and the source need not be stored. Stops between two events after `seconds`.
    """
    deadline = time.monotonic() + seconds
    key = f"reading-calendar-{source.pk}"
    # For two clicks on the button; that nothing is made twice does not depend on it.
    is_ours = not dry_run and cache.add(key, True, timeout=int(seconds) + 60)
    # A cache that does not answer adds nothing either, and then nobody is refused.
    if not dry_run and not is_ours and cache.get(key):
        return Report(error=_("This calendar is being read at this moment. Look again in a minute."))
    try:
        report = _read(source, data, user, dry_run, deadline)
    finally:
        if is_ours:
            cache.delete(key)
    if not dry_run:
        source.last_read_at, source.last_report = timezone.now(), report.as_json()
        source.save(update_fields=["last_read_at", "last_report"])
    return report


def _read(source: CalendarSource, data: bytes | None, user: User | None, dry_run: bool, deadline: float) -> Report:
    try:
        if data is not None:
            calendar = read(data)
        elif source.url:
            answer = fetch(source.url, seconds=SECONDS)
            calendar = read(answer.data, answer.charset)
        else:
            raise CalendarError(_("This calendar has no address. Read in a file."))
        agenda = source_agenda()
        if agenda is None:
            raise CalendarError(_("There is no agenda yet to put the drafts in."))
    except CalendarError as error:
        return Report(error=str(error))
    with no_letters():
        return _Reading(source, agenda, user, dry_run, venues_by_name()).all(calendar, deadline)


@dataclass
class _Reading:
    """One reading of a calendar."""

    source: CalendarSource
    agenda: AgendaIndexPage
    user: User | None
    dry_run: bool
    venues: dict[str, Venue]
    # The keys of the pages that events became before, by UID.
    pages: dict[str, int] = field(default_factory=dict)

    def all(self, calendar: ForeignCalendar, deadline: float) -> Report:
        """Read every event until the deadline, then look for what is gone."""
        report = Report(notes=[*calendar.notes])
        unchanged = self._as_they_were(calendar)
        for number, event in enumerate(calendar.events):
            if time.monotonic() >= deadline:
                left = len(calendar.events) - number
                report.notes.append(
                    _("%(left)s events were not read yet: it took too long. Read again.") % {"left": left}
                )
                break
            report.lines.append(unchanged.get(event.uid) or self._one(event))
        report.lines += self._missing({event.uid for event in calendar.events})
        return report

    def _as_they_were(self, calendar: ForeignCalendar) -> dict[str, ReportLine]:
        """The events that are as they were the last time: of most calendars nearly all, found in one query."""
        if self.source.pk is None:
            return {}
        marks_now = {event.uid: event.fingerprint for event in calendar.events if not event.problem}
        known = self.source.events.filter(item__isnull=False)
        found = list(known.values_list("uid", "fingerprint", "item", "item__title"))
        self.pages = {uid: item for uid, _fingerprint, item, _title in found}
        return {
            uid: ReportLine(Outcome.UNCHANGED, title, item=item)
            for uid, fingerprint, item, title in found
            if marks_now.get(uid) == fingerprint
        }

    def _missing(self, seen: set[str]) -> list[ReportLine]:
        if self.source.pk is None:
            return []
        live = _("Does it still take place? If not, take it off the site.")
        waits = _("Does it still take place? If not, delete the draft.")
        return [
            ReportLine(Outcome.MISSING, gone.item.title, live if gone.item.live else waits, gone.item.pk)
            for gone in self.source.still_expected()
            if gone.item is not None and gone.uid not in seen
        ]

    def _one(self, event: ForeignEvent) -> ReportLine:
        title = event.uid[:60]
        try:
            title, known = event.title, self._known(event)
            if settled := self._settled(event, known):
                return settled
            # Before the transaction: while that lasts nobody else can write, and this may take a moment.
            dates = dates_of(event, known.since if known else today())
            if self.dry_run:
                return self._line(event, known, dates)
            with transaction.atomic():
                CalendarSource.objects.select_for_update().get(pk=self.source.pk)
                # Somebody else may have read it meanwhile.
                known = self._known(event)
                return self._settled(event, known) or self._line(event, known, dates)
        except UnusableError as error:
            reason = str(error)
        except ValidationError as refused:
            reason = " ".join(refused.messages)
        except IntegrityError:
            reason = _("Somebody else was at work there. Read again.")
        except Exception:
            # One strange event must not keep the others out.
            logger.exception("An event of calendar %s cannot be read: %s", self.source.pk, event.uid)
            reason = _("It cannot be read.")
        return ReportLine(Outcome.SKIPPED, title, reason, self.pages.get(event.uid))

    def _known(self, event: ForeignEvent) -> ImportedEvent | None:
        if self.source.pk is None:
            return None
        return ImportedEvent.objects.filter(source=self.source, uid=event.uid).select_related("item").first()

    def _settled(self, event: ForeignEvent, known: ImportedEvent | None) -> ReportLine | None:
        """What became of an event that asks for nothing (more), else None; raises UnusableError when it is no use."""
        if event.problem:
            raise UnusableError(event.problem)
        if event.is_private:
            raise UnusableError(_("Its owner marked it as private."))
        if known is None:
            if event.is_cancelled:
                raise UnusableError(_("It does not take place."))
            return None
        if known.item is None:
            raise UnusableError(_("An editor deleted it."))
        if known.fingerprint == event.fingerprint:
            # Somebody else read it meanwhile.
            return ReportLine(Outcome.UNCHANGED, known.item.title, item=known.item.pk)
        if known.item.locked:
            return ReportLine(Outcome.SKIPPED, known.item.title, _("An editor locked the page."), known.item.pk)
        return None

    def _line(self, event: ForeignEvent, known: ImportedEvent | None, dates: ForeignDates) -> ReportLine:
        """What becomes of one event; raises UnusableError or ValidationError when it cannot be used."""
        if known is None or known.item is None:
            return self._take(event, dates)
        return self._change(event, known, known.item, dates)

    def _take(self, event: ForeignEvent, dates: ForeignDates) -> ReportLine:
        """Make a draft of a new event and hand it in."""
        item = AgendaItemPage(live=False, has_unpublished_changes=True, owner=self.user, price=None)
        notes = self._write(item, event, dates, PARTS)
        if self.dry_run:
            return ReportLine(Outcome.TAKEN, item.title, " ".join(notes))
        if self.source.organiser:
            item.organisers = [self.source.organiser]
        # Fresh, because an event that was rolled back leaves a wrong number of children behind.
        AgendaIndexPage.objects.get(pk=self.agenda.pk).add_child(instance=item)
        self._hand_in(item)
        ImportedEvent.objects.create(
            source=self.source, uid=event.uid, item=item, fingerprint=event.fingerprint, written=marks(item),
            since=today(), last_day=dates.last_day,
        )  # fmt: skip
        return ReportLine(Outcome.TAKEN, item.title, " ".join(notes), item.pk)

    def _change(
        self, event: ForeignEvent, known: ImportedEvent, item: AgendaItemPage, dates: ForeignDates
    ) -> ReportLine:
        """Bring what changed into a new revision, except in parts that an editor changed; what is live stays live."""
        draft = item.get_latest_revision_as_object()
        before = marks(draft)
        fresh = AgendaItemPage()
        notes = self._write(fresh, event, dates, PARTS)
        wanted = marks(fresh)
        # An editor who made the same change by hand agrees with the calendar.
        different = [part for part in PARTS if wanted[part] not in {before[part], known.written.get(part)}]
        theirs = [part for part in different if before[part] != known.written.get(part)]
        ours = [part for part in different if part not in theirs]
        if theirs:
            notes.insert(0, _kept_words(event, theirs))
        if ours:
            # Translators: 'parts' is a list of: the text, the place, the dates.
            notes.insert(0, _("New: %(parts)s.") % {"parts": _names(ours)})
        if not self.dry_run:
            if ours:
                self._write(draft, event, dates, ours)
                self._hand_in(draft)
            known.written |= {part: wanted[part] for part in PARTS if part in ours or wanted[part] == before[part]}
            known.last_day = dates.last_day
            # Other words are the editor's business from now on; another day or place is said until it is settled.
            if set(theirs) <= {"words"}:
                known.fingerprint = event.fingerprint
            known.save()
        outcome = Outcome.CHANGED if ours else Outcome.SKIPPED if theirs else Outcome.UNCHANGED
        return ReportLine(outcome, item.title, " ".join(notes) if different else "", item.pk)

    def _write(self, item: AgendaItemPage, event: ForeignEvent, dates: ForeignDates, parts: Any) -> list[str]:
        """Put parts of the event in the item; answers what an editor should look at."""
        notes = [*dates.notes]
        if not title_of(event):
            raise UnusableError(_("It has no title."))
        if "words" in parts:
            write_words(item, event)
        if "place" in parts and (note := write_place(item, event, self.source, self.venues)):
            notes.append(note)
        if "dates" in parts:
            # A series keeps its name in calendars of other people.
            for old, row in zip(item.dates.all(), dates.rows, strict=False):
                row.uid = old.uid
            item.dates = dates.rows  # type: ignore[misc]
            item.changes = dates.changes  # type: ignore[misc]
        unknown = _("The time zone '%(zone)s' is unknown; its times are read as Utrecht's.")
        return notes + [unknown % {"zone": zone} for zone in sorted(event.unknown_zones)]

    def _hand_in(self, item: AgendaItemPage) -> None:
        """Keep the item as a new revision and put it in the queue of those who approve.

        Where it was in the queue already, it goes in again: approving publishes the newest revision, and the
        moderator who has the one before on the screen must not approve what they did not see.
        """
        item.save_revision(user=self.user, log_action=True)
        state = item.current_workflow_state
        workflow = item.get_workflow()
        if state is None and workflow is not None:
            workflow.start(item, self.user)
        elif state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(self.user)
        elif task := item.current_workflow_task_state:
            task.cancel(user=self.user, resume=True)


def _kept_words(event: ForeignEvent, parts: list[str]) -> str:
    """Which parts were left as an editor made them, though the calendar now says something else."""
    if event.is_cancelled:
        return _("It is cancelled in the calendar, but an editor changed the dates here. Cancel it by hand.")
    # Translators: 'parts' is a list of: the text, the place, the dates.
    message = _("An editor changed %(parts)s here, so that stays as it is; the calendar says something else.")
    return message % {"parts": _names(parts)}


def _names(parts: list[str]) -> str:
    names = {"words": _("the text"), "place": _("the place"), "dates": _("the dates")}
    return ", ".join(names[part] for part in parts)

"""From an activity back to what somebody would have typed: for changing it, and for using it again."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator

from agenda.intake import words
from agenda.intake.steps import LONGEST_TEXT
from agenda.intake.when import MOST_ROWS, rule_of
from agenda.intake.where import ACCESS_OF_PLACE
from agenda.intake.words import Words
from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage
from agenda.schedule.recurrence import PLAIN, WEEKDAYS, Rule
from core.dates import today
from core.intake.typed import Typed
from core.models import Submission

_REPEATS = {rule: name for name, rule in PLAIN.items()}


def typed_from(item: AgendaItemPage, submission: Submission) -> dict[str, Typed]:
    """The four steps as they would have been typed for a draft; the sender's own answers come from the submission."""
    found = words_of(item, submission)
    return {
        "1": _what(item, found.text),
        "2": when_of(item),
        "3": _where(item, submission),
        "4": _who(item, submission, found.website),
    }


def _what(item: AgendaItemPage, text: str) -> Typed:
    return {
        "title": [item.title],
        "text": [text],
        "topic": [item.topic.slug if item.topic else ""],
        "kind": [item.kind],
        "costs": ["paid" if item.price else "free"],
        "price": [f"{item.price:.2f}".replace(".", ",") if item.price else ""],
        "price_note": [item.price_note],
        "audiences": [audience.slug for audience in item.audiences.all()],
        "campaign": [item.campaign.slug] if item.campaign else [],
    }


def organisation_of(item: AgendaItemPage, submission: Submission) -> str:
    """Who organises it, as it would be typed."""
    organiser = item.organisers.first()
    return submission.data.get("organisation") or (organiser.title if organiser else "")


def words_of(item: AgendaItemPage, submission: Submission) -> Words:
    """The text and website, as they would be typed."""
    with translation.override(settings.LANGUAGE_CODE):
        found = words.read(item, organisation_of(item, submission))
    # What an editor made longer than the form takes must not keep the sender from changing the rest.
    return found if found.is_ours else replace(found, text=Truncator(found.text).chars(LONGEST_TEXT))


def can_say_dates(item: AgendaItemPage) -> bool:
    """Whether the form can say all dates to come, so that sending them again unchanged changes nothing."""
    rows = [(date, row) for date in item.dates.all() if (row := _row(date, item))]
    return len(rows) <= MOST_ROWS and all(_says(date, row) for date, row in rows)


def _says(date: AgendaDate, row: dict[str, str]) -> bool:
    rule = Rule.parse(date.rule) if date.rule else None
    if rule and rule.count and len(date.days()) < rule.count:
        # The last day is further away than dates are made.
        return False
    to_come = _to_come(date)
    until = dt.datetime.strptime(row["until"], "%d-%m-%Y").date() if row["until"] else None
    same = date.on(to_come[0])
    same.rule = rule_of(row["repeat"], to_come[0], until)
    return same.days() == to_come


def when_of(item: AgendaItemPage) -> Typed:
    """The dates that are not over; a series from its next date on."""
    rows = [row for date in item.dates.all() if (row := _row(date, item))][:MOST_ROWS]
    typed: Typed = {"rows_count": [str(max(1, len(rows)))]}
    for number, row in enumerate(rows, start=1):
        typed |= {f"{name}_{number}": [value] for name, value in row.items()}
    return typed


def _to_come(date: AgendaDate) -> list[dt.date]:
    return [day for day in date.days() if (date.on(day).end_date or day) >= today()]


def _row(date: AgendaDate, item: AgendaItemPage) -> dict[str, str] | None:
    """One date as it is typed; None when it is over."""
    to_come = _to_come(date)
    if not to_come:
        return None
    skipped = [
        one.day
        for one in item.changes.all()
        if one.action == AgendaDateChange.Action.SKIPPED and one.time in {None, date.start_time}
    ]
    single = date.on(to_come[0])
    start, parts = single.start_date, dict(part.partition("=")[::2] for part in date.rule.split(";") if part)
    until = parts.get("UNTIL", "")
    if "COUNT" in parts:
        until = f"{to_come[-1]:%Y%m%d}"
    return {
        "day": str(start.day),
        "month": str(start.month),
        "year": str(start.year),
        "from": f"{date.start_time:%H.%M}" if date.start_time else "",
        "till": f"{date.end_time:%H.%M}" if date.end_time else "",
        **({"all_day": "on"} if date.start_time is None else {}),
        "repeat": _repeat(parts, start),
        "until": f"{until[6:8]}-{until[4:6]}-{until[:4]}" if until else "",
        "not_on": ", ".join(f"{day:%d-%m-%Y}" for day in skipped if day in to_come),
        "last_day": f"{single.end_date:%d-%m-%Y}" if single.end_date else "",
    }


def _repeat(parts: dict[str, str], start: dt.date) -> str:
    """How often, as the form asks it; once when the form cannot say it."""
    by_day = parts.get("BYDAY", "")
    rule = ";".join(f"{name}={value}" for name, value in parts.items() if name not in {"UNTIL", "COUNT", "BYDAY"})
    weekday = WEEKDAYS[start.weekday()]
    if rule == "FREQ=MONTHLY" and by_day:
        return "month_last" if by_day == f"-1{weekday}" else "month_weekday"
    return _REPEATS.get(rule, "") if by_day in {"", weekday} else ""


def _where(item: AgendaItemPage, submission: Submission) -> Typed:
    new = submission.data.get("place") or {}
    new = new if not item.venue and item.meeting_point == new.get("shown") else {}
    place = item.venue.label if item.venue else new.get("name", "")
    flags = {"no_building": not place, "come_alone": item.come_alone}
    return {
        "place": [place],
        "street": [new.get("street", "")],
        "postcode": [new.get("postcode", "")],
        **{name: [new[name]] for name in ACCESS_OF_PLACE if name in new},
        **{name: ["on"] for name, is_so in flags.items() if is_so},
        "meeting_point": [new.get("meeting_point", "") if new else item.meeting_point],
        "quiet": [item.quiet],
        "interpreter": [item.interpreter],
        "dutch_level": [item.dutch_level],
        "languages": [language.slug for language in item.languages.all()],
    }


def _who(item: AgendaItemPage, submission: Submission, website: str) -> Typed:
    return {
        "organisation": [organisation_of(item, submission)],
        "sign_up": [item.sign_up],
        "contact_phone": [item.phone],
        "contact_email": [item.email],
        "contact_website": [item.sign_up_url or website],
        "sign_up_note": [item.sign_up_note],
        "name": [submission.name],
        "email": [submission.email],
        "phone": [submission.phone],
    }

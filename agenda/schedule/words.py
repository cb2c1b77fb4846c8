"""Rules and exceptions in words: 'every Tuesday from 10:00 to 12:00, except 29 December'."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from agenda.models.dates import AgendaDate, AgendaDateChange
from agenda.models.occurrences import Occurrence
from agenda.schedule.recurrence import Rule
from core.dates import local_time, today
from core.listing import joined, listed
from core.templatetags.components import date_long

_WORKING_DAYS = {0, 1, 2, 3, 4}
# Days. What starts within one period, starts the first time one expects it.
_PERIOD = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
_Action = AgendaDateChange.Action


def in_words(date: AgendaDate, changes: Iterable[AgendaDateChange] = ()) -> str:
    """A date with its rule, its time of day, its end and the exceptions still to come, as one phrase.

    'every third Thursday of the month from 10:00 to 12:00, until 30 June 2027, except 17 December'. In the present
    language, without capital. Raises ValidationError when the rule is not one of ours.
    """
    if not date.rule:
        return " ".join(filter(None, [date_long(date.start_date), _times(date)]))
    rule = Rule.parse(date.rule)
    parts = [" ".join(filter(None, [rule_in_words(rule, date.start_date), _times(date)]))]
    if date.end_date and date.end_date > date.start_date:
        days = (date.end_date - date.start_date).days + 1
        # Translators: follows 'every year on 24 September': how long it takes.
        parts.append(_("%(number)s days each time") % {"number": days})
    if date.start_date > today() + dt.timedelta(days=_PERIOD[rule.frequency] * rule.interval):
        # Translators: follows 'every Tuesday': the first day.
        parts.append(_("starting %(day)s") % {"day": _day(date.start_date)})
    if rule.until:
        parts.append(_("until %(day)s") % {"day": date_format(rule.until, pgettext("date", "j F Y"))})
    if rule.count:
        parts.append(ngettext("%(number)s time", "%(number)s times", rule.count) % {"number": rule.count})
    return listed([*parts, *_exceptions(date, changes)])


def series_in_words(dates: Sequence[AgendaDate], changes: Sequence[AgendaDateChange]) -> str:
    """All rules that still bring dates, as one phrase; empty when there is none."""
    return joined(in_words(date, changes) for date in dates if date.rule and date.days()[-1:] >= [today()])


def rule_in_words(rule: Rule, first: dt.date) -> str:
    """How often, and on which days: 'every two weeks on Monday'. `first` is the first day."""
    words = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.frequency](rule, first)
    if not words or (rule.by_set_pos and rule.by_set_pos != (1,)):
        # Translators: a rule that is too odd for words; follows the name of an activity.
        return _("on varying dates")
    if rule.by_month and rule.frequency != "YEARLY":
        names = _listed([str(MONTHS[month]) for month in rule.by_month])
        # Translators: 'every Tuesday' in 'July and August'.
        return _("%(rule)s in %(months)s") % {"rule": words, "months": names}
    return words


def moved_words(occurrence: Occurrence) -> str:
    """Where a date that was moved comes from."""
    planned, start = local_time(occurrence.moved_from or occurrence.start), occurrence.local_start
    if planned.date() == start.date():
        return _("Another time: first it was at %(time)s") % {"time": _clock(planned.time())}
    return _("Moved: first it was on %(day)s") % {"day": date_long(planned.date())}


def days_near(day: dt.date, dates: Iterable[AgendaDate]) -> str:
    """The last planned day before a day and the first one after it, in words; empty when there is none."""
    planned = {one for date in dates for one in date.days()}
    before = max((one for one in planned if one < day), default=None)
    after = min((one for one in planned if one > day), default=None)
    return _listed([date_long(one) for one in (before, after) if one])


def _daily(rule: Rule, first: dt.date) -> str:
    if rule.by_month_day or (rule.by_day and rule.interval > 1):
        return ""
    if rule.by_day:
        return _weekly(rule, first)
    if rule.interval <= 2:
        return _("every other day") if rule.interval == 2 else _("every day")
    return _("every %(number)s days") % {"number": rule.interval}


def _weekly(rule: Rule, first: dt.date) -> str:
    numbers = [day for _nth, day in rule.by_day] or [first.weekday()]
    days = _("working day") if set(numbers) == _WORKING_DAYS else _listed([str(WEEKDAYS[day]) for day in numbers])
    if rule.interval == 1:
        # Translators: 'every Tuesday', 'every Monday and Thursday', 'every working day'.
        return _("every %(days)s") % {"days": days}
    if set(numbers) == _WORKING_DAYS:
        days = _("working days")
    if rule.interval == 2:
        return _("every two weeks on %(days)s") % {"days": days}
    return _("every %(number)s weeks on %(days)s") % {"number": rule.interval, "days": days}


def _monthly(rule: Rule, first: dt.date) -> str:
    if rule.by_day and rule.by_month_day:
        return ""
    which = _weekdays_of(rule)
    if rule.by_day and not which:
        return _weekly(rule, first) if rule.interval == 1 and not any(nth for nth, _day in rule.by_day) else ""
    if which and rule.interval == 1:
        # Translators: 'every third Thursday of the month'.
        return _("every %(which)s of the month") % {"which": which}
    days = _("the %(which)s") % {"which": which} if which else _month_days(rule.by_month_day or (first.day,))
    if not days or rule.interval == 1:
        return _("every month on %(days)s") % {"days": days} if days else ""
    if rule.interval == 2:
        return _("every two months on %(days)s") % {"days": days}
    return _("every %(number)s months on %(days)s") % {"number": rule.interval, "days": days}


def _yearly(rule: Rule, first: dt.date) -> str:
    months = _listed([str(MONTHS[month]) for month in rule.by_month or (first.month,)])
    which = _weekdays_of(rule)
    plain = len(rule.by_month) <= 1 and len(rule.by_month_day) <= 1 and (bool(rule.by_month) or not rule.by_month_day)
    if which and rule.by_month and not rule.by_month_day:
        # Translators: 'the third Thursday of September'.
        day = _("the %(which)s of %(months)s") % {"which": which, "months": months}
    elif plain and not rule.by_day and min(rule.by_month_day, default=1) > 0:
        on = dt.date(2000, rule.by_month[0] if rule.by_month else first.month, (*rule.by_month_day, first.day)[0])
        day = date_format(on, pgettext("day and month", "j F"))
    else:
        return ""
    if rule.interval == 1:
        return _("every year on %(day)s") % {"day": day}
    if rule.interval == 2:
        return _("every two years on %(day)s") % {"day": day}
    return _("every %(number)s years on %(day)s") % {"number": rule.interval, "day": day}


def _weekdays_of(rule: Rule) -> str:
    """'first and third Thursday', when the rule counts one weekday within the month; else empty."""
    names = {
        1: pgettext("which one of the month", "first"),
        2: pgettext("which one of the month", "second"),
        3: pgettext("which one of the month", "third"),
        4: pgettext("which one of the month", "fourth"),
        5: pgettext("which one of the month", "fifth"),
        -1: pgettext("which one of the month", "last"),
        -2: pgettext("which one of the month", "last but one"),
    }
    if len({day for _nth, day in rule.by_day}) != 1 or not all(nth in names for nth, _day in rule.by_day):
        return ""
    nths = _listed([names[nth] for nth, _day in rule.by_day])
    # Translators: 'third Thursday', 'first and third Thursday'.
    return _("%(nth)s %(weekday)s") % {"nth": nths, "weekday": WEEKDAYS[rule.by_day[0][1]]}


def _month_days(numbers: Iterable[int]) -> str:
    """'the 1st and the 15th', 'the last day'; empty for days counted further from the end."""
    days = []
    for number in sorted(numbers, key=lambda number: (number < 0, number)):
        if number < -1:
            return ""
        if number == -1:
            days.append(_("the last day"))
            continue
        # Translators: days of the month, in four forms for English: the 1st, the 2nd, the 3rd, the 4th.
        forms = {1: _("the %(number)sst"), 2: _("the %(number)snd"), 3: _("the %(number)srd")}
        form = forms.get(number % 10) if number not in {11, 12, 13} else None
        days.append((form or _("the %(number)sth")) % {"number": number})
    return _listed(days)


def _times(date: AgendaDate) -> str:
    if date.start_time is None:
        return ""
    start = _clock(date.start_time)
    if date.end_time is None:
        return _("from %(time)s") % {"time": start}
    if date.end_date and date.end_date > date.start_date:
        return _("from %(start)s to %(end)s on the last day") % {"start": start, "end": _clock(date.end_time)}
    # Translators: times of day, in a sentence: 'every Tuesday from 10:00 to 12:00'; Dutch adds 'uur'.
    return _("from %(start)s to %(end)s") % {"start": start, "end": _clock(date.end_time)}


def _exceptions(date: AgendaDate, changes: Iterable[AgendaDateChange]) -> list[str]:
    """What is different about the dates still to come of this row."""
    coming = [change for change in changes if change.day >= today() and change.time in {None, date.start_time}]
    planned = set(date.days()) if coming else set()
    coming = sorted((change for change in coming if change.day in planned), key=lambda change: change.day)

    def days(*actions: str) -> list[str]:
        return [_day(change.day) for change in coming if change.action in actions]

    parts = []
    if skipped := days(_Action.SKIPPED):
        # Translators: 'every Tuesday, except 29 December'.
        parts.append(_("except %(days)s") % {"days": _listed(skipped)})
    if cancelled := days(_Action.CANCELLED, _Action.POSTPONED):
        # Translators: 'every Tuesday, not on 29 December': it is cancelled or postponed.
        parts.append(_("not on %(days)s") % {"days": _listed(cancelled)})
    moved = [change for change in coming if change.action == _Action.MOVED]
    # Translators: a date that is moved: '29 December becomes 30 December'.
    becomes = _("%(old)s becomes %(new)s")
    days_moved = [(change.day, change.new_day) for change in moved if change.new_day not in {None, change.day}]
    parts += [becomes % {"old": _day(old), "new": _day(new)} for old, new in days_moved if new]
    if others := [_day(change.day) for change in moved if change.new_day in {None, change.day}]:
        parts.append(_("at another time on %(days)s") % {"days": _listed(others)})
    return parts


def _day(day: dt.date) -> str:
    """Day and month; with the year when it is half a year or more away."""
    far = abs(day - today()) > dt.timedelta(days=183)
    return date_format(day, pgettext("date", "j F Y") if far else pgettext("day and month", "j F"))


def _clock(time: dt.time) -> str:
    sign = pgettext("between hours and minutes", ":")
    return f"{time:%H}{sign}{time:%M}"


def _listed(words: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": listed(words[:-1]), "last": words[-1]}

"""Days and moments in Utrecht: local time is Europe/Amsterdam, whatever clock the server or an editor has chosen."""

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """The present date in Utrecht."""
    return local_day(timezone.now())


def day_start(day: dt.date) -> dt.datetime:
    """The first moment of a day in Utrecht, aware."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min), timezone.get_default_timezone())


def local_time(moment: dt.datetime) -> dt.datetime:
    """An aware moment on Utrecht's clocks."""
    # Not the present zone: in the office that is whatever an editor chose.
    return timezone.localtime(moment, timezone.get_default_timezone())


def local_day(moment: dt.datetime) -> dt.date:
    """The date in Utrecht of an aware moment."""
    return local_time(moment).date()


def local_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A local date and time as an aware moment.

    A time skipped when the clocks go forward moves an hour later; one that comes twice is its first occurrence.
    """
    moment = dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
    return local_time(moment.astimezone(dt.UTC))


def this_minute() -> dt.datetime:
    """The start of the present minute. Editors' times are whole minutes, so what is over by now is over by then."""
    return timezone.now().replace(second=0, microsecond=0)


def seconds_until_midnight() -> int:
    """Whole seconds, at least 1, until the date in Utrecht changes."""
    return max(1, int((day_start(today() + dt.timedelta(days=1)) - timezone.now()).total_seconds()))

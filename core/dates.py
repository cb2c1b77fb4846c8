"""Days and moments in Utrecht: local time is Europe/Amsterdam, whatever the server's clock says."""

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """The present date in Utrecht."""
    return timezone.localdate()


def day_start(day: dt.date) -> dt.datetime:
    """The first moment of a day in Utrecht, aware."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def local_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A local date and time as an aware moment.

    A time skipped when the clocks go forward moves an hour later; one that comes twice is its first occurrence.
    """
    moment = dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
    return moment.astimezone(dt.UTC).astimezone(timezone.get_default_timezone())


def this_minute() -> dt.datetime:
    """The start of the present minute. Editors' times are whole minutes, so what is over by now is over by then."""
    return timezone.now().replace(second=0, microsecond=0)


def seconds_until_midnight() -> int:
    """Whole seconds, at least 1, until the date in Utrecht changes."""
    return max(1, int((day_start(today() + dt.timedelta(days=1)) - timezone.now()).total_seconds()))

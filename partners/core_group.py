"""Who sits in the core group, and who did."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.dates import today
from core.page_cache import per_generation
from partners.models import CoreGroupMembership

if TYPE_CHECKING:
    from partners.models import PartnerPage


@per_generation(maxsize=2)
def _periods(day: dt.date) -> dict[uuid.UUID, tuple[dt.date, dt.date | None]]:
    """The last period of each partner that has begun today, by translation key."""
    rows = CoreGroupMembership.objects.filter(since__lte=day).order_by("since")
    found = rows.values_list("partner__translation_key", "since", "until")
    return {key: (since, until) for key, since, until in found}


def label_of(partner: "PartnerPage") -> str:
    """'Core group since 2020', 'Core group 2020–2021', or nothing. Years only: the days are often not known."""
    since, until = _periods(today()).get(partner.translation_key, (None, None))
    if since is None:
        return ""
    if until is None or until > today():
        return _("Core group since %(year)s") % {"year": since.year}
    # The last day, not the first on which it was over.
    last = (until - dt.timedelta(days=1)).year
    if last == since.year:
        return _("Core group in %(year)s") % {"year": since.year}
    return _("Core group %(first)s–%(last)s") % {"first": since.year, "last": last}

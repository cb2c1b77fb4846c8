"""'Is this still right?': asked once a year, shown when nobody answers, hidden after long silence. All days are here.

Hidden is not deleted: the profile keeps its address, and comes back in the list at the first answer.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone, translation

from core import page_cache
from core.dates import local_day, today
from core.intake import mail
from core.languages import words_in
from core.models import Submission
from core.page_cache import per_generation
from core.queries import public, source_id
from partners.models import PartnerPage, ProfileCheck

# So long after it was last known to be right the question is asked, and asked again.
ASK_AFTER = dt.timedelta(days=365)
# So long after an unanswered question visitors read that it is not known to be right.
LABEL_AFTER = dt.timedelta(days=30)
# And so long after that it leaves the directory.
HIDE_AFTER = LABEL_AFTER + dt.timedelta(days=180)


@dataclass(frozen=True)
class Profile:
    """A live profile, and what is known about its being right."""

    partner: PartnerPage
    # When it was last known to be right.
    right_on: dt.date
    asked_on: dt.date | None
    # Since when a question waits for an answer.
    silent_since: dt.date | None

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask."""
        asked = self.asked_on or dt.date.min
        return max(self.right_on, asked) <= today() - ASK_AFTER

    @property
    def is_labelled(self) -> bool:
        """Whether visitors read that it is not known to be right."""
        return self.silent_since is not None and self.silent_since <= today() - LABEL_AFTER

    @property
    def is_hidden(self) -> bool:
        """Whether it has left the directory."""
        return self.silent_since is not None and self.silent_since <= today() - HIDE_AFTER


def profiles(**wanted: Any) -> list[Profile]:
    """All that visitors can see, in the source language, by name; or the `wanted` ones. One query."""
    source = PartnerPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE, **wanted)
    found = source.defer_streamfields().annotate(
        last_asked=Max("profilechecks__asked_on"),
        last_answer=Max("profilechecks__answered_on"),
        silent_since=Min("profilechecks__asked_on", filter=Q(profilechecks__answered_on=None)),
        signed=Max("pledges__signed_on"),
    )
    return [_profile(partner) for partner in found.order_by("title", "pk")]


def _profile(partner: PartnerPage) -> Profile:
    made = partner.first_published_at or timezone.now()
    days = [local_day(made), partner.last_answer, partner.signed]
    right_on = max(day for day in days if day)
    return Profile(partner, right_on, partner.last_asked, partner.silent_since)


def ask() -> int:
    """Ask every partner that is due and of whom we know somebody; answers how many letters. Safe to run again."""
    from partners.intake.manage import keepers

    written = 0
    for profile in profiles():
        keeper = keepers(profile.partner).first() if profile.is_due else None
        if keeper is not None:
            written += _ask(profile.partner, keeper)
    # Labels come and profiles leave the list by the calendar alone.
    page_cache.renew()
    return written


@transaction.atomic
def _ask(partner: PartnerPage, keeper: Submission) -> bool:
    from partners.intake.letters import still_right

    day = today()
    check, is_new = ProfileCheck.objects.get_or_create(partner=partner, year=day.year, defaults={"asked_on": day})
    if not is_new:
        return False
    with translation.override(words_in(keeper.language)):
        # With a second site it is a full address already.
        address = urljoin(settings.PUBLIC_URL, partner.get_url() or "/")
        letter = still_right(keeper, partner.title, address)
    mail.queue(letter, to=keeper.email, key=f"{keeper.pk}:yearly:{check.year}", submission=keeper)
    return True


@transaction.atomic
def answer(partner: PartnerPage) -> None:
    """Somebody of the partner, or an editor who asked, says that it is right today. Done twice it is done once."""
    day, key = today(), source_id(partner)
    for check in ProfileCheck.objects.filter(partner=key, answered_on=None):
        check.answered_on = day
        check.save(update_fields=["answered_on"])
    check, is_new = ProfileCheck.objects.get_or_create(
        partner_id=key, year=day.year, defaults={"asked_on": day, "answered_on": day}
    )
    if not is_new and check.answered_on != day:
        check.answered_on = day
        check.save(update_fields=["answered_on"])


@per_generation(maxsize=4)
def _silent(day: dt.date, wait: dt.timedelta) -> frozenset[uuid.UUID]:
    open_ones = ProfileCheck.objects.filter(answered_on=None, asked_on__lte=day - wait)
    return frozenset(open_ones.values_list("partner__translation_key", flat=True))


def hidden(day: dt.date) -> frozenset[uuid.UUID]:
    """The translation keys of the profiles that are not in the directory on a day."""
    return _silent(day, HIDE_AFTER)


def not_right_since(partner: PartnerPage) -> dt.date | None:
    """When a profile was last known to be right, when visitors must know that; else None."""
    if partner.translation_key not in _silent(today(), LABEL_AFTER):
        return None
    found = profiles(translation_key=partner.translation_key)
    return found[0].right_on if found else None

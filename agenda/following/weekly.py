"""The weekly letter: written on Thursdays, before the weekend, with what is on in the seven days to come."""

import datetime as dt
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.exports.basis import in_words
from agenda.finding.answers import list_page, rows
from agenda.finding.filters import AgendaFilter
from agenda.following.flow import question_of
from agenda.models import Occurrence
from agenda.models.occurrences import Status
from agenda.queries import source_agenda
from core.dates import local_day, today
from core.intake import links, mail
from core.intake.letters import Letter
from core.intake.links import Purpose
from core.languages import words_in
from core.models import Submission
from core.templatetags.components import date_long, time_range

THURSDAY = 3
DAYS = 7
MOST = 20


def edition(day: dt.date) -> dt.date:
    """The Thursday whose letters are due on a day: that day itself, or the last one before it."""
    return day - dt.timedelta(days=(day.weekday() - THURSDAY) % 7)


def write_letters() -> int:
    """Queue this week's letter for every follower who has not had it; return how many. Safe to run again."""
    followers = Submission.objects.filter(kind="follow", status=Submission.Status.ACCEPTED)
    written = 0
    for key in list(followers.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Whoever stops at this moment gets no letter any more.
            follower = followers.select_for_update().filter(pk=key).first()
            written += bool(follower and _write(follower))
    return written


def _write(follower: Submission) -> bool:
    confirmed = follower.confirmed_at
    if confirmed and local_day(confirmed) > edition(today()):
        # This week's went before; the next one comes on Thursday.
        return False
    key = f"{follower.pk}:week:{edition(today()):%Y-%m-%d}"
    if follower.letters.filter(key=key).exists():
        return False
    with translation.override(words_in(follower.language)):
        letter = letter_for(follower)
    if letter is None:
        return False
    mail.queue(letter, to=follower.email, key=key, submission=follower)
    return True


def letter_for(follower: Submission) -> Letter | None:
    """The letter of the coming seven days; None when nothing is on."""
    question = question_of(follower)
    asked = question.with_(van=today(), tot=today() + dt.timedelta(days=DAYS - 1))
    keys = [key for key, _item in list_page(asked, 1).paginator.object_list]
    happening = Occurrence.objects.filter(pk__in=keys).exclude(status__in=[Status.CANCELLED, Status.POSTPONED])
    going_on = set(happening.order_by().values_list("pk", flat=True))
    if not going_on:
        return None
    first = rows([key for key in keys if key in going_on][:MOST])
    return _letter(follower, question, first, len(going_on), _list_url(question))


def _list_url(question: AgendaFilter) -> str:
    page = source_agenda()
    # With a second site a page's is a full address already.
    address = urljoin(settings.PUBLIC_URL, (page and page.get_url()) or "/")
    return f"{address}?{question.query_string}" if question.query_string else address


def _letter(follower: Submission, question: AgendaFilter, dates: list[Occurrence], count: int, url: str) -> Letter:
    words = in_words(question)
    head = ngettext("%(count)s time something to do", "%(count)s times something to do", count) % {"count": count}
    return Letter(
        subject=_("This week: %(what)s") % {"what": words} if words else _("This week in Utrecht"),
        paragraphs=[f"{head}. " + _("You are welcome everywhere, also by yourself.")],
        facts=[(one.item.title, _line(one)) for one in dates],
        button=(_("See everything in the agenda"), url),
        closing=[_("You asked for this e-mail. We use your address for nothing else.")],
        stop_url=stop_url(follower),
    )


def stop_url(follower: Submission) -> str:
    """The full address where these letters are stopped in one click (RFC 8058)."""
    return settings.PUBLIC_URL + reverse("stop", args=[links.token_for(follower, Purpose.STOP)])


def _line(occurrence: Occurrence) -> str:
    parts = [date_long(occurrence.start), time_range(occurrence), occurrence.item.place_label]
    address = urljoin(settings.PUBLIC_URL, occurrence.item.card_url)
    return f"{', '.join(part for part in parts if part)}. {address}"


def sample() -> Letter:
    """A letter about something made up, for editors to read."""
    follower = Submission(kind="follow", email="sam@example.org", changed_at=timezone.now())
    letter = letter_for(follower)
    return letter or Letter(
        subject=_("This week in Utrecht"),
        paragraphs=[_("Nothing is on this week, so nobody gets this e-mail.")],
        stop_url=stop_url(follower),
    )

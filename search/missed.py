"""Searches without a result, for editors: what is asked often, never by whom."""

import datetime as dt
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from core.dates import today
from core.intake import throttle
from core.tally import count_up
from search.models import MissedSearch

logger = logging.getLogger(__name__)

# A term becomes a row when it was asked so often: what only a few ask, may say who they are.
RARE = 5
KEPT = dt.timedelta(days=365)
# A list as long as this is read by nobody: what was asked least makes way.
MOST_ROWS = 1000
LONGEST = 60
# A visitor does not wait for a list of the office.
PATIENCE_MS = 100


def term_of(typed: str) -> str:
    """What somebody typed as a term to count; empty when it may be an address, a number or a story of somebody."""
    text = unicodedata.normalize("NFKC", typed[:400])
    words = "".join(sign if sign.isalnum() or sign in "-'’&" else " " for sign in text.casefold())
    term = " ".join(words.split())
    is_personal = "@" in text or sum(sign.isdigit() for sign in text) >= 4 or max(len(text), len(term)) > LONGEST
    return "" if is_personal or len(term) < 2 else term


def note(typed: str, language: str, who: str) -> None:
    """Count a search that found nothing, of each visitor (`who`) once a day: five times is not one who tries again.

    Whatever fails meanwhile, the visitor must not notice.
    """
    term = term_of(typed)
    if not term or language not in dict(settings.LANGUAGES):
        return
    if not throttle.allows("missed-search", f"{who} {language} {term}", most=1, seconds=86_400):
        return
    times = count_up("missed-search", f"{language} {term}", step=RARE)
    if not times:
        return
    try:
        with _briefly(), transaction.atomic():
            _add(term, language, times)
    except DatabaseError as reason:
        logger.warning("Could not write down a search without result: %s", type(reason).__name__)


def _add(term: str, language: str, times: int) -> None:
    row = MissedSearch.objects.filter(term=term, language=language)
    if row.update(times=F("times") + times, last_seen=today()):
        return
    if MissedSearch.objects.count() >= MOST_ROWS:
        least = MissedSearch.objects.order_by("times", "last_seen", "pk").values_list("pk", flat=True)[:1]
        MissedSearch.objects.filter(pk__in=list(least)).delete()
    # In bulk there is no signal: nothing public changed, so the page cache stays.
    new = MissedSearch(term=term, language=language, times=times, last_seen=today())
    MissedSearch.objects.bulk_create([new], ignore_conflicts=True)


@contextmanager
def _briefly() -> Iterator[None]:
    """Wait a moment for a lock, not the many seconds that a form may."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def erase_old() -> int:
    """Erase what nobody asked for a year; answers how many terms."""
    return MissedSearch.objects.filter(last_seen__lt=today() - KEPT).delete()[0]

"""Addresses that were not found, gathered for editors: the path and how often, and only once it came five times."""

import datetime as dt
import logging
import re

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import is_valid_path

from core.dates import today
from core.intake import throttle
from core.models import MissingAddress
from core.old_addresses.addresses import canonical, plain
from core.old_addresses.finding import split_language
from core.tally import count_up

logger = logging.getLogger(__name__)
KEPT = dt.timedelta(days=365)
# What can be made up has no end; the least asked go first.
MOST_ROWS = 2000
_LONGEST = 200
# Counted of one visitor in a minute; somebody who tries every door adds nothing after that.
_MOST_EACH_MINUTE = 20

# Here an address is itself a key, or the visit is nobody's business.
_SECRET = {
    "inzending",
    "admin",
    "documents",
    "verwijzers",
    "volgen",
    "_util",
    "django-admin",
    "api",
    "static",
    "beeld",
}
_NOISE = re.compile(
    r"\.(php\d?|aspx?|jspx?|cgi|env\w*|git\w*|svn|ht(access|passwd)|sql|bak|old|zip|t?gz|tar|rar|7z|ya?ml|ini|conf|cfg|log|key|pem"
    r"|ds_store|map|js|css|xml|txt|svg|ico|png|gif|webp|woff2?|exe|sh|py|json)$"
    r"|(^|/)(\.|wp[-/]|wp$|wordpress|xmlrpc|cgi-bin|phpmyadmin|pma|vendor|node_modules|actuator|solr|jenkins|boaform"
    r"|_next|_ignition|telescope|cpanel|owa|remote|\.well-known|umbraco|app_data|administrator|backup)",
)
_PRIVATE = (
    # Somebody's e-mail address, or what a signature looks like.
    re.compile(r"[@:=|\\<>\"'{}$]|%40"),
    # A telephone, citizen or account number, with whatever stands between; a postcode with its letters.
    re.compile(r"(?:\d[ ._+-]?){9}"),
    re.compile(r"(^|[^\d])\d{4}[ _-]?[a-z]{2}([^a-z]|$)"),
    # A token: letters among digits in one long word, a number, or a word that no language has.
    re.compile(r"(?<![a-z0-9_])(?=[a-z0-9_]{12})[a-z0-9_]*\d[a-z_]+\d"),
    re.compile(r"(^|/)\d{5,}(/|$)"),
    re.compile(r"[a-z0-9_]{40,}"),
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-"),
    re.compile(r"[\w-]+\.[\w-]+\.[\w-]+(/|$)"),
)


def kept_path(path: str) -> str:
    """What of an address may be written down: its path in one spelling; empty when that may hold a secret or is noise.

    `path` is not percent-encoded and has no query string.
    """
    path = canonical(path)
    rest = split_language(path)[1]
    if path == "/" or len(path) > _LONGEST or not path.isprintable():
        return ""
    if set(rest.split("/")) & _SECRET or _NOISE.search(rest) or any(secret.search(rest) for secret in _PRIVATE):
        return ""
    return path


def count(request: HttpRequest) -> None:
    """Count an address that was not found; every fifth time its row gets five more. Never fails."""
    path = kept_path(plain(request.path))
    # Without its slash it is asked for again in a moment.
    if not path or (not request.path.endswith("/") and is_valid_path(f"{request.path}/")):
        return
    if not throttle.allows("missing", throttle.visitor(request), most=_MOST_EACH_MINUTE, seconds=60):
        return
    # Of each visitor once a day: five times is not one who tries again.
    if not throttle.allows("missing-once", f"{throttle.visitor(request)} {path}", most=1, seconds=86_400):
        return
    more = count_up("missing", path)
    if more:
        try:
            _add(path, more)
        except DatabaseError as reason:
            logger.warning("An address that was not found could not be counted: %s", type(reason).__name__)


def _add(path: str, more: int) -> None:
    with transaction.atomic():
        seen = {"times": F("times") + more, "last_seen": today()}
        if MissingAddress.objects.filter(path=path).update(**seen):
            return
        if MissingAddress.objects.count() >= MOST_ROWS:
            least = MissingAddress.objects.filter(is_ignored=False).order_by("times", "last_seen", "pk").first()
            if least is None:
                return
            least.delete()
        _row, is_new = MissingAddress.objects.get_or_create(path=path, defaults={"times": more, "last_seen": today()})
        if not is_new:
            MissingAddress.objects.filter(path=path).update(**seen)


def erase_old() -> int:
    """Erase what was not asked for in a year; answers how many rows."""
    return MissingAddress.objects.filter(last_seen__lt=today() - KEPT).delete()[0]

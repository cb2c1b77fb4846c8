"""One spelling for every way in which an old address is written, and which hosts are our own."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode, urlsplit

from django.conf import settings
from wagtail.models import Site

from core.page_cache import per_generation

# The network's own names, whichever machine this runs on: people paste these from the present site.
NETWORK_HOSTS = frozenset({"utrechtomarmt.nl", "www.utrechtomarmt.nl"})
LONGEST = 255
_LONGEST_QUERY = 1000
_TRACKING = re.compile(
    r"(utm|pk|mtm|matomo|piwik|hsa|oly)_\w+|(fb|g|d|y|tw|tt)clid|sccid|msclkid|[gw]braid|mc_[ce]id|igshi?d?|srsltid"
    r"|epik|wickedid|vero_id|_(ga|gl|hsenc|hsmi|openstat)|li_fat_id|mkt_tok",
    re.IGNORECASE,
)


def plain(path: str) -> str:
    """A path without percent-encoding; what is not UTF-8 is read as Windows does. One level of encoding only."""
    data = unquote_to_bytes(path)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")


def canonical(path: str) -> str:
    """The one spelling of a path that is no longer percent-encoded: lower case, single slashes, none at the end."""
    path = unicodedata.normalize("NFC", path.strip()).lower()
    return "/" + "/".join(part for part in path.split("/") if part)


def untracked(query: str) -> list[tuple[str, str]]:
    """What a query string asks, without what only follows people around; nothing of an absurd one."""
    try:
        pairs = parse_qsl(query[: _LONGEST_QUERY + 1], keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return []
    if len(query) > _LONGEST_QUERY:
        return []
    return [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]


def key(path: str, query: str = "") -> str:
    """What an old address is found by: its path, and what it asks in order of the alphabet."""
    asked = urlencode(sorted(untracked(query)))
    return f"{canonical(path)}?{asked}" if asked else canonical(path)


def with_query(address: str, query: str) -> str:
    """An address of this site that also asks what `query` asks, tracking left out."""
    asked = urlencode(untracked(query))
    if not asked:
        return address
    start, mark, fragment = address.partition("#")
    return f"{start}{'&' if '?' in start else '?'}{asked}{mark}{fragment}"


@per_generation(maxsize=1)
def own_hosts() -> frozenset[str]:
    """Every host that is this site, in lower case without port."""
    hosts = set(Site.objects.values_list("hostname", flat=True)) | {urlsplit(settings.PUBLIC_URL).hostname or ""}
    hosts |= {f"www.{host}" for host in hosts} | {host.removeprefix("www.") for host in hosts}
    return NETWORK_HOSTS | {host.lower() for host in hosts if host}


def own_part(address: str) -> str | None:
    """The part of an address after the host (path, query, fragment), when it is ours; None for any other site."""
    address = address.strip()
    # Browsers read a backslash as a slash, and forget tabs and line ends.
    if "\\" in address or any(ord(sign) < 32 for sign in address):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if address.startswith("//") or parts.scheme or parts.netloc:
        if parts.scheme not in {"", "http", "https"} or host not in own_hosts():
            return None
    elif not address.startswith("/"):
        return None
    rest = "/" + parts.path.lstrip("/")
    return rest + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")

"""Fetching a foreign calendar: from the public internet only, within limits of size and time.

Whoever may add a calendar must not be able to make this server open doors inside its own network. So the name is
looked up once, every address it gives is judged, and the connection goes to a judged address itself: a name that
answers differently the second time gains nothing. The same for every redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from agenda.imports.files import MOST_BYTES, CalendarError, too_large

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
SECONDS = 10
_MOST_REDIRECTS = 3
_MOST_ADDRESSES = 4
_PORTS = {"http": 80, "https": 443}
# Ways to write an IPv4 address as an IPv6 one; what is behind it cannot be judged from the outside.
_DISGUISES = ("::/96", "::ffff:0:0:0/96", "64:ff9b::/32", "2001::/32", "2002::/16")
# Not of the public internet either, though the library says so: addresses of one site, and of routers' segments.
_INSIDE = ("fec0::/10", "5f00::/16")
_REFUSED = [ipaddress.ip_network(one) for one in (*_DISGUISES, *_INSIDE)]
_AGENT = "Utrecht Omarmt (agenda)"


@dataclass(frozen=True)
class Answer:
    """What came back: the bytes, and the charset the server named (lower case, may be empty)."""

    data: bytes
    charset: str


def is_public(address: Address, port: int) -> bool:
    """Whether a connection may go there: an address of the public internet, at a web server's usual port."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped, port)
        if any(address in network for network in _REFUSED):
            return False
    return address.is_global and not address.is_multicast and port in _PORTS.values()


def normal_address(text: str) -> str:
    """The address of a calendar in the way we keep it (`webcal` becomes `https`).

    Raises CalendarError when it is no address on the web, holds a password, or is an internal one.
    """
    text = text.strip()
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() in {"webcal", "webcals"}:
        text = f"https:{rest}"
    parts = _parts(text)
    try:
        address = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return parts.geturl()
    if not is_public(address, _port(parts)):
        raise CalendarError(_("This address is not on the public internet."))
    return parts.geturl()


def fetch(
    address: str, *, may_connect: Callable[[Address, int], bool] | None = None, seconds: float = SECONDS
) -> Answer:
    """Get a calendar, following at most three redirects; raises CalendarError, in words, when that fails.

    `seconds` is for everything together except the look-up of names, whose time the system's resolver limits.
    """
    deadline = time.monotonic() + seconds
    for _hop in range(_MOST_REDIRECTS + 1):
        parts = _parts(address)
        with _connection(parts, may_connect or is_public, deadline) as connection:
            try:
                response = _request(connection, parts)
                if response.status in {301, 302, 303, 307, 308}:
                    address = urljoin(address, response.headers.get("Location", ""))
                    continue
                _check_status(response)
                data = _body(response)
            except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
                raise _failure(deadline) from error
        # Cut off, an answer without a length looks finished.
        if time.monotonic() >= deadline:
            raise _failure(deadline)
        return Answer(data, (response.headers.get_content_charset() or "").lower())
    raise CalendarError(_("This address keeps sending us on to other addresses."))


def _parts(address: str) -> SplitResult:
    """The parts of a web address; raises CalendarError for anything else."""
    wrong = CalendarError(_("This is not the address of a calendar. It begins with https:// or webcal://."))
    try:
        parts = urlsplit(address)
        if parts.scheme not in _PORTS or not parts.hostname or _port(parts) < 1:
            raise wrong
        parts.hostname.encode("idna")
    except ValueError:
        raise wrong from None
    if parts.username is not None or parts.password is not None:
        raise CalendarError(_("Leave out the user name and password: only public calendars can be read."))
    return parts


def _port(parts: SplitResult) -> int:
    return _PORTS[parts.scheme] if parts.port is None else parts.port


def _addresses(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise CalendarError(_("There is no computer with this address. Is it spelled right?")) from None
    return [ipaddress.ip_address(entry[4][0]) for entry in found]


@contextmanager
def _connection(
    parts: SplitResult, may_connect: Callable[[Address, int], bool], deadline: float
) -> Iterator[http.client.HTTPConnection]:
    """A connection to a judged address of the host, cut off at the deadline whatever the other side does."""
    host, port = (parts.hostname or "").encode("idna").decode(), _port(parts)
    allowed = [address for address in _addresses(host, port) if may_connect(address, port)]
    if not allowed:
        raise CalendarError(_("This address is not on the public internet."))
    ours = _open(allowed[:_MOST_ADDRESSES], port, deadline)
    connection = http.client.HTTPConnection(host, port)
    guard: threading.Timer | None = None
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            ours = context.wrap_socket(ours, server_hostname=host, do_handshake_on_connect=False)
        # Cuts through an answer that comes one byte at a time, for which the socket's own limit starts anew each
        # time. It holds the socket itself: the connection lets go of it when the other side says it will close.
        guard = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [ours])
        guard.daemon = True
        guard.start()
        if isinstance(ours, ssl.SSLSocket):
            ours.do_handshake()
        # A socket that is set is used as it is: nothing looks up the name again.
        connection.sock = ours
        yield connection
    except ssl.SSLCertVerificationError:
        raise CalendarError(_("The other side cannot show that it is who it says it is (certificate).")) from None
    except (OSError, ValueError) as error:
        raise _failure(deadline) from error
    finally:
        if guard is not None:
            guard.cancel()
        connection.close()
        ours.close()


def _open(addresses: list[Address], port: int, deadline: float) -> socket.socket:
    """A socket to the first of the addresses that answers."""
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((str(address), port), timeout=left)
        except OSError:
            continue
    raise _failure(deadline)


def _cut(ours: socket.socket) -> None:
    with suppress(OSError):
        # Not SSLSocket.shutdown, which takes the encryption off a connection that another thread is reading.
        socket.socket.shutdown(ours, socket.SHUT_RDWR)


def _request(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    headers = {"User-Agent": _AGENT, "Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity"}
    connection.request("GET", target, headers={**headers, "Connection": "close"})
    return connection.getresponse()


def _check_status(response: http.client.HTTPResponse) -> None:
    if response.status in {401, 403}:
        raise CalendarError(_("This calendar is not public: the other side asks for a login."))
    if response.status in {404, 410}:
        raise CalendarError(_("There is no calendar at this address (any more)."))
    if response.status != 200:
        raise CalendarError(_("The other side answered with error %(code)s.") % {"code": response.status})
    if response.headers.get("Content-Encoding", "identity").lower() not in {"identity", ""}:
        raise CalendarError(_("The other side sends the calendar in a compressed form that we did not ask for."))


def _body(response: http.client.HTTPResponse) -> bytes:
    """The whole answer; stops reading as soon as it is more than we take."""
    announced, found = response.length, bytearray()
    while chunk := response.read1(65_536):
        found += chunk
        if len(found) > MOST_BYTES:
            raise CalendarError(too_large())
    if announced is not None and len(found) < announced:
        raise CalendarError(_("The calendar stops half-way. Try again later."))
    return bytes(found)


def _failure(deadline: float) -> CalendarError:
    if time.monotonic() >= deadline:
        return CalendarError(_("The other side takes too long to answer. Try again later."))
    return CalendarError(_("No connection with the other side. Try again later."))

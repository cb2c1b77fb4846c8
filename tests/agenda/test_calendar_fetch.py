"""Fetching foreign calendars: from a real server on this machine, and never from where it must not."""

import ipaddress
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from django.utils import translation

from agenda.imports import fetching
from agenda.imports.fetching import fetch, is_public, normal_address
from agenda.imports.files import MOST_BYTES, CalendarError

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def english():
    """Read our own sentences, whatever the translators make of them."""
    with translation.override("en"):
        yield


class Handler(BaseHTTPRequestHandler):
    """Answers each path as a calendar server, a careless one or a hostile one would."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.split("?")[0].strip("/").split("/")[0] or "root"
        getattr(self, f"answer_{name.replace('-', '_').split('.')[0]}", self.answer_missing)()

    def send(self, status=200, body=CALENDAR, **headers):
        self.send_response(status)
        for key, value in {"Content_Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_good(self):
        self.send(Content_Type="text/calendar; charset=ISO-8859-1")

    def answer_hop(self):
        left = int(self.path.rsplit("/", 1)[1])
        self.send(302, b"", Location=f"/hop/{left - 1}" if left else "/good.ics")

    def answer_elsewhere(self):
        self.send(302, b"", Location=unquote(self.path.split("?to=")[1]))

    def answer_nowhere(self):
        self.send(302, b"")

    def answer_large(self):
        self.send(200, b"x" * (MOST_BYTES + 1))

    def answer_endless(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
                self.server.sent += 65536
        except OSError:
            pass

    def answer_drip(self):
        self.send_response(200)
        self.end_headers()
        self.drip()

    def answer_drip_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.drip()

    def drip(self):
        try:
            while not self.server.stop.wait(0.05):
                self.wfile.write(b"x")
        except OSError:
            pass

    def answer_silent(self):
        self.server.stop.wait()

    def answer_short(self):
        self.send(200, CALENDAR[:10], Content_Length=str(len(CALENDAR)))

    def answer_garbage(self):
        self.wfile.write(b"\x00\xff\r\n\r\n" * 1000)

    def answer_packed(self):
        self.send(200, b"\x1f\x8b", Content_Encoding="gzip")

    def answer_login(self):
        self.send(401, b"")

    def answer_broken(self):
        self.send(503, b"")

    def answer_missing(self):
        self.send(404, b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.sent, server.stop, server.daemon_threads = [], 0, threading.Event(), True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        server.address = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.stop.set()
        server.shutdown()


def loopback_only(address, port):
    """What a test may connect to; the site itself never."""
    return address.is_loopback


def get(server, path, **options):
    return fetch(f"{server.address}{path}", may_connect=loopback_only, **options)


def test_a_calendar_arrives_with_the_name_of_its_letters(server):
    answer = get(server, "/good.ics?van=vandaag&naam=caf%C3%A9 é")
    assert (answer.data, answer.charset) == (CALENDAR, "iso-8859-1")
    path, headers = server.asked[0]
    assert path == "/good.ics?van=vandaag&naam=caf%C3%A9%20%C3%A9"
    assert headers["Host"] == server.address.removeprefix("http://")
    assert {"Cookie", "Authorization"}.isdisjoint(headers)


@pytest.mark.parametrize("hops", [0, 2])
def test_a_few_redirects_are_followed(server, hops):
    assert get(server, f"/hop/{hops}").data == CALENDAR


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/hop/3", "keeps sending"),
        ("/nowhere", "keeps sending"),
        ("/large", "too large"),
        ("/endless", "too large"),
        ("/short", "half-way"),
        ("/garbage", "No connection"),
        ("/packed", "compressed"),
        ("/login", "not public"),
        ("/broken", "error 503"),
        ("/anything", "no calendar at this address"),
        ("/elsewhere?to=file:///etc/passwd", "not the address"),
        ("/elsewhere?to=gopher://127.0.0.1:70/x", "not the address"),
        ("/elsewhere?to=http://10.0.0.1/", "not on the public internet"),
        ("/elsewhere?to=http://[::ffff:10.0.0.1]/", "not on the public internet"),
        ("/elsewhere?to=http://jan:geheim@127.0.0.1/", "user name and password"),
        ("/elsewhere?to=http://127.0.0.1:99999/", "not the address"),
    ],
)
def test_every_failure_is_said_in_words(server, path, reason):
    with pytest.raises(CalendarError, match=reason):
        get(server, path)


def test_an_endless_answer_is_not_read_to_the_end(server):
    with pytest.raises(CalendarError, match="too large"):
        get(server, "/endless")
    # What the machine's own buffers hold comes on top.
    assert server.sent < 4 * MOST_BYTES


@pytest.mark.parametrize("path", ["/drip", "/drip-head", "/silent"])
def test_a_slow_answer_is_cut_off_however_it_drips(server, path):
    with pytest.raises(CalendarError, match="takes too long"):
        get(server, path, seconds=0.3)


def test_somebody_who_does_not_shake_hands_is_cut_off(server):
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(CalendarError, match="takes too long"):
        fetch(f"https://127.0.0.1:{deaf.getsockname()[1]}/", may_connect=loopback_only, seconds=0.3)


def test_nobody_there_is_said_in_words():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(CalendarError, match="No connection"):
        fetch(f"http://127.0.0.1:{port}/", may_connect=loopback_only)


INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0",  # noqa: S104
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "fe80::1", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::",
    "fec0::1", "::ffff:0:127.0.0.1", "::ffff:0:a00:1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("inside", INSIDE)
def test_an_address_inside_is_refused_in_whatever_way_it_is_written(inside, monkeypatch):
    host = f"[{inside}]" if ":" in inside else inside
    with pytest.raises(CalendarError, match="not on the public internet"):
        fetch(f"http://{host}/agenda.ics")
    with pytest.raises(CalendarError, match="not on the public internet"):
        normal_address(f"webcal://{host}/agenda.ics")
    # And when a name leads there.
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: [(family, socket.SOCK_STREAM, 6, "", (inside, 80))]
    )
    with pytest.raises(CalendarError, match="not on the public internet"):
        fetch("https://agenda.example.org/agenda.ics")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "LOCALHOST.", "017700000001"])
def test_other_ways_to_write_this_machine_lead_nowhere_either(host):
    with pytest.raises(CalendarError):
        fetch(f"http://{host}/agenda.ics")


def test_only_the_usual_ports_are_tried():
    public = ipaddress.ip_address("93.184.215.14")
    assert [port for port in (22, 25, 80, 443, 5432, 6379, 8080) if is_public(public, port)] == [80, 443]


def test_the_connection_goes_to_the_address_that_was_judged_and_to_no_other(server, monkeypatch):
    """A name that leads elsewhere the second time it is asked gains nothing: it is asked once."""
    asked = []
    port = server.server_port

    def resolver(host, *args, **kwargs):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolver)
    # create_connection asks again, of what is an address by then.
    monkeypatch.setattr(fetching.socket, "create_connection", _connect)
    assert fetch(f"http://agenda.example.org:{port}/good.ics", may_connect=loopback_only).data == CALENDAR
    assert asked == ["agenda.example.org"]
    assert server.asked[0][1]["Host"] == f"agenda.example.org:{port}"


def _connect(address, timeout):
    plain = socket.socket()
    plain.settimeout(timeout)
    plain.connect(address)
    return plain


def test_of_several_addresses_only_the_public_ones_are_tried(monkeypatch):
    tried = []
    found = ["10.0.0.1", "93.184.215.14", "::1", "2606:4700::1"]
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *args, **kwargs: [(0, socket.SOCK_STREAM, 6, "", (address, 80)) for address in found],
    )

    def refuse(address, timeout):
        tried.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(CalendarError, match="No connection"):
        fetch("http://agenda.example.org/")
    assert tried == ["93.184.215.14", "2606:4700::1"]


def test_somebody_with_the_wrong_certificate_is_refused(server, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with pytest.raises(CalendarError, match="certificate"):
        fetch(f"https://127.0.0.1:{server.server_port}/good.ics", may_connect=loopback_only)


def test_somebody_with_the_right_certificate_is_read(server, tmp_path, monkeypatch):
    certificate, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: trusting)
    address = f"https://localhost:{server.server_port}"
    assert fetch(f"{address}/good.ics", may_connect=loopback_only).data == CALENDAR
    with pytest.raises(CalendarError, match="takes too long"):
        fetch(f"{address}/drip", may_connect=loopback_only, seconds=1)


def _certificate(folder):
    """A fresh certificate for localhost that nobody knows, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine: certificates are not tried")
    files = str(folder / "certificate.pem"), str(folder / "key.pem")
    what = [
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
    ]
    subprocess.run(
        ["openssl", "req", "-x509", *what, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True
    )
    return files


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://example.org/agenda.ics ", "https://example.org/agenda.ics"),
        ("webcal://example.org/agenda.ics", "https://example.org/agenda.ics"),
        ("WEBCALS://example.org/agenda.ics?a=b", "https://example.org/agenda.ics?a=b"),
        ("http://example.org", "http://example.org"),
        ("https://93.184.215.14/agenda.ics", "https://93.184.215.14/agenda.ics"),
    ],
)
def test_an_address_is_kept_in_one_way(typed, kept):
    assert normal_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "agenda.ics", "//example.org/x", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "https://",
        "https:///pad", "https://exa mple.org:x/", "https://[::1/", "https://example.org:0/", "https://jan@example.org/",
        "https://jan:geheim@example.org/", "https://" + "x" * 300 + ".org/", "https://.example.org/", "webcal:file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_calendar_is_refused(typed):
    with pytest.raises(CalendarError):
        normal_address(typed)


def test_strange_bytes_in_an_address_never_break_us(monkeypatch):
    # Looking up four hundred names that do not exist takes a while.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(0, 0, 0, "", ("127.0.0.1", 80))])
    for one, two in itertools.product('\x00\n\r\t %é\u202e😀\\"<>[]{}|^`', repeat=2):
        for address in (f"http://127.0.0.1:9/{one}{two}?{two}{one}", f"http://{one}{two}/"):
            with pytest.raises(CalendarError, match=r"\w"):
                fetch(address)

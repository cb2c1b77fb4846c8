"""How fast the main pages are: ``make bench``.

gunicorn with two workers under production settings on a throw-away PostgreSQL with the demonstration content, once
without and once with the page cache, beside nginx serving a static file of exactly the same bytes. The three take
turns within every round, so that a busy moment of the machine hits them alike. Loopback only, bounded in time.
Last, it checks that the page cache never serves what was true before the last publication.
"""

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from postgres import throw_away_postgres  # noqa: E402
from system_packages import MissingProgramError, ensure  # noqa: E402

from tests.rehearsal.server import Rehearsal  # noqa: E402

CONNECTIONS = 8
PAGE_TYPES = {
    "home": "HomePage",
    "agenda list": "AgendaIndexPage",
    "agenda item": "AgendaItemPage",
    "story": "StoryPage",
    "partner list": "PartnerIndexPage",
    "partner": "PartnerPage",
}
# What a browser sends through nginx; the last is how production knows the visitor came by TLS.
HEADERS = {"Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}
FIND_PAGES = """
import json
from wagtail.models import Page
found = {}
for name in %r:
    page = Page.objects.live().public().filter(content_type__model=name.lower()).order_by("path").first()
    if page: found[name] = page.relative_url(page.get_site())
print("PAGES=" + json.dumps(found))
"""
PUBLISH = """
from wagtail.models import Page
page = Page.objects.filter(content_type__model="agendaitempage").live().order_by("path").first().specific
page.title = %r
page.save_revision().publish()
"""


@dataclass(frozen=True)
class Sample:
    """One run of wrk: requests per second and the 99th percentile in milliseconds."""

    rate: float
    p99: float


def fetch(address: str) -> bytes:
    """The bytes a browser would get, still compressed. Raises HTTPError for anything but a page."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=HEADERS), timeout=30) as answer:  # noqa: S310
        return answer.read()


def load(wrk: str, address: str, seconds: int) -> Sample:
    """Send requests for ``seconds`` over 8 connections. Raises RuntimeError when one was answered with an error."""
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *headers, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{address} answered with errors:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not rate or not p99:
        raise RuntimeError(f"wrk said something unexpected:\n{said}")
    return Sample(float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]])


@contextlib.contextmanager
def nginx_serving(folder: Path) -> Iterator[str]:
    """Yield the address of an nginx with two workers that serves ``folder`` and logs nothing."""
    import socket

    nginx = ensure("nginx", "nginx-light")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / name).mkdir()
    temporary = "\n".join(
        f"{name}_temp_path {folder / short};"
        for name, short in (
            *(("client_body", "body"), ("proxy", "proxy"), ("fastcgi", "fastcgi")),
            *(("uwsgi", "uwsgi"), ("scgi", "scgi")),
        )
    )
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{}}\nhttp {{\naccess_log off; sendfile on; default_type text/html; keepalive_requests 1000000;\n"
        f"{temporary}\nserver {{ listen 127.0.0.1:{port}; root {folder}; }}\n}}\n"
    )
    server = subprocess.Popen([nginx, "-e", folder / "error.log", "-c", settings], stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("nginx did not start: " + (folder / "error.log").read_text())
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def find_pages(site: Rehearsal) -> dict[str, str]:
    """One address per page type, under the name the table shows."""
    import json

    said = site.manage("shell", "-v", "0", "-c", FIND_PAGES % (list(PAGE_TYPES.values()),))
    found = json.loads(said.split("PAGES=")[1])
    return {name: found[kind] for name, kind in PAGE_TYPES.items() if kind in found}


def check_freshness(site: Rehearsal, cached: str, path: str) -> None:
    """Publish five times and ask at once. Raises RuntimeError when an old page comes back."""
    import gzip

    for attempt in range(5):
        fetch(cached + path)
        title = f"Vers van de pers {attempt} {time.time_ns()}"
        site.manage("shell", "-v", "0", "-c", PUBLISH % title)
        body = fetch(cached + path)
        text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        if title.encode() not in text:
            raise RuntimeError(f"The page cache served an old page after publication: {path}")


def measure(site: Rehearsal, scratch: Path, rounds: int, seconds: int) -> None:
    """Run the rounds and print the table. Raises RuntimeError when a page fails or an old page is served."""
    wrk = ensure("wrk", "wrk")
    pages = find_pages(site)
    files = scratch / "files"
    files.mkdir(mode=0o755)
    workers = {"WEB_CONCURRENCY": "2"}
    with (
        site.serve(PAGE_CACHE_SECONDS="0", **workers) as uncached,
        site.serve(PAGE_CACHE_SECONDS="300", **workers) as cached,
        nginx_serving(files) as static,
    ):
        sizes, targets = {}, {}
        for name, path in pages.items():
            file = f"{list(PAGE_TYPES).index(name)}.html"
            for _ in range(3):
                body = fetch(uncached + path)
                fetch(cached + path)
            (files / file).write_bytes(body)
            sizes[name] = len(body)
            targets[name] = {"uncached": uncached + path, "page cache": cached + path, "nginx": f"{static}/{file}"}
        samples: dict[tuple[str, str], list[Sample]] = {}
        for number in range(1, rounds + 1):
            print(f"· round {number} of {rounds}", flush=True)
            for name, addresses in targets.items():
                for kind, address in addresses.items():
                    samples.setdefault((name, kind), []).append(load(wrk, address, seconds))
        _print_table(sizes, samples)
        if "agenda item" in pages:
            check_freshness(site, cached, pages["agenda item"])
            print("After publishing, the next request was fresh: 5 of 5.")


def _print_table(sizes: dict[str, int], samples: dict[tuple[str, str], list[Sample]]) -> None:
    print(f"\nMedian of the rounds; {CONNECTIONS} connections; requests/s and p99 in ms; {os.cpu_count()} cores")
    kinds = ("uncached", "page cache", "nginx")
    print(f"{'page':14}{'bytes':>8}" + "".join(f"{kind + '/s':>14}{'p99':>8}" for kind in kinds))
    for name, size in sizes.items():
        row = f"{name:14}{size:>8}"
        for kind in kinds:
            taken = samples[name, kind]
            row += f"{statistics.median(s.rate for s in taken):>14.0f}{statistics.median(s.p99 for s in taken):>8.1f}"
        print(row)


def main() -> int:
    """Set up, measure, clean up; 1 when something is missing or a check failed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=4, help="length of one measurement")
    options = arguments.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        with throw_away_postgres() as address:
            site = Rehearsal(scratch, address)
            print("· migrating and loading the demonstration content", flush=True)
            site.fill()
            measure(site, scratch, options.rounds, options.seconds)
    except (MissingProgramError, RuntimeError, subprocess.CalledProcessError) as reason:
        print(f"Stopped: {reason}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The site as production runs it (gunicorn, strict settings, collected static files), on scratch data."""

import contextlib
import fcntl
import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.migrated import fill_sqlite, postgres, postgres_template

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
# Shared by every rehearsal: collecting and compressing takes a quarter of a minute.
STATIC = ROOT / "var" / "rehearsal-static"
START_TIMEOUT = 60


@dataclass(frozen=True)
class Rehearsal:
    """One scratch folder with its database; `manage` runs commands on it, `serve` starts gunicorn on it."""

    scratch: Path
    database_url: str
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What production would have in its environment file."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.rehearsal.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "REHEARSAL_SCRATCH": str(self.scratch),
            "REHEARSAL_STATIC": str(STATIC),
            "SECRET_KEY": hashlib.sha256(str(self.scratch).encode()).hexdigest(),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": self.database_url,
            # There is no TLS on loopback; everything else stays as strict as in production.
            "SECURE_SSL_REDIRECT": "0",
            "SECURE_COOKIES": "0",
            **self.extra,
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it printed. Raises CalledProcessError, its output shown."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
            done.check_returncode()
        return done.stdout

    def fill(self) -> None:
        """Collect the static files, look whether a migration is missing, and load the demonstration content."""
        collect_static(self)
        self.manage("migrate", "--noinput", "-v", "0")
        self.manage("load_demo")

    @contextlib.contextmanager
    def serve(self, **extra: str) -> Iterator[str]:
        """Yield the base address of gunicorn with two workers; it is stopped afterwards."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        environment = {**self.environment, "GUNICORN_BIND": address, **extra}
        with (self.scratch / f"gunicorn-{address[-5:]}.log").open("w+b") as log:
            server = subprocess.Popen(
                [BIN / "gunicorn", "-c", "deploy/gunicorn.conf.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            try:
                _wait(server, address, Path(log.name))
                yield f"http://{address}"
            finally:
                server.terminate()
                try:
                    server.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    server.kill()


def collect_static(rehearsal: Rehearsal) -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time; one process at a time."""
    built = sorted(path for path in (ROOT / "static" / "dist").rglob("*") if path.is_file())
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in built:
        digest.update(str(path).encode() + path.read_bytes())
    STATIC.mkdir(parents=True, exist_ok=True)
    stamp, lock = STATIC.with_suffix(".stamp"), STATIC.with_suffix(".lock")
    with lock.open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return
        rehearsal.manage("collectstatic", "--noinput", "--clear", "-v", "0")
        stamp.write_text(digest.hexdigest())


@contextlib.contextmanager
def fresh_database(scratch: Path) -> Iterator[str]:
    """Yield the address of a migrated database: beside DATABASE_URL on PostgreSQL, else a SQLite file in ``scratch``."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        file = scratch / "rehearsal.sqlite3"
        fill_sqlite(f"file:{file}").close()
        yield f"sqlite:///{file}"
        return
    from psycopg import sql

    name = f"rehearsal_{secrets.token_hex(4)}"
    with postgres(address) as connection:
        template = sql.Identifier(postgres_template(address))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
        try:
            yield f"{address.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait(server: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            urllib.request.urlopen(f"http://{address}/", timeout=20).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError as reason:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"gunicorn did not start:\n{log.read_text()[-4000:]}") from reason
            time.sleep(0.2)

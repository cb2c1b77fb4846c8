"""A database in which every migration has run: made once, copied for each worker and for the demonstration site."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "migrated"
# What migrations write comes from these; permissions of models come after them, in every copy.
_SOURCES = ("*/migrations/*.py", "site/utrechtomarmt/settings/*.py", "requirements/base.txt")
_PREFIX = "migrated_"


def fill_sqlite(target: str) -> sqlite3.Connection:
    """Copy it into a SQLite database, by its address as a URI; one in memory lasts as long as the answer is open."""
    with _alone() as name:
        kept = KEPT / f"{name}.sqlite3"
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            unfinished = kept.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(kept)
        connection = sqlite3.connect(target, uri=True)
        with sqlite3.connect(kept) as source:
            source.backup(connection)
        source.close()
    _number_apart(connection)
    return connection


def postgres_template(address: str) -> str:
    """The name of a migrated database beside that of `address`, to say after CREATE DATABASE … TEMPLATE."""
    from psycopg import sql

    with _alone() as name, postgres(address) as connection:
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name in there:
            return name
        # What an earlier run left half-way, or an earlier version of the site.
        for old in there:
            if old.startswith(_PREFIX):
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
        unfinished = f"{_PREFIX}unfinished"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        _migrate(f"{address.rpartition('/')[0]}/{unfinished}")
        with postgres(f"{address.rpartition('/')[0]}/{unfinished}") as migrated:
            migrated.execute(_APART)
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
        )
    return name


def postgres(address: str) -> Any:
    """A connection to the server and database of a DATABASE_URL, outside any transaction."""
    import environ
    import psycopg

    server = environ.Env.db_url_config(address)
    access = {"host": server["HOST"], "user": server["USER"], "password": server["PASSWORD"] or None}
    if server["PORT"]:
        access["port"] = str(server["PORT"])
    return psycopg.connect(dbname=server["NAME"], autocommit=True, **access)


def use_for_tests(connection: Any) -> None:
    """Let Django start the test database of this process from it; it still looks whether a migration is missing."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template(os.environ["DATABASE_URL"])
        return
    creation = connection.creation
    create = creation._create_test_db

    def create_filled(*arguments: Any, **options: Any) -> str:
        name = create(*arguments, **options)
        # Held open until Django has a connection of its own: memory without readers is empty again.
        creation._filled = fill_sqlite(name)
        return name

    creation._create_test_db = create_filled


# Every table numbers its rows from another high number: no test passes or fails by a 7 that is also somebody's number.
_APART = """
    DO $$ DECLARE one record; start integer := 100000; BEGIN
        FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART WITH %s', one.sequencename, start);
            start := start + 1000;
        END LOOP;
    END $$
"""


def _number_apart(connection: sqlite3.Connection) -> None:
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name")
    ]
    connection.execute("DELETE FROM sqlite_sequence")
    connection.executemany(
        "INSERT INTO sqlite_sequence VALUES (?, ?)",
        [(name, 100_000 + 1_000 * place) for place, name in enumerate(tables)],
    )
    connection.commit()


@contextmanager
def _alone() -> Iterator[str]:
    """One process at a time; gives the name that belongs to the present source."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        yield f"{_PREFIX}{digest.hexdigest()[:16]}"


def _migrate(address: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "utrechtomarmt.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "DATABASE_URL": address,
    }
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "--noinput", "-v", "0"], cwd=ROOT, env=environment, check=True
    )

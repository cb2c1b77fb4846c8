"""Runs a command beside a throw-away PostgreSQL: ``postgres.py COMMAND …`` with DATABASE_URL set for it.

The server lives in a temporary folder, listens on a Unix socket only, never syncs to disk, and stops with the command.
"""

import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from system_packages import MissingProgramError, install

SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
SETTINGS = f"-c listen_addresses='' -c max_connections=60 {SPEED}"


@contextlib.contextmanager
def throw_away_postgres() -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh, empty PostgreSQL that is removed afterwards.

    Raises:
        MissingProgramError: when PostgreSQL is not here and could not be installed.
        subprocess.CalledProcessError: when the server does not start; its log is printed.
    """
    programs = _programs()
    # Short and readable by the account that runs the server: a socket's path has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    account = _account()
    log = folder / "log"
    try:
        if account:
            shutil.chown(folder, account)
        data = folder / "data"
        _run(account, programs / "initdb", "-D", data, "-U", "site", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"{SETTINGS} -c unix_socket_directories={folder}"
        try:
            _run(account, programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        except subprocess.CalledProcessError:
            print(log.read_text() if log.exists() else "", file=sys.stderr)
            raise
        try:
            _run(account, programs / "createdb", "-h", folder, "-U", "site", "site")
            yield f"postgres://site@/{folder}/site"
        finally:
            _run(account, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder with initdb and pg_ctl; Debian keeps it off the PATH, one folder per version."""
    if not (found := _newest()):
        install("postgresql", needed_for="PostgreSQL")
        found = _newest()
    if not found:
        raise MissingProgramError("PostgreSQL was installed, but its initdb is not to be found.")
    return found


def _newest() -> Path | None:
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    if folders:
        return Path(folders[-1]).parent
    return Path(on_path).parent if (on_path := shutil.which("initdb")) else None


def _account() -> str | None:
    """PostgreSQL refuses to run as root; then Debian's own account runs it."""
    if os.geteuid() != 0:
        return None
    pwd.getpwnam("postgres")
    return "postgres"


def _run(account: str | None, *command: object) -> None:
    as_account = ["runuser", "-u", account, "--"] if account else []
    # The server inherits these streams: a pipe would never close.
    subprocess.run(
        [*as_account, *map(str, command)], check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def main() -> int:
    """Run the command line's command and return its exit code; 1 when PostgreSQL cannot be had."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    try:
        with throw_away_postgres() as address:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode
    except MissingProgramError as reason:
        print(f"Stopped: {reason}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

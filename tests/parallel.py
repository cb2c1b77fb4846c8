"""Things that happen at the same moment: real threads, each with its own connection."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

Together = Callable[..., list[Any]]


@contextmanager
def threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Together]:
    """Do some things at the same moment, each in a thread of its own; answers what each returned or raised.

    The tests' SQLite lives in memory, where nobody can wait for a lock: there all happens in a copy on disk, as it
    does on a laptop. So whatever asks the database goes through this, one thing too.
    """
    if connection.vendor == "sqlite":
        copy = tmp_path / "db.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        target.close()
        monkeypatch.setitem(connections.settings["default"], "NAME", str(copy))

    def run(*jobs: Callable[[], Any]) -> list[Any]:
        answers: list[Any] = [None] * len(jobs)
        gate = threading.Barrier(len(jobs))

        def work(number: int, job: Callable[[], Any]) -> None:
            gate.wait()
            try:
                answers[number] = job()
            except Exception as fault:  # noqa: BLE001 - the test says what may go wrong
                answers[number] = fault
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
        for thread in workers:
            thread.start()
        for thread in workers:
            thread.join()
        return answers

    yield run


def one(together: Together, job: Callable[[], Any]) -> Any:
    """Do one thing where the others are done."""
    (answer,) = together(job)
    if isinstance(answer, Exception):
        raise answer
    return answer

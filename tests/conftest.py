"""What every test may count on: a site root, Dutch, no network, and a browser that can run as root."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import TestCase

import pytest
from django.utils import translation
from hypothesis import settings as property_tests

# Playwright keeps an event loop running in the thread of the test; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The same examples in every run, however slow the machine. Others: make test PYTEST="--hypothesis-profile=default".
property_tests.register_profile("repeatable", derandomize=True, database=None, deadline=None)
property_tests.load_profile("repeatable")

HOUSE = Path(__file__).parent / "house"
LOOPBACK = ("127.", "localhost", "::1")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep tests on one worker that share something (`tests.workers`)."""
    if config.getoption("dist") != "loadscope":
        return None
    from tests.workers import Together

    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that flush the database its migrated rows back; note which never ask it anything."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", [])
        flushes = {"live_server", "transactional_db"} & set(fixtures) or (
            marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0]))
        )
        # A flush removes the root page, the Locale and the Site that migrations made.
        if flushes and "django_db_serialized_rollback" not in fixtures:
            fixtures.insert(0, "django_db_serialized_rollback")
        # Without these pytest-django refuses every question; those of the house may start a process that asks.
        asks = marker or {"db", "transactional_db", "live_server", "rehearsal"} & set(fixtures)
        if not (asks or issubclass(getattr(item, "cls", None) or object, TestCase) or HOUSE in item.path.parents):
            item.add_marker("any_database")


def pytest_collection_finish() -> None:
    """Look for garbage less often: what is loaded by now stays, and looking through it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Start the test database from one in which the migrations have run already."""
    from django.db import connection

    from tests.migrated import use_for_tests

    use_for_tests(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> str:
    """Make the test database, and hand out what migrations wrote in it."""
    from django.db import connection

    # Only there when a test of this run flushes the database.
    return getattr(connection, "_test_serialized_contents", "")


@pytest.fixture
def django_db_serialized_rollback(django_db_setup: str) -> None:
    """Restore what migrations wrote after a flush; pytest-django reads the mere presence of this fixture.

    Django keeps the rows on the connection object, and a browser test's event loop gives the thread another one.
    """
    from django.db import connection

    connection._test_serialized_contents = django_db_setup


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine, so no test can depend on a foreign host."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise ConnectionRefusedError(f"A test tried to reach {address[0]}: tests stay on this machine.")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def office_in_dutch() -> None:
    """Find the words of the office as a process of the site does, before a test is asked something in English."""
    from core.middleware import word_the_office

    word_the_office()


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """Start and leave every test in Dutch, whatever language it activates."""
    translation.activate("nl")
    yield
    translation.activate("nl")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Forget cached pages, settings and fragments between tests."""
    from django.core.cache import caches

    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def site_root(db: None) -> Any:
    """The root page of the default site: the parent of everything a test adds."""
    from wagtail.models import Site

    return Site.objects.select_related("root_page").get(is_default_site=True).root_page.specific


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """Do what a real transaction does at its end: run what waits for it, after the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def no_tasks(settings):
    """Leave out what happens beside the change: the immediate backend of tests would catch our killing."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site_root: Any) -> Iterator[Any]:
    """Do some things at the same moment (`tests.parallel`); for tests marked with `transaction=True`."""
    from tests.parallel import threads

    with threads(tmp_path, monkeypatch) as run:
        yield run


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Launch the machine's own Chromium, silent on the network; Playwright's when there is none."""
    own = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    arguments = [
        # Chromium refuses its sandbox to root, and continuous integration runs as root.
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    return {**browser_type_launch_args, **({"executable_path": own} if own else {}), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A visitor in Utrecht."""
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}

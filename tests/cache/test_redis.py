"""With a real Redis: one cache for all processes, fresh after a change, and no drama when it goes away."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from core import page_cache
from tests.factories import ContentPageFactory
from tools.system_packages import MissingProgramError, ensure


@pytest.fixture
def server() -> Iterator[subprocess.Popen]:
    """A Redis on a socket in a folder of its own, that keeps nothing; its address is in `.address`."""
    try:
        program = ensure("redis-server", "redis-server")
    except MissingProgramError as reason:
        pytest.skip(str(reason))
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        path = Path(folder) / "socket"
        started = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while not path.exists():
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        started.address = f"unix://{path}"
        yield started
        started.terminate()
        started.wait(timeout=10)


@pytest.fixture
def on_redis(settings, server):
    settings.PAGE_CACHE_SECONDS = 300
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "core.cache.ForgivingRedisCache",
            "LOCATION": server.address,
            "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 1},
        },
    }
    return server


@pytest.mark.django_db
def test_pages_are_kept_in_redis_fresh_after_a_change_and_served_without_it(
    client, site_root, commit, on_redis, caplog
):
    page = ContentPageFactory(parent=site_root, title="Oude titel", slug="over-ons")
    assert "Oude titel" in client.get("/over-ons/").content.decode()
    kept = cache._cache.get_client().keys("*:page:*")
    assert len(kept) == 1
    assert client.get("/over-ons/").content == client.get("/over-ons/").content

    page.title = "Nieuwe titel"
    with commit():
        page.save_revision().publish()
    assert "Nieuwe titel" in client.get("/over-ons/").content.decode()

    on_redis.terminate()
    on_redis.wait(timeout=10)
    assert "Nieuwe titel" in client.get("/over-ons/").content.decode()
    # An editor can go on working, too.
    page.title = "Nog nieuwer"
    with commit():
        page.save_revision().publish()
    assert "Nog nieuwer" in client.get("/over-ons/").content.decode()
    assert "The cache did not answer" in caplog.text


@pytest.mark.django_db
def test_two_processes_agree_on_the_generation(on_redis):
    from django.core.cache.backends.redis import RedisCache

    ours = page_cache.generation()
    other_process = RedisCache(on_redis.address, {})
    assert other_process.get("content-generation") == ours

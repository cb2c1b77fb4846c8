"""Counting what may only be written down once it came often."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache, caches
from django.core.cache.backends.filebased import FileBasedCache

from core import tally

TEXT = "/agenda/wie-dit-zocht/"


def test_every_fifth_time_five_more_are_to_be_added():
    assert [tally.count_up("missing", TEXT) for _time in range(12)] == [0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0, 0]


def test_another_step_is_another_measure():
    assert [tally.count_up("missing", TEXT, step=3) for _time in range(4)] == [0, 0, 3, 0]


def test_each_text_and_each_name_is_counted_for_itself():
    for _time in range(4):
        tally.count_up("missing", TEXT)
    assert tally.count_up("missing", TEXT + "x") == 0
    assert tally.count_up("searches", TEXT) == 0
    assert tally.count_up("missing", TEXT) == 5


def test_the_cache_never_sees_the_text():
    tally.count_up("missing", TEXT)
    kept = caches["default"]._cache
    assert kept
    assert not any("wie-dit-zocht" in f"{key} {value!r}" for key, value in kept.items())


def test_another_secret_makes_another_count(settings):
    for _time in range(4):
        tally.count_up("missing", TEXT)
    settings.SECRET_KEY = "another-secret-of-another-installation-0123456789"
    assert tally.count_up("missing", TEXT) == 0


def test_what_was_not_counted_for_thirty_days_begins_again():
    with time_machine.travel("2026-10-01T10:00:00+00:00", tick=False) as clock:
        for _time in range(4):
            tally.count_up("missing", TEXT)
        clock.shift(dt.timedelta(days=31))
        assert tally.count_up("missing", TEXT) == 0


def test_each_time_keeps_the_count_another_thirty_days():
    """Django's `incr` of a cache in a folder would forget it after five minutes."""
    with time_machine.travel("2026-10-01T10:00:00+00:00", tick=False) as clock:
        answers = []
        for _time in range(5):
            answers.append(tally.count_up("missing", TEXT))
            clock.shift(dt.timedelta(days=20))
        assert answers == [0, 0, 0, 0, 5]


def test_a_cache_in_a_folder_counts_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(tally, "cache", FileBasedCache(str(tmp_path), {}))
    with time_machine.travel("2026-10-01T10:00:00+00:00", tick=False) as clock:
        answers = []
        for _time in range(5):
            answers.append(tally.count_up("missing", TEXT))
            clock.shift(dt.timedelta(days=1))
    assert answers == [0, 0, 0, 0, 5]


@pytest.mark.parametrize("operation", ["add", "incr", "touch"])
def test_a_broken_cache_counts_nothing_and_breaks_nothing(monkeypatch, operation, caplog):
    tally.count_up("missing", TEXT)

    def broken(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(type(caches["default"]), operation, broken)
    assert tally.count_up("missing", TEXT) == 0
    assert "wie-dit-zocht" not in caplog.text


def test_a_cache_that_answers_nothing_counts_nothing(monkeypatch):
    """As `ForgivingRedisCache` does while Redis is away."""
    monkeypatch.setattr(type(caches["default"]), "add", lambda *args, **kwargs: False)
    monkeypatch.setattr(type(caches["default"]), "incr", lambda *args, **kwargs: None)
    assert tally.count_up("missing", TEXT) == 0
    cache.clear()

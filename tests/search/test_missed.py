"""Searches without a result: counted without persons, kept only when asked often, in the way of nobody."""

import datetime as dt
import itertools
import threading
import time

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import page_cache
from core.dates import today
from core.intake import retention
from search import missed, views
from search.finding import Answer
from search.models import MissedSearch
from tests.factories import open_language
from tests.parallel import one
from tests.search.answers import HIT, answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_found(monkeypatch, site_root):
    monkeypatch.setattr(views, "find", lambda question, request=None: Answer(searched=question.words))


VISITORS = itertools.count()


def somebody():
    """The address of somebody who did not ask before."""
    number = next(VISITORS)
    return f"10.{number // 62_500}.{number // 250 % 250}.{number % 250}"


def ask(client, times, query="q=zeilboot", path="/zoeken/"):
    """So many people search."""
    for _number in range(times):
        assert client.get(f"{path}?{query}", REMOTE_ADDR=somebody()).status_code == 200


def rows():
    return list(MissedSearch.objects.order_by("language", "term").values_list("language", "term", "times"))


def test_a_term_is_kept_from_the_fifth_time_and_counted_by_five(client):
    ask(client, 4)
    assert rows() == []
    ask(client, 1)
    assert rows() == [("nl", "zeilboot", 5)]
    ask(client, 9)
    assert rows() == [("nl", "zeilboot", 10)]
    assert MissedSearch.objects.get().last_seen == today()


def test_one_person_who_tries_again_stays_one(client):
    for _number in range(10):
        client.get("/zoeken/?q=zeilboot")
    assert rows() == []


def test_capitals_and_spaces_make_no_other_term_but_a_language_does(client, site_root):
    open_language(site_root)
    for query in ("q=Zeilboot", "q=++zeilboot", "q=ZEILBOOT+", "q=%22zeilboot%22", "q=zeilboot%00"):
        ask(client, 1, query)
    ask(client, 5, path="/en/zoeken/")
    assert rows() == [("en", "zeilboot", 5), ("nl", "zeilboot", 5)]


@pytest.mark.parametrize(
    "typed",
    [
        "jan@voorbeeld.nl", "mail jan (at) x @ y", "jan＠voorbeeld.nl", "0612345678", "06 12 34", "3521 AB", "bsn 1234",
        "٠٦١٢", "０６１２", "a" * 61, "ik ben heel erg op zoek naar een plek voor mijn moeder in overvecht", "z", "!?", "",
    ],
)  # fmt: skip
def test_what_may_say_who_somebody_is_is_never_kept(client, typed):
    for _number in range(10):
        missed.note(typed, "nl", somebody())
    assert rows() == []


def test_the_cache_never_holds_the_words(client, monkeypatch):
    kept = []

    def note(real):
        def kept_and(key, value, *args, **kwargs):
            kept.append((key, value))
            return real(key, value, *args, **kwargs)

        return kept_and

    for name in ("add", "set"):
        monkeypatch.setattr(cache, name, note(getattr(cache, name)))
    ask(client, 3)
    assert any(str(key).startswith("tally:") for key, _value in kept)
    assert "zeilboot" not in repr(kept)


def test_what_was_found_or_narrowed_is_not_missed(client, monkeypatch):
    ask(client, 10, "q=zeilboot&wijk=overvecht")
    ask(client, 10, "q=zeilboot&pagina=2")
    # The agenda knows that day.
    ask(client, 10, "q=zaterdag")
    for _number in range(10):
        client.head("/zoeken/?q=zeilboot", REMOTE_ADDR=somebody())
    monkeypatch.setattr(views, "find", lambda question, request=None: answer(HIT))
    ask(client, 10)
    assert rows() == []


def test_a_visitor_does_not_notice_what_fails(client, monkeypatch):
    ask(client, 4)
    with monkeypatch.context() as broken:
        broken.setattr(missed, "_add", lambda *args: (_ for _ in ()).throw(DatabaseError("database is locked")))
        ask(client, 1)
    with monkeypatch.context() as broken:
        broken.setattr(cache, "incr", lambda *args, **kwargs: (_ for _ in ()).throw(OSError("disk full")))
        ask(client, 5)
    assert rows() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_database_that_is_locked_keeps_nobody_waiting(together):
    """Whoever writes meanwhile: on SQLite anybody, on PostgreSQL somebody with the same row."""
    one(together, lambda: MissedSearch.objects.create(term="zeilboot", language="nl", times=5, last_seen=today()))
    written, noted = threading.Event(), threading.Event()

    def hold_on():
        with transaction.atomic():
            MissedSearch.objects.update(last_seen=today())
            written.set()
            noted.wait(15)

    def search():
        written.wait(15)
        started = time.monotonic()
        for _number in range(5):
            missed.note("zeilboot", "nl", somebody())
        noted.set()
        return time.monotonic() - started

    held, seconds = together(hold_on, search)
    assert held is None
    assert seconds < 3
    assert one(together, rows) == [("nl", "zeilboot", 5)]


def test_there_is_an_end_to_the_list(client, monkeypatch):
    monkeypatch.setattr(missed, "MOST_ROWS", 2)
    for term, times in (("een", 10), ("twee", 5), ("drie", 5)):
        ask(client, times, f"q={term}")
    # The one that was asked least made way.
    assert [term for _language, term, _times in rows()] == ["drie", "een"]


def test_a_row_leaves_the_page_cache_alone_and_costs_a_few_queries(client, commit):
    ask(client, 4)
    before = page_cache.generation()
    with commit(), CaptureQueriesContext(connection) as captured:
        missed.note("zeilboot", "nl", somebody())
    assert rows()
    assert page_cache.generation() == before
    assert len(captured) <= 9


def test_a_term_is_forgotten_after_a_year(client):
    ask(client, 5)
    ask(client, 5, "q=kano")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=364), tick=False):
        ask(client, 5, "q=kano")
        assert retention.erase_expired()["searches without result"] == 0
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=367), tick=False):
        assert retention.erase_expired()["searches without result"] == 1
    assert [term for _language, term, _times in rows()] == ["kano"]

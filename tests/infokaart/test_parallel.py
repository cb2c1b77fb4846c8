"""Many who order at one moment, from several processes: each card goes once, and everybody gets an answer."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.intake import services
from tests.factories import InfokaartOrderFactory, ProductFactory
from tests.infokaart.ordering import WHERE, WHO, elsewhere, form

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROOT = Path(__file__).parents[2]
TYPED = {
    **{name: [str(value)] for name, value in (WHO | WHERE).items()},
    "orderer": ["resident"],
    "purpose": ["visits"],
}
Crowd = Callable[..., list[Any]]


@pytest.fixture
def cards(site_root: Any, django_user_model: Any) -> list[Any]:
    """Two cards, of each the last hundred."""
    from infokaart import stock

    django_user_model.objects.create_user("els", password="x")
    page = InfokaartOrderFactory(parent=site_root)
    made = [ProductFactory(parent=page, pack_size=1, most_per_address=1000) for _ in range(2)]
    for card in made:
        stock.receive(card, 100, None, "Drukker")
    return made


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    """Start processes (`tests.infokaart.crowd`), each with its job and arguments, and let them go at one moment.

    Answers what each said. The tests' SQLite lives in memory, where no other process comes: they work on a copy on
    disk, made when the first of them starts.
    """
    started: list[subprocess.Popen] = []
    copy: list[str] = []

    def database() -> str:
        if connection.vendor != "sqlite":
            return str(connection.settings_dict["NAME"])
        if not copy:
            copy.append(str(tmp_path / "db.sqlite3"))
            with sqlite3.connect(copy[0]) as target:
                connection.connection.backup(target)
                # As a site's own database is from its first day: turning it on waits for nobody.
                target.execute("PRAGMA journal_mode=WAL")
            target.close()
        return copy[0]

    def run(*jobs: list[Any]) -> list[Any]:
        command = [sys.executable, "-m", "tests.infokaart.crowd", database()]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
        processes = [
            subprocess.Popen(
                [*command, *map(str, job)],
                cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )
            for job in jobs
        ]  # fmt: skip
        started.extend(processes)
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=300)[0] for process in processes]
        return [json.loads(words) if words else None for words in said]

    yield run
    for process in started:
        process.kill()
        process.wait()


def test_of_two_hundred_at_once_a_hundred_get_the_last_hundred_cards(crowd, cards):
    keys = [form(f"form-{number}").key for number in range(200)]
    answers = crowd(*[["place", cards[0].pk, *keys[start::4]] for start in range(4)])
    assert sum(map(Counter, answers), Counter()) == {"done": 100, "OutOfStock": 100}
    (found,) = crowd(["books"])
    assert found["balances"] == {str(cards[0].pk): [100, 100], str(cards[1].pk): [100, 0]}
    # Who got nothing still has the form as it was.
    assert (found["orders"], found["letters"], found["forms"]) == (100, 100, 100)


def test_of_two_hundred_who_press_at_once_a_hundred_read_that_it_is_gone_and_keep_their_form(crowd, cards):
    keys = []
    for number in range(200):
        typed = {**TYPED, f"packs_{cards[0].pk}": ["1"], **{name: [str(it)] for name, it in elsewhere(number).items()}}
        keys.append(services.keep(form(f"form-{number}"), "order", typed).key)
    answers = sum(map(Counter, crowd(*[["press", *keys[start::4]] for start in range(4)])), Counter())
    assert answers.pop("303") == 100
    assert set(answers) <= {"409 form intact", "303 form intact"}, answers
    (found,) = crowd(["books"])
    assert found["balances"][str(cards[0].pk)] == [100, 100]
    assert (found["orders"], found["letters"], found["forms"]) == (100, 100, 100)


def test_one_form_sent_from_everywhere_at_once_is_one_order_and_one_letter(crowd, cards):
    key = form("form-1").key
    answers = crowd(*[["place", cards[0].pk, *[key] * 20] for _process in range(2)])
    assert sum(map(Counter, answers), Counter()) == {"done": 40}
    (found,) = crowd(["books"])
    assert (found["orders"], found["letters"]) == (1, 1)
    assert found["balances"][str(cards[0].pk)] == [100, 1]


def test_whatever_everybody_does_at_once_the_books_are_right(crowd, cards):
    answers = crowd(*[["anything", seed, 25] for seed in range(3)])
    counts = sum(map(Counter, answers), Counter())
    assert set(counts) <= {"done", "OutOfStock", "IllegalMove", "TooMany"}, counts
    assert counts["done"] > 50, counts
    crowd(["books"])


def test_who_is_killed_while_ordering_has_ordered_nothing_and_can_order_again(crowd, cards):
    key = form("form-1").key
    for statement in (12, 28):
        assert crowd(["die", cards[0].pk, key, statement]) == [None]
    assert crowd(["place", cards[0].pk, key]) == [{"done": 1}]
    (found,) = crowd(["books"])
    assert (found["orders"], found["letters"]) == (1, 1)
    assert found["balances"][str(cards[0].pk)] == [100, 1]

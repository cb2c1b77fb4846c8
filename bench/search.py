"""What the search costs and what it finds: ``make bench-search``.

On SQLite and on a throw-away PostgreSQL: a site of 20,000 pages of varied Dutch text, made with a fixed seed from the
words of the demonstration content, is asked forty questions and forty beginnings of words, whole requests without the
page cache. Then the demonstration content is asked the sixty questions of tests/search/questions.toml. Fails when on
PostgreSQL the median is over 120 ms, a request asks more than 15 queries, suggestions take over 40 ms, or fewer than
90 % (SQLite 75 %) of the questions have their page among the first three.
"""

import argparse
import datetime as dt
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "tools")]

PAGES = 20_000
MEDIAN_MS, SUGGEST_MS, QUERIES = 120, 40, 15
LEAST_FOUND = {"postgresql": 0.9, "sqlite": 0.75}
# What of the demonstration content is read by people.
TEXTS = {"title", "summary", "text", "name", "question", "answer", "label", "note", "quote"}
SHARES = {"agenda": 0.4, "news": 0.25, "content": 0.25, "partners": 0.1}


# --- In the process of one site ------------------------------------------------------------------------------
def _words() -> tuple[list[str], list[int]]:
    """The words of the demonstration content with how often they are used."""
    from search.words import written_words

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            value = [one for name, one in value.items() if name in TEXTS or not isinstance(one, str)]
        if isinstance(value, list):
            for one in value:
                yield from texts(one)
        elif isinstance(value, str):
            yield re.sub(r"\(\w+:[^)]*\)", "", value)

    counts: Counter[str] = Counter()
    for path in sorted((ROOT / "home" / "demo").glob("*.toml")):
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            for sentence in text.split("."):
                counts.update(word for word in written_words(sentence).values() if len(word) > 1 and word.isalpha())
    words = sorted(counts)
    return words, [counts[word] for word in words]


def fill(pages: int) -> None:
    """Make a site with so many pages of four kinds, in bulk; a third of the activities is over."""
    from wagtail.models import Site

    from agenda.models import AgendaItemPage, Occurrence
    from core.dates import day_start, today
    from home.models import ContentPage
    from news.models import NewsPage
    from partners.models import PartnerPage
    from tests import factories

    chance = random.Random(20)  # noqa: S311 - the same site every time
    words, weights = _words()

    def text(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length)).capitalize() + "."

    def some(number: int) -> dict[str, Any]:
        title = text(chance.randint(2, 7))[:-1]
        body = [{"type": "paragraph", "id": f"p{n}", "value": f"<p>{text(70)}</p>"} for n in range(2)]
        return {
            "title": title,
            "draft_title": title,
            "summary": text(18)[:300],
            "body": json.dumps(body),
            "topic": topics[number % 10],
        }

    root = Site.objects.get(is_default_site=True).root_page.specific
    districts = [factories.DistrictFactory(name=f"Wijk {number}") for number in range(10)]
    topics = [factories.TopicFactory(name=f"Thema {number}") for number in range(10)]
    venues = [factories.VenueFactory(district=districts[number % 10]) for number in range(200)]
    parents = {
        "agenda": (factories.AgendaIndexFactory(parent=root, slug="agenda"), AgendaItemPage),
        "news": (factories.NewsIndexFactory(parent=root, slug="overzicht"), NewsPage),
        "content": (factories.ContentPageFactory(parent=root, slug="over"), ContentPage),
        "partners": (factories.PartnerIndexFactory(parent=root, slug="wie-doet-mee"), PartnerPage),
    }
    for name, (parent, model) in parents.items():

        def fields(number: int, name: str = name) -> dict[str, Any]:
            return some(number) | ({"venue": venues[number % 200]} if name == "agenda" else {})

        made = factories.many_pages(parent, model, int(pages * SHARES[name]), per_page=fields)
        if name == "agenda":
            first = day_start(today())
            rows = []
            for number, item in enumerate(made):
                start = first + dt.timedelta(days=chance.randint(1, 60) - (200 if number % 3 == 0 else 0), hours=10)
                weeks = [start + dt.timedelta(weeks=week) for week in range(10)]
                rows += [Occurrence(item_id=item.pk, start=one, end=one + dt.timedelta(hours=2)) for one in weeks]
            Occurrence.objects.bulk_create(rows, batch_size=1000)


def questions(number: int) -> list[str]:
    """So many questions of one to four words: as rare and as common as those of people."""
    chance = random.Random(21)  # noqa: S311 - the same questions every time
    words, weights = _words()
    asked = [row["words"] for row in tomllib.loads(_table().read_text(encoding="utf-8"))["question"]]
    made = [" ".join(chance.choices(words, weights, k=chance.randint(1, 4))) for _ in range(number // 2)]
    return [*asked[: number // 2], *made]


def _table() -> Path:
    return ROOT / "tests" / "search" / "questions.toml"


def measure(pages: int) -> dict[str, Any]:
    """Fill a site, and give what questions and suggestions cost: seconds each, and the most queries."""
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    fill(pages)
    began = time.perf_counter()
    call_command("rebuild_search", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    found: dict[str, Any] = {"rebuild": time.perf_counter() - began, "queries": 0}
    with connection.cursor() as cursor:
        # What a database in service does by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    client = Client(HTTP_HOST="localhost")
    for name, path, asked in (
        ("find", "/zoeken/", questions(40)),
        ("suggest", "/zoeken/suggesties/", [words[: max(3, len(words) * 2 // 3)] for words in questions(40)]),
    ):
        for _ in range(2):
            # What is the same for every question is asked once per change and minute.
            client.get(path, {"q": asked[0]})
        times = []
        for words in asked:
            with CaptureQueriesContext(connection) as captured:
                at = time.perf_counter()
                answer = client.get(path, {"q": words})
                times.append(time.perf_counter() - at)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}?q={words} answered {answer.status_code}")
            found["queries"] = max(found["queries"], len(captured))
        found[name] = times
    cache.clear()
    return found


def ask_table() -> list[str]:
    """Load the demonstration content and ask the sixty questions; gives those that miss their page."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nothing:
        call_command("load_demo", stdout=nothing)
        call_command("rebuild_search", stdout=nothing)
    from tests.search.asking_table import missed

    return missed()


def serve(task: str, pages: int) -> None:
    """Do one task and print its outcome as JSON on the last line."""
    import django

    django.setup()
    from django.conf import settings

    settings.PAGE_CACHE_SECONDS = 0
    settings.ALLOWED_HOSTS = ["*"]
    print(json.dumps(measure(pages) if task == "measure" else ask_table()))


# --- In the process that compares ----------------------------------------------------------------------------
def _run(task: str, pages: int, address: str, folder: str) -> Any:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "VAR_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "utrechtomarmt.settings.test",
    }
    command = [sys.executable, __file__, "--task", task, "--pages", str(pages)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def judge(database: str, pages: int, only: str) -> list[str]:
    """Print what one database does; gives what does not hold, in words."""
    from postgres import throw_away_postgres

    wrong = []
    for task in ("measure", "table"):
        if only not in {"", task}:
            continue
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            address = f"sqlite:///{folder}/db.sqlite3"
            if database == "postgresql":
                address = stack.enter_context(throw_away_postgres())
            found = _run(task, pages, address, folder)
        if task == "table":
            total = len(tomllib.loads(_table().read_text(encoding="utf-8"))["question"])
            share = 1 - len(found) / total
            print(f"{database}: {total - len(found)} of {total} questions ({share:.0%}) find their page")
            print("".join(f"  not: {words}\n" for words in found), end="", flush=True)
            if share < LEAST_FOUND[database]:
                wrong.append(f"{database}: {share:.0%} of the questions")
            continue
        ms = {name: [1000 * one for one in found[name]] for name in ("find", "suggest")}
        medians = {name: statistics.median(times) for name, times in ms.items()}
        print(f"{database}, {pages} pages: written anew in {found['rebuild']:.0f} s")
        for name, times in ms.items():
            print(f"  {name:8} median {medians[name]:6.1f} ms, slowest {max(times):6.1f} ms")
        print(f"  at most {found['queries']} queries", flush=True)
        if found["queries"] > QUERIES:
            wrong.append(f"{database}: {found['queries']} queries")
        if database == "postgresql" and medians["find"] > MEDIAN_MS:
            wrong.append(f"find: {medians['find']:.0f} ms")
        if database == "postgresql" and medians["suggest"] > SUGGEST_MS:
            wrong.append(f"suggest: {medians['suggest']:.0f} ms")
    return wrong


def main() -> int:
    """Measure both databases; gives 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--task", choices=["measure", "table"], help="do one part (used by this program itself)")
    parser.add_argument("--pages", type=int, default=PAGES, help="how many pages the measured site has")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--only", choices=["measure", "table"], default="", help="only this part")
    asked = parser.parse_args()
    if asked.task:
        serve(asked.task, asked.pages)
        return 0
    wrong = []
    for database in ("postgresql", "sqlite"):
        if asked.database in {None, database}:
            wrong += judge(database, asked.pages, asked.only)
    print("\n".join(["", "Does not hold:", *wrong]) if wrong else "\nEverything holds.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

"""What the agenda costs when it grows: ``make bench-agenda``.

Two sites, one with 100 items and 2,000 dates and one with 10,000 items and 200,000 dates, on SQLite and then on a
throw-away PostgreSQL. Each is a process of its own; they take turns on every request, so that a busy moment of the
machine hits both alike. The page cache is off. "Kept" is a page whose answers this process still holds; "fresh" is
the first visit after something was published, when it holds nothing. Fails when a page asks more than 15 queries,
grows by more than 1.3 times, or one of the four that only the large site can fill takes longer than half a second.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "tools")]

SMALL, LARGE, DATES_PER_ITEM = 100, 10_000, 20
QUERIES, GROWTH, LATER_SECONDS = 15, 1.3, 0.5
# Bounded too, but only the large site has as much as they can hold: 500 events, 300 places with three things each, a
# sheet with three names on each day (of one district the small site has eight in a month).
FILLED_LATER = {"feed", "map", "map, district", "month, district"}
FEED = "/agenda/agenda.ics"
COLUMNS = ("kept: 100", "10,000", "ratio", "fresh: 100", "10,000", "ratio")
OTHER_PAGE = "/wie-doet-mee/"
BASKET = "een-mand"
PATHS = {
    "list": "/agenda/",
    "page 10": "/agenda/?pagina=10",
    "today": "/agenda/?periode=vandaag",
    "this week": "/agenda/?periode=week",
    "date range": "/agenda/?van={month}&tot={month_end}",
    "evening": "/agenda/?dagdeel=avond",
    "district": "/agenda/?wijk=wijk-3",
    "audience": "/agenda/?doelgroep=groep-4",
    "rare audience": "/agenda/?doelgroep=zeldzaam",
    "topic": "/agenda/?thema=thema-5",
    "kind": "/agenda/?soort=walk_in",
    "price": "/agenda/?prijs=5",
    "access": "/agenda/?toegang=rolstoel&toegang=ringleiding",
    "language": "/agenda/?taal=taal-2",
    "Dutch level": "/agenda/?nederlands=a1",
    "no sign-up, alone": "/agenda/?zonder_aanmelden=1&alleen=1",
    "many at once": "/agenda/?periode=week&wijk=wijk-3&doelgroep=groep-4&prijs=gratis&alleen=1",
    "nothing found": "/agenda/?periode=vandaag&wijk=wijk-3&doelgroep=zeldzaam&thema=thema-5",
    "archive": "/agenda/?periode=eerder",
    "archive, district": "/agenda/?periode=eerder&wijk=wijk-3",
    "district page": "/agenda/wijk-3/",
    "map": "/agenda/kaart/",
    "map, district": "/agenda/kaart/?wijk=wijk-3",
    "frame": "/agenda/insluiten/",
    "Atom": "/agenda/agenda.atom",
    "open data": "/agenda/agenda.json",
    "month": "/agenda/maand/",
    "month, district": "/agenda/maand/?wijk=wijk-3",
    "referrers": "/agenda/verwijzers/",
    "referrers, filtered": "/agenda/verwijzers/?wijk=wijk-3&doelgroep=groep-4",
    "basket": f"/agenda/verwijzers/{BASKET}/",
    "campaign": "/agenda/de-week/",
    "feed": FEED,
}


# --- In the process of one site ------------------------------------------------------------------------------
def fill(items: int) -> None:
    """Make a site with so many agenda items, each with 20 dates, every week from ten weeks ago.

    A third of them have a rule, one in fifty has a date of weeks as well, and one page is closed.
    """
    from wagtail.models import Locale, PageViewRestriction, Site

    from agenda.models import AgendaDate, AgendaItemPage, Basket, Occurrence
    from core.dates import day_start, today
    from core.models import Audience, District, SpokenLanguage, Topic
    from tests import factories

    root, locale = Site.objects.get(is_default_site=True).root_page.specific, Locale.get_default()
    agenda = factories.AgendaIndexFactory(parent=root, slug="agenda", show_in_menus=True)
    week = factories.CampaignFactory(parent=agenda, slug="de-week")
    partners = factories.PartnerIndexFactory(parent=root, slug="wie-doet-mee", show_in_menus=True)
    districts = [District.objects.create(name=f"Wijk {number}", slug=f"wijk-{number}") for number in range(10)]
    organisers = [factories.PartnerFactory(parent=partners, districts=[district]) for district in districts]
    topics = [Topic.objects.create(name=f"Thema {n}", slug=f"thema-{n}", locale=locale) for n in range(12)]
    groups = [Audience.objects.create(name=f"Groep {n}", slug=f"groep-{n}", locale=locale) for n in range(10)]
    rare = Audience.objects.create(name="Zeldzaam", slug="zeldzaam", locale=locale)
    spoken = [SpokenLanguage.objects.create(name=f"Taal {n}", slug=f"taal-{n}", locale=locale) for n in range(8)]
    venues = [
        factories.VenueFactory(
            district=districts[number % 10],
            step_free=("yes", "no", "unknown")[number % 3],
            hearing_loop=("unknown", "yes")[number % 2],
            latitude=52.06 + number % 17 / 200,
            longitude=5.06 + number % 23 / 200,
        )
        for number in range(100)
    ]
    kinds, levels = AgendaItemPage.Kind.values, ("", *AgendaItemPage.DutchLevel.values)
    made = factories.many_pages(
        agenda,
        AgendaItemPage,
        items,
        per_page=lambda number: {
            "venue": venues[number * 7 % 100],
            "topic": topics[number % 12],
            "kind": kinds[number % len(kinds)],
            "price": (0, 0, 3, 5, 12, None)[number % 6],
            "sign_up": ("none", "optional", "required")[number % 3],
            "dutch_level": levels[number % len(levels)],
            "come_alone": number % 4 == 0,
            # A campaign stays the size of a campaign.
            "campaign": week if number < 60 else None,
        },
    )

    def connect(name: str, column: str, pairs: list[tuple[int, int]]) -> None:
        through = getattr(AgendaItemPage, name).through
        rows = [through(agendaitempage_id=item, **{column: other}) for item, other in pairs]
        through.objects.bulk_create(rows, batch_size=500)

    numbered = list(enumerate(made))
    connect("audiences", "audience_id", [(item.pk, groups[number * 3 % 10].pk) for number, item in numbered])
    connect("audiences", "audience_id", [(item.pk, rare.pk) for number, item in numbered if number < 10])
    connect("languages", "spokenlanguage_id", [(item.pk, spoken[n % 8].pk) for n, item in numbered if n % 2])
    connect("organisers", "partnerpage_id", [(item.pk, organisers[n % 10].pk) for n, item in numbered])
    first = day_start(today()) - dt.timedelta(weeks=10)
    rows = []
    for number, item in numbered:
        # Spread over the days and hours, the same for both sites: a hundred times the items is a hundred times a day.
        # Every week, so that a list of one district fills its first page on the small site as well.
        begin = first + dt.timedelta(days=number * 11 % 7, hours=9 + number % 12, minutes=number % 4 * 15)
        for turn in range(DATES_PER_ITEM):
            start = begin + dt.timedelta(weeks=turn)
            rows.append(Occurrence(item_id=item.pk, start=start, end=start + dt.timedelta(minutes=90)))
        # The sheet of a month shows thirty at most: both sites have as many to show, the large one has more.
        if number < 40 or number % 50 == 7:
            start = day_start(today()) - dt.timedelta(days=number % 19)
            rows.append(Occurrence(item_id=item.pk, start=start, end=start + dt.timedelta(days=30)))
    Occurrence.objects.bulk_create(rows, batch_size=1000)
    AgendaDate.objects.bulk_create(
        [
            AgendaDate(item_id=item.pk, start_date=first.date(), start_time=dt.time(10), rule="FREQ=WEEKLY")
            for number, item in numbered
            if number % 3 == 0
        ],
        batch_size=1000,
    )
    PageViewRestriction.objects.create(page=made[-1], restriction_type="login")
    basket = Basket.objects.create(token=BASKET)
    basket.items.set(made[:10])


def serve(items: int) -> None:
    """Make the site, then answer each line of standard input, a path and 'kept' or 'fresh', with its cost as JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.PAGE_CACHE_SECONDS = 0
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    fill(items)
    with connection.cursor() as cursor:
        # What a database in service does by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    client = Client(HTTP_HOST="localhost")
    print("ready", flush=True)
    for line in sys.stdin:
        path, how = line.split()
        if how == "fresh":
            cache.clear()
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            answer = client.get(path)
            # A calendar may come in pieces.
            size = len(answer.getvalue())
            spent = time.perf_counter() - began
        cost = {"seconds": spent, "queries": len(captured), "status": answer.status_code, "bytes": size}
        print(json.dumps(cost), flush=True)


# --- In the process that compares ----------------------------------------------------------------------------
class Served:
    """A site in a process of its own."""

    def __init__(self, items: int, database: str, folder: str) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "utrechtomarmt.settings.test",
            "DATABASE_URL": database,
            "VAR_DIR": folder,
        }
        command = [sys.executable, __file__, "--serve", str(items)]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("A site has no pipes.")
        self._questions, self._answers = self.process.stdin, self.process.stdout

    def wait(self) -> None:
        """Wait until the content is there. Raises RuntimeError when making it failed."""
        if self._answers.readline() != "ready\n":
            raise RuntimeError("A site did not start; its error stands above.")

    def ask(self, path: str, how: str) -> dict[str, Any]:
        """The cost of one request. Raises RuntimeError for anything but a page."""
        self._questions.write(f"{path} {how}\n")
        self._questions.flush()
        cost = json.loads(self._answers.readline())
        if cost["status"] != 200:
            raise RuntimeError(f"{path} answered {cost['status']}")
        return cost

    def stop(self) -> None:
        """End the process."""
        self._questions.close()
        self.process.wait(timeout=30)


def compare(small: Served, large: Served, rounds: int, only: str) -> list[str]:
    """Print the table of one database; gives what does not hold, in words."""
    wrong = []
    first = (dt.date.today().replace(day=1) + dt.timedelta(days=40)).replace(day=1)
    dates = {"month": first.isoformat(), "month_end": (first + dt.timedelta(days=27)).isoformat()}
    print(
        f"  {'':22}{'queries':>8}{'kept: 100':>11}{'10,000':>9}{'ratio':>7}{'fresh: 100':>12}{'10,000':>9}{'ratio':>7}"
    )
    for name, template in PATHS.items():
        if only not in name:
            continue
        path, line, queries = template.format(**dates), "", 0
        for how in ("kept", "fresh"):
            times: dict[Served, list[float]] = {small: [], large: []}
            for site in (small, large):
                # What a process reads once in its life, it has read.
                site.ask(path, "kept")
                # What every page has (menu, settings) is there already; what this page shows is not.
                site.ask(OTHER_PAGE, "fresh")
                queries = max(queries, site.ask(path, "kept")["queries"])
            for _ in range(rounds):
                for site in (small, large):
                    times[site].append(site.ask(path, how)["seconds"])
            few, many = (statistics.median(times[site]) * 1000 for site in (small, large))
            line += f"{few:{11 if how == 'kept' else 12}.1f}{many:9.1f}{many / few:7.2f}"
            if many / few > GROWTH and name not in FILLED_LATER:
                wrong.append(f"{name} ({how}): {many / few:.2f} times")
            if name in FILLED_LATER and many > LATER_SECONDS * 1000:
                wrong.append(f"{name} ({how}): {many:.0f} ms")
        if queries > QUERIES:
            wrong.append(f"{name}: {queries} queries")
        print(f"  {name:22}{queries:8}{line}", flush=True)
    return wrong


def main() -> int:
    """Measure both databases; gives 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", type=int, metavar="ITEMS", help="be one of the sites (used by this program itself)")
    parser.add_argument("--rounds", type=int, default=9, help="requests per page, site and state")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)
        return 0
    from postgres import throw_away_postgres

    wrong = []
    for database in ("sqlite", "postgresql"):
        if asked.database not in {None, database}:
            continue
        with ExitStack() as stack:
            sites: list[Served] = []
            for items in (SMALL, LARGE):
                folder = stack.enter_context(tempfile.TemporaryDirectory())
                address = f"sqlite:///{folder}/db.sqlite3"
                if database == "postgresql":
                    address = stack.enter_context(throw_away_postgres())
                site = Served(items, address, folder)
                stack.callback(site.stop)
                sites.append(site)
            for site in sites:
                site.wait()
            print(f"{database}: median milliseconds over {asked.rounds} requests, page cache off", flush=True)
            wrong += [f"{database}: {one}" for one in compare(sites[0], sites[1], asked.rounds, asked.only)]
    print("\n".join(["", "Does not hold:", *wrong]) if wrong else "\nEverything holds.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

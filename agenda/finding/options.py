"""Which answers a list offers: only those that fit something to come. Kept per change and hour."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from wagtail.models import Locale, Page

from agenda.finding.answers import HORIZON
from agenda.finding.filters import ACCESS, LEVELS, PARTS_OF_DAY, AgendaFilter
from agenda.models import AgendaItemPage, CampaignPage, Occurrence
from agenda.queries import SHORT
from core.dates import this_minute
from core.models import Audience, District, SpokenLanguage, Topic
from core.models.taxonomy import words_of
from core.page_cache import per_generation
from core.queries import public

# Of each question: its answers as slug and name, in the order of the list.
Options = dict[str, dict[str, str]]
Part = tuple[str, list[Any]]
# What editors keep lists of, beside campaigns.
_NAMED = ("wijk", "doelgroep", "thema", "taal")


def offered() -> Options:
    """The answers of each question that fit something to come."""
    return _all(_this_hour())[0]


def known(question: str) -> dict[str, str]:
    """Every answer there is to a question, in use or not, as slug and name."""
    return _all(_this_hour())[1].get(question, {})


def name_of(question: str, slug: str) -> str:
    """The name of a district, audience, topic or language, also of one not in use; empty when there is none."""
    return known(question).get(slug, "")


def campaign_name(slug: str) -> str:
    """The title of a public campaign; empty when there is none."""
    return _campaign_name(this_minute(), slug)


def read_question(query: QueryDict, *, for_referrers: bool = False) -> AgendaFilter:
    """What an address asks of the agenda; what we have no name for counts as not asked.

    Else anybody could put words of their own in titles, feeds and posters.
    """
    asked = AgendaFilter.from_query(query, for_referrers=for_referrers)
    unknown = [name for name in _NAMED if (slug := getattr(asked, name)) and not name_of(name, slug)]
    if asked.campagne and not campaign_name(asked.campagne):
        unknown.append("campagne")
    return asked.with_(**dict.fromkeys(unknown, ""))


def _this_hour() -> dt.datetime:
    """Since when something must go on to be offered: to look anew each minute would cost more than it tells."""
    return this_minute().replace(minute=0)


@per_generation(maxsize=32)
def _campaign_name(moment: dt.datetime, slug: str) -> str:
    found = CampaignPage.objects.filter(public(), slug=slug, locale__language_code=settings.LANGUAGE_CODE)
    return found.values_list("title", flat=True).first() or ""


@per_generation(maxsize=2)
def _all(since: dt.datetime) -> tuple[Options, Options]:
    """What is offered of what is not over at a moment, and what there is; from one query."""
    parts = [*_of_tables(since), *_of_facts(since), *_of_parts_of_day(since)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [one for _, values in parts for one in values])
        rows = cursor.fetchall()
    in_use: Options = {}
    known: Options = {}
    words = {"doelgroep": words_of(Audience), "thema": words_of(Topic), "taal": words_of(SpokenLanguage)}
    named = [(*row[:2], words.get(row[0], {}).get(row[1], row[2]), *row[3:]) for row in rows]
    for question, slug, name, _place, used in sorted(named, key=lambda row: (row[3], row[2].lower())):
        known.setdefault(question, {})[slug] = name
        if used:
            in_use.setdefault(question, {})[slug] = name
    # Who speaks more Dutch can come to whatever asks for less.
    lowest = next((place for place, level in enumerate(LEVELS) if level in in_use.get("nederlands", {})), len(LEVELS))
    in_use["nederlands"] = dict.fromkeys(LEVELS[lowest:], "")
    return in_use, known


# The parts of the one query are put together here, because the test below stands in each of them: to write it anew
# each time takes Django longer than the database needs for all.
def _sql(rows: QuerySet) -> Part:
    sql, values = rows.order_by().query.sql_with_params()
    return sql, list(values)


def _has_date_to_come(since: dt.datetime) -> Part:
    """That item `c` is public and has a date that is not over."""
    item = RawSQL("c.page_ptr_id", [])
    dates, its_values = _sql(Occurrence.objects.filter(item=item, end__gt=since).values("pk"))
    pages, more_values = _sql(Page.objects.filter(public(), locale=_source(), pk=item).values("pk"))
    return f"EXISTS ({dates}) AND EXISTS ({pages})", its_values + more_values


def _source() -> QuerySet:
    return Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values("pk")[:1]


def _of_tables(since: dt.datetime) -> Iterator[Part]:
    """The answers that editors keep lists of."""
    test, test_values = _has_date_to_come(since)
    tables: list[tuple[str, type[models.Model], str, str]] = [
        ("wijk", District, "venue__district", "0"),
        ("doelgroep", Audience, "audiences", "t.sort_order"),
        ("thema", Topic, "topic", "0"),
        ("taal", SpokenLanguage, "languages", "0"),
    ]
    for question, model, way, place in tables:
        # One row per item and answer, so that the database can begin at the answer.
        pairs, values = _sql(AgendaItemPage.objects.annotate(answer=F(way)).values("page_ptr_id", "answer"))
        used = f"EXISTS (SELECT 1 FROM ({pairs}) c WHERE c.answer = t.id AND {test})"  # noqa: S608 - Django's own
        sql = f"SELECT '{question}', t.slug, t.name, {place}, {used} FROM {model._meta.db_table} t"  # noqa: S608
        values += test_values
        if model is not District:
            sql += " WHERE t.locale_id = (SELECT id FROM wagtailcore_locale WHERE language_code = %s)"
            values = [*values, settings.LANGUAGE_CODE]
        yield sql, values


def _of_facts(since: dt.datetime) -> Iterator[Part]:
    """The answers that are the same for everyone: a row each."""
    test, test_values = _has_date_to_come(since)
    conditions = {
        **{("soort", kind): Q(kind=kind) for kind in AgendaItemPage.Kind.values},
        **{("toegang", name): AgendaFilter(toegang=(name,)).items() for name in ACCESS},
        **{("nederlands", level): Q(dutch_level=level) for level in LEVELS},
        ("prijs", "gratis"): Q(price=0),
        ("prijs", "5"): Q(price__gt=0, price__lte=5),
        ("prijs", "10"): Q(price__gt=5, price__lte=10),
        ("zonder_aanmelden", "1"): AgendaFilter(zonder_aanmelden=True).items(),
        ("alleen", "1"): AgendaFilter(alleen=True).items(),
    }
    for (question, answer), condition in conditions.items():
        items, values = _sql(AgendaItemPage.objects.filter(condition).values("page_ptr_id"))
        used = f"EXISTS (SELECT 1 FROM ({items}) c WHERE {test})"  # noqa: S608 - Django's own
        yield f"SELECT '{question}', '{answer}', '', 0, {used}", values + test_values


def _of_parts_of_day(since: dt.datetime) -> Iterator[Part]:
    """The parts of the day that something begins in, as far ahead as a list looks."""
    page, page_values = _sql(Page.objects.filter(public(), locale=_source(), pk=RawSQL("c.item_id", [])).values("pk"))
    soon = Occurrence.objects.filter(start__gte=since - SHORT, start__lt=since + HORIZON, end__gt=since)
    for part in PARTS_OF_DAY:
        dates, values = _sql(soon.filter(AgendaFilter(dagdeel=part).dates()).values("item_id"))
        used = f"EXISTS (SELECT 1 FROM ({dates}) c WHERE EXISTS ({page}))"  # noqa: S608 - Django's own
        yield f"SELECT 'dagdeel', '{part}', '', 0, {used}", values + page_values

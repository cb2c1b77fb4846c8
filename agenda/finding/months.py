"""A month as a calendar sheet: of each day how much there is, and the first few by name."""

import calendar
import datetime as dt
import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.dateformat import format as format_date
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language

from agenda import linked_data
from agenda.addresses import Crumb
from agenda.finding.answers import Found, Window, is_public
from agenda.finding.choices import Choice, Choices
from agenda.finding.filters import AgendaFilter
from agenda.finding.options import read_question
from agenda.models import Occurrence
from agenda.models.dates import LONGEST
from agenda.queries import district_of
from core.dates import day_start, this_minute, today
from core.models import RoutedPage
from core.page_cache import allow_query, per_generation
from core.queries import as_cards

if TYPE_CHECKING:
    from agenda.models import AgendaIndexPage

MONTHS_BACK, MONTHS_AHEAD = 12, 18
TITLES_PER_DAY = 3
# Beyond it a day says 'more than'.
MOST_PER_DAY = 10
# A month with more is asked day by day.
MOST_ROWS = 1_500
MOST_LONG = 30
# What takes longer stands above the sheet instead of on each of its days.
WEEK = dt.timedelta(days=7)
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_FROM, _UNTIL = object(), object()


@dataclass(frozen=True)
class Cell:
    """A day of the sheet with its first few dates; `count` stops at `MOST_PER_DAY` + 1."""

    date: dt.date
    dates: list[Occurrence]
    count: int
    # The question of this one day, as a query string.
    query: str

    @property
    def is_today(self) -> bool:
        """Whether this is today in Utrecht."""
        return self.date == today()

    @property
    def more(self) -> int:
        """How many there are beside those by name."""
        return self.count - len(self.dates)

    @property
    def is_many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_PER_DAY


@dataclass(frozen=True)
class Sheet:
    """The weeks of a month from Monday to Sunday, None for days of other months; and what goes on for long."""

    weeks: list[list[Cell | None]]
    # At most `MOST_LONG`; `is_cut` says whether there is more.
    lasting: list[Occurrence]
    is_cut: bool
    # The question of the whole month, as a query string.
    query: str

    @property
    def dates(self) -> list[Occurrence]:
        """The dates that are shown by name."""
        return [*self.lasting, *(date for week in self.weeks for cell in week if cell for date in cell.dates)]

    @property
    def has_any(self) -> bool:
        """Whether there is anything at all in this month."""
        return bool(self.lasting) or any(cell.count for week in self.weeks for cell in week if cell)


@dataclass(frozen=True)
class MonthChoices(Choices):
    """What one can ask of a month: the form and the links keep the month (`maand=2026-11`)."""

    month: str

    @property
    def beside_form(self) -> list[tuple[str, str]]:
        """What the form does not ask and must keep."""
        name, _, value = self.month.partition("=")
        return [(name, value), *super().beside_form]

    @cached_property
    def made(self) -> list[Choice]:
        """The answers given, each with the month without it."""
        return [replace(one, query="&".join(filter(None, (self.month, one.query)))) for one in super().made]


def read_month(text: str) -> dt.date | None:
    """The first day of a month written as `2026-11`, the present one for nothing; None outside the agenda's months."""
    if not text:
        return today().replace(day=1)
    match = _MONTH.match(text)
    if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        return None
    found = dt.date(int(match[1]), int(match[2]), 1)
    return found if -MONTHS_BACK <= _months_from_now(found) <= MONTHS_AHEAD else None


def _months_from_now(month: dt.date) -> int:
    return (month.year - today().year) * 12 + month.month - today().month


def month_after(month: dt.date, turn: int) -> dt.date | None:
    """The month before (`turn` -1) or after (1) a month; None beyond the agenda's months."""
    found = dt.date(month.year + (month.month - 1 + turn) // 12, (month.month - 1 + turn) % 12 + 1, 1)
    return found if -MONTHS_BACK <= _months_from_now(found) <= MONTHS_AHEAD else None


@per_generation(maxsize=32)
def _sheet(_moment: dt.datetime, question: AgendaFilter, month: dt.date) -> Sheet:
    days = [month + dt.timedelta(days=n) for n in range(calendar.monthrange(month.year, month.month)[1])]
    first_moment = day_start(days[0])
    asked = Found.of(question, Window(first_moment, day_start(days[-1] + dt.timedelta(days=1))))
    long = list(_each_of(_going_on(question, first_moment), asked).values_list("pk", flat=True)[:MOST_LONG])
    short: dict[dt.date, list[int]] = {day: [] for day in days}
    for day, pk, is_long in _beginning(asked, question, days):
        if is_long:
            long.append(pk)
        else:
            short[day].append(pk)
    rows = _entries([*long, *(pk for keys in short.values() for pk in keys[:TITLES_PER_DAY])])
    of_days = [row for pk in long if (row := rows.get(pk)) and row.end - row.start <= WEEK]
    cells = {}
    for day in days:
        covering = [row for row in of_days if row.local_start.date() <= day <= row.last_day]
        first = [rows[pk] for pk in short[day][:TITLES_PER_DAY] if pk in rows]
        query = question.with_(van=day, tot=day).query_string
        cells[day] = Cell(day, [*covering, *first][:TITLES_PER_DAY], len(covering) + len(short[day]), query)
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    lasting = [row for pk in long if (row := rows.get(pk)) and row not in of_days]
    query = question.with_(van=days[0], tot=days[-1]).query_string
    shown = [[cells.get(day) for day in week] for week in weeks]
    return Sheet(shown, lasting[:MOST_LONG], len(lasting) > MOST_LONG, query)


def _going_on(question: AgendaFilter, moment: dt.datetime) -> QuerySet[Occurrence]:
    """What takes long and began before this moment, also in the last hours before it, and is not over then."""
    dates = Occurrence.objects.filter(is_public(), question.dates(), is_long=True, start__lt=moment)
    # An end to the ends, because the database looks these up by their end.
    return dates.filter(end__gt=moment, end__lt=moment + LONGEST).order_by("start", "pk")


def _each_of(dates: QuerySet[Occurrence], asked: Found) -> QuerySet[Occurrence]:
    """The dates of the asked items, looked up date by date: for few dates, or when most of them will do."""
    return dates if asked.items is None else dates.filter(Exists(asked.items.filter(pk=OuterRef("item_id"))))


def _beginning(asked: Found, question: AgendaFilter, days: list[dt.date]) -> list[tuple[dt.date, int, bool]]:
    """What begins on each day, in order: the day, the key, and whether it takes long; bounded per day or per month."""
    if asked.items is not None:
        # Of some items only it may be a long walk to the next on each day: then the month is read at once.
        some = asked.others.filter(item__in=asked.items).values_list("start", "pk", "is_long")
        month = list(some[: MOST_ROWS + 1])
        if len(month) <= MOST_ROWS:
            mornings = [day_start(day).astimezone(dt.UTC) for day in days]
            # What began in the evening before stands in the month before; what takes days was found apart.
            began = (row for row in month if row[0] >= mornings[0])
            return [(days[bisect(mornings, start) - 1], pk, is_long) for start, pk, is_long in began]
    # Without the month's own limits: beside those of a day the database would walk to each day from the first.
    dates = _each_of(Occurrence.objects.filter(is_public(), question.dates()).order_by("start", "pk"), asked)
    limits = {"start__gte": RawSQL("%s", [_FROM]), "start__lt": RawSQL("%s", [_UNTIL])}
    one_day = dates.filter(**limits).values_list("start", "pk", "is_long")[: MOST_PER_DAY + 1]
    sql, values = one_day.query.sql_with_params()
    parts, all_values = [], []
    for place, day in enumerate(days):
        bounds = {_FROM: day_start(day), _UNTIL: day_start(day + dt.timedelta(days=1))}
        parts.append(f"SELECT {place}, d{place}.* FROM ({sql}) AS d{place}")  # noqa: S608 - Django's own SQL
        for value in values:
            is_bound = value is _FROM or value is _UNTIL
            all_values.append(connection.ops.adapt_datetimefield_value(bounds[value]) if is_bound else value)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), all_values)
        return [(days[place], pk, bool(is_long)) for place, _start, pk, is_long in sorted(cursor.fetchall())]


def _entries(keys: Iterable[int]) -> dict[int, Occurrence]:
    """The dates with these keys, with what a line of the sheet shows: the time, the title and its address."""
    page = ("title", "url_path", "path", "depth", "locale", "translation_key", "live", "is_example")
    shown = ("start", "end", "all_day", "open_ended", "status", *(f"item__{name}" for name in page))
    rows = {row.pk: row for row in Occurrence.objects.filter(pk__in=list(keys)).select_related("item").only(*shown)}
    as_cards(row.item for row in rows.values())
    return rows


@per_generation(maxsize=32)
def _drawn(moment: dt.datetime, question: AgendaFilter, month: dt.date, agenda_url: str, language: str) -> str:
    """The sheet as it stands on the page with what goes on for longer above it, in the active language."""
    context = {
        "sheet": _sheet(moment, question, month),
        "shown": month,
        "title": format_date(month, "F Y"),
        "weekdays": [dt.date(2024, 1, number) for number in range(1, 8)],
        "most": MOST_PER_DAY,
        "agenda_url": agenda_url,
    }
    return render_to_string("components/month_sheet.html", context)


def month_response(page: "AgendaIndexPage", request: HttpRequest) -> HttpResponse:
    """A month of the agenda (`?maand=2026-11`); status 404, with the way back, for a month it does not have."""
    month = read_month(request.GET.get("maand", ""))
    shown = month or today().replace(day=1)
    question = read_question(request.GET).with_(periode="", van=None, tot=None)
    postcode = request.GET.get("postcode", "").replace("\x00", "").strip()[:20]
    if district := district_of(postcode):
        query = question.with_(wijk=district.slug).query_string
        return HttpResponseRedirect(f"{request.path}?maand={shown:%Y-%m}&{query}")
    moment, title = this_minute(), format_date(shown, "F Y")
    context: dict[str, Any] = RoutedPage.get_context(page, request)
    context.update(
        month=month,
        title=title,
        question=question,
        choices=MonthChoices(question, f"maand={shown:%Y-%m}"),
        postcode=postcode,
        earlier=month_after(shown, -1),
        later=month_after(shown, 1),
        breadcrumbs=[*context["breadcrumbs"], Crumb(capfirst(title), request.path)],
        json_ld="",
        canonical=f"{page.get_full_url(request)}maand/?maand={shown:%Y-%m}",
        # The many combinations are no pages to find again.
        noindex=not month or bool(question.query_string or postcode),
    )
    if month:
        context["sheet"] = sheet = _sheet(moment, question, month)
        context["json_ld"] = linked_data.list_below(page, request, title, context["canonical"], sheet.dates)
        context["drawn"] = _drawn(moment, question, month, page.url or "", get_language() or "")
    allow_query(request, [*([("maand", f"{month:%Y-%m}")] if month else []), *question.pairs()])
    return TemplateResponse(request, "pages/agenda_month.html", context, status=200 if month else 404)

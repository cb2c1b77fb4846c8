"""A campaign's programme, its figures, and the campaigns before and after it."""

import datetime as dt
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from agenda.finding.filters import AgendaFilter
from agenda.models import AgendaItemPage, CampaignPage, Occurrence
from agenda.queries import Day, cards
from core.dates import day_start, local_day, this_minute
from core.models import Audience, District
from core.page_cache import per_generation
from core.queries import as_cards, public, source_id
from partners.models import PartnerPage

# Dates shown on the campaign's page; each day leads to the rest of its own.
MOST_SHOWN = 300
# Dates counted at all: above this a campaign is no longer a programme somebody reads.
MOST_COUNTED = 5000
MOST_DRAWN = 40
MOST_EARLIER = 12


@dataclass
class ProgrammeDay(Day):
    """A day of the programme: how many dates it has, and the first of them."""

    count: int = 0

    @property
    def hidden(self) -> int:
        """How many dates are not shown here."""
        return self.count - len(self.occurrences)


@dataclass(frozen=True)
class Programme:
    """What a campaign offers, as asked: days with dates, and how many dates in all."""

    days: list[ProgrammeDay] = field(default_factory=list)
    count: int = 0

    @property
    def is_short(self) -> bool:
        """Whether there is room for a drawing beside each date: hundreds of them weigh megabytes."""
        return self.count <= MOST_DRAWN


@dataclass(frozen=True)
class Facts:
    """Figures of a whole campaign, and the choices that narrow its programme with the items (keys) they leave."""

    activities: int = 0
    organisations: int = 0
    districts: dict[District, set[int]] = field(default_factory=dict)
    audiences: dict[Audience, set[int]] = field(default_factory=dict)
    items: frozenset[int] = frozenset()

    def items_for(self, question: AgendaFilter) -> set[int]:
        """The keys of the items that answer a question."""
        left = set(self.items)
        for value, offered in ((question.wijk, self.districts), (question.doelgroep, self.audiences)):
            if value:
                left &= {item for one, its in offered.items() if one.slug == value for item in its}
        return left


@dataclass(frozen=True)
class Choice:
    """One answer a visitor gave, and the query string without it."""

    label: str
    rest: str


def source_of(campaign: CampaignPage) -> CampaignPage:
    """The campaign in the source language, which has the programme; the same one when it is that itself."""
    key = source_id(campaign)
    return campaign if key == campaign.pk else _source(key) or campaign


def programme(campaign: CampaignPage, question: AgendaFilter) -> Programme:
    """The campaign's dates that answer a question, past ones too; empty for a campaign that is not stored yet.

    This and what follows is about a campaign in the source language (`source_of`).
    """
    if campaign.pk is None:
        return Programme()
    return _programme(this_minute(), campaign.pk, campaign.start_date, campaign.end_date, question)


def facts(campaign: CampaignPage) -> Facts:
    """The campaign's figures and choices."""
    if campaign.pk is None:
        return Facts()
    return _facts(this_minute(), campaign.pk, campaign.start_date, campaign.end_date)


def read_question(query: QueryDict, campaign: CampaignPage, known: Facts) -> AgendaFilter:
    """What a visitor asks of the programme; a district or audience that does not occur in it is not asked."""
    asked = AgendaFilter.from_query(query)
    return AgendaFilter(
        campagne=campaign.slug,
        wijk=asked.wijk if asked.wijk in {one.slug for one in known.districts} else "",
        doelgroep=asked.doelgroep if asked.doelgroep in {one.slug for one in known.audiences} else "",
    )


def choices_made(question: AgendaFilter, known: Facts) -> list[Choice]:
    """The answers in a question, each with the query string that takes it away."""
    names = {
        "wijk": {one.slug: one.name for one in known.districts},
        "doelgroep": {one.slug: one.label for one in known.audiences},
    }
    made = {name: value for name in names if (value := getattr(question, name))}
    return [
        Choice(names[name][value], urlencode({other: made[other] for other in made if other != name}))
        for name, value in made.items()
    ]


def earlier_campaigns(campaign: CampaignPage) -> list[CampaignPage]:
    """The latest public campaigns that are over, other than this one, the newest first."""
    return _earlier(this_minute(), campaign.pk or 0)


def next_campaign(campaign: CampaignPage) -> CampaignPage | None:
    """The public campaign that follows this one; None when there is none yet."""
    return _next(this_minute(), campaign.pk) if campaign.pk else None


@per_generation(maxsize=16)
def _source(campaign_id: int) -> CampaignPage | None:
    return CampaignPage.objects.filter(pk=campaign_id).defer_streamfields().first()


# `moment` is in each key because an item may expire any minute.
@per_generation(maxsize=64)
def _programme(
    moment: dt.datetime, campaign_id: int, first: dt.date, last: dt.date, question: AgendaFilter
) -> Programme:
    items = _facts(moment, campaign_id, first, last).items_for(question)
    found = Occurrence.objects.filter(_within(first, last), item__in=items).order_by("start", "pk")
    by_day: dict[dt.date, list[int]] = {}
    # One narrow question gives the count of each day; the wide rows are read only for what is shown.
    for pk, start in found.values_list("pk", "start")[:MOST_COUNTED]:
        by_day.setdefault(max(local_day(start), first), []).append(pk)
    count = sum(map(len, by_day.values()))
    share = max(1, MOST_SHOWN // len(by_day)) if count > MOST_SHOWN else MOST_SHOWN
    shown = [pk for keys in by_day.values() for pk in keys[:share]]
    rows = {row.pk: row for row in cards(Occurrence.objects.with_cards().filter(pk__in=shown).order_by())}
    days = [
        ProgrammeDay(day, [rows[pk] for pk in keys[:share] if pk in rows], len(keys))
        for day, keys in sorted(by_day.items())
    ]
    return Programme(days, count)


@per_generation(maxsize=16)
def _facts(moment: dt.datetime, campaign_id: int, first: dt.date, last: dt.date) -> Facts:
    takes_place = Exists(Occurrence.objects.filter(_within(first, last), item=OuterRef("pk")))
    found = AgendaItemPage.objects.filter(
        public(), takes_place, campaign=campaign_id, locale__language_code=settings.LANGUAGE_CODE
    )
    district_of = dict(found.order_by("pk").values_list("pk", "venue__district")[:MOST_COUNTED])
    audiences: dict[Audience, set[int]] = {}
    of_items = AgendaItemPage.audiences.through.objects.filter(agendaitempage__in=district_of)
    for one in of_items.select_related("audience"):
        audiences.setdefault(one.audience, set()).add(one.agendaitempage_id)
    organisers = PartnerPage.objects.filter(public(), agenda_items__in=district_of)
    districts = {
        one: {item for item, its in district_of.items() if its == one.pk}
        for one in District.objects.filter(pk__in=set(district_of.values()) - {None})
    }
    return Facts(
        activities=len(district_of),
        organisations=organisers.values("pk").distinct().count(),
        districts=districts,
        audiences=dict(sorted(audiences.items(), key=lambda pair: (pair[0].sort_order, pair[0].name))),
        items=frozenset(district_of),
    )


def _within(first: dt.date, last: dt.date) -> Q:
    """The condition on dates that they take place, in part, on one of these days."""
    return Q(start__lt=day_start(last + dt.timedelta(days=1)), end__gt=day_start(first))


@per_generation(maxsize=16)
def _earlier(moment: dt.datetime, campaign_id: int) -> list[CampaignPage]:
    found = _in_source_language().filter(end_date__lt=local_day(moment)).exclude(pk=campaign_id)
    return as_cards(found.order_by("-start_date", "-pk")[:MOST_EARLIER])


@per_generation(maxsize=16)
def _next(moment: dt.datetime, campaign_id: int) -> CampaignPage | None:
    return next(iter(as_cards(_in_source_language().filter(follows=campaign_id)[:1])), None)


def _in_source_language() -> QuerySet[CampaignPage]:
    found = CampaignPage.objects.filter(public(), locale__language_code=settings.LANGUAGE_CODE)
    return found.defer_streamfields()

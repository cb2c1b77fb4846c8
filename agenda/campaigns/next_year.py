"""A campaign's next year: a draft of the campaign and of last year's activities, for their organisers to confirm."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from agenda.models import AgendaDate, AgendaItemPage, CampaignPage, Status
from agenda.models.dates import LAST_YEAR
from agenda.schedule.recurrence import Rule
from core.queries import public
from core.slugs import free_slug

# Whole weeks, so that a Thursday stays a Thursday.
ONE_YEAR = dt.timedelta(weeks=52)
_LONGEST_SLUG, _LONGEST_TITLE = 190, 250
_CAMPAIGN_DAYS = ("start_date", "end_date", "announce_from", "submissions_from", "submissions_until")


@dataclass(frozen=True)
class NextYear:
    """The campaign of next year; how many activities were prepared now, how many already were; what still goes on."""

    campaign: CampaignPage
    made: int
    present: int
    running: list[AgendaItemPage]


def following(campaign: CampaignPage) -> CampaignPage | None:
    """The campaign that follows this one, draft or not; None when there is none."""
    return CampaignPage.objects.filter(follows=campaign.pk).first()


@transaction.atomic
def start_next_year(campaign: CampaignPage, user: Any) -> NextYear:
    """Prepare drafts of the campaign and of its public activities, 52 weeks later; nothing appears on the site.

    An activity that goes on by itself next year would be in every list twice, so of that no draft is made. Safe to run
    again: the same campaign, and only activities that are missing. Raises CopyPagePermissionError when
    the user may not add pages there.
    """
    # Of two editors who press the button at once, the second waits and finds the first one's work.
    campaign = CampaignPage.objects.select_for_update().get(pk=campaign.pk)
    parent = campaign.get_parent().specific
    new = following(campaign) or _copied_campaign(campaign, parent, user)
    copied = AgendaItemPage.objects.filter(campaign=new, based_on__isnull=False).values_list("based_on", flat=True)
    present = set(copied)
    missing = [item for item in _last_years_items(campaign) if item.pk not in present]
    running = [item for item in missing if any(map(_goes_on, item.dates.all()))]
    for item in missing:
        if item not in running:
            _copied_item(item, new, parent, user)
    return NextYear(new, len(missing) - len(running), len(present), running)


def _last_years_items(campaign: CampaignPage) -> Iterable[AgendaItemPage]:
    """The campaign's public activities as published; an alias has no dates of its own, so its source is enough."""
    found = AgendaItemPage.objects.filter(public(), campaign=campaign, alias_of=None)
    return found.filter(locale__language_code=settings.LANGUAGE_CODE).prefetch_related("dates").order_by("path")


def _copied_campaign(campaign: CampaignPage, parent: Page, user: Any) -> CampaignPage:
    days = {name: day + ONE_YEAR for name in _CAMPAIGN_DAYS if (day := getattr(campaign, name))}
    years = campaign.start_date.year, days["start_date"].year
    copy = _as_draft(campaign, parent, years, {**days, "follows": campaign})
    attributes = copy["update_attrs"]
    if attributes["title"] == campaign.title:
        # Without a year, nobody could tell the two apart.
        attributes["title"] = attributes["draft_title"] = f"{campaign.title[:_LONGEST_TITLE]} {years[1]}"
    return _linked(campaign.copy(to=parent, user=user, **copy), "follows", campaign)


def _copied_item(item: AgendaItemPage, new: CampaignPage, parent: Page, user: Any) -> None:
    years = new.start_date.year - 1, new.start_date.year
    copy = _as_draft(item, parent, years, {"campaign": new, "based_on": item})
    # What was different about one date of last year says nothing about next year.
    made = item.copy(
        to=parent, user=user, **copy, process_child_object=_move_date, exclude_fields=["changes"], log_action=None
    )
    _linked(made, "based_on", item)


def _linked(copy: Any, name: str, source: Page) -> Any:
    """The copy with a link to its source, which `Page.copy` put in the draft but leaves out of the row."""
    setattr(copy, name, source)
    copy.save(update_fields=[name], clean=False)
    return copy


def _as_draft(page: Page, parent: Page, years: tuple[int, int], changes: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `Page.copy` for a draft whose title and address name the new year."""
    title = _in_year(page.title, years)
    slug = _slug_in_year(page, parent, years)
    renamed = {"title": title, "draft_title": title, "slug": slug, "seo_title": _in_year(page.seo_title, years)}
    unplanned = {"go_live_at": None, "expire_at": None, "expired": False}
    return {"update_attrs": {**renamed, **unplanned, **changes}, "copy_revisions": False, "keep_live": False}


def _in_year(text: str, years: tuple[int, int]) -> str:
    """The text with the one year in place of the other, where it stands as a number of its own."""
    return re.sub(rf"(?<!\d){years[0]}(?!\d)", str(years[1]), text)


def _slug_in_year(page: Page, parent: Page, years: tuple[int, int]) -> str:
    """An address no other page there has, with the year in it."""
    wanted = _in_year(page.slug, years)
    base = wanted if str(years[1]) in wanted else f"{wanted[:_LONGEST_SLUG]}-{years[1]}"
    return free_slug(parent, base, otherwise=str(years[1]))


def _goes_on(row: AgendaDate) -> bool:
    """Whether a rule still has a date a year after its first one."""
    if not row.rule:
        return False
    days = Rule.parse(row.rule).days(row.start_date, dt.date(LAST_YEAR, 12, 31))
    return any(day >= row.start_date + ONE_YEAR for day in days)


def _move_date(source: Page, target: Page, relation: Any, row: Model) -> None:
    """Move a date, with its rule, to next year; it is planned anew, without last year's remark."""
    if not isinstance(row, AgendaDate):
        return
    start = row.start_date + ONE_YEAR
    if row.rule:
        start, row.rule = _moved_rule(Rule.parse(row.rule), row.start_date)
    row.end_date = row.end_date and row.end_date + (start - row.start_date)
    row.start_date = start
    row.status, row.note = Status.PLANNED, ""


def _moved_rule(rule: Rule, first: dt.date) -> tuple[dt.date, str]:
    """The first day of a rule a year later, and the rule; both on days of the month that fit it."""
    if rule.until:
        last = max(rule.days(first, rule.until), default=first)
        until = max(rule.until + ONE_YEAR, rule.first_day(last + ONE_YEAR) or last + ONE_YEAR)
        rule = replace(rule, until=until)
    return rule.first_day(first + ONE_YEAR) or first + ONE_YEAR, str(rule)

"""Days and times are those of Utrecht, also for an editor who chose another time zone in the office."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from agenda.models import AgendaDate, Basket, Occurrence
from agenda.queries import by_day, current_campaign
from agenda.schedule.words import moved_words
from agenda.services import sync_occurrences
from core import dates, page_cache
from core.templatetags.components import agenda_item, date_long, date_plain, date_range, time_range
from infokaart.models import Order
from partners import yearly
from tests.factories import (
    AgendaIndexFactory,
    AgendaItemFactory,
    CampaignFactory,
    NewsFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
)

UTC = dt.UTC
# In Tokyo it is tomorrow already; in New York still yesterday.
LATE, EARLY = dt.datetime(2026, 12, 31, 22, 30, tzinfo=UTC), dt.datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
HOUR = dt.timedelta(hours=1)


def _date(start=dt.datetime(2026, 12, 31, 21, 30, tzinfo=UTC), length=2 * HOUR, **fields):
    one = Occurrence(start=start, end=start + length, **fields)
    one.settle()
    return one


def _night():
    return _date(moved_from=dt.datetime(2026, 11, 23, 23, 30, tzinfo=UTC))


def _whole_day():
    return _date(dt.datetime(2026, 12, 30, 23, tzinfo=UTC), 24 * HOUR, all_day=True)


PLAIN = {
    "today": dates.today,
    "day_start": lambda: dates.day_start(dt.date(2026, 12, 31)),
    "local_moment": lambda: dates.local_moment(dt.date(2026, 12, 31), dt.time(10)),
    "local_day": lambda: dates.local_day(LATE),
    "local_time": lambda: f"{dates.local_time(LATE):%H:%M}",
    "seconds_until_midnight": dates.seconds_until_midnight,
    "part": lambda: [_date(dt.datetime(2026, 12, 31, hour, tzinfo=UTC)).part for hour in (9, 12, 19)],
    "str": lambda: str(_night()),
    "calendar_name": lambda: [_night().calendar_name, _whole_day().calendar_name],
    "clock": lambda: [f"{one:%d %H:%M}" for one in (_night().local_start, _night().local_end)],
    "last_day": lambda: [_night().last_day, _whole_day().last_day],
    "is_today": lambda: [_night().is_today, _whole_day().is_today],
    "spans_days": lambda: [_night().spans_days, _whole_day().spans_days],
    "moved_words": lambda: moved_words(_night()),
    "by_day": lambda: [day.date for day in by_day([_night()], dt.date.min)],
    "date_long": lambda: date_long(LATE),
    "date_plain": lambda: date_plain(LATE),
    "date_range": lambda: date_range(dt.date(2026, 12, 1), dt.date(2026, 12, 24)),
    "time_range": lambda: time_range(_night()),
    "order number": lambda: Order(pk=1, made_at=LATE).number,
    "basket": lambda: Basket(made_at=LATE).last_day,
}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("moment", [LATE, EARLY], ids=["late", "early"])
@pytest.mark.parametrize("verb", PLAIN)
def test_what_is_said_of_a_date_is_the_same_in_every_time_zone(verb, moment, zone):
    with time_machine.travel(moment, tick=False):
        expected = PLAIN[verb]()
        with timezone.override(zone):
            assert PLAIN[verb]() == expected


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def _item(agenda):
    item = AgendaItemFactory(parent=agenda)
    row = AgendaDate(start_date=dt.date(2027, 1, 12), start_time=dt.time(10), end_time=dt.time(12))
    item.dates = [row]
    item.save_revision().publish()
    return item


def _campaign(agenda):
    days = {"announce_from": dt.date(2026, 12, 31), "end_date": dt.date(2026, 12, 31)}
    CampaignFactory(parent=agenda, start_date=dt.date(2026, 12, 31), **days)
    return lambda: getattr(current_campaign(), "pk", None)


def _article(agenda):
    index = NewsIndexFactory(parent=agenda.get_parent())
    article = NewsFactory(parent=index, last_published_at=LATE)
    request = RequestFactory().get("/")
    return lambda: article.get_structured_data(request)["dateModified"]


def _partner(agenda):
    index = PartnerIndexFactory(parent=agenda.get_parent())
    partner = PartnerFactory(parent=index, first_published_at=LATE)
    return lambda: [one.right_on for one in yearly.profiles(pk=partner.pk)]


def _card(agenda):
    item = _item(agenda)
    Occurrence.objects.filter(item=item).update(start=LATE - HOUR, end=LATE + HOUR)
    one = Occurrence.objects.with_cards().get(item=item)
    return lambda: agenda_item(one)


STORED = {"campaign": _campaign, "article": _article, "partner": _partner, "card": _card}


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("moment", [LATE, EARLY], ids=["late", "early"])
@pytest.mark.parametrize("what", STORED)
@pytest.mark.django_db
def test_what_the_site_shows_is_the_same_in_every_time_zone(agenda, what, moment, zone, commit):
    with time_machine.travel(moment, tick=False):
        with commit():
            ask = STORED[what](agenda)
        expected = ask()
        with commit():
            page_cache.renew()
        with timezone.override(zone):
            assert ask() == expected


@time_machine.travel("2026-11-22 12:00+01:00", tick=False)
@pytest.mark.django_db
def test_an_editor_who_chose_another_time_zone_publishes_a_morning_as_a_morning(agenda, admin_client, admin_user):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"current_time_zone": "Asia/Tokyo"})
    item = _item(agenda)
    item.unpublish()
    Occurrence.objects.all().delete()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin_client.post(f"{address}?id={item.pk}")
    assert [(one.part, one.calendar_name) for one in item.occurrences.all()] == [(1, "2027-01-12T1000")]


@pytest.mark.django_db
def test_a_date_that_was_stored_under_the_wrong_part_of_the_day_is_mended(agenda):
    item = _item(agenda)
    Occurrence.objects.update(part=3)
    sync_occurrences(item)
    assert item.occurrences.get().part == 1


@pytest.mark.django_db
def test_no_time_zone_can_be_chosen_in_the_office(admin_client):
    assert "current_time_zone" not in admin_client.get(reverse("wagtailadmin_account")).content.decode()

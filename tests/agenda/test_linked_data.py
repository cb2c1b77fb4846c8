"""What search engines read of an item: its next date, and how it repeats."""

import datetime as dt
import json

import pytest
import time_machine

from agenda.models import AgendaDate, AgendaDateChange
from tests.factories import AgendaIndexFactory, AgendaItemFactory, at, item_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-25T09:00+01:00"), tick=False):
        yield


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def event_of(client, item):
    response = client.get(item.url)
    return json.loads(str(response.context["json_ld"]))["@graph"][0]


def repeated(agenda, rule, day="2026-11-26", times=("10:00", "12:00"), changes=()):
    item = AgendaItemFactory(parent=agenda)
    start, end = (dt.time.fromisoformat(time) if time else None for time in times)
    item.dates = [AgendaDate(start_date=dt.date.fromisoformat(day), start_time=start, end_time=end, rule=rule)]
    item.changes = [
        AgendaDateChange(
            day=dt.date.fromisoformat(one), action=action, new_day=dt.date.fromisoformat(to) if to else None
        )
        for one, action, to in changes
    ]
    item.save_revision().publish()
    return item


COMMON = {
    "@type": "Schedule",
    "startDate": "2026-11-26",
    "startTime": "10:00:00",
    "endTime": "12:00:00",
    "scheduleTimezone": "Europe/Amsterdam",
}
RULES = {
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH": {"repeatFrequency": "P2W", "byDay": ["https://schema.org/Thursday"]},
    "FREQ=MONTHLY;BYDAY=4TH;COUNT=5": {"repeatFrequency": "P1M", "byDay": ["4TH"], "repeatCount": 5},
    "FREQ=MONTHLY;BYMONTHDAY=26": {"repeatFrequency": "P1M", "byMonthDay": [26]},
    "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26": {"repeatFrequency": "P1Y", "byMonth": [11], "byMonthDay": [26]},
    "FREQ=DAILY;UNTIL=20261231": {"repeatFrequency": "P1D", "endDate": "2026-12-31"},
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_a_schedule(client, agenda, rule):
    assert event_of(client, repeated(agenda, rule))["eventSchedule"] == [{**COMMON, **RULES[rule]}]


def test_days_on_which_nobody_should_come_are_left_out_of_the_schedule(client, agenda):
    changes = [
        ("2026-12-03", "skipped", None),
        ("2026-12-10", "cancelled", None),
        ("2026-12-17", "moved", "2026-12-18"),
        ("2026-12-24", "full", None),
    ]
    [schedule] = event_of(client, repeated(agenda, "FREQ=WEEKLY", changes=changes))["eventSchedule"]
    assert schedule["exceptDate"] == ["2026-12-03", "2026-12-10", "2026-12-17"]


def test_a_rule_that_schema_org_has_no_words_for_is_not_guessed(client, agenda):
    event = event_of(client, repeated(agenda, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-30"))
    assert event["@type"] == "Event"
    assert "eventSchedule" not in event


def test_a_moved_date_says_when_it_would_have_been(client, agenda):
    event = event_of(client, repeated(agenda, "FREQ=WEEKLY", changes=[("2026-11-26", "moved", "2026-11-27")]))
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == "2026-11-26T10:00:00+01:00"
    assert event["startDate"] == "2026-11-27T10:00:00+01:00"


def test_a_date_that_moved_online_says_so(client, agenda):
    event = event_of(client, item_on(agenda, at(1, status="online"), sign_up_url="https://voorbeeld.nl/kom"))
    assert event["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert event["location"] == {"@type": "VirtualLocation", "url": "https://voorbeeld.nl/kom"}

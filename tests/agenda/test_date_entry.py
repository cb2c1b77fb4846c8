"""Entering dates: the questions about how a date repeats, what is refused, and the panel that shows what follows."""

import datetime as dt
from html import unescape

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.forms import Form, modelform_factory
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from agenda.models import AgendaDate, AgendaDateChange, AgendaItemPage
from agenda.schedule.widgets import RuleWidget
from core.dates import today
from tests.factories import AgendaIndexFactory, item_on

DAY, TIME = dt.date.fromisoformat, dt.time.fromisoformat
DateForm = modelform_factory(AgendaDate, fields=["start_date", "rule"], widgets={"rule": RuleWidget})


@pytest.fixture(autouse=True)
def sunday():
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False), translation.override("en"):
        yield


def data(**fields):
    found = QueryDict(mutable=True)
    for name, value in fields.items():
        found.setlist(name, value if isinstance(value, list) else [value])
    return found


def rule_of(**answers):
    return RuleWidget().value_from_datadict(
        data(**{f"rule_{name}": value for name, value in answers.items()}), {}, "rule"
    )


ANSWERS = [
    ({"repeats": ""}, ""),
    ({"repeats": "day"}, "FREQ=DAILY"),
    ({"repeats": "week"}, "FREQ=WEEKLY"),
    ({"repeats": "week", "weekdays": ["MO", "TH"]}, "FREQ=WEEKLY;BYDAY=MO,TH"),
    ({"repeats": "fortnight", "weekdays": ["TU"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ({"repeats": "month_day", "ends": "count", "count": "10"}, "FREQ=MONTHLY;COUNT=10"),
    ({"repeats": "month_weekday", "which": "3", "weekday": "TH"}, "FREQ=MONTHLY;BYDAY=3TH"),
    ({"repeats": "month_weekday", "which": "-1", "weekday": "FR"}, "FREQ=MONTHLY;BYDAY=-1FR"),
    ({"repeats": "year", "ends": "until", "until": "30-06-2030"}, "FREQ=YEARLY;UNTIL=20300630"),
    ({"repeats": "other", "other": "FREQ=MONTHLY;BYMONTHDAY=1,15"}, "FREQ=MONTHLY;BYMONTHDAY=1,15"),
]


@pytest.mark.parametrize(("answers", "rule"), ANSWERS)
def test_the_answers_make_a_rule_and_the_rule_shows_the_answers(answers, rule):
    widget = RuleWidget()
    assert rule_of(**answers) == rule
    shown = dict(zip(widget.questions, widget.decompress(rule), strict=True))
    assert {name: value for name, value in shown.items() if value} == {
        name: value for name, value in answers.items() if value
    }


@pytest.mark.parametrize("typed", ["30-06-2027", "30-6-2027", "30/06/2027", "30.6.2027", " 30 6 2027 ", "2027-06-30"])
def test_a_last_day_may_be_written_as_people_do(typed):
    assert rule_of(repeats="week", ends="until", until=typed) == "FREQ=WEEKLY;UNTIL=20270630"


@pytest.mark.parametrize(
    ("answers", "message", "typed"),
    [
        ({"repeats": "week", "ends": "until", "until": "31-02-2027"}, "Write the last day as day-month-year, such as 30-06-2027.", "31-02-2027"),
        ({"repeats": "week", "ends": "until", "until": "eind juni"}, "Write the last day as day-month-year, such as 30-06-2027.", "eind juni"),
        ({"repeats": "week", "ends": "until", "until": ""}, "Write the last day as day-month-year, such as 30-06-2027.", ""),
        ({"repeats": "week", "ends": "until", "until": "20-11-2026"}, "The last day comes before the first.", "20-11-2026"),
        ({"repeats": "week", "ends": "count", "count": "veel"}, "How many times in all? Write a number from 1 to 1000.", "veel"),
        ({"repeats": "other", "other": "elke week"}, "We cannot keep this part of the rule: 'ELKE WEEK'.", "elke week"),
        ({"repeats": "other", "other": ""}, "We cannot keep this part of the rule: '?'.", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_refused_at_the_field_and_shown_as_typed(answers, message, typed):
    form = DateForm(data(start_date="2026-11-24", **{f"rule_{name}": value for name, value in answers.items()}))
    assert form.errors == {"rule": [message]}
    assert f'value="{typed}"' in form["rule"].as_widget() if typed else True
    assert f'<option value="{answers["repeats"]}" selected>' in form["rule"].as_widget()


def test_a_rule_that_the_questions_cannot_express_is_kept_as_it_is():
    rule = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1,15;COUNT=4"
    form = DateForm(instance=AgendaDate(start_date=DAY("2026-12-01"), rule=rule))
    assert f'value="{rule}"' in form["rule"].as_widget()
    again = DateForm(data(start_date="2026-12-01", rule_repeats="other", rule_other=rule))
    assert again.is_valid()
    assert again.instance.rule == rule


@pytest.mark.parametrize(
    ("date", "errors"),
    [
        (AgendaDate(start_date=DAY("2026-11-22"), rule="FREQ=WEEKLY;BYDAY=TU"),
         {"start_date": ["Sunday 22 November does not fit the repetition. The first day that does is Tuesday 24 November."]}),
        (AgendaDate(start_date=DAY("2026-11-24"), rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), {"rule": ["No date follows from this repetition."]}),
        (AgendaDate(start_date=DAY("1995-11-24"), rule="FREQ=DAILY"), {"start_date": ["That makes more than 2000 dates. Let it start later."]}),
        (AgendaDate(start_date=DAY("2026-11-24"), end_date=DAY("2027-05-27")),
         {"end_date": ["One date can take 184 days at most. Does it take longer? Make a date for each part."]}),
        (AgendaDateChange(day=DAY("2026-11-24"), action="moved"), {"new_day": ["Say to which day or time it moves."]}),
        (AgendaDateChange(day=DAY("2026-11-24"), action="moved", new_day=DAY("2026-11-24")), {"new_day": ["Say to which day or time it moves."]}),
        (AgendaDateChange(day=DAY("0026-11-24")), {"day": ["Check the year."]}),
        (AgendaDateChange(day=DAY("2026-11-24"), action="moved", new_start_time=TIME("10:00"), new_end_time=TIME("10:00")),
         {"new_end_time": ["The end comes before the start."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_plain_words(date, errors):
    with pytest.raises(ValidationError) as refused:
        date.clean()
    assert refused.value.message_dict == errors


def test_a_date_of_half_a_year_is_accepted():
    AgendaDate(start_date=DAY("2026-11-24"), end_date=DAY("2027-05-26")).clean()


# --- The panel ----------------------------------------------------------------------------------------------
def posted(**fields):
    rows = {"dates-TOTAL_FORMS": "1", "changes-TOTAL_FORMS": "1", "dates-0-start_date": "24-11-2026", "dates-0-start_time": "10:00", "dates-0-end_time": "12:00",
            "dates-0-status": "planned", "dates-0-rule_repeats": "week", "changes-0-day": "29-12-2026", "changes-0-action": "skipped"}  # fmt: skip
    return {**rows, **fields}


@pytest.fixture
def office(client, db):
    client.force_login(
        get_user_model().objects.create_superuser("redactie", "redactie@example.org", "een-lang-wachtwoord")
    )
    return client


def answer(office, **fields):
    response = office.post(reverse("agenda_outlook"), posted(**fields))
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def test_the_panel_says_what_follows_from_dates_that_are_not_saved(office, django_assert_max_num_queries):
    with translation.override("nl"), django_assert_max_num_queries(8):
        text = answer(office)
    assert "10.00 – 12.00 uur" in text
    # The clocks, the exception, the count: eighteen months of Tuesdays, one left out.
    assert text.count("<li>") == 10
    assert "22 december" in text
    assert "Dinsdag 29 december" not in text
    assert "68" in text
    assert not AgendaDate.objects.exists()


def test_the_panel_warns_about_an_exception_that_fits_no_date(office):
    text = answer(office, **{"changes-0-day": "30-12-2026"})
    assert "30 december 2026" in text
    assert "dinsdag 29 december" in text
    assert "dinsdag 5 januari 2027" in text


def test_the_panel_knows_exceptions_further_ahead_than_the_dates_we_make(office):
    assert "schedule__notice" in answer(office, **{"changes-0-day": "02-05-2029"})
    assert "schedule__notice" not in answer(office, **{"changes-0-day": "01-05-2029"})


def test_the_panel_names_the_fault_and_shows_the_rest(office):
    rows = {
        "dates-TOTAL_FORMS": "3",
        "dates-1-start_date": "25-11-2026",
        "dates-1-end_time": "12:00",
        "dates-1-status": "planned",
        "dates-2-status": "planned",
    }
    text = answer(office, **rows)
    assert "schedule__notice--fault" in text
    assert "Datum 2" in text
    assert "Datum 3" not in text
    assert "Dinsdag 24 november" in text


def test_a_deleted_row_does_not_count(office):
    assert "<li>" not in answer(office, **{"dates-0-DELETE": "1"})


@pytest.mark.parametrize(
    "fields",
    [
        {"dates-TOTAL_FORMS": "999999999999"},
        {"dates-TOTAL_FORMS": "٣"},
        {"dates-TOTAL_FORMS": "-1"},
        {"dates-0-start_date": "\x00"},
        {"dates-0-start_date": "01-01-9999"},
        {"dates-0-rule_repeats": "other", "dates-0-rule_other": "FREQ=DAILY;COUNT=1000;" * 50},
        {"dates-0-rule_repeats": "other", "dates-0-rule_other": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
        {"dates-0-rule_repeats": "other", "dates-0-rule_other": "\x00"},
        {"changes-0-day": "31-12-9999", "changes-0-action": "moved", "changes-0-new_day": "31-12-9999"},
    ],
)
def test_the_panel_survives_whatever_is_sent(office, fields):
    answer(office, **fields)


def test_only_who_edits_pages_may_ask(client, db, django_user_model):
    assert client.post(reverse("agenda_outlook"), posted()).status_code == 302
    assert client.get(reverse("agenda_outlook")).status_code == 302
    orders = Group.objects.create(name="Alleen inloggen")
    orders.permissions.add(Permission.objects.get(codename="access_admin"))
    user = django_user_model.objects.create_user("bestellingen", "b@example.org", "een-lang-wachtwoord")
    user.groups.add(orders)
    client.force_login(user)
    assert client.post(reverse("agenda_outlook"), posted()).status_code in {302, 403}


def test_a_question_needs_the_token_of_the_form(db, django_user_model):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(django_user_model.objects.create_superuser("redactie", "r@example.org", "een-lang-wachtwoord"))
    assert strict.post(reverse("agenda_outlook"), posted()).status_code == 403


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def test_the_editor_shows_the_panel_at_once_and_again_with_what_was_refused(office, agenda):
    item = item_on(
        agenda,
        {"start_date": today(), "start_time": TIME("14:00"), "end_time": TIME("16:00"), "rule": "FREQ=WEEKLY;COUNT=3"},
    )
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    page = office.get(address).content.decode()
    assert page.count("schedule__day") == 3
    assert "schedule-panel.js" in page
    refused = office.post(
        address, {**posted(**{"dates-0-end_date": "01-01-2020"}), "title": "", "slug": "x", "body-count": "0"}
    ).content.decode()
    assert "schedule__notice--fault" in refused


def test_a_preview_and_the_page_say_how_it_repeats(agenda):
    item = item_on(
        agenda,
        {
            "start_date": DAY("2026-11-24"),
            "start_time": TIME("10:00"),
            "end_time": TIME("12:00"),
            "rule": "FREQ=WEEKLY",
        },
    )
    item.changes = [AgendaDateChange(day=DAY("2026-12-01"), action="moved", new_day=DAY("2026-12-02"))]
    assert item.when_in_words == "every Tuesday from 10:00 to 12:00, 1 December becomes 2 December"
    request = item.make_preview_request()
    assert [one.local_start.day for one in request.context_data["page"].upcoming[:3]] == [24, 2, 8]
    translation.activate("en")
    stored = AgendaItemPage.objects.get(pk=item.pk)
    assert stored.when_in_words == "every Tuesday from 10:00 to 12:00"
    alias = item.create_alias(update_slug="ook")
    assert AgendaItemPage.objects.get(pk=alias.pk).when_in_words == "every Tuesday from 10:00 to 12:00"


def test_a_moved_date_says_where_it_was():
    day = AgendaDate(start_date=DAY("2026-11-24"), start_time=TIME("10:00"))
    moved = day.as_occurrence()
    assert moved.moved_label == ""
    moved.moved_from = day.on(DAY("2026-11-23")).as_occurrence().start
    assert moved.moved_label == "Moved: first it was on Monday 23 November"
    moved.moved_from = moved.start - dt.timedelta(hours=1)
    assert moved.moved_label == "Another time: first it was at 09:00"


def test_the_widget_is_complete_without_a_script():
    class One(Form):
        rule = AgendaDate._meta.get_field("rule").formfield(widget=RuleWidget)

    html = One()["rule"].as_widget()
    assert "<script" not in html
    assert "style=" not in html
    assert html.count("<select") == 4
    assert html.count('type="checkbox"') == 7

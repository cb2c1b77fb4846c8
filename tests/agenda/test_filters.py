"""What somebody can ask of the agenda, how that stands in the address, and what happens when nothing fits."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from agenda.finding import near_misses
from agenda.finding.filters import ACCESS, LEVELS, NAMES, PARTS_OF_DAY, PERIODS, PRICES, AgendaFilter
from agenda.models import AgendaItemPage, InterventionProfile, Venue
from core.models import SpokenLanguage
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    CampaignFactory,
    DistrictFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db
# A Wednesday in winter, in the morning.
WEDNESDAY = dt.datetime.fromisoformat("2026-11-25T09:00+01:00")


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def titles(response):
    assert response.status_code == 200
    return [occurrence.item.title for day in response.context["days"] for occurrence in day.occurrences]


def offered(response, name):
    choices = response.context["choices"]
    lists = {one.name: [choice.value for choice in one.choices] for one in [*choices.first, *choices.more]}
    ticks = [tick.value for tick_name, tick in [*choices.first_ticks, *choices.more_ticks] if tick_name == name]
    return sorted(lists.get(name, []) + ticks)


@pytest.fixture
def everything(agenda):
    """One item that fits every question, and one that fits none."""
    turkish = SpokenLanguage.objects.create(name="Turks", slug="turks", locale=Locale.get_default())
    venue = VenueFactory(district=DistrictFactory(name="Overvecht"), step_free="yes", toilet="yes", hearing_loop="yes")
    item_on(
        agenda, at(1, "19:00", "21:00"), title="past", venue=venue, audiences=[AudienceFactory(name="Jongeren")],
        topic=TopicFactory(name="Eten"), kind="walk_in", price=Decimal(0), quiet="yes", interpreter="yes",
        languages=[turkish], dutch_level="a1", sign_up="none", come_alone=True,
        campaign=CampaignFactory(parent=agenda, slug="de-week"),
    )  # fmt: skip
    item_on(
        agenda, at(2, "09:00", "10:00"), title="past niet", venue=VenueFactory(district=DistrictFactory(name="Oost")),
        audiences=[AudienceFactory(name="Ouderen")], topic=TopicFactory(name="Muziek"), kind="lecture",
        price=Decimal(25), sign_up="required",
    )  # fmt: skip
    return agenda


ASKED = [
    *("wijk=overvecht", "doelgroep=jongeren", "thema=eten", "soort=walk_in", "dagdeel=avond", "taal=turks"),
    *(
        "prijs=gratis",
        "prijs=5",
        "nederlands=a1",
        "nederlands=b1",
        "zonder_aanmelden=1",
        "alleen=1",
        "campagne=de-week",
    ),
    *(f"toegang={name}" for name in ACCESS),
    "wijk=overvecht&doelgroep=jongeren&prijs=gratis&toegang=rolstoel&toegang=tolk&alleen=1",
]


@pytest.mark.parametrize("query", ASKED)
def test_each_question_gives_what_fits_and_nothing_else(client, everything, query):
    assert titles(client.get(f"/agenda/?{query}")) == ["past"]


@pytest.mark.parametrize("query", ["prijs=10", "nederlands=none", "wijk=overvecht&doelgroep=ouderen", "wijk=zuid"])
def test_an_answer_nobody_meets_is_not_stretched(client, everything, query):
    DistrictFactory(name="Zuid", slug="zuid")
    assert "past niet" not in titles(client.get(f"/agenda/?{query}"))
    assert titles(client.get(f"/agenda/?{query}")) == (["past"] if query == "prijs=10" else [])


def test_what_takes_all_day_fits_every_part_of_the_day(client, agenda):
    item_on(agenda, at(1, None, None), title="hele dag")
    item_on(agenda, at(1, "09:00", "10:00"), title="vroeg")
    assert titles(client.get("/agenda/?dagdeel=avond")) == ["hele dag"]


def test_the_same_questions_work_in_the_archive(client, agenda):
    item_on(agenda, at(-3), title="toen gratis", price=Decimal(0))
    item_on(agenda, at(-2), title="toen duur", price=Decimal(25))
    assert titles(client.get("/agenda/?periode=eerder&prijs=gratis")) == ["toen gratis"]


# --- What is offered ----------------------------------------------------------------------------------------
def test_only_answers_that_fit_something_to_come_are_offered(client, everything):
    DistrictFactory(name="Leeg")
    past, draft = DistrictFactory(name="Voorbij"), DistrictFactory(name="Concept")
    item_on(everything, at(-1), venue=VenueFactory(district=past), kind="congress")
    item_on(everything, at(1), venue=VenueFactory(district=draft), kind="meeting").unpublish()
    response = client.get("/agenda/")
    assert offered(response, "wijk") == ["oost", "overvecht"]
    assert offered(response, "soort") == ["lecture", "walk_in"]
    assert offered(response, "doelgroep") == ["jongeren", "ouderen"]
    assert offered(response, "dagdeel") == ["avond", "ochtend"]
    assert offered(response, "taal") == ["turks"]
    assert offered(response, "prijs") == ["gratis"]
    # Who speaks more Dutch can come to what asks for less.
    assert offered(response, "nederlands") == ["a1", "a2", "b1"]


def test_a_tick_that_fits_nothing_is_not_there(client, agenda):
    item_on(agenda, at(1), price=Decimal(3), sign_up="required")
    response = client.get("/agenda/")
    assert offered(response, "toegang") == offered(response, "zonder_aanmelden") == offered(response, "alleen") == []
    assert offered(response, "prijs") == ["5"]


def test_an_answer_that_fits_nothing_stays_shown_when_it_is_in_the_address(client, everything):
    DistrictFactory(name="Vleuten-De Meern")
    response = client.get("/agenda/?wijk=vleuten-de-meern&soort=congress&toegang=tolk")
    assert "vleuten-de-meern" in offered(response, "wijk")
    assert "congress" in offered(response, "soort")
    assert [choice.label for choice in response.context["choices"].made][:1] == ["Vleuten-De Meern"]


def test_a_new_answer_is_offered_as_soon_as_it_is_published(client, agenda, commit):
    item_on(agenda, at(1), kind="activity")
    assert offered(client.get("/agenda/"), "soort") == ["activity"]
    with commit():
        item_on(agenda, at(1), kind="lecture")
    assert offered(client.get("/agenda/"), "soort") == ["activity", "lecture"]


def test_profiles_of_referrers_are_no_question_of_residents(client, everything):
    InterventionProfile.objects.create(name="Eenzaamheid verminderen", slug="eenzaamheid")
    response = client.get("/agenda/?profiel=eenzaamheid", follow=True)
    assert response.redirect_chain == [("/agenda/", 302)]
    assert "Eenzaamheid verminderen" not in response.content.decode()


# --- The address --------------------------------------------------------------------------------------------
def test_a_form_that_was_sent_ends_at_the_one_address_of_its_question(client, everything):
    response = client.get("/agenda/?wijk=&doelgroep=jongeren&prijs=gratis&prijs=&soort=&periode=week&postcode=&utm=x")
    assert (response.status_code, response["Location"]) == (
        302,
        "/agenda/?periode=week&doelgroep=jongeren&prijs=gratis",
    )
    assert client.get("/agenda/?van=01-12-2026&tot=24-11-2026")["Location"] == "/agenda/?van=2026-11-24&tot=2026-12-01"


def test_each_answer_can_be_taken_away_by_itself(client, everything):
    choices = client.get("/agenda/?periode=week&wijk=overvecht&toegang=rolstoel&toegang=tolk").context["choices"]
    assert [choice.query for choice in choices.made] == [
        "periode=week&toegang=rolstoel&toegang=tolk",
        "periode=week&wijk=overvecht&toegang=tolk",
        "periode=week&wijk=overvecht&toegang=rolstoel",
    ]
    assert choices.cleared == "periode=week"


def test_another_day_keeps_the_other_answers(client, everything):
    choices = client.get("/agenda/?van=2026-11-25&wijk=overvecht").context["choices"]
    assert [day.query for day in choices.days][:2] == ["wijk=overvecht", "periode=vandaag&wijk=overvecht"]
    assert choices.beside_dates == [("wijk", "overvecht")]


def test_the_form_keeps_the_chosen_days(client, everything):
    page = client.get("/agenda/?van=2026-11-25&tot=2026-11-27&wijk=overvecht").content.decode()
    form = re.search(r'<details class="filters">.*?</form>', page, re.DOTALL)[0]
    assert '<input type="hidden" name="van" value="2026-11-25">' in form
    assert '<option value="overvecht" selected>' in form


def test_the_pages_of_a_list_keep_the_question(client, agenda):
    for number in range(30):
        item_on(agenda, at(1 + number % 5), title=f"Nummer {number}", price=Decimal(0))
    page = client.get("/agenda/?prijs=gratis").content.decode()
    assert 'href="?prijs=gratis&amp;pagina=2"' in page
    assert client.get("/agenda/?prijs=gratis&pagina=2").status_code == 200


def test_the_title_says_what_is_asked_and_search_engines_get_one_page(client, everything):
    page = client.get("/agenda/?wijk=overvecht&prijs=gratis").content.decode()
    assert "<title>Agenda: Overvecht, Gratis – Utrecht Omarmt</title>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/agenda/?wijk=overvecht&amp;prijs=gratis"' in page
    plain = client.get("/agenda/?utm_source=brief").content.decode()
    assert "noindex" not in plain
    assert 'rel="canonical" href="http://127.0.0.1:8000/agenda/"' in plain


@pytest.mark.parametrize("typed", ["31-02-2026", "morgen", "24-11", "1-1-9999", "%00"])
def test_a_date_that_is_none_stays_as_it_was_typed_with_what_is_wrong(client, everything, typed):
    response = client.get(f"/agenda/?van={typed}&wijk=overvecht")
    if typed == "%00":
        assert response["Location"] == "/agenda/?wijk=overvecht"
        return
    assert titles(response) == ["past"]
    page = response.content.decode()
    assert f'value="{typed}" aria-describedby="date-van-help date-van-error" aria-invalid="true"' in page
    assert re.search(r"<title>(Fout|Error):", page)


# --- Near misses --------------------------------------------------------------------------------------------
def near(client, query):
    response = client.get(f"/agenda/?{query}")
    assert titles(response) == []
    return {one.query: one.count for one in response.context["near_misses"]}


def test_nothing_today_leads_to_the_coming_week_and_to_any_day(client, agenda):
    item_on(agenda, at(3), at(20))
    assert near(client, "periode=vandaag") == {"periode=week": 1, "": 1}


def test_nothing_this_weekend_leads_to_the_next(client, agenda):
    item_on(agenda, at(10))
    assert near(client, "periode=weekend") == {"van=2026-12-05&tot=2026-12-06": 1, "": 1}


def test_nothing_on_chosen_days_leads_to_as_many_days_after(client, agenda):
    item_on(agenda, at(8))
    assert near(client, "van=2026-11-30&tot=2026-12-02") == {"van=2026-12-03&tot=2026-12-05": 1, "": 1}


def test_nothing_in_a_district_leads_to_the_one_with_most_and_to_the_city(client, agenda):
    DistrictFactory(name="Zuid", slug="zuid")
    oost, west = (VenueFactory(district=DistrictFactory(name=name)) for name in ("Oost", "West"))
    for _ in range(2):
        item_on(agenda, at(1), venue=oost)
    # What is there every day is one thing to do.
    item_on(agenda, *[at(day) for day in range(1, 6)], venue=west)
    assert near(client, "wijk=zuid") == {"wijk=oost": 2, "": 3}


def test_a_figure_beside_a_near_miss_is_never_said_to_be_exact_when_it_is_not(client, agenda, monkeypatch):
    DistrictFactory(name="Zuid", slug="zuid")
    monkeypatch.setattr(near_misses, "MOST_DATES", 20)
    venue = VenueFactory(district=DistrictFactory(name="Oost"))
    for number in range(14):
        item_on(agenda, at(1, "09:00"), at(2, f"{9 + number % 4:02}:00", "20:00"), venue=venue)
    response = client.get("/agenda/?wijk=zuid")
    near = {one.query: (one.count, one.is_many) for one in response.context["near_misses"]}
    assert near["wijk=oost"] == (10, True)
    assert re.search(r"10 (activiteiten of meer|activities or more)", response.content.decode())


def test_the_other_district_is_counted_to_the_end(client, agenda, monkeypatch):
    DistrictFactory(name="Zuid", slug="zuid")
    monkeypatch.setattr(near_misses, "MOST_IN_DISTRICTS", 3)
    oost, west = (VenueFactory(district=DistrictFactory(name=name)) for name in ("Oost", "West"))
    for number in range(6):
        item_on(agenda, at(2 + number), venue=oost)
    item_on(agenda, at(1), venue=west)
    assert near(client, "wijk=zuid")["wijk=oost"] == 6


def test_one_answer_too_many_is_the_one_to_leave_out(client, everything):
    assert near(client, "wijk=overvecht&soort=lecture&toegang=tolk") == {"wijk=overvecht&toegang=tolk": 1}


def test_when_no_answer_can_be_left_out_each_stands_by_itself(client, agenda):
    item_on(agenda, at(5), kind="lecture", price=Decimal(3), sign_up="required")
    item_on(agenda, at(5), come_alone=True, price=Decimal(3), sign_up="required")
    query = "periode=vandaag&soort=lecture&prijs=gratis&alleen=1"
    assert near(client, query) == {"soort=lecture": 1, "alleen=1": 1}


def test_what_is_only_later_than_a_list_looks_is_found(client, agenda):
    item_on(agenda, at(90))
    assert near(client, "") == {"van=2026-12-23": 1}


def test_near_misses_cost_three_queries_at_most(client, everything, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/agenda/?periode=vandaag")
    with CaptureQueriesContext(connection) as few:
        client.get("/agenda/?periode=vandaag&alleen=1&wijk=oost")
    with CaptureQueriesContext(connection) as many:
        client.get(
            "/agenda/?periode=vandaag&dagdeel=ochtend&wijk=oost&doelgroep=jongeren&thema=eten&soort=congress"
            "&prijs=gratis&toegang=rolstoel&toegang=tolk&taal=turks&nederlands=a1&zonder_aanmelden=1&alleen=1"
        )
    # Beside what Wagtail asks to find the page, and what the list itself asked.
    assert len(many) <= 3 + 1 + 2
    assert len(few) <= 3 + 1 + 2


# --- Whatever somebody puts in an address -------------------------------------------------------------------
WORDS = [
    *PERIODS, *PARTS_OF_DAY, *ACCESS, *LEVELS, *PRICES, *AgendaItemPage.Kind.values, "overvecht", "1", "0", "", "-1",
    "2026-11-25", "25-11-2026", "0001-01-01", "9999-12-31", "29-02-2027", "99999999999999999999", "\x00", "a\x00b",
    "' OR 1=1 --", "<script>", "é", "\N{RIGHT-TO-LEFT OVERRIDE}", "\ufffd", "x" * 300, "%", "__class__",
]  # fmt: skip
VALUES = st.one_of(st.sampled_from(WORDS), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
PAIRS = st.lists(
    st.tuples(st.sampled_from([*sorted(NAMES), "postcode", "pagina", "onbekend", ""]), VALUES), max_size=12
)


@given(PAIRS)
def test_a_question_survives_its_own_address(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    with time_machine.travel(WEDNESDAY, tick=False):
        question = AgendaFilter.from_query(query)
        assert AgendaFilter.from_query(QueryDict(question.query_string)) == question
        assert hash(question) == hash(AgendaFilter.from_query(QueryDict(question.query_string)))
        question.span()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAIRS)
def test_no_address_breaks_the_list_and_a_redirect_leads_to_a_page(client, everything, pairs):
    with time_machine.travel(WEDNESDAY, tick=False):
        response = client.get("/agenda/", pairs_of(pairs))
        if response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code == 200


def pairs_of(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    "query", ["%ff=%fe&wijk=%c3%28", "wijk=%00", "&&&===", "pagina=1e9", "pagina=%D9%A3", "a" * 5000]
)
def test_broken_encodings_are_no_error(client, everything, query):
    assert client.get(f"/agenda/?{query}", follow=True).status_code == 200


def test_a_flood_of_parameters_is_refused_or_read_but_never_an_error(client, everything):
    assert client.get("/agenda/?" + "&".join("toegang=tolk" for _ in range(900)), follow=True).status_code == 200
    assert client.get("/agenda/?" + "&".join("toegang=tolk" for _ in range(5_000))).status_code in {302, 400}


@pytest.mark.parametrize("name", ["wijk", "doelgroep", "thema", "taal", "campagne"])
@pytest.mark.parametrize(
    "route",
    ["", "maand/", "kaart/", "agenda.ics", "agenda.atom", "agenda.json", "meenemen/", "insluiten/", "verwijzers/"],
)
def test_nobody_puts_words_of_their_own_on_our_pages_feeds_and_files(client, agenda, route, name):
    CampaignFactory(parent=agenda, title="Nog geheim", slug="koop-nu", live=False)
    item_on(agenda, at(1), title="Soep", venue=VenueFactory(latitude=52.1, longitude=5.1))
    answer = client.get(f"/agenda/{route}?{name}=koop-nu", follow=True)
    text = answer.content.decode().lower().replace("-", " ")
    assert "koop nu" not in text
    # Not asked: everything is there, also what nobody would find.
    assert "soep" in text or route == "meenemen/"


def test_a_district_where_nothing_is_to_do_is_still_asked(client, agenda):
    DistrictFactory(name="Zuid", slug="zuid")
    item_on(agenda, at(1), title="Soep")
    assert client.get("/agenda/agenda.json?wijk=zuid").json()["dates"] == []
    assert titles(client.get("/agenda/?wijk=zuid")) == []


def test_venues_without_a_district_are_in_the_whole_city_only(client, agenda):
    DistrictFactory(name="Oost", slug="oost")
    item_on(agenda, at(1), title="ergens", venue=Venue.objects.create(name="Ergens"))
    assert titles(client.get("/agenda/")) == ["ergens"]
    assert near(client, "wijk=oost") == {"": 1}

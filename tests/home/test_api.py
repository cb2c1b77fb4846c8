"""The read-only API: what each collection tells, who is never in it, and how one reads on."""

import datetime as dt

import jsonschema
import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from agenda.exports.basis import LICENCE
from core.api.collections import collections
from core.api.own import lasting_name
from news.models import NewsPage
from tests.factories import (
    AudienceFactory,
    ContentPageFactory,
    NewsFactory,
    NewsIndexFactory,
    TopicFactory,
    many_pages,
)
from tests.open_site import SECRET, build, document, translated

pytestmark = pytest.mark.django_db
NAMES = [one.name for one in collections()]
# One of each is public on the small site of these tests.
TITLES = {
    "activities": "Soep kastanje",
    "campaigns": "Week kastanje",
    "dates": "Soep kastanje",
    "documents": "Verslag kastanje",
    "news": "Nieuws kastanje",
    "pages": "Over kastanje",
    "partners": "Buren kastanje",
    "products": "Kaart kastanje",
    "reports": "Bijeenkomst kastanje",
    "stories": "Verhaal kastanje",
    "venues": "Buurthuis kastanje",
    "audiences": "Ouderen",
    "topics": "Eten",
    "districts": "Binnenstad",
}


def ask(client, address, status=200, **headers):
    response = client.get(f"/api/v1/{address}", headers=headers)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def titles(answer):
    return [one.get("title") or one["name"] for one in answer["items"]]


@pytest.fixture
def validator(client):
    """Says whether an answer is as the description of an address promises."""
    description = ask(client, "openapi.json")

    def validate(path, data):
        content = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        schema = {**content["schema"], "components": description["components"]}
        jsonschema.Draft202012Validator.check_schema(schema)
        checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        assert [error.message for error in checker.iter_errors(data)] == []
        name = content["schema"]["$ref"].rpartition("/")[2]
        return description["components"]["schemas"][name]["properties"], description["components"]["schemas"]

    return validate


def promised_fields(properties, schemas):
    reference = properties["items"]["items"] if "items" in properties else properties["item"]
    return set(schemas[reference["$ref"].rpartition("/")[2]]["properties"])


def test_each_collection_tells_of_what_is_public_just_as_promised_and_of_nothing_else(client, site_root, validator):
    build(site_root)
    answered = ask(client, "")
    assert set(answered["collections"]) == set(NAMES) == set(TITLES)
    for name in NAMES:
        data = ask(client, f"{name}/")
        assert set(titles(data)) == {TITLES[name]}, name
        assert (data["licence"], data["publisher"], data["next"]) == (LICENCE, "Utrecht Omarmt", None)
        fields = promised_fields(*validator(f"/api/v1/{name}/", data))
        assert all(set(one) == fields for one in data["items"]), name
        # What is not public is in no language either.
        assert SECRET not in str(data)
        assert (
            SECRET not in str(ask(client, f"{name}/?language=en"))
            if name not in {"venues", "districts", "documents"}
            else True
        )
        if name != "dates":
            one = ask(client, f"{name}/{data['items'][0]['id']}/")
            assert one["item"] == data["items"][0]
            validator(f"/api/v1/{name}/{{key}}/", one)


def test_the_description_names_only_what_a_visitor_may_know(client, site_root):
    """An allow-list per type: whoever adds a column publishes nothing by it."""
    build(site_root, with_hidden=False)
    text = str([ask(client, f"{name}/") for name in NAMES])
    # Of the cards nothing about stock, of people and organisations no e-mail address.
    for word in ("stock", "low_", "most_per", "@voorbeeld.nl", "keep_days", "password", "owner", "drawing"):
        assert word not in text
    [card] = ask(client, "products/")["items"]
    assert (card["state"], card["price"]) == ("sold_out", 0)
    [item] = ask(client, "activities/")["items"]
    assert (item["price"], item["kind"], item["languages"]) == (3.5, "activity", ["Turks"])
    assert item["audiences"] == [{"slug": "ouderen", "name": "Ouderen"}]
    assert (item["venue"]["name"], item["access"]["step_free"]) == ("Buurthuis kastanje", "yes")
    assert item["text"] == "Samen eten."
    assert item["calendar"].endswith("/agenda/soep/agenda.ics")
    [partner] = ask(client, "partners/")["items"]
    assert item["partners"] == [{"id": partner["id"], "name": "Buren kastanje"}]
    assert (partner["offers"], partner["phone"]) == (["Een zaal", "Koffie"], "030 123 4567")
    [report] = ask(client, "reports/")["items"]
    [paper] = ask(client, "documents/")["items"]
    assert report["documents"] == [{"title": paper["title"], "url": paper["url"]}]
    [story] = ask(client, "stories/")["items"]
    assert story["figures"] == [{"value": "87", "label": "mensen", "source": "2022"}]
    dates = ask(client, "dates/")["items"]
    assert {one["item"] for one in dates} == {item["id"]}
    assert [one["note"] for one in dates] == ["Neem een mok mee.", ""]
    for one in [item, partner, report, paper, story, card, *dates]:
        assert client.get(one["url"]).status_code == 200


def test_an_answer_is_asked_again_each_time_and_sent_again_only_when_it_changed(client, site_root, commit):
    page = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    first = client.get("/api/v1/pages/")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    again = client.get("/api/v1/pages/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with commit():
        page.title = "Over het netwerk"
        page.save_revision().publish()
    changed = client.get("/api/v1/pages/", headers={"if-none-match": first["ETag"]})
    assert titles(changed.json()) == ["Over het netwerk"]


def test_what_expires_is_gone_the_same_minute(client, site_root):
    page = ContentPageFactory(parent=site_root, title="Tijdelijk")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + dt.timedelta(minutes=2))
    assert titles(ask(client, "pages/")) == ["Tijdelijk"]
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=3)):
        assert titles(ask(client, "pages/")) == []


def test_following_next_reads_everything_once_also_when_something_is_added(client, site_root):
    stories = NewsIndexFactory(parent=site_root, slug="verhalen")
    first_day = dt.date(2026, 1, 1)
    many_pages(stories, NewsPage, 130, lambda number: {"date": first_day + dt.timedelta(days=number // 3)})
    read, address = [], "/api/v1/news/?limit=40"
    while address and len(read) < 500:
        data = client.get(address).json()
        read += data["items"]
        address = data["next"]
        if len(read) == 40:
            stories.refresh_from_db()
            NewsFactory(parent=stories, title="Tussendoor", date=first_day + dt.timedelta(days=400))
    assert len(read) == len({one["id"] for one in read}) == 130
    days = [one["date"] for one in read]
    assert days == sorted(days, reverse=True)
    # Made-up places are no error, and lead nowhere they should not.
    for place in ("0_0", "9999999999999999_999999999999999999", "738000_1"):
        ask(client, f"news/?after={place}")


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("news/?limit=0", "limit"),
        ("news/?limit=101", "limit"),
        ("news/?limit=veel", "limit"),
        ("news/?limit=10&limit=20", "limit"),
        ("news/?after=", "after"),
        ("news/?after=1_2_3", "after"),
        ("news/?language=xx", "language"),
        ("news/?since=gisteren", "since"),
        ("news/?changed_since=0", "changed_since"),
        ("news/?topic=A%00B", "topic"),
        ("news/?wijk=zuid", "wijk"),
        ("news/?format=xml", "format"),
        ("activities/?kind=feest", "kind"),
        ("partners/?relation=lid", "relation"),
        ("venues/?language=nl", "language"),
        ("?limit=3", "limit"),
        ("openapi.json?limit=3", "limit"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_right_in_two_languages(client, site_root, question, wrong):
    problem = ask(client, question, 400)
    assert list(problem["parameters"]) == [wrong]
    assert set(problem["parameters"][wrong]) == set(problem["message"]) == {"nl", "en"}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "news/00000000-0000-4000-8000-000000000000/", 404),
        ("get", "news/1/", 404),
        ("get", "venues/00000000-0000-4000-8000-000000000000/", 404),
        ("get", "documents/00000000-0000-4000-8000-000000000000/", 404),
        ("get", "orders/", 404),
        ("get", "news", 404),
        ("get", "../", 404),
        ("post", "news/", 405),
        ("delete", "news/", 405),
        ("put", "", 405),
    ],
)
def test_every_refusal_is_json_that_any_site_may_read(client, site_root, method, address, status):
    response = getattr(client, method)(f"/api/v1/{address}")
    assert response.status_code == status
    assert response.json()["status"] == status
    assert set(response.json()["message"]) == {"nl", "en"}
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_who_cannot_read_json_hears_so_and_a_browser_may_ask_beforehand(client, site_root):
    assert ask(client, "news/", 406, accept="text/html")["status"] == 406
    ask(client, "news/", accept="text/html, */*;q=0.1")
    asked = client.options("/api/v1/news/")
    assert (asked.status_code, asked.content) == (204, b"")
    assert "GET" in asked["Access-Control-Allow-Methods"]


def test_questions_narrow_the_answer(client, site_root):
    site = build(site_root, with_hidden=False)
    day, later = (timezone.localdate() + dt.timedelta(days=days) for days in (1, 20))
    moment = (timezone.now() + dt.timedelta(minutes=5)).isoformat().replace("+", "%2B")
    found = {
        "activities": {"district=binnenstad": 1, "district=zuid": 0, "topic=eten": 1, "audience=ouderen": 1},
        "dates": {f"since={day}&until={day}": 1, "district=zuid": 0, "topic=eten": 2, "until=2000-01-01": 0},
        "partners": {"district=binnenstad": 1, "district=zuid": 0, "relation=signed": 0, "audience=ouderen": 1},
        "stories": {"audience=ouderen": 1, "audience=jongeren": 0, f"since={day}": 0, f"until={day}": 1},
        "campaigns": {f"since={day}": 1, f"since={later}": 0, "until=2020-01-01": 0},
        "venues": {"district=binnenstad": 1, "district=zuid": 0},
    }
    found["activities"] |= {f"since={day}&until={day}": 1, f"since={later}": 0, "kind=training": 0}
    for name, questions in found.items():
        for question, count in questions.items():
            assert len(ask(client, f"{name}/?{question}")["items"]) == count, (name, question)
    for name in ("activities", "news", "partners", "pages", "products", "venues"):
        assert ask(client, f"{name}/?changed_since={moment}")["items"] == []
        assert len(ask(client, f"{name}/?changed_since=2020-01-01T00:00:00Z")["items"]) == 1
    assert site.item.slug == "soep"


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00:00", "0001-01-01T00:00:00Z"])
def test_the_first_moment_there_is_counts_as_the_first_we_know(client, site_root, moment):
    build(site_root, with_hidden=False)
    # Without an offset it is on Utrecht's clocks, and in UTC before the first day of all.
    assert len(ask(client, f"news/?changed_since={moment}")["items"]) == 1


def test_a_language_in_preparation_tells_nothing_of_what_is_ready_in_it(client, site_root, commit):
    site = build(site_root, with_hidden=False)
    with commit():
        home = translated(site.home, title="Home")
        english = translated(site.content, title="About us", slug="about-us")
    assert titles(ask(client, "pages/?language=en")) == ["About us"]
    with commit():
        Page.objects.get(pk=english.pk).specific.unpublish()
    # A draft is not something it can be read in.
    assert ask(client, "pages/")["items"][0]["available_in"] == ["nl"]
    with commit():
        Page.objects.get(pk=english.pk).specific.save_revision().publish()
        Page.objects.get(pk=home.pk).specific.unpublish()
    assert Page.objects.get(pk=english.pk).live
    assert ask(client, "pages/?language=en")["items"] == []
    ask(client, f"pages/{english.translation_key}/?language=en", 404)


def test_a_document_that_no_public_page_leads_to_is_not_had_by_its_name_either(client, site_root):
    site = build(site_root, with_hidden=False)
    loose = document("Nog niet af")
    assert ask(client, f"documents/{lasting_name('document', site.report.body[0].value[0]['document'].pk)}/")
    ask(client, f"documents/{lasting_name('document', loose.pk)}/", 404)


def test_a_translation_has_the_same_name_and_its_own_texts_and_address(client, site_root, commit):
    site = build(site_root, with_hidden=False)
    with commit():
        translated(site.home, title="Home")
        translated(site.content, title="About us", slug="about-us")
    [dutch], [english] = (ask(client, f"pages/?language={code}")["items"] for code in ("nl", "en"))
    assert dutch["id"] == english["id"]
    assert (dutch["available_in"], english["available_in"]) == (["nl", "en"], ["nl", "en"])
    assert (english["title"], english["language"]) == ("About us", "en")
    assert english["url"].endswith("/en/about-us/")
    assert client.get(english["url"]).status_code == 200
    assert ask(client, f"pages/{dutch['id']}/?language=en")["item"] == english
    ask(client, f"pages/{dutch['id']}/?language=tr", 404)


def test_more_content_costs_no_more_questions_to_the_database(client, site_root, django_assert_max_num_queries):
    site = build(site_root, with_hidden=False)
    topic, audience = TopicFactory(name="Taal"), AudienceFactory(name="Jongeren")
    pages = [site.item, site.report, site.news, site.story, site.partner, site.product, site.content, site.campaign]
    names = {
        "activities",
        "news",
        "stories",
        "reports",
        "partners",
        "products",
        "documents",
        "dates",
        "pages",
        "venues",
    }

    def add(count):
        for page in pages:
            for number in range(count):
                fields = {"slug": f"kopie-{Page.objects.count()}-{number}", "topic": topic}
                copy = type(page).objects.get(pk=page.pk).copy(update_attrs=fields, copy_revisions=False)
                if hasattr(copy, "audiences"):
                    copy.audiences.add(audience)
                copy.save_revision().publish()

    def count(name, minutes):
        # The first answer of a minute; what is kept for longer was asked before.
        ask(client, f"{name}/?limit=100")
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
            with django_assert_max_num_queries(16) as asked:
                ask(client, f"{name}/?limit=100")
            return len(asked)

    add(2)
    few = {name: count(name, 2) for name in names}
    add(8)
    assert {name: count(name, 4) for name in names} == few

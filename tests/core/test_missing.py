"""What people look for and do not find: counted without who asked, and a kind page with a way on."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, ModelLogEntry

from core.dates import today
from core.intake.retention import erase_expired
from core.models import MissingAddress
from core.old_addresses import missing, nearest
from home.models import ContentPage
from tests.factories import AgendaIndexFactory, AgendaItemFactory, ContentPageFactory, many_pages

pytestmark = pytest.mark.django_db

KEPT = {
    "/agenda/samen-eten/": "/agenda/samen-eten",
    "/Agenda//Samen-Eten": "/agenda/samen-eten",
    "/overzicht/bijeenkomst-mei-2023/": "/overzicht/bijeenkomst-mei-2023",
    "/ervaringsverhalen/verhaal-van-josé/": "/ervaringsverhalen/verhaal-van-josé",
    "/media/1910/presentatie-mei.pdf": "/media/1910/presentatie-mei.pdf",
    "/en/agenda/eating-together/": "/en/agenda/eating-together",
    "/week-tegen-eenzaamheid-2023/": "/week-tegen-eenzaamheid-2023",
    "/ar/مرحبا/": "/ar/مرحبا",
    "/agenda/maand/2026/": "/agenda/maand/2026",
    "/een-heel-lange-titel-van-een-bericht-over-de-bijeenkomst-van-het-netwerk/": (
        "/een-heel-lange-titel-van-een-bericht-over-de-bijeenkomst-van-het-netwerk"
    ),
}
NEVER = [
    "/",
    # Keys, and pages whose visitors are nobody's business.
    "/inzending/AbCdEf:1tXyZ:sig/bevestig/",
    "/en/inzending/iets/",
    "/agenda/verwijzers/Zm9vYmFyYmF6cXV4/",
    "/volgen/stop/",
    "/admin/pages/12/",
    "/documents/12/x.pdf",
    "/activiteit-aanmelden/eyJhIjoxfQ.abc.def/wie/",
    "/pagina/2f1c9a3e-0b1d-4c4f-9a55-1d2c3b4a5e6f/",
    "/pagina/d41d8cd98f00b204e9800998ecf8427e/",
    "/pagina/aB3dE5gH7jK9mN1p/",
    "/pagina/abcdefghijklmnopqrstuvwxyzabcdefghijklmnop/",
    "/reset/MQ/abc123-9f8e7d6c5b4a39281706f5e4d3c2b1a0/",
    # People.
    "/piet@example.org/",
    "/mail/piet%40example.org/",
    "/bel/0612345678/",
    "/bel/06-12 34 56 78/",
    "/bel/+31 30 123 45 67/",
    "/bsn/123456782/",
    "/code/12345/",
    "/wijk/3511ab/",
    "/wijk/3511 AB/",
    "/rekening/nl91abna0417164300/",
    # Whoever tries every door.
    "/wp-login.php",
    "/wp-admin/setup-config/",
    "/wordpress/",
    "/xmlrpc.php",
    "/.env",
    "/.git/config",
    "/agenda/.env.local",
    "/phpmyadmin/",
    "/cgi-bin/luci/",
    "/backup.zip",
    "/db.sql",
    "/index.aspx",
    "/vendor/phpunit/phpunit/",
    "/actuator/health/",
    "/.well-known/security.txt",
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/static/oud.css",
    "/_next/data/",
    "/a\nb/",
    "/a\0b/",
    "/<script>alert(1)</script>/",
    "/x=1/",
    "/" + "a/" * 101,
    "/" + "lang-" * 60,
]


def test_what_is_written_down_of_an_address():
    assert {path: missing.kept_path(path) for path in KEPT} == KEPT


def test_what_is_never_written_down():
    assert {path: missing.kept_path(path) for path in NEVER} == dict.fromkeys(NEVER, "")


VISITORS = itertools.count()


def somebody():
    """The address of somebody who did not ask before."""
    number = next(VISITORS)
    return f"10.{number // 62_500}.{number // 250 % 250}.{number % 250}"


def ask(client, address, times=1):
    """So many people ask for an address."""
    for _number in range(times):
        assert client.get(address, REMOTE_ADDR=somebody()).status_code == 404


def rows():
    return dict(MissingAddress.objects.values_list("path", "times"))


def test_an_address_is_written_down_the_fifth_time(client, site_root):
    ask(client, "/samen-eten/?naam=piet", 4)
    assert rows() == {}
    ask(client, "/Samen-Eten/?naam=jan")
    assert rows() == {"/samen-eten": 5}
    ask(client, "/samen-eten/", 7)
    assert rows() == {"/samen-eten": 10}
    assert MissingAddress.objects.get().last_seen == today()


def test_nothing_is_kept_of_the_address_before_that(client, site_root):
    ask(client, "/samen-eten/?naam=piet", 4)
    kept = " ".join(f"{key} {value!r}" for key, value in caches["default"]._cache.items())
    assert "samen-eten" not in kept
    assert "10.0.0" not in kept


def test_a_missing_slash_counts_once(client, site_root):
    for _time in range(5):
        assert client.get("/samen-eten", follow=True, REMOTE_ADDR=somebody()).status_code == 404
    assert rows() == {"/samen-eten": 5}


def test_what_is_there_or_leads_on_is_not_counted(client, site_root):
    about = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    Redirect.objects.create(old_path="/oud", redirect_page=about)
    for _time in range(5):
        client.get("/over-ons")
        client.get("/oud/")
        client.post("/niet-hier/")
    assert rows() == {}


def test_one_visitor_who_tries_again_stays_one(client, site_root):
    for number in range(200):
        client.get(f"/deur-{number // 50}/")
    assert rows() == {}


def test_the_list_has_an_end_and_the_least_asked_goes_first(client, site_root, monkeypatch):
    monkeypatch.setattr(missing, "MOST_ROWS", 2)
    ask(client, "/veel-gevraagd/", 10)
    ask(client, "/een-keer/", 5)
    ask(client, "/nieuw/", 5)
    assert rows() == {"/veel-gevraagd": 10, "/nieuw": 5}


def test_a_database_that_says_no_is_no_error_for_the_visitor(client, site_root, monkeypatch):
    def no(*args):
        raise DatabaseError

    monkeypatch.setattr(missing, "_add", no)
    ask(client, "/samen-eten/", 5)


def test_counting_makes_no_page_stale(client, site_root, commit):
    from core.page_cache import generation

    client.get("/eerst/")
    before = generation()
    with commit():
        ask(client, "/samen-eten/", 5)
        MissingAddress.objects.get().save()
    assert generation() == before


def test_after_a_year_it_is_forgotten(site_root):
    MissingAddress.objects.create(path="/oud", times=5, last_seen=today() - dt.timedelta(days=366))
    MissingAddress.objects.create(path="/nieuw", times=5, last_seen=today() - dt.timedelta(days=364))
    assert erase_expired()["missing addresses"] == 1
    assert rows() == {"/nieuw": 5}


# --- The page for visitors.


@pytest.fixture
def tree(site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda", show_in_menus=True)
    return {
        "root": site_root,
        "agenda": agenda,
        "dinner": AgendaItemFactory(parent=agenda, title="Samen eten in Zuilen", slug="samen-eten-zuilen"),
        "choir": ContentPageFactory(parent=site_root, title="Het koor", slug="zingen-in-het-koor"),
        "draft": ContentPageFactory(parent=site_root, title="Geheim plan", slug="geheim-plan", live=False),
    }


SUGGESTED = {
    "/overzicht/samen-eten-zuilen/": "Samen eten in Zuilen",
    "/agenda/samen-eten-in-zuilen/": "Samen eten in Zuilen",
    "/agenda/zuilen-samen-eten/": "Samen eten in Zuilen",
    "/agenda/samen-etten-zuilen/": "Samen eten in Zuilen",
    "/Agenda/Samen_Eten_Zuilen.html": "Samen eten in Zuilen",
    "/agenda/samen%20eten%20zuilen/": "Samen eten in Zuilen",
    "/media/1910/zingen-in-het-koor.pdf": "Het koor",
    "/x/zingen-koor/": "Het koor",
    "/samen/": None,
    "/x/samen-in-koor/": None,
    "/geheim-plan/weg/": None,
    "/iets-heel-anders/": None,
    "/ab/": None,
    "/wp-samen-eten-zuilen.php": None,
    "/inzending/samen-eten-zuilen/": None,
    "/\N{SNOWMAN}/": None,
}


def test_the_page_names_the_one_that_may_be_meant(client, tree):
    found = {}
    for address in SUGGESTED:
        text = client.get(address, follow=True).content.decode()
        titles = [title for title in ("Samen eten in Zuilen", "Het koor", "Geheim plan") if f">{title}</a>" in text]
        found[address] = next(iter(titles), None)
    assert found == SUGGESTED


def test_the_page_helps_on(client, tree):
    answer = client.get("/overzicht/samen-eten-zuilen/")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert not answer.cookies
    assert "no-store" not in answer.get("Cache-Control", "")
    assert 'content="noindex"' in text
    assert 'value="samen eten zuilen"' in text
    assert 'href="/agenda/"' in text
    assert 'href="/agenda/samen-eten-zuilen/"' in text
    assert "113" in text


def test_what_somebody_made_up_is_only_text(client, tree):
    text = client.get('/"><script>alert(1)</script>/').content.decode()
    assert "<script>alert" not in text
    text = client.get("/pagina/d41d8cd98f00b204e9800998ecf8427e/").content.decode()
    assert "d41d8" not in text.partition("<main")[2].partition("</main>")[0]


def test_a_page_that_ended_is_not_named(client, tree, commit):
    with time_machine.travel("2026-11-01T10:00:00+00:00", tick=False) as clock:
        with commit():
            tree["choir"].expire_at = dt.datetime(2026, 11, 1, 11, tzinfo=dt.UTC)
            tree["choir"].save()
        assert ">Het koor</a>" in client.get("/x/zingen-in-het-koor/").content.decode()
        clock.shift(dt.timedelta(hours=2))
        assert ">Het koor</a>" not in client.get("/x/zingen-in-het-koor/").content.decode()


def test_under_a_language_only_pages_of_that_language_are_named(client, tree, commit):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    with commit():
        tree["root"].copy_for_translation(locale).save_revision().publish()
        choir = tree["choir"].copy_for_translation(locale)
        choir.title, choir.slug = "The choir", "singing-in-the-choir"
        choir.save_revision().publish()
    text = client.get("/en/x/singing-in-choir/").content.decode()
    assert 'href="/en/singing-in-the-choir/"' in text
    assert "The choir" not in client.get("/x/singing-in-choir/").content.decode()


def test_under_a_language_dutch_pages_are_named_too(client, tree, commit):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    with commit():
        tree["root"].copy_for_translation(locale).save_revision().publish()
    text = client.get("/en/agenda/samen-etten-zuilen/").content.decode()
    assert 'href="/en/agenda/samen-eten-zuilen/" lang="nl" dir="ltr">Samen eten in Zuilen</a>' in text
    with commit():
        choir = tree["choir"].copy_for_translation(locale)
        choir.title, choir.slug = "The choir", "the-singers"
        choir.save_revision().publish()
    # Its Dutch address is known, so its translation is.
    text = client.get("/en/x/zingen-in-koor/").content.decode()
    assert 'href="/en/the-singers/">The choir</a>' in text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_without_such_a_page_the_one_above_it_is_named(client, tree, commit, prefix):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    with commit():
        tree["root"].copy_for_translation(locale).save_revision().publish()
    for address in ("/agenda/xx/", "/agenda/iets-heel-anders/nog-iets/"):
        text = client.get(f"{prefix}{address}").content.decode().partition("<main")[2]
        assert f'href="{prefix}/agenda/"' in text.partition("<form")[0]
    # Above a page of the first level there is only the front page, which is named anyway.
    assert (
        "Perhaps you find it here"
        not in client.get(f"{prefix}/iets-heel-anders/").content.decode().partition("<main")[2]
    )
    assert (
        "geheim" not in client.get(f"{prefix}/geheim-plan/weg/").content.decode().partition("<main")[2].lower()[:600]
    )


def test_a_flood_costs_no_comparing(client, tree, monkeypatch):
    asked = []
    monkeypatch.setattr(nearest, "nearest_to", lambda *args: asked.append(args))
    monkeypatch.setattr(nearest, "_MOST_EACH_MINUTE", 10)
    for number in range(30):
        client.get(f"/agenda/samen-eten-{number}/")
    assert len(asked) == 10


def test_ten_thousand_pages_cost_no_more_questions(client, tree, commit, django_assert_max_num_queries):
    client.get("/agenda/begin-hier/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/agenda/samen-eten-in-zuilen/")
    few = len(asked)
    assert few <= 12
    with commit():
        many_pages(tree["root"], ContentPage, 1000)
        tree["choir"].save()
    client.get("/agenda/begin-hier/")
    with django_assert_max_num_queries(few):
        assert "Samen eten in Zuilen" in client.get("/agenda/samen-eten-in-zuilen/").content.decode()


# --- The office.


@pytest.fixture
def editor(db):
    def editor(*codenames):
        user = User.objects.create_user(f"redactie-{len(codenames)}-{User.objects.count()}", password="x")
        user.groups.add(Group.objects.create(name=f"Groep {user.pk}"))
        names = ["access_admin", *codenames]
        user.groups.get().permissions.add(*Permission.objects.filter(codename__in=names))
        return User.objects.get(pk=user.pk)

    return editor


ALL = ("view_missingaddress", "change_missingaddress", "add_redirect")


@pytest.fixture
def address(db):
    return MissingAddress.objects.create(path="/overzicht/samen-eten-in-zuilen", times=15, last_seen=today())


def test_the_office_lists_them_with_a_suggestion(client, tree, address, editor):
    MissingAddress.objects.create(path="/iets-anders", times=40, last_seen=today())
    client.force_login(editor(*ALL))
    text = client.get("/admin/niet-gevonden/").content.decode()
    assert text.index("/iets-anders") < text.index(address.path)
    assert "Samen eten in Zuilen" in text
    assert "/admin/niet-gevonden/" in client.get("/admin/").content.decode()


def test_one_press_makes_the_redirect(client, tree, address, editor, commit):
    client.force_login(editor(*ALL))
    with commit():
        client.post(f"/admin/niet-gevonden/{address.pk}/doorverwijzen/", {"page": tree["dinner"].pk})
    assert not MissingAddress.objects.exists()
    client.logout()
    assert client.get("/Overzicht/samen-eten-in-zuilen")["Location"] == "/agenda/samen-eten-zuilen/"


def test_one_press_mends_a_redirect_of_all_sites_whose_page_is_gone(client, tree, editor, commit):
    with commit():
        known = Redirect.objects.create(site=None, old_path="/samen-eten", redirect_page=tree["draft"])
    address = MissingAddress.objects.create(path="/samen-eten", times=5, last_seen=today())
    client.force_login(editor(*ALL))
    with commit():
        answer = client.post(f"/admin/niet-gevonden/{address.pk}/doorverwijzen/", {"page": tree["dinner"].pk})
    assert answer.status_code == 302
    known.refresh_from_db()
    assert known.redirect_page_id == tree["dinner"].pk
    assert ModelLogEntry.objects.for_instance(known).exists()
    assert not MissingAddress.objects.exists()


def test_a_press_that_cannot_be_changes_nothing(client, tree, address, editor):
    client.force_login(editor(*ALL))
    here = ContentPageFactory(parent=tree["root"], title="Nu wel", slug="nu-wel")
    there = MissingAddress.objects.create(path="/nu-wel", times=5, last_seen=today())
    for number in ("", "x", "-1", "99999999999999999999", "0", str(tree["draft"].pk)):
        assert client.post(f"/admin/niet-gevonden/{address.pk}/doorverwijzen/", {"page": number}).status_code == 302
    client.post(f"/admin/niet-gevonden/{there.pk}/doorverwijzen/", {"page": here.pk})
    assert not Redirect.objects.exists()
    assert MissingAddress.objects.count() == 2
    assert client.get(f"/admin/niet-gevonden/{address.pk}/doorverwijzen/").status_code == 405


def test_what_is_left_aside_stays_so_and_can_come_back(client, tree, address, editor):
    client.force_login(editor(*ALL))
    client.post(f"/admin/niet-gevonden/{address.pk}/opzij/")
    assert address.path not in client.get("/admin/niet-gevonden/").content.decode()
    assert address.path in client.get("/admin/niet-gevonden/?opzij=1").content.decode()
    for _time in range(5):
        client.get(address.path + "/")
    address.refresh_from_db()
    assert address.is_ignored
    client.post(f"/admin/niet-gevonden/{address.pk}/opzij/", {"again": "1"})
    assert address.path in client.get("/admin/niet-gevonden/").content.decode()


@pytest.mark.parametrize(
    ("may", "listed", "led", "left"),
    [((), 302, 302, 302), (ALL[:1], 200, 302, 302), (ALL[:2], 200, 302, 302), (ALL[1:], 302, 302, 302)],
)
def test_only_who_may_can(client, tree, address, editor, may, listed, led, left):
    client.force_login(editor(*may))
    assert client.get("/admin/niet-gevonden/").status_code == listed
    client.post(f"/admin/niet-gevonden/{address.pk}/doorverwijzen/", {"page": tree["dinner"].pk})
    client.post(f"/admin/niet-gevonden/{address.pk}/opzij/")
    address = MissingAddress.objects.filter(path=address.path).first()
    assert Redirect.objects.exists() == ("add_redirect" in may)
    assert (address is None) == ("add_redirect" in may)
    if address:
        assert address.is_ignored == ("change_missingaddress" in may)


def test_the_list_costs_the_same_with_many(client, tree, editor, django_assert_max_num_queries):
    client.force_login(editor(*ALL))
    MissingAddress.objects.create(path="/samen-eten-zuilen-0", times=5, last_seen=today())
    client.get("/admin/niet-gevonden/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/niet-gevonden/")
    few = len(asked)
    MissingAddress.objects.bulk_create(
        MissingAddress(path=f"/samen-eten-zuilen-{number}", times=5, last_seen=today()) for number in range(1, 60)
    )
    client.get("/admin/niet-gevonden/")
    with django_assert_max_num_queries(few + 3):
        client.get("/admin/niet-gevonden/")

"""The page cache: fast, never stale, never anybody else's page."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from wagtail.models import PageViewRestriction

from core import page_cache
from core.models import SiteSettings
from tests.factories import AgendaIndexFactory, ContentPageFactory, DistrictFactory, at, item_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 300


@pytest.fixture
def page(site_root):
    return ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")


def test_a_second_visit_asks_the_database_nothing(client, page, django_assert_num_queries):
    first = client.get("/over-ons/")
    with django_assert_num_queries(0):
        second = client.get("/over-ons/")
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_a_known_page_is_answered_with_304(client, page):
    tag = client.get("/over-ons/").headers["ETag"]
    again = client.get("/over-ons/", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("asked", ["*", '"another", {}', "W/{}"])
def test_whoever_knows_the_page_in_any_way_of_saying_so_gets_a_304(client, page, asked):
    tag = client.get("/over-ons/").headers["ETag"]
    again = client.get("/over-ons/", headers={"if-none-match": asked.format(tag)})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get("/over-ons/", headers={"if-none-match": '"another"'}).status_code == 200


CHANGES = {
    "publishing": lambda page: _publish(page, title="Nieuwe titel"),
    "a setting of the site": lambda page: SiteSettings.objects.update_or_create(
        site_id=page.get_site().pk, defaults={"help_title": "Nieuwe titel"}
    ),
    "a new page in the menu": lambda page: ContentPageFactory(
        parent=page.get_parent(), title="Nieuwe titel", show_in_menus=True
    ),
}


def _publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_next_visit_after_a_change_is_fresh(client, page, commit, change):
    assert "Nieuwe titel" not in client.get("/over-ons/").content.decode()
    with commit():
        change(page)
    assert "Nieuwe titel" in client.get("/over-ons/").content.decode()


def test_unpublishing_and_closing_a_page_take_effect_at_once(client, page, commit):
    assert client.get("/over-ons/").status_code == 200
    with commit():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/over-ons/").status_code == 302
    with commit():
        restriction.delete()
        page.unpublish()
    assert client.get("/over-ons/").status_code == 404


def test_saving_a_draft_empties_nothing(client, page, commit):
    before = page_cache.generation()
    with commit():
        page.title = "Concept"
        page.save_revision()
    assert page_cache.generation() == before


def test_a_change_that_is_rolled_back_empties_nothing(page, django_capture_on_commit_callbacks):
    before = page_cache.generation()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        _publish(page, title="Nieuwe titel")
        raise ZeroDivisionError
    assert page_cache.generation() == before


def test_a_page_made_while_an_editor_publishes_is_never_served_again(client, page, commit, monkeypatch):
    """The old text is kept under the old generation: the race that purge lists lose."""
    from home.models import ContentPage

    serve = ContentPage.serve

    def publish_meanwhile(self, request, *args, **kwargs):
        response = serve(self, request, *args, **kwargs).render()
        with commit():
            _publish(ContentPage.objects.get(pk=self.pk), title="Nieuwe titel")
        return response

    monkeypatch.setattr(ContentPage, "serve", publish_meanwhile)
    assert "Nieuwe titel" not in client.get("/over-ons/").content.decode()
    monkeypatch.setattr(ContentPage, "serve", serve)
    assert "Nieuwe titel" in client.get("/over-ons/").content.decode()


def test_an_editor_gets_a_fresh_page_and_leaves_none_behind(client, admin_client, page):
    assert get_user_model().objects.exists()
    admin_client.get("/over-ons/")
    assert not [key for key in getattr(cache, "_cache", {}) if ":page:" in key]
    client.get("/over-ons/")
    assert [key for key in cache._cache if ":page:" in key]


def test_today_ends_at_midnight_in_utrecht(client, site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    evening = dt.datetime.fromisoformat("2026-11-25T23:59:30+01:00")
    with time_machine.travel(evening, tick=False) as clock:
        item_on(agenda, at(1), title="Koffie")
        assert [day.is_tomorrow for day in client.get("/agenda/").context["days"]] == [True]
        clock.shift(dt.timedelta(seconds=31))
        assert [day.is_today for day in client.get("/agenda/").context["days"]] == [True]


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/admin/login/"])
def test_errors_and_the_admin_are_never_kept(client, site_root, path):
    client.get(path)
    assert not [key for key in cache._cache if ":page:" in key]


def kept_pages():
    return [key for key in cache._cache if ":page:" in key]


@pytest.fixture
def agenda(site_root):
    DistrictFactory(name="Oost", slug="oost")
    return AgendaIndexFactory(parent=site_root, slug="agenda")


def test_different_hosts_and_answers_do_not_share_a_page(client, agenda):
    client.get("/agenda/?wijk=oost")
    client.get("/agenda/?wijk=oost", headers={"host": "localhost"})
    client.get("/agenda/?periode=week&wijk=oost")
    client.get("/agenda/?periode=week&wijk=oost", headers={"host": "localhost"})
    assert len(kept_pages()) == 4


@pytest.mark.parametrize(
    "address",
    [
        "/over-ons/?z=1", "/over-ons/?pagina=2", "/over-ons/?wijk=oost", "/over-ons/?&&",
        "/agenda/?postcode=9999", "/agenda/?wijk=oost&z=1", "/agenda/?wijk=%6fost", "/agenda/?periode=week&pagina=7",
        "/agenda/?van=2026-11-25&tot=2026-11-26", "/agenda/maand/?maand=2026-12&wijk=verzonnen",
        "/agenda/kaart/?wijk=verzonnen", "/agenda/insluiten/?aantal=007", "/agenda/insluiten/?doelgroep=verzonnen",
        "/agenda/agenda.ics?wijk=oost", "/agenda/agenda.atom?wijk=oost", "/agenda/agenda.json?wijk=oost",
        "/agenda/meenemen/?wijk=oost", "/agenda/verwijzers/?kies=1",
        "/agenda/?dagdeel=avond&wijk=oost&soort=course&prijs=gratis&toegang=tolk",
    ],
)  # fmt: skip
def test_what_people_type_and_make_up_cannot_fill_the_cache(client, page, agenda, address):
    assert client.get(address, follow=False).status_code in {200, 302}
    assert kept_pages() == []


@pytest.mark.parametrize("visitor", ["client", "admin_client"])
def test_a_card_read_before_a_change_is_not_kept_as_if_made_after_it(request, client, site_root, commit, visitor):
    """An editor looks at a list while a colleague publishes: visitors must not get the old card afterwards."""
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    item = item_on(agenda, at(1), title="Oude titel")
    from core.templatetags import components

    render = components.render_to_string

    def publish_meanwhile(*args, **kwargs):
        made = render(*args, **kwargs)
        if item.title == "Oude titel":
            with commit():
                _publish(item, title="Nieuwe titel")
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(components, "render_to_string", publish_meanwhile)
        request.getfixturevalue(visitor).get("/agenda/?z=1")
    assert item.title == "Nieuwe titel"
    text = client.get("/agenda/").content.decode()
    assert "Nieuwe titel" in text
    assert "Oude titel" not in text


def test_without_redis_the_site_is_slower_not_down(client, page, caplog):
    from core.cache import ForgivingRedisCache

    # Nothing listens on the first port.
    broken = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.3}})
    assert broken.get("a", "miss") == "miss"
    assert broken.get_many(["a"]) == {}
    assert broken.add("a", 1) is False
    with pytest.MonkeyPatch.context() as patch:
        from core import middleware

        patch.setattr(page_cache, "cache", broken)
        patch.setattr(middleware, "cache", broken)
        assert client.get("/over-ons/").status_code == 200
    assert "The cache did not answer" in caplog.text

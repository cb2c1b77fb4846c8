"""A page that gets another address keeps its old ones, and everything below it does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from home.models import ContentPage
from tests.factories import AgendaIndexFactory, AgendaItemFactory, ContentPageFactory, many_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    about = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")
    return {
        "root": site_root,
        "agenda": agenda,
        "item": AgendaItemFactory(parent=agenda, title="Soep", slug="soep"),
        "about": about,
        "history": ContentPageFactory(parent=about, title="Geschiedenis", slug="geschiedenis"),
        "other": ContentPageFactory(parent=site_root, title="Netwerk", slug="netwerk"),
    }


@pytest.fixture
def rename(commit):
    def rename(page, slug):
        """As an editor does it: a new slug in a new revision, published."""
        with commit():
            fresh = page.specific_class.objects.get(pk=page.pk)
            fresh.slug = slug
            fresh.save_revision().publish()

    return rename


@pytest.fixture
def move(commit):
    def move(page, target):
        with commit():
            fresh = page.specific_class.objects.get(pk=page.pk)
            fresh.move(target.specific_class.objects.get(pk=target.pk), pos="last-child")

    return move


def leads(client, address):
    answer = client.get(address)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


def test_another_slug_leaves_the_old_address_leading_on(client, tree, rename):
    rename(tree["item"], "soep-en-brood")
    assert leads(client, "/agenda/soep/") == "/agenda/soep-en-brood/"
    assert leads(client, "/Agenda/Soep?utm_source=x") == "/agenda/soep-en-brood/"


def test_so_do_its_calendar_and_the_links_in_letters(client, tree, rename):
    rename(tree["item"], "soep-en-brood")
    assert leads(client, "/agenda/soep/agenda.ics") == "/agenda/soep-en-brood/agenda.ics"
    assert leads(client, "/agenda/soep/2026-11-24T1000.ics") == "/agenda/soep-en-brood/2026-11-24T1000.ics"
    rename(tree["agenda"], "te-doen")
    assert leads(client, "/agenda/agenda.ics?wijk=zuid") == "/te-doen/agenda.ics?wijk=zuid"
    assert leads(client, "/agenda/maand/") == "/te-doen/maand/"
    assert leads(client, "/agenda/verwijzers/AbC-123_x/") == "/te-doen/verwijzers/AbC-123_x/"


def test_so_does_everything_below_it(client, tree, rename, move):
    rename(tree["about"], "wie-zijn-wij")
    assert leads(client, "/over-ons/geschiedenis/") == "/wie-zijn-wij/geschiedenis/"
    move(tree["about"], tree["other"])
    assert leads(client, "/over-ons/") == "/netwerk/wie-zijn-wij/"
    assert leads(client, "/wie-zijn-wij/geschiedenis/") == "/netwerk/wie-zijn-wij/geschiedenis/"
    assert leads(client, "/over-ons/geschiedenis/") == "/netwerk/wie-zijn-wij/geschiedenis/"


def test_three_moves_are_still_one_step(client, tree, rename):
    for slug in ("een", "twee", "drie"):
        rename(tree["about"], slug)
    assert [leads(client, f"/{slug}/") for slug in ("over-ons", "een", "twee")] == ["/drie/"] * 3


def test_a_page_that_moves_back_is_just_there(client, tree, rename):
    rename(tree["about"], "wie-zijn-wij")
    rename(tree["about"], "over-ons")
    assert leads(client, "/over-ons/") == 200
    assert leads(client, "/wie-zijn-wij/") == "/over-ons/"
    assert leads(client, "/over-ons/geschiedenis/") == 200


def test_to_and_fro_between_two_places(client, tree, move):
    for _time in range(2):
        move(tree["history"], tree["other"])
        assert leads(client, "/over-ons/geschiedenis/") == "/netwerk/geschiedenis/"
        move(tree["history"], tree["about"])
        assert leads(client, "/netwerk/geschiedenis/") == "/over-ons/geschiedenis/"
        assert leads(client, "/over-ons/geschiedenis/") == 200


def test_two_pages_that_change_places(client, tree, rename):
    rename(tree["about"], "tijdelijk")
    rename(tree["other"], "over-ons")
    rename(tree["about"], "netwerk")
    assert "Netwerk" in client.get("/over-ons/").content.decode()
    assert "Over ons" in client.get("/netwerk/").content.decode()
    assert leads(client, "/tijdelijk/") == "/netwerk/"


def test_a_new_page_at_the_old_address_wins_and_keeps_winning(client, tree, rename, commit):
    rename(tree["about"], "wie-zijn-wij")
    with commit():
        new = ContentPageFactory(parent=tree["root"], title="Weer over ons", slug="over-ons")
    assert leads(client, "/over-ons/") == 200
    rename(new, "over-ons-nu")
    # Whoever was there last.
    assert leads(client, "/over-ons/") == "/over-ons-nu/"


def test_an_unpublished_page_leaves_nothing_that_leads_on(client, tree, rename, commit):
    rename(tree["about"], "wie-zijn-wij")
    with commit():
        ContentPage.objects.get(pk=tree["about"].pk).unpublish()
    assert leads(client, "/over-ons/") == 404


def test_a_draft_that_is_renamed_leaves_no_trace(client, tree, commit):
    with commit():
        draft = ContentPage.objects.get(pk=tree["about"].pk)
        draft.slug = "nog-niet"
        draft.save_revision()
    assert leads(client, "/over-ons/") == 200
    assert not Redirect.objects.exists()


def test_a_deleted_page_takes_its_old_addresses_along(client, tree, rename, commit):
    rename(tree["other"], "netwerken")
    with commit():
        ContentPage.objects.get(pk=tree["other"].pk).delete()
    assert leads(client, "/netwerk/") == 404


def test_what_an_editor_said_of_an_old_address_follows_the_page(client, tree, rename):
    """A row that names the address, not the page: from the move on it still arrives in one step."""
    site = Site.objects.get(is_default_site=True)
    Redirect.objects.create(old_path="/colofon", redirect_link="/over-ons/", site=site)
    assert leads(client, "/colofon/") == "/over-ons/"
    rename(tree["about"], "wie-zijn-wij")
    assert leads(client, "/colofon/") == "/wie-zijn-wij/"
    assert Redirect.objects.get(old_path="/colofon").redirect_page_id == tree["about"].pk


def test_a_row_for_an_address_below_a_page_follows_as_well(client, tree, rename):
    Redirect.objects.create(old_path="/kalender", redirect_link="http://127.0.0.1:8000/agenda/soep/agenda.ics")
    rename(tree["item"], "soep-en-brood")
    assert leads(client, "/kalender/") == "/agenda/soep-en-brood/agenda.ics"


def test_translations_have_old_addresses_of_their_own(client, tree, rename, commit):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    with commit():
        tree["root"].copy_for_translation(locale).save_revision().publish()
        about = tree["about"].copy_for_translation(locale)
        about.slug = "about-us"
        about.save_revision().publish()
    rename(about, "who-we-are")
    assert leads(client, "/en/about-us/") == "/en/who-we-are/"
    assert leads(client, "/over-ons/") == 200
    rename(tree["about"], "wie-zijn-wij")
    assert leads(client, "/over-ons/") == "/wie-zijn-wij/"
    assert leads(client, "/en/over-ons/") == "/en/who-we-are/"
    assert leads(client, "/en/who-we-are/") == 200


def test_an_alias_under_another_language_leads_on_as_well(client, tree, rename, commit):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    with commit():
        tree["root"].copy_for_translation(locale).save_revision().publish()
        if not tree["about"].get_translations().exists():
            tree["about"].copy_for_translation(locale, alias=True)
    assert leads(client, "/en/over-ons/") == 200
    rename(tree["about"], "wie-zijn-wij")
    answer = client.get("/en/over-ons/", follow=True)
    # An alias may keep its own address, or take the new one.
    assert answer.status_code == 200
    assert len(answer.redirect_chain) <= 1


def test_moving_a_hundred_pages_costs_as_many_questions_as_ten(tree, move, commit):
    def questions(many):
        parent = ContentPageFactory(parent=tree["root"], title=f"Map {many}", slug=f"map-{many}")
        many_pages(parent, ContentPage, many)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            move(parent, tree["other"])
        assert Redirect.objects.filter(old_path__startswith=f"/map-{many}").count() == many + 1
        return len(asked)

    questions(2)
    few, lots = questions(10), questions(100)
    assert lots <= few + 5, (few, lots)

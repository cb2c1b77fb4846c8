"""What happens to the translations and aliases of a Dutch page when something happens to that page."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from agenda.models import AgendaDateChange
from core.queries import public
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    ContentPageFactory,
    TopicFactory,
    VenueFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(site_root):
    return open_language(site_root, "en").locale


@pytest.fixture
def arabic(site_root):
    return open_language(site_root, "ar").locale


@pytest.fixture
def about(site_root):
    return ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")


def translate(page, locale, **fields):
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def fresh(page):
    return type(page).objects.get(pk=page.pk)


class TestWhatIsTheSame:
    @pytest.fixture
    def soup(self, site_root):
        return item_on(AgendaIndexFactory(parent=site_root, slug="agenda"), at(1), title="Soep", slug="soep")

    @pytest.fixture
    def english_soup(self, soup, english):
        translate(soup.get_parent().specific, english, title="What is on")
        return translate(soup, english, title="Soup", price_note="With bread")

    def change(self, soup):
        soup.price, soup.venue, soup.topic = Decimal("2.50"), VenueFactory(name="De Boog"), TopicFactory()
        soup.phone, soup.audiences, soup.price_note = "030 123 45 67", [AudienceFactory(name="Ouderen")], "Met brood"
        soup.dates = [type(soup.dates.first())(**at(5, "14:00", "15:00"))]
        soup.save_revision().publish()

    def test_it_follows_as_soon_as_the_dutch_page_is_published(self, soup, english_soup):
        self.change(soup)
        page = fresh(english_soup)
        assert (page.price, page.venue.name, page.topic, page.phone) == (
            Decimal("2.50"), "De Boog", soup.topic, "030 123 45 67",
        )  # fmt: skip
        assert [one.name for one in page.audiences.all()] == ["Ouderen"]
        assert [one.start_date for one in page.dates.all()] == [soup.dates.first().start_date]
        # Its words stay its own.
        assert (page.title, page.price_note, page.slug, page.live) == ("Soup", "With bread", "soep", True)

    def test_what_was_taken_away_goes_too(self, soup, english_soup):
        self.change(soup)
        soup.audiences, soup.topic, soup.venue = [], None, None
        soup.save_revision().publish()
        page = fresh(english_soup)
        assert (list(page.audiences.all()), page.topic, page.venue) == ([], None, None)

    def test_a_translation_that_is_being_changed_keeps_its_draft(self, soup, english_soup):
        english_soup.title = "Soup and a chat"
        english_soup.save_revision()
        self.change(soup)
        page = fresh(english_soup)
        assert (page.title, page.price) == ("Soup", Decimal("2.50"))
        draft = page.get_latest_revision_as_object()
        assert (draft.title, draft.price) == ("Soup and a chat", Decimal("2.50"))

    def test_nothing_is_written_when_nothing_differs(self, soup, english_soup):
        self.change(soup)
        before = fresh(english_soup).revisions.count()
        soup.summary = "Nieuwe woorden."
        soup.save_revision().publish()
        assert fresh(english_soup).revisions.count() == before

    def test_a_cancelled_date_is_cancelled_everywhere_at_once(self, client, soup, english_soup, arabic, commit):
        with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
            soup.changes = [AgendaDateChange(day=soup.dates.first().start_date, action="cancelled")]
            with commit():
                soup.save_revision().publish()
            for address in ("/agenda/soep/", "/en/agenda/soep/", "/ar/agenda/soep/"):
                assert "EventCancelled" in client.get(address).content.decode()

    def test_it_ends_with_the_dutch_page(self, soup, english_soup):
        soup.expire_at = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        soup.save_revision().publish()
        assert fresh(english_soup).expire_at == soup.expire_at

    def test_a_translation_published_as_it_once_was_gets_what_is_the_same_now(self, soup, english_soup):
        once = english_soup.save_revision()
        self.change(soup)
        once.publish()
        page = fresh(english_soup)
        assert (page.price, page.venue.name, page.live) == (Decimal("2.50"), "De Boog", True)
        page.phone = "030 765 43 21"
        page.save_revision().publish()
        assert (fresh(page).phone, fresh(soup).phone) == ("030 123 45 67", "030 123 45 67")


class TestAddress:
    def rename(self, page, slug):
        page.slug = slug
        page.save_revision().publish()

    def test_a_draft_follows_too_and_stays_the_latest(self, about, english, commit):
        translation = translate(about, english, title="About")
        translation.title = "About us"
        translation.save_revision()
        with commit():
            self.rename(about, "wie-zijn-wij")
        page = fresh(translation)
        assert page.slug == "wie-zijn-wij"
        page.get_latest_revision().publish()
        assert (fresh(page).slug, fresh(page).title) == ("wie-zijn-wij", "About us")

    def test_who_shared_it_follows(self, client, about, english, arabic, commit):
        translation, alias = (
            translate(about, english, title="About us"),
            about.copy_for_translation(arabic, alias=True),
        )
        with commit():
            self.rename(about, "wie-wij-zijn")
        assert (fresh(translation).slug, fresh(alias).slug) == ("wie-wij-zijn", "wie-wij-zijn")
        assert client.get("/en/wie-wij-zijn/").status_code == client.get("/ar/wie-wij-zijn/").status_code == 200
        assert fresh(translation).get_latest_revision_as_object().slug == "wie-wij-zijn"

    def test_an_address_of_its_own_stays(self, about, english, commit):
        translation = translate(about, english, slug="about-us")
        with commit():
            self.rename(about, "wie-wij-zijn")
        assert fresh(translation).slug == "about-us"

    def test_one_that_is_taken_gets_a_number(self, site_root, about, english, commit):
        translation = translate(about, english)
        english_only = ContentPageFactory(
            parent=site_root.get_translation(english), slug="wie-wij-zijn", locale=english
        )
        with commit():
            self.rename(about, "wie-wij-zijn")
        assert (fresh(translation).slug, fresh(english_only).slug) == ("wie-wij-zijn-1", "wie-wij-zijn")

    def test_the_old_address_leads_on_in_every_language(self, client, about, english, commit):
        with commit():
            translate(about, english)
            self.rename(about, "wie-wij-zijn")
        assert client.get("/en/over-ons/", follow=True).redirect_chain[-1][0].endswith("/en/wie-wij-zijn/")


class TestMove:
    @pytest.fixture
    def network(self, site_root):
        return ContentPageFactory(parent=site_root, title="Het netwerk", slug="netwerk")

    def test_translations_and_aliases_move_along(self, client, about, network, english, arabic, commit):
        below = translate(network, english, slug="network")
        network.copy_for_translation(arabic, alias=True)
        translation, alias = translate(about, english, slug="about-us"), about.copy_for_translation(arabic, alias=True)
        with commit():
            about.move(network, pos="last-child")
        assert fresh(translation).get_parent().pk == below.pk
        for address in ("/netwerk/over-ons/", "/en/network/about-us/", "/ar/netwerk/over-ons/"):
            assert client.get(address).status_code == 200
        assert fresh(alias).alias_of_id == about.pk

    def test_below_a_page_that_is_not_translated_an_alias_stands_for_it(self, client, about, network, english, commit):
        translation = translate(about, english, slug="about-us")
        with commit():
            about.move(network, pos="last-child")
        assert fresh(translation).get_parent().alias_of_id == network.pk
        assert client.get("/en/netwerk/about-us/").status_code == 200

    def test_another_order_moves_nothing(self, about, network, english):
        translation = translate(about, english)
        before = fresh(translation).path
        about.move(network, pos="right")
        assert fresh(translation).path == before


class TestCopy:
    def test_a_copy_is_dutch_only(self, about, english):
        translate(about, english)
        copy = about.copy(update_attrs={"slug": "over-ons-2"})
        assert copy.translation_key != about.translation_key
        assert not copy.get_translations().exists()
        assert Page.objects.filter(locale=english, depth=3).count() == 1


class TestGone:
    def test_taken_off_the_site_in_every_language(self, client, about, english, arabic, commit):
        translation, alias = translate(about, english), about.copy_for_translation(arabic, alias=True)
        about.refresh_from_db()
        with commit():
            about.unpublish()
        assert (fresh(translation).live, fresh(alias).live) == (False, False)
        assert {client.get(path).status_code for path in ("/over-ons/", "/en/over-ons/", "/ar/over-ons/")} == {404}

    def test_a_translation_can_go_by_itself(self, about, english):
        translation = translate(about, english)
        translation.unpublish()
        assert fresh(about).live

    def test_deleted_in_every_language_with_what_is_below(self, about, site_root, english, arabic):
        child = ContentPageFactory(parent=about, slug="historie")
        translation, alias = translate(about, english), about.copy_for_translation(arabic, alias=True)
        below = translate(child, english)
        copy = about.create_alias(parent=site_root, update_slug="over-ons-alias")
        fresh(about).delete()
        assert not Page.objects.filter(
            pk__in=[one.pk for one in (about, child, translation, alias, below, copy)]
        ).exists()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_deleted_translation_leaves_the_dutch_page(self, client, about, english):
        translate(about, english).delete()
        assert fresh(about).live

    def test_an_alias_of_another_place_follows_texts_but_keeps_its_address(self, about, site_root):
        alias = about.create_alias(parent=site_root, update_slug="over-ons-alias")
        about.title, about.slug = "Wie wij zijn", "wie-wij-zijn"
        about.save_revision().publish()
        assert (fresh(alias).title, fresh(alias).slug) == ("Wie wij zijn", "over-ons-alias")


class TestOffice:
    @pytest.fixture
    def said(self, admin_client, about, english):
        translate(about, english)

        def ask(name, *args):
            response = admin_client.get(reverse(name, args=args))
            assert response.status_code == 200
            return " ".join(str(one) for one in get_messages(response.wsgi_request)) + response.content.decode()

        return ask

    def test_it_says_so_before_it_does_it(self, said, about, site_root):
        parent = ContentPageFactory(parent=site_root)
        for name, args in (
            ("wagtailadmin_pages:delete", [about.pk]),
            ("wagtailadmin_pages:unpublish", [about.pk]),
            ("wagtailadmin_pages:copy", [about.pk]),
            ("wagtailadmin_pages:move_confirm", [about.pk, parent.pk]),
        ):
            assert "Engels" in said(name, *args), name

    def test_a_page_in_dutch_only_is_dealt_with_in_silence(self, said, site_root):
        page = ContentPageFactory(parent=site_root)
        assert "The translations into" not in said("wagtailadmin_pages:delete", page.pk)


def test_what_is_taken_off_the_site_does_not_appear_later_in_another_language(about, english):
    translation = about.copy_for_translation(english)
    translation.go_live_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    translation.save_revision().publish()
    fresh(about).unpublish()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=2), tick=False):
        call_command("publish_scheduled")
    assert not fresh(translation).live


@pytest.mark.parametrize("closed_by", ["itself", "the page above"])
def test_what_is_closed_in_dutch_is_closed_in_every_language(client, site_root, english, commit, closed_by):
    above = ContentPageFactory(parent=site_root, title="Voor het bestuur", slug="bestuur")
    page = ContentPageFactory(parent=above, title="Notulen", slug="notulen")
    translate(above, english, title="For the board", slug="board")
    translate(page, english, title="Minutes", slug="minutes", summary="Kwartelhof is sold.")
    with commit():
        closed = page if closed_by == "itself" else above
        PageViewRestriction.objects.create(page=closed, restriction_type="password", password="geheim")
    for address in ("/en/board/minutes/", "/en/bestuur/notulen/", "/bestuur/notulen/"):
        assert "Kwartelhof is sold" not in client.get(address, follow=True).content.decode()
    assert not Page.objects.filter(public(), title="Minutes").exists()


def test_locales_are_chosen_in_the_office(admin_client):
    text = admin_client.get(reverse("wagtaillocales:add")).content.decode()
    assert 'value="pl"' in text
    assert 'value="en"' not in text
    assert Locale.objects.count() == 5

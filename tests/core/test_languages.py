"""Languages as a visitor meets them: which there are, where links lead, and what search engines are told."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language_from_path, get_language_info
from wagtail.models import Locale

from agenda.models import SubmitActivityPage
from core.models import SiteSettings, SiteWords
from tests.factories import (
    AgendaIndexFactory,
    ContentPageFactory,
    PartnerFactory,
    PartnerIndexFactory,
    TopicFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def links_of(html):
    """Every address on this site a visitor can go to, without those of the language menu."""
    found = re.findall(
        r"<(?:a|form)\b[^>]*?(?:href|action)=\"(/[^\"]*)\"[^>]*>", re.sub(r"<a [^>]*hreflang[^>]*>", "", html)
    )
    return {link for link in found if not link.startswith(("/static/", "/beeld/", "/documents/"))}


@pytest.fixture
def english(site_root):
    return open_language(site_root, "en")


@pytest.fixture
def about(site_root):
    return ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons", show_in_menus=True)


def translate(page, code="en", **fields):
    """A published translation of a page whose parent is translated."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


class TestWhichThereAre:
    def test_five_are_set_up(self):
        assert set(Locale.objects.values_list("language_code", flat=True)) == {"nl", "en", "ar", "tr", "uk"}

    def test_more_can_be_added_and_each_works(self):
        codes = [code for code, _name in django_settings.LANGUAGES]
        assert {"pl", "es", "fa", "fr", "de"} <= set(codes)
        assert [code for code in codes if get_language_from_path(f"/{code}/") != (None if code == "nl" else code)] in (
            [],
            ["nl"],
        )
        assert {code for code in codes if get_language_info(code)["bidi"]} == {"ar", "ckb", "fa", "ur"}

    @pytest.mark.parametrize(
        ("path", "dutch"),
        [
            ("/en/", "/"),
            ("/pl/over-ons/?x=1", "/over-ons/?x=1"),
            ("/en/zoeken/?q=soep", "/zoeken/?q=soep"),
            ("/ar/inzending/abc/", "/inzending/abc/"),
            ("/en//elders.example/", "/elders.example/"),
            ("/en/%5Celders.example/%3Fa/", "/%5Celders.example/%3Fa/"),
        ],
    )
    def test_one_without_a_front_page_leads_to_dutch(self, client, about, path, dutch):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, dutch)

    def test_nothing_is_sent_to_it(self, client, about):
        assert client.post("/en/volgen/", {"email": "a@b.nl"})["Location"] == "/volgen/"

    def test_a_front_page_in_preparation_opens_nothing(self, client, site_root, about):
        site_root.copy_for_translation(Locale.objects.get(language_code="en"))
        site_root.copy_for_translation(Locale.objects.get(language_code="ar"), alias=True)
        assert client.get("/en/").status_code == client.get("/ar/").status_code == 302
        assert "hreflang" not in text_of(client, "/over-ons/")

    def test_it_closes_with_its_front_page(self, client, about, english, commit):
        assert client.get("/en/over-ons/").status_code == 200
        english.refresh_from_db()
        with commit():
            english.unpublish()
        assert client.get("/en/over-ons/").status_code == 302

    def test_a_language_added_in_the_office_opens_with_its_front_page(self, client, site_root, about):
        open_language(site_root, "pl")
        text = text_of(client, "/over-ons/")
        assert '<a href="/pl/over-ons/" lang="pl" hreflang="pl" dir="ltr">Polski</a>' in text
        # We have no words in it: what stands around the page is Dutch, and says so.
        assert '<html lang="nl" dir="ltr">' in text_of(client, "/pl/over-ons/")

    def test_the_browser_decides_nothing(self, client, about, english):
        response = client.get("/over-ons/", headers={"accept-language": "en"})
        assert (response.status_code, '<html lang="nl"' in response.content.decode()) == (200, True)

    def test_knowing_it_costs_no_query(self, client, about, english, settings, django_assert_max_num_queries):
        settings.PAGE_CACHE_SECONDS = 0
        client.get("/en/over-ons/")
        with django_assert_max_num_queries(12):
            client.get("/en/over-ons/")


class TestNotTranslated:
    def test_it_is_shown_in_dutch_and_says_so(self, client, about, english):
        text = text_of(client, "/en/over-ons/")
        assert '<html lang="en" dir="ltr">' in text
        assert '<main id="inhoud" tabindex="-1" lang="nl" dir="ltr">' in text
        assert "This page is only in Dutch." in text.partition("<main")[0]
        assert "This page is only in Dutch." not in text_of(client, "/over-ons/")

    def test_search_engines_keep_the_dutch_one(self, client, about, english):
        text = text_of(client, "/en/over-ons/")
        assert re.search(r'rel="canonical" href="http://[^/"]+/over-ons/"', text)
        assert '<meta name="robots" content="noindex">' in text
        assert 'rel="alternate" hreflang' not in text
        assert "/en/over-ons/" not in text_of(client, "/sitemap-en.xml")
        assert 'rel="alternate" hreflang' not in text_of(client, "/over-ons/")

    def test_the_canonical_address_of_a_list_is_dutch_too(self, client, site_root, english):
        AgendaIndexFactory(parent=site_root, slug="agenda")
        for path in ("", "maand/", "meenemen/"):
            canonical = re.search(
                r'rel="canonical" href="http://[^/"]+(/[^"]*)"', text_of(client, f"/en/agenda/{path}")
            )[1]
            assert canonical.startswith(f"/agenda/{path}")

    def test_every_link_stays_under_the_language(self, client, site_root, about, english):
        body = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{about.pk}">Over ons</a></p>'}]
        agenda = AgendaIndexFactory(parent=site_root, slug="agenda", show_in_menus=True)
        partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee", show_in_menus=True)
        dock = PartnerFactory(parent=partners, title="DOCK", slug="dock", topic=TopicFactory())
        item_on(agenda, at(1, rule="FREQ=WEEKLY"), title="Soep", slug="soep", organisers=[dock], body=body)
        site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
        paths = (
            *("", "over-ons/", "agenda/", "agenda/soep/", "agenda/maand/", "agenda/meenemen/", "agenda/verwijzers/"),
            *("wie-doet-mee/", "wie-doet-mee/dock/", "activiteit-aanmelden/", "zoeken/?q=soep", "volgen/"),
            f"inzending/fout-melden/{about.pk}/",
        )
        for path in paths:
            links = links_of(text_of(client, f"/en/{path}"))
            assert {link for link in links if not link.startswith("/en/")} == set(), path
            assert len(links) > 3
        assert "/en/over-ons/" in links_of(text_of(client, "/en/agenda/soep/"))

    def test_an_alias_is_not_a_translation(self, client, site_root, about, english):
        about.copy_for_translation(english.locale, alias=True)
        text = text_of(client, "/en/over-ons/")
        assert '<main id="inhoud" tabindex="-1" lang="nl" dir="ltr">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert re.search(r'rel="canonical" href="http://[^/"]+/over-ons/"', text)
        assert "/en/over-ons/" not in text_of(client, "/sitemap-en.xml")


class TestTranslated:
    @pytest.fixture
    def about_us(self, about, english):
        return translate(about, title="About us", slug="about-us", summary="Who we are.")

    def test_links_lead_to_the_translation_by_its_own_title(self, client, site_root, about, about_us):
        body = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{about.pk}">Over ons</a></p>'}]
        ContentPageFactory(parent=site_root, title="Privacy", slug="privacy", body=body)
        text = text_of(client, "/en/privacy/")
        assert '<a href="/en/about-us/">About us</a>' in text.partition("<main")[0]
        assert '<a href="/en/about-us/">Over ons</a>' in text.partition("<main")[2]

    def test_its_dutch_address_under_the_language_leads_on(self, client, about_us):
        response = client.get("/en/over-ons/?x=1")
        assert (response.status_code, response["Location"]) == (302, "/en/about-us/?x=1")

    def test_search_engines_hear_of_both(self, client, about_us):
        expected = [("nl", "/over-ons/"), ("en", "/en/about-us/"), ("x-default", "/over-ons/")]
        for path in ("/over-ons/", "/en/about-us/"):
            text = text_of(client, path)
            assert re.findall(r'rel="alternate" hreflang="([^"]+)" href="http://[^/"]+([^"]+)"', text) == expected
            assert "noindex" not in text
        assert "/en/about-us/" in text_of(client, "/sitemap-en.xml")

    def test_a_draft_counts_for_nothing(self, client, about, about_us, commit):
        with commit():
            about_us.unpublish()
        assert client.get("/en/about-us/").status_code == 404
        assert 'rel="alternate" hreflang' not in text_of(client, "/over-ons/")
        assert "This page is only in Dutch." in text_of(client, "/en/over-ons/")

    def test_kept_answers_do_not_mix_languages(self, client, site_root, about, about_us, settings):
        ContentPageFactory(parent=about, title="Historie", slug="historie")
        for _again in range(2):
            dutch, english = text_of(client, "/over-ons/"), text_of(client, "/en/about-us/")
            assert "/over-ons/historie/" in links_of(dutch)
            assert not [link for link in links_of(dutch) if link.startswith("/en/")]
            assert {link for link in links_of(english) if not link.startswith("/en/")} == set()
        settings.PAGE_CACHE_SECONDS = 0
        assert "/over-ons/historie/" in links_of(text_of(client, "/over-ons/"))
        cache.clear()
        assert "/en/about-us/" in links_of(text_of(client, "/en/"))
        assert "/over-ons/" in links_of(text_of(client, "/"))

    def test_a_card_shows_the_title_of_the_translation(self, client, site_root, english):
        translate(PartnerIndexFactory(parent=site_root, slug="wie-doet-mee"), title="Who takes part")
        source = PartnerFactory(
            parent=site_root.get_children().get(slug="wie-doet-mee"), title="Buurtkeuken", featured=True
        )
        PartnerFactory(parent=source.get_parent(), title="Het Danspaleis", featured=True)
        translate(source, title="Neighbourhood kitchen", slug="kitchen")
        text = text_of(client, "/en/")
        assert '<a href="/en/wie-doet-mee/kitchen/">Neighbourhood kitchen</a>' in text
        assert re.search(r'<a href="/en/wie-doet-mee/[^"]+" lang="nl" dir="ltr">Het Danspaleis</a>', text)


class TestSwitcher:
    def test_it_keeps_the_page_the_address_below_it_and_the_question(self, client, site_root, english):
        translate(AgendaIndexFactory(parent=site_root, slug="agenda"), title="What is on", slug="whats-on")
        for dutch, other in (
            ("/agenda/?prijs=gratis&amp;alleen=1", "/en/whats-on/?prijs=gratis&amp;alleen=1"),
            ("/agenda/maand/", "/en/whats-on/maand/"),
            ("/zoeken/?q=soep", "/en/zoeken/?q=soep"),
            ("/volgen/", "/en/volgen/"),
        ):
            for path in (dutch, other):
                text = text_of(client, path.replace("&amp;", "&"))
                for code, address in (("nl", dutch), ("en", other)):
                    assert f'<a href="{address}" lang="{code}" hreflang="{code}" dir="ltr"' in text

    def test_each_is_named_in_its_own_words_and_the_present_one_marked(self, client, site_root, about, english):
        open_language(site_root, "ar")
        text = text_of(client, "/en/over-ons/")
        assert '<a href="/ar/over-ons/" lang="ar" hreflang="ar" dir="rtl">العربيّة</a>' in text
        assert 'hreflang="en" dir="ltr" aria-current="true">English</a>' in text
        assert text.count('aria-current="true"') == 1 or 'hreflang="nl" dir="ltr" aria-current' not in text

    def test_where_nothing_is_it_leads_to_the_front_pages(self, client, english):
        text = client.get("/en/bestaat-niet/").content.decode()
        assert '<a href="/" lang="nl" hreflang="nl"' in text


class TestAroundThePages:
    def test_words_of_the_language_else_dutch_marked_as_such(self, client, site_root, about, english):
        settings = SiteSettings.for_site(site_root.get_site())
        settings.help_title, settings.footer_text = "Nu met iemand praten?", "Iedereen hoort erbij."
        settings.save()
        SiteWords.objects.create(locale=english.locale, help_title="Want to talk to someone now?")
        text = text_of(client, "/en/over-ons/")
        assert '<h2 id="help-title">Want to talk to someone now?</h2>' in text
        assert 'lang="nl" dir="ltr">Iedereen hoort erbij.' in text
        assert '<h2 id="help-title">Nu met iemand praten?</h2>' in text_of(client, "/over-ons/")

    def test_the_menu_is_that_of_the_dutch_site(self, client, site_root, about, english):
        assert '<a href="/en/over-ons/" lang="nl" dir="ltr">Over ons</a>' in text_of(client, "/en/")

    def test_addresses_of_our_own_follow_too(self, client, site_root, english):
        dock = PartnerFactory(parent=PartnerIndexFactory(parent=site_root, slug="wie-doet-mee"), slug="dock")
        assert f'href="/en{reverse("intake:report", args=[dock.pk])}"' in text_of(client, "/en/wie-doet-mee/dock/")

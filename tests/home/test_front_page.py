"""The front page: every section is fed by real content, and none is an empty shell."""

import datetime as dt

import pytest
from wagtail.models import Site

from core.dates import today
from core.models import SiteSettings
from home.apps import name_site
from tests.factories import (
    AgendaIndexFactory,
    CampaignFactory,
    ContentPageFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    StoryFactory,
    at,
    item_on,
    open_language,
)

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_a_front_page_without_empty_sections(client, db):
    text = client.get("/").content.decode()
    assert "Er is een plek" in text
    assert "Hele agenda" not in text
    assert "Verhalen uit de stad" not in text
    assert "wagtail-logo" not in text


def test_each_item_is_shown_once_with_its_next_date(client, site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    item_on(agenda, at(1), at(2), at(3), title="Elke dag koffie")
    item_on(agenda, at(2, "09:00", "10:00"), title="Koor")
    found = client.get("/").context["occurrences"]
    assert [one.item.title for one in found] == ["Elke dag koffie", "Koor"]


def test_daily_walk_ins_do_not_push_out_other_things(client, site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    for name in ("a", "b", "c"):
        item_on(agenda, *(at(day, "08:00", "08:30") for day in range(1, 7)), title=f"Inloop {name}")
    for name in ("d", "e", "f"):
        item_on(agenda, at(5), title=f"Eens {name}")
    assert len(client.get("/").context["occurrences"]) == 6


@pytest.mark.parametrize(
    ("announce", "end", "shown"),
    [(0, 0, True), (-7, 6, True), (1, 6, False), (-7, -1, False), (None, 6, False)],
)
def test_a_campaign_is_announced_only_in_its_period(client, site_root, announce, end, shown):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    CampaignFactory(
        parent=agenda,
        title="Week van de Soep",
        start_date=today() + dt.timedelta(days=min(end, 0)),
        end_date=today() + dt.timedelta(days=end),
        announce_from=None if announce is None else today() + dt.timedelta(days=announce),
    )
    assert ("Week van de Soep" in client.get("/").content.decode()) is shown


def test_stories_and_featured_partners_are_linked(client, site_root):
    stories = NewsIndexFactory(parent=site_root, slug="verhalen")
    StoryFactory(parent=stories, title="Een pan extra", slug="pan")
    partners = PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    PartnerFactory(parent=partners, title="Zichtbaar", slug="zichtbaar", featured=True)
    PartnerFactory(parent=partners, title="Gewoon", slug="gewoon")
    text = client.get("/").content.decode()
    assert 'href="/verhalen/pan/"' in text
    assert 'href="/wie-doet-mee/zichtbaar/"' in text
    assert 'href="/wie-doet-mee/gewoon/"' not in text


def test_all_stories_leads_to_the_translated_list_in_one_step(client, site_root, commit):
    stories = NewsIndexFactory(parent=site_root, slug="verhalen")
    StoryFactory(parent=stories, title="Een pan extra", slug="pan")
    english = open_language(site_root).locale
    with commit():
        translation = stories.copy_for_translation(english)
        translation.title, translation.slug = "Stories", "stories"
        translation.save_revision().publish()
    text = client.get("/en/").content.decode()
    assert 'href="/en/stories/"' in text
    assert 'href="/en/verhalen/"' not in text
    assert 'href="/verhalen/"' in client.get("/").content.decode()


def test_the_help_strip_shows_what_editors_set_and_never_nothing(
    client, site_root, django_capture_on_commit_callbacks
):
    assert 'href="tel:112"' in client.get("/").content.decode() or "112" in client.get("/").content.decode()
    settings = SiteSettings.for_site(site_root.get_site())
    settings.help_title, settings.help_phone = "Even bellen?", "088 – 000 00 00"
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    text = client.get("/").content.decode()
    assert "Even bellen?" in text
    assert 'href="tel:0880000000"' in text


@pytest.mark.parametrize(
    ("before", "after"), [("localhost", ("utrechtomarmt.nl", 443)), ("www.example.org", ("www.example.org", 80))]
)
def test_a_new_site_takes_the_public_address_and_a_chosen_one_stays(settings, site_root, before, after):
    site = site_root.get_site()
    Site.objects.filter(pk=site.pk).update(hostname=before, port=80)
    settings.PUBLIC_URL = "https://utrechtomarmt.nl"
    name_site()
    site.refresh_from_db()
    assert (site.hostname, site.port) == after


def test_an_untranslated_page_says_it_is_dutch(client, site_root):
    open_language(site_root)
    ContentPageFactory(parent=site_root, slug="privacy")
    text = client.get("/en/privacy/").content.decode()
    assert '<html lang="en"' in text
    assert '<main id="inhoud" tabindex="-1" lang="nl" dir="ltr">' in text
    assert '<meta name="robots" content="noindex">' in text

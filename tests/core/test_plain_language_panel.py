"""The panel 'plain language' in the editor's screen: what it reads, for whom, and that it changes nothing."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import Locale, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from core.models import BasePage, JargonWord
from core.plain_language.page_text import LONGEST_TEXT, Kind, pieces_of
from core.plain_language.views import advice_for
from tests.core.moderation import member
from tests.factories import (
    AgendaIndexFactory,
    AgendaItemFactory,
    CampaignFactory,
    ContentPageFactory,
    ImageFactory,
    NewsIndexFactory,
    PartnerFactory,
    PartnerIndexFactory,
    ReportFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """A superuser, whose office speaks English: the language of our own sentences."""
    user = get_user_model().objects.create_superuser("redactie", "r@example.org", "een lang wachtwoord")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


@pytest.fixture
def soup(site_root):
    """A published page with one paragraph."""
    return ContentPageFactory(parent=site_root, title="Soep", slug="soep", body=body("Je bent welkom."))


def body(*texts):
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts])


def form(text, **fields):
    """What the editor's screen sends: the form with one block of running text."""
    return nested_form_data(
        {
            "title": "Soep",
            "slug": "soep",
            "summary": "",
            "drawing": "0",
            "body": streamfield([("paragraph", rich_text(f"<p>{text}</p>"))]),
            "comments": inline_formset([]),
        }
        | fields
    )


def address(page):
    return reverse("plain_language_edit", args=[page.pk])


def ask(client, page, text, **fields):
    return client.post(address(page), form(text, **fields))


def test_the_panel_stands_beside_the_text_of_every_type(client, editor, site_root, soup):
    agenda = AgendaIndexFactory(parent=site_root)
    news = NewsIndexFactory(parent=site_root)
    made = [
        soup,
        agenda,
        AgendaItemFactory(parent=agenda),
        CampaignFactory(parent=agenda),
        StoryFactory(parent=news),
        ReportFactory(parent=news),
        PartnerFactory(parent=PartnerIndexFactory(parent=site_root)),
        site_root,
    ]
    for one in made:
        html = client.get(reverse("wagtailadmin_pages:edit", args=[one.pk])).content.decode()
        assert f'data-plain-language="{address(one)}"' in html, type(one)
        assert "plain-language.js" in html


def test_it_reads_what_is_typed_and_not_yet_saved(client, editor, soup):
    said = ask(client, soup, "Er wordt gekookt. De doelgroep eet.").content.decode()
    assert "<mark>wordt gekookt</mark>" in said
    assert "<mark>doelgroep</mark>" in said
    assert "voor wie het is" in said
    assert "Je bent welkom" not in said
    soup.refresh_from_db()
    assert "Je bent welkom" in str(soup.body)


def test_nothing_is_written(client, editor, soup):
    before = Revision.objects.count()
    ask(client, soup, "Er wordt gekookt.")
    assert Revision.objects.count() == before
    assert not FormState.objects.exists()


def test_a_good_text_gets_a_compliment_and_an_empty_one_none(client, editor, soup):
    assert "This reads well." in ask(client, soup, "Kom erbij. Er is soep.").content.decode()
    nothing = client.post(address(soup), form("", title="", body=streamfield([])))
    assert "There is no text yet." in nothing.content.decode()


@pytest.mark.parametrize("words", ["Je bent welkom.", "Er wordt gekookt. " * 3, ""])
def test_the_outcome_is_marked_for_who_hears_it(client, editor, soup, words):
    # The script puts it in the place that screen readers say aloud.
    assert ask(client, soup, words).content.count(b"data-plain-language-outcome") == 1


def test_a_field_that_is_not_right_yet_does_not_stop_the_advice(client, editor, soup):
    said = ask(client, soup, "De doelgroep eet.", slug="dit kan niet", drawing="geen getal").content.decode()
    assert "<mark>doelgroep</mark>" in said


def test_what_an_editor_writes_is_shown_as_text(client, editor, soup):
    said = ask(client, soup, "De &lt;img src=x onerror=alert(1)&gt; doelgroep eet.", title="<b>doelgroep</b>")
    assert "<img" not in said.content.decode()
    assert "<b>" not in said.content.decode()


def test_a_word_added_by_an_editor_counts_at_once(client, editor, soup):
    JargonWord.objects.create(word="soepbijeenkomst", better="soep eten")
    assert "soep eten" in ask(client, soup, "Er is een soepbijeenkomst.").content.decode()


def test_a_page_that_is_not_saved_yet_gets_advice_too(client, editor, site_root):
    screen = reverse("wagtailadmin_pages:add", args=["home", "contentpage", site_root.pk])
    where = re.search(r'data-plain-language="([^"]+)"', client.get(screen).content.decode())[1]
    said = client.post(where, form("De doelgroep eet."))
    assert "<mark>doelgroep</mark>" in said.content.decode()


def test_only_who_may_edit_the_page_gets_an_answer(client, site_root, soup):
    add = reverse("plain_language_add", args=["home", "contentpage", site_root.pk])
    assert client.post(address(soup), form("x")).status_code == 302
    client.force_login(get_user_model().objects.create_user("bezoeker", password="x"))
    assert client.post(address(soup), form("x")).status_code == 302
    nobody = get_user_model().objects.create_user("lezer", password="x")
    nobody.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(nobody)
    for where in (address(soup), add):
        # Wagtail sends whoever is in the office back to its first screen.
        answer = client.post(where, form("De doelgroep eet."))
        assert answer.status_code == 302
        assert b"doelgroep" not in answer.content


def test_a_member_of_the_editors_gets_advice(client, soup):
    client.force_login(member("Redacteur"))
    assert "<mark>doelgroep</mark>" in ask(client, soup, "De doelgroep eet.").content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"title": "x"}, {"body-count": "veel"}, {"body-count": "1"}, {"title": "x", "body-count": "-1"}],
)
def test_a_broken_form_is_no_error_of_the_site(client, editor, soup, data):
    assert client.post(address(soup), data).status_code in (200, 400)


def test_other_addresses_are_not_found(client, editor, site_root, soup):
    assert client.get(address(soup)).status_code == 405
    assert client.post(reverse("plain_language_edit", args=[99999])).status_code == 404
    for app, model in (("auth", "user"), ("wagtailcore", "page"), ("nergens", "niets")):
        assert client.post(reverse("plain_language_add", args=[app, model, site_root.pk])).status_code == 404
    assert client.post(reverse("plain_language_add", args=["home", "contentpage", 99999])).status_code == 404


def test_a_text_in_another_language_is_not_judged(client, editor, soup):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = soup.copy_for_translation(english, copy_parents=True)
    said = ask(client, translated, "De doelgroep eet.").content.decode()
    assert "reads Dutch texts only" in said
    assert "<mark>" not in said


def test_every_block_is_read_and_named(site_root):
    picture = ImageFactory(description="", is_decorative=False)
    page = ContentPageFactory(
        parent=site_root,
        title="Soep",
        body=json.dumps(
            [
                {"type": "heading", "value": {"text": "Koken", "level": "2"}, "id": "a"},
                {
                    "type": "paragraph",
                    "value": '<p>Een. <a href="/x">Klik hier</a></p><ul><li>Twee</li></ul>',
                    "id": "b",
                },
                {"type": "quote", "value": {"text": "Drie", "source": "Ali"}, "id": "c"},
                {"type": "details", "value": {"question": "Vier?", "answer": "<p>Vijf</p>"}, "id": "d"},
                {"type": "steps", "value": [{"title": "Zes", "text": "Zeven"}], "id": "e"},
                {"type": "button", "value": {"label": "Lees meer", "url": "https://example.org"}, "id": "f"},
                {
                    "type": "picture",
                    "value": {"image": {"image": picture.pk, "alt_text": "", "decorative": False}, "caption": "Acht"},
                    "id": "g",
                },
            ]
        ),
    )
    found = [(piece.kind, piece.text, piece.path) for piece in pieces_of(page) if piece.kind is not Kind.OTHER]
    assert found == [
        (Kind.SHORT, "Soep", "title"),
        (Kind.RUNNING, "Je bent welkom.", "summary"),
        (Kind.HEADING, "Koken", "a"),
        (Kind.LINK, "Klik hier", "b"),
        (Kind.RUNNING, "Een. Klik hier", "b"),
        (Kind.RUNNING, "Twee", "b"),
        (Kind.RUNNING, "Drie", "c"),
        (Kind.SHORT, "Vier?", "d"),
        (Kind.RUNNING, "Vijf", "d"),
        (Kind.SHORT, "Zes", "e"),
        (Kind.SHORT, "Zeven", "e"),
        (Kind.LINK, "Lees meer", "f"),
        (Kind.PICTURE, "", "g"),
        (Kind.SHORT, "Acht", "g"),
    ]


def test_a_heading_above_a_film_or_steps_is_not_empty(site_root):
    blocks = [
        {"type": "heading", "value": {"text": "Kijk", "level": "2"}, "id": "a"},
        {"type": "video", "value": {"title": "Film", "url": "https://example.org"}, "id": "b"},
        {"type": "heading", "value": {"text": "Zo", "level": "2"}, "id": "c"},
        {"type": "steps", "value": [{"title": "Bel"}], "id": "d"},
    ]
    page = ContentPageFactory(parent=site_root, title="Soep", body=json.dumps(blocks))
    assert advice_for(page).groups == []
    del blocks[1]
    empty = ContentPageFactory(parent=site_root, title="Thee", body=json.dumps(blocks))
    assert [remark.path for group in advice_for(empty).groups for remark in group.remarks] == ["a"]


def test_a_very_long_text_is_read_in_part_and_says_so(client, editor, soup):
    soup.body = body("De doelgroep eet. " * (LONGEST_TEXT // 10))
    assert sum(len(piece.text) for piece in pieces_of(soup)) == LONGEST_TEXT
    assert "Only its first part was read." in ask(client, soup, "Wij eten. " * (LONGEST_TEXT // 9)).content.decode()


def test_a_type_for_professionals_may_speak_of_lonely_people(site_root, monkeypatch):
    page = ContentPageFactory(parent=site_root, title="Zorg voor eenzame mensen")
    assert advice_for(page).count == 1
    monkeypatch.setattr(BasePage, "written_for_residents", False)
    assert advice_for(page).count == 0


def test_wagtails_own_check_of_headings_gives_way_to_ours_in_the_editor_only(client, editor, soup):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[soup.pk])).content.decode()
    configuration = json.loads(re.search(r'id="checker-axe-configuration"[^>]*>(.*?)</script>', html)[1])
    assert "heading-order" not in configuration["options"]["runOnly"]
    assert "link-name" in configuration["options"]["runOnly"]


def test_editors_find_the_list_of_hard_words(client, editor):
    listing = client.get(reverse("wagtailsnippets_core_jargonword:list")).content.decode()
    assert "doelgroep" in listing
    assert JargonWord.objects.count() >= 40


def test_advice_costs_a_bounded_number_of_queries(client, editor, soup, django_assert_max_num_queries):
    ask(client, soup, "Soep.")
    with django_assert_max_num_queries(30):
        ask(client, soup, "De doelgroep eet. " * 200)

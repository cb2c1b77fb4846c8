"""The office of the search: what was not found, words that mean the same, tips."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.contrib.search_promotions.models import SearchPromotion

from core.dates import today
from search.models import MissedSearch, Synonyms
from search.synonyms_admin import SynonymsViewSet
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db
ALL = (
    "search.view_missedsearch", "search.delete_missedsearch", "search.add_synonyms", "search.change_synonyms",
    "search.delete_synonyms", "search.view_synonyms", "wagtailsearchpromotions.add_searchpromotion",
    "wagtailsearchpromotions.change_searchpromotion", "wagtailsearchpromotions.delete_searchpromotion",
)  # fmt: skip


@pytest.fixture
def as_editor(client, site_root):
    """Log in as somebody who may do just this in the office."""

    def log_in(*permissions):
        user = get_user_model().objects.create_user(username="noor", password="een lang wachtwoord")
        group = Group.objects.create(name="Zoekers")
        for one in ("wagtailadmin.access_admin", *permissions):
            app, codename = one.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def row(db):
    return MissedSearch.objects.create(term="wandelgroup & thee", language="nl", times=10, last_seen=today())


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_offers_what_one_can_do_about_it(as_editor, row):
    page = text(as_editor(*ALL).get(reverse("missed_searches")))
    assert "wandelgroup &amp; thee" in page
    start = "words=wandelgroup+%26+thee&amp;language=nl"
    assert f'href="{reverse("wagtailsnippets_search_synonyms:add")}?{start}"' in page
    assert f'href="{reverse("wagtailsearchpromotions:add")}?{start}"' in page
    assert 'href="/zoeken/?q=wandelgroup+%26+thee"' in page
    assert reverse("missed_search_delete", args=[row.pk]) in page


def test_a_row_in_another_language_leads_to_the_search_in_that_language(as_editor, row):
    MissedSearch.objects.update(language="ar")
    assert 'href="/ar/zoeken/?q=wandelgroup+%26+thee"' in text(as_editor(*ALL).get(reverse("missed_searches")))


def test_who_may_only_look_is_offered_nothing_else(as_editor, row):
    page = text(as_editor("search.view_missedsearch").get(reverse("missed_searches")))
    assert "wandelgroup" in page
    assert "synonyms/add" not in page
    assert "searchpicks/add" not in page
    assert "/weg/" not in page


@pytest.mark.parametrize("name", ["missed_searches", "missed_search_delete", "wagtailsearchpromotions:index"])
def test_without_permission_there_is_nothing_to_see(as_editor, row, name):
    args = [row.pk] if name.endswith("delete") else []
    client = as_editor()
    assert client.get(reverse(name, args=args)).status_code == 302
    if args:
        client.post(reverse(name, args=args))
    assert MissedSearch.objects.count() == 1


def test_a_row_can_be_taken_away(as_editor, row):
    client = as_editor(*ALL)
    assert "wandelgroup" in text(client.get(reverse("missed_search_delete", args=[row.pk])))
    client.post(reverse("missed_search_delete", args=[row.pk]))
    assert not MissedSearch.objects.exists()


def test_everything_about_searching_is_under_one_menu_item(as_editor, row):
    page = text(as_editor(*ALL).get(reverse("wagtailadmin_home")))
    for address in (
        reverse("missed_searches"), reverse("wagtailsnippets_search_synonyms:list"),
        reverse("wagtailsearchpromotions:index"),
    ):  # fmt: skip
        assert page.count(f'"{address}"') == 1, address


def test_the_report_that_would_always_be_empty_is_offered_to_nobody(admin_client, site_root):
    page = text(admin_client.get(reverse("wagtailadmin_home")))
    assert reverse("missed_searches") in page
    assert reverse("wagtailsearchpromotions:search_terms") not in page


# --- Words that mean the same ----------------------------------------------------------------------------------
ADD = "wagtailsnippets_search_synonyms:add"


@pytest.fixture
def no_groups(db):
    """Without the groups that every site begins with."""
    Synonyms.objects.all().delete()


def send(client, words, language="nl", url=None):
    return client.post(url or reverse(ADD), {"words": words, "language": language})


def test_a_new_group_begins_with_the_word_that_was_not_found(as_editor):
    page = text(as_editor(*ALL).get(reverse(ADD), {"words": "wandelgroup", "language": "en"}))
    assert "wandelgroup</textarea>" in page
    assert '<option value="en" selected>' in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ouderen\nsenioren\n55-plus", "ouderen\nsenioren\n55-plus"),
        ("  Ouderen \r\n\r\n SENIOREN", "ouderen\nsenioren"),
        ("ouderen = senioren, 55+", "ouderen\nsenioren\n55+"),
        ("café\ncafe\nkoffiehuis", "café\nkoffiehuis"),
        ("“samen eten”\nbuurtmaaltijd!", "samen eten\nbuurtmaaltijd"),
        ("مسن\nكبير السن", "مسن\nكبير السن"),
    ],
)
def test_words_are_kept_clean(as_editor, no_groups, typed, kept):
    assert send(as_editor(*ALL), typed).status_code == 302
    assert Synonyms.objects.get().words == kept


@pytest.mark.parametrize(
    "typed", ["ouderen", "ouderen\nOuderen", "café, cafe", "!!\n??\nouderen", "ouderen\n" + "a" * 61, ""]
)
def test_what_is_no_group_is_refused(as_editor, no_groups, typed):
    response = send(as_editor(*ALL), typed)
    assert response.status_code == 200
    assert response.context["form"].errors["words"]
    assert not Synonyms.objects.exists()


def test_a_word_is_in_one_group_of_a_language(as_editor, no_groups):
    client = as_editor(*ALL)
    send(client, "ouderen\nsenioren")
    response = send(client, "bejaarden\nSENIÓREN")
    assert "senióren" in str(response.context["form"].errors["words"])
    assert "ouderen = senioren" in str(response.context["form"].errors["words"])
    assert send(client, "elderly\nsenioren", language="en").status_code == 302
    # The group itself may be changed.
    group = Synonyms.objects.get(language="nl")
    url = reverse("wagtailsnippets_search_synonyms:edit", args=[group.pk])
    assert send(client, "ouderen\nsenioren\nopa's", url=url).status_code == 302
    assert Synonyms.objects.get(language="nl").word_list == ["ouderen", "senioren", "opa's"]


def test_the_groups_every_site_begins_with_can_be_saved_as_they_are(db):
    form_class = SynonymsViewSet().get_form_class()
    groups = Synonyms.objects.all()
    assert groups
    for group in groups:
        form = form_class({"words": group.words, "language": group.language}, instance=group)
        assert form.is_valid(), (group, form.errors)
        assert form.cleaned_data["words"].splitlines() == group.word_list


# --- Tips ------------------------------------------------------------------------------------------------------
def tip(page=None, **fields):
    none = {"page": page.pk if page else "", "external_link_url": "", "external_link_text": "", "description": ""}
    form = {f"editors_picks-0-{name}": value for name, value in {**none, "ORDER": 1, **fields}.items()}
    return {"editors_picks-TOTAL_FORMS": 1, "editors_picks-INITIAL_FORMS": 0, **form}


def test_a_tip_is_made_changed_and_listed(as_editor, site_root):
    page = ContentPageFactory(parent=site_root, title="Vervoer")
    client = as_editor(*ALL)
    assert 'value="taxi"' in text(client.get(reverse("wagtailsearchpromotions:add"), {"words": "taxi"}))
    sent = {"query_string": "taxi", **tip(page, description="Zo kom je er.")}
    assert client.post(reverse("wagtailsearchpromotions:add"), sent).status_code == 302
    made = SearchPromotion.objects.get()
    assert (made.query.query_string, made.page_id, made.description) == ("taxi", page.pk, "Zo kom je er.")
    listed = text(client.get(reverse("wagtailsearchpromotions:index")))
    assert "taxi" in listed
    assert "Vervoer" in listed
    edit = reverse("wagtailsearchpromotions:edit", args=[made.query_id])
    assert "Zo kom je er." in text(client.get(edit))
    changed = {
        "query_string": "taxi", **tip(page, description="Anders.", id=made.pk), "editors_picks-INITIAL_FORMS": 1,
    }  # fmt: skip
    assert client.post(edit, changed).status_code == 302
    assert SearchPromotion.objects.get().description == "Anders."


def test_new_words_begin_with_one_tip_to_fill_in(as_editor):
    page = text(as_editor(*ALL).get(reverse("wagtailsearchpromotions:add")))
    assert 'name="editors_picks-TOTAL_FORMS" value="1"' in page
    assert 'name="editors_picks-0-description"' in page


def test_a_tip_needs_a_page_or_an_address(as_editor):
    client = as_editor(*ALL)
    response = client.post(reverse("wagtailsearchpromotions:add"), {"query_string": "taxi", **tip()})
    assert response.status_code == 200
    assert not SearchPromotion.objects.exists()
    sent = {"query_string": "taxi", **tip(external_link_url="https://www.voorbeeld.nl/", external_link_text="Vervoer")}
    assert client.post(reverse("wagtailsearchpromotions:add"), sent).status_code == 302


@pytest.mark.parametrize(
    "name", ["missed_searches", "wagtailsnippets_search_synonyms:list", ADD, "wagtailsearchpromotions:index",
             "wagtailsearchpromotions:add"],
)  # fmt: skip
def test_no_english_of_others_is_left(as_editor, row, name):
    """What Wagtail says in these screens is Dutch, and so is the one field that has no Dutch name."""
    page = text(as_editor(*ALL).get(reverse(name)))
    for english in ("External link", "Search term", "Popular search", "Views", "Add new", "Last updated"):
        assert english not in page

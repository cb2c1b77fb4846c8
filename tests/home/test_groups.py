"""The four groups: each may do its own work and no more."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow

from tests.factories import AgendaIndexFactory, at, item_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_member(client, request):
    def log_in(group):
        user = get_user_model().objects.create_user(username=group, password="een lang wachtwoord")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return log_in


def test_the_groups_are_dutch_and_no_other_exist():
    assert set(Group.objects.values_list("name", flat=True)) == {"Redacteur", "Moderator", "Bestellingen", "Beheerder"}
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Goedkeuring door een moderator"]
    assert list(GroupApprovalTask.objects.get().groups.values_list("name", flat=True)) == ["Moderator"]


MAY = {
    # view name: who may open it
    "wagtailadmin_home": {"Redacteur", "Moderator", "Bestellingen", "Beheerder"},
    # Who packs the cards also keeps their pages, with a picture and a PDF.
    "wagtailimages:add": {"Redacteur", "Moderator", "Bestellingen", "Beheerder"},
    "wagtaildocs:add": {"Redacteur", "Moderator", "Bestellingen", "Beheerder"},
    "wagtailsnippets_agenda_venue:add": {"Redacteur", "Moderator", "Beheerder"},
    "wagtailsnippets_core_topic:add": {"Moderator", "Beheerder"},
    "wagtailsnippets_core_district:add": {"Moderator", "Beheerder"},
    "wagtailsnippets_core_spokenlanguage:add": {"Moderator", "Beheerder"},
    "wagtailsnippets_agenda_interventionprofile:add": {"Moderator", "Beheerder"},
    "wagtailsnippets_agenda_calendarsource:add": {"Redacteur", "Moderator", "Beheerder"},
    "wagtailredirects:index": {"Moderator", "Beheerder"},
    "missed_searches": {"Redacteur", "Moderator", "Beheerder"},
    "wagtailsnippets_search_synonyms:list": {"Redacteur", "Moderator", "Beheerder"},
    "wagtailsnippets_search_synonyms:add": {"Moderator", "Beheerder"},
    "wagtailsearchpromotions:add": {"Moderator", "Beheerder"},
    "wagtailsnippets_core_jargonword:add": {"Redacteur", "Moderator", "Beheerder"},
    "wagtailsnippets_core_sitewords:add": {"Redacteur", "Beheerder"},
    "wagtaillocales:add": {"Redacteur", "Beheerder"},
    "wagtailadmin_collections:add": {"Beheerder"},
    # Whoever may edit accounts can make a superuser of one: that stays with superusers.
    "wagtailusers_users:add": set(),
    "wagtailusers_users:index": set(),
    "wagtailusers_groups:add": set(),
}


@pytest.mark.parametrize("group", ["Redacteur", "Moderator", "Bestellingen", "Beheerder"])
def test_a_group_may_open_its_own_screens_only(client, as_member, group):
    as_member(group)
    opened = {view for view in MAY if client.get(reverse(view)).status_code == 200}
    assert opened == {view for view, groups in MAY.items() if group in groups}


@pytest.mark.parametrize("group", ["Redacteur", "Moderator", "Bestellingen", "Beheerder"])
def test_who_may_write_and_who_may_publish(as_member, site_root, group):
    page = item_on(AgendaIndexFactory(parent=site_root), at(1))
    permissions = Page.objects.get(pk=page.pk).permissions_for_user(as_member(group))
    assert permissions.can_edit() is (group != "Bestellingen")
    assert permissions.can_publish() is (group in {"Moderator", "Beheerder"})


def test_the_admin_is_dutch(client, as_member):
    as_member("Redacteur")
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert '<html lang="nl"' in text

"""The declaration, its register and the directory for who reads another language: the same facts, their own links."""

import re

import pytest
from wagtail.models import Locale

from core.dates import today
from partners.models import Pledge, PledgePage
from tests.factories import open_language
from tests.partners.pledges import known

pytestmark = pytest.mark.django_db


def translate(page, code):
    copy = page.copy_for_translation(Locale.objects.get(language_code=code))
    copy.save_revision().publish()
    return copy


@pytest.fixture
def languages(site_root, network):
    """Somebody signed; Arabic has every page but that profile, Turkish the directory alone."""
    Pledge.objects.create(partner=known(network), signed_on=today())
    open_language(site_root, "ar")
    open_language(site_root, "tr")
    translate(PledgePage.objects.get(), "ar")
    translate(network, "ar")
    translate(network, "tr")


def main_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("code", ["ar", "tr"])
def test_the_register_is_the_same_in_every_language(client, languages, code):
    shown = main_of(client, f"/{code}/ik-doe-mee/")
    assert f'href="/{code}/wie-doet-mee/soepkeuken/"' in shown
    # A Dutch name: said around the whole page where that is Dutch, else at the name.
    assert 'lang="nl"' in re.search(r"<a [^>]*soepkeuken[^>]*>" if code == "ar" else "<main[^>]*>", shown)[0]


@pytest.mark.parametrize("code", ["ar", "tr"])
def test_the_directory_counts_who_signed_and_leads_there(client, languages, code):
    context = client.get(f"/{code}/wie-doet-mee/").context
    assert context["signed_count"] == 1
    assert context["pledge_url"] == f"/{code}/ik-doe-mee/"

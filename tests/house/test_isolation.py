"""What tests/conftest.py promises to every other test."""

import socket
import urllib.request

import pytest
from django.utils import translation
from wagtail.models import Locale, Page, Site


def test_no_test_reaches_another_machine() -> None:
    # An address set aside for documentation: nobody answers there.
    with pytest.raises(OSError, match="tests stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=2)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_test_starts_in_dutch(language: str) -> None:
    assert translation.get_language() == "nl"
    translation.activate(language)


def test_the_site_root_is_the_parent_of_new_pages(site_root: Page) -> None:
    assert site_root.depth == 2
    assert Site.objects.get(is_default_site=True).root_page_id == site_root.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_a_flushed_database_gets_its_migrated_rows_back(time: int) -> None:
    assert Site.objects.filter(is_default_site=True).exists()
    assert Locale.objects.filter(language_code="nl").exists()
    Page.objects.all().delete()


def test_a_live_server_answers_with_the_migrated_site(live_server: object) -> None:
    try:
        with urllib.request.urlopen(f"{live_server}/robots.txt", timeout=20) as answer:  # noqa: S310  loopback
            status = answer.status
    except urllib.error.HTTPError as refused:
        status = refused.code
    assert status in {200, 404}
    assert Site.objects.count() == 1

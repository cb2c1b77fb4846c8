"""Old addresses: what must not be told, and lines that look harmless."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, Site

from core.models import CustomDocument
from core.old_addresses import importing, nearest
from core.old_addresses.addresses import own_part
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(site_root):
    return ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons")


def outcomes(*lines):
    rows = [importing.Row(number, *line) for number, line in enumerate(lines, start=1)]
    return [line.outcome for line in importing.take(rows, Site.objects.get(is_default_site=True), write=True)]


@pytest.mark.parametrize(
    "address", ["/\\elders.example/", "/\t/elders.example/", "\\\\elders.example/", "/over-ons/\r\nX: y"]
)
def test_what_a_browser_reads_otherwise_than_we_do_is_not_ours(address):
    assert own_part("/over-ons/") == "/over-ons/"
    assert own_part(address) is None


def test_a_closed_file_keeps_its_name_to_itself(client, site_root, commit):
    closed = Collection.get_first_root_node().add_child(name="Dicht")
    # What lies in a folder of a closed folder is closed too.
    inside = closed.add_child(name="Daarin")
    document = CustomDocument.objects.create(
        title="Verslag", file=ContentFile(b"%PDF-1.4", "naam-van-iemand.pdf"), collection=inside
    )
    Redirect.objects.create(old_path="/media/1/x.pdf", redirect_link=f"http://127.0.0.1{document.url}")
    assert client.get("/media/1/x.pdf")["Location"] == document.url
    with commit():
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    answer = client.get("/media/1/x.pdf")
    assert answer.status_code == 404
    assert "naam-van-iemand" not in answer.content.decode()


def test_a_name_that_only_begins_like_tracking_is_a_question(client, about):
    Redirect.objects.create(old_path="/oud", redirect_page=about)
    assert client.get("/oud/?gclid=1&gclidje=2&utmost=3")["Location"] == "/over-ons/?gclidje=2&utmost=3"


def test_the_nearest_page_is_not_named_from_the_minute_it_ends(client, about):
    page = ContentPageFactory(parent=about.get_parent(), title="Samen zingen in het koor", slug="zingen-in-het-koor")
    assert "Samen zingen in het koor" in client.get("/zingen-in-een-koor/").content.decode()
    # Without a signal, as the clock does it: what was kept still knows the page.
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    site = Site.objects.get(is_default_site=True)
    assert nearest.key_of_nearest(site, "/zingen-in-een-koor/") == page.pk
    assert nearest.nearest_to(site, "/zingen-in-een-koor/") is None


def test_the_front_page_never_gives_way_also_not_with_a_question(about):
    assert outcomes(("/?p=12", "/over-ons/")) == [importing.Outcome.REFUSED]
    assert not Redirect.objects.exists()


def test_a_chain_to_a_page_that_is_not_public_is_refused(about, commit):
    hidden = ContentPageFactory(parent=about, title="Straks", slug="straks", live=False)
    Redirect.objects.create(old_path="/tussen", redirect_page=hidden)
    assert outcomes(("/oud/", "/tussen/")) == [importing.Outcome.REFUSED]
    with commit():
        hidden.save_revision().publish()
    assert outcomes(("/oud/", "/tussen/")) == [importing.Outcome.NEW]

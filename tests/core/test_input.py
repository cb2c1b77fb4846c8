"""Whatever somebody types in the address bar: a clear page, never an error of ours."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import (
    AgendaIndexFactory,
    ContentPageFactory,
    NewsIndexFactory,
    PartnerIndexFactory,
    at,
    item_on,
)

pytestmark = pytest.mark.django_db

QUERIES = [
    "?pagina=0", "?pagina=-1", "?pagina=1e9", "?pagina=999999999999999999999", "?pagina=%00", "?pagina=²", "?pagina=",
    "?pagina[]=2", "?periode=<script>", "?wijk=%F0%9F%98%80", "?wijk=%ff%fe", "?naam=%00", "?naam='%20OR%201=1--",
    "?q=%22", "?q=%00", "?q=AND%20OR%20NOT%20*", "?q=(((", "?q=" + "a" * 5000, "?q=%F0%9F%98%80", "?&&&=&", "?" + "x=1&" * 800,
]  # fmt: skip


@pytest.fixture
def site(site_root):
    agenda = AgendaIndexFactory(parent=site_root, slug="agenda")
    item_on(agenda, at(1), title="Koffie")
    NewsIndexFactory(parent=site_root, slug="verhalen")
    PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    return site_root


@pytest.mark.parametrize("path", ["/", "/agenda/", "/verhalen/", "/wie-doet-mee/", "/zoeken/"])
def test_odd_query_strings_get_a_clear_page(client, site, path):
    # The agenda leads to the one address of a question first.
    answers = {query: client.get(path + query, follow=True).status_code for query in QUERIES}
    # Django refuses more than a thousand parameters outright; everything else is simply the page.
    assert {query: code for query, code in answers.items() if code != 200} == {}


@pytest.mark.parametrize(
    "path",
    ["/bestaat-niet/", "/agenda/bestaat-niet/", "/%00/", "/%ff/", "/a" * 300, "/..%2f..%2fetc/passwd", "/agenda//niets/", "/wp-login.php"],
)  # fmt: skip
def test_an_unknown_address_gets_a_helpful_404_in_dutch(client, site, path):
    response = client.get(path, follow=True)
    assert response.status_code == 404
    text = response.content.decode()
    assert '<html lang="nl"' in text
    assert "/zoeken/" in text


def test_there_is_one_log_in_and_it_is_the_limited_one(client, db):
    response = client.get("/_util/login/?next=/geheim/")
    assert (response.status_code, response.headers["Location"]) == (302, "/admin/login/?next=/geheim/")


@pytest.mark.parametrize("state", ["draft", "expired", "login", "password"])
def test_what_is_not_public_never_shows_its_content(client, site_root, state):
    page = ContentPageFactory(parent=site_root, title="Geheime titel", slug="geheim")
    if state == "draft":
        page.unpublish()
    elif state == "expired":
        # Its time has come, and the command that unpublishes has not run yet.
        page.expire_at = timezone.now() - dt.timedelta(minutes=2)
        page.save()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=state, password="x")
    response = client.get("/geheim/")
    assert response.status_code == (404 if state in {"draft", "expired"} else 302 if state == "login" else 200)
    assert "Geheime titel" not in response.content.decode()
    assert "Geheime titel" not in client.get("/zoeken/?q=geheime").content.decode()
    assert "geheim" not in client.get("/sitemap-nl.xml").content.decode()

"""Made-up addresses, questions and languages on public pages: no error of ours, and nothing that is not public.

The site has a draft, a closed and an expired twin of each thing, whose texts all hold one word: no answer may.
"""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from core.api.collections import collections
from tests.open_site import SECRET, SHARED, build, translated

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUICK = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
PAGES = [
    "/",
    "/agenda/",
    "/agenda/maand/",
    "/agenda/kaart/",
    "/agenda/meenemen/",
    "/agenda/insluiten/",
    "/agenda/verwijzers/",
    "/agenda/binnenstad/",
    "/agenda/week/",
    "/agenda/soep/",
    "/agenda/agenda.ics",
    "/agenda/agenda.atom",
    "/agenda/agenda.json",
    "/agenda/schema.json",
    "/wie-doet-mee/",
    "/wie-doet-mee/kaart/",
    "/wie-doet-mee/buren/",
    "/verhalen/",
    "/verhalen/verhaal/",
    "/verhalen/bijeenkomst/",
    "/infokaart/",
    "/infokaart/kaart/",
    "/over-ons/",
    "/zoeken/",
    "/zoeken/suggesties/",
    "/open-data/",
    f"/{SHARED}/",
]
MACHINES = ["/robots.txt", "/llms.txt", "/sitemap.xml", "/sitemap-nl.xml", "/sitemap-en.xml", "/api/v1/openapi.json"]
# Names that some page reads, and some that none does.
NAMES = ["q", "wijk", "thema", "onderwerp", "soort", "periode", "van", "tot", "pagina", "postcode", "prijs", "toegang"]
NAMES += [
    "naam",
    "maand",
    "campagne",
    "doelgroep",
    "taal",
    "na",
    "aantal",
    "wanneer",
    "ondertekend",
    "kaart",
    "utm_source",
]
VALUES = [
    SHARED,
    "eten",
    "binnenstad",
    "week",
    "-1",
    "0",
    "99999999999999999999",
    "2026-11-24",
    "31-02-2026",
    "gratis",
]
VALUES += [
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "%E2%80%AE",
    "'",
    '"',
    "%22*",
    "(",
    "<script>",
    "../",
    "%",
    "a" * 3000,
    "١٢",
    "",
]
questions = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.binary(max_size=20).map(quote))),
    max_size=5,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
prefixes = st.sampled_from(["", "/en", "/ar", "/xx", "/EN", "/zh-hans", "/en-gb", "/nl"])
accepted = st.one_of(
    st.sampled_from(["en", "ar,en;q=0.5", "*", "nl;q=x", "en;q=0." + "9" * 400, "-", ",,,", "x" * 600, "en-" * 200]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
)


@pytest.fixture
def site(site_root, commit):
    """The site with its secrets; indexed, and in two languages."""
    with commit():
        found = build(site_root)
        translated(found.home, title="Home")
        translated(found.agenda, title="Agenda", slug="agenda")
    return found


def answer_of(client, address, **headers):
    response = client.get(address, headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code < 500, address
    assert SECRET.encode() not in content, address
    # Nor where it leads.
    assert SECRET not in response.get("Location", "")
    return response


def test_no_public_answer_names_what_is_not_public(client, site):
    for prefix in ("", "/en"):
        for page in PAGES:
            expected = 404 if SHARED in page else 200
            response = answer_of(client, f"{prefix}{page}")
            assert response.status_code in {expected, 302}, f"{prefix}{page}"
        for words in (SHARED, f"{SHARED}n", "kastaje", "oudegracht", "eten", SECRET[:5]):
            answer_of(client, f"{prefix}/zoeken/?q={words}")
            answer_of(client, f"{prefix}/zoeken/suggesties/?q={words}")
        for question in ("periode=eerder", "wijk=binnenstad", "thema=eten", "campagne=week", "soort=activity"):
            for route in ("", "agenda.atom", "agenda.ics", "agenda.json", "maand/", "kaart/"):
                answer_of(client, f"{prefix}/agenda/{route}?{question}")
        for question in ("naam=kas", "wijk=binnenstad", "onderwerp=eten"):
            answer_of(client, f"{prefix}/wie-doet-mee/?{question}")
    for address in MACHINES:
        assert answer_of(client, address).status_code == 200, address
    for one in collections():
        for language in ("", "?language=en") if "language" in one.question().fields else ("",):
            assert answer_of(client, f"/api/v1/{one.name}/{language}").status_code == 200


def test_what_is_not_public_has_no_answer_of_its_own(client, site):
    """Neither at its address nor under its name; closed pages ask for their password."""
    from wagtail.models import Page

    for page in Page.objects.filter(slug__contains=SECRET):
        response = client.get(page.get_url() or "/")
        assert response.status_code == 404 or b'type="password"' in response.content
        # The page of a missing address repeats the address, but knows no more.
        assert page.title.encode() not in response.content
        for one in collections():
            if one.key_kind == "uuid" and one.key:
                assert answer_of(client, f"/api/v1/{one.name}/{page.translation_key}/").status_code == 404


def test_no_question_breaks_a_page(client, site):
    @seed(1)
    @settings(max_examples=250, **QUICK)
    @given(prefixes, st.sampled_from([*PAGES, *MACHINES]), questions, accepted)
    def ask(prefix, page, question, languages):
        answer_of(client, f"{prefix}{page}?{question}", **{"accept-language": languages})

    ask()

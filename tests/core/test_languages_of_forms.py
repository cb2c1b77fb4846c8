"""Under an address of a language we have no words in, a form is Dutch, all of it, and says so; around it is not."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from agenda.models import SubmitActivityPage
from core.intake import links, services
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from tests.agenda.submitting import Sender
from tests.factories import (
    AgendaIndexFactory,
    CampaignFactory,
    ContentPageFactory,
    DistrictFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
    open_language,
)
from tests.partners.pledges import PledgePageFactory, confirmed

pytestmark = pytest.mark.django_db
ARABIC = re.compile(r"[\u0600-\u06ff]+")


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime.fromisoformat("2026-11-22T12:00+01:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def site(site_root, clock):
    open_language(site_root, "fa")
    open_language(site_root, "en")
    AgendaIndexFactory(parent=site_root, slug="agenda")
    site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
    TopicFactory()
    VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
    PledgePageFactory(parent=site_root)
    PartnerIndexFactory(parent=site_root, slug="wie-doet-mee")
    return site_root


def main_of(response) -> tuple[str, str]:
    """The tag of the middle of a page, and what is in it."""
    return re.search(r"(<main[^>]*>)(.*)</main>", response.content.decode(), re.DOTALL).groups()


def is_dutch(response) -> None:
    _tag, text = main_of(response)
    assert '<html lang="nl" dir="ltr">' in response.content.decode()
    assert ARABIC.findall(text) == []


def test_plain_forms_and_their_errors_are_dutch(client, site):
    about = ContentPageFactory(parent=site, title="Eetcafé")
    for url in (
        "/fa/volgen/",
        "/fa/inzending/link-kwijt/",
        f"/fa/inzending/fout-melden/{about.pk}/",
        "/fa/zoeken/?q=x",
    ):
        is_dutch(client.get(url))
        if "zoeken" not in url:
            is_dutch(client.post(url, {"email": "geen adres", "words": "x" * 2000, "wijk": "verzonnen"}))
    is_dutch(client.get("/fa/inzending/kapot.van.alles/"))


def test_every_step_of_an_activity_is_dutch(client, site, clock):
    sender = Sender(client, "/fa/activiteit-aanmelden/", clock)
    is_dutch(client.get("/fa/activiteit-aanmelden/"))
    is_dutch(client.post("/fa/activiteit-aanmelden/", {"title": "x" * 200}))
    assert sender.begin().status_code == 303
    for number in (2, 3, 4):
        is_dutch(sender.get(f"{number}/"))
        is_dutch(sender.send(number, email="x", contact_email="x", organisation="x" * 200, from_1="x", place=""))
        assert sender.send(number).status_code == 303
    is_dutch(sender.get("controle/"))
    is_dutch(sender.get("later/"))
    assert sender.hand_in().status_code == 303
    is_dutch(sender.get("klaar/"))
    assert sender.token_url.startswith("/fa/")
    # So is what we write: a Dutch letter is not set from right to left.
    submission = services.confirm(Submission.objects.get())
    letters = OutgoingMail.objects.all()
    assert [one.pk for one in letters if ARABIC.search(one.text + one.html) or 'lang="nl"' not in one.html] == []
    services.accept(submission, None)
    token = links.token_for(submission, Purpose.MANAGE)
    for word in ("", "afzeggen/", "kopie/", "overdragen/", "intrekken/"):
        is_dutch(client.get(f"/fa/inzending/{token}/{word}"))


def test_what_a_sender_may_do_is_dutch(client, site, clock):
    confirmed(Client(), clock)
    token = links.token_for(Submission.objects.get(), Purpose.MANAGE)
    is_dutch(client.get(f"/fa/inzending/{token}/"))
    is_dutch(client.get(f"/fa/inzending/{token}/wijzigen/"))
    is_dutch(client.post(f"/fa/inzending/{token}/wijzigen/", {"website": "x", "public_email": "x"}))
    is_dutch(client.get("/fa/ik-doe-mee/"))
    is_dutch(client.post("/fa/ik-doe-mee/", {"name": "x" * 200, "email": "x"}))


def test_a_language_we_have_words_in_is_that_language(client, site):
    text = client.get("/en/volgen/").content.decode()
    assert re.search(r'<main id="inhoud" tabindex="-1">', text)
    # A page that is not translated is Dutch there too.
    assert '<main id="inhoud" tabindex="-1" lang="nl" dir="ltr">' in client.get("/en/ik-doe-mee/").content.decode()


def test_the_name_of_a_campaign_says_it_is_dutch(client, site, clock):
    from wagtail.models import Locale

    agenda = site.get_children().get(slug="agenda")
    days = {"submissions_from": dt.date(2026, 11, 1), "end_date": dt.date(2026, 12, 20)}
    CampaignFactory(parent=agenda, title="De <Week>", slug="de-week", **days)
    form = SubmitActivityPage.objects.get()
    english = form.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Hand in", "hand-in"
    english.save_revision().publish()
    named = '<span lang="nl" dir="ltr">De &lt;Week&gt;</span>'
    sender = Sender(client, "/en/hand-in/", clock)
    assert named in client.get("/en/hand-in/").content.decode()
    assert (
        "lang"
        not in re.search(r"[^>]*>[^<]*<[^>]*>De &lt;Week", client.get("/activiteit-aanmelden/").content.decode())[0]
    )
    assert sender.begin(campaign="de-week").status_code == 303
    for number in (2, 3, 4):
        assert sender.send(number).status_code == 303
    assert named in sender.get("controle/").content.decode()


def test_its_links_stay_under_the_language_of_the_address(client, site):
    text = client.get("/fa/volgen/").content.decode()
    before, _after = re.split(r"<main.*</main>", text, flags=re.DOTALL)
    assert 'href="/fa/zoeken/"' in before
    assert 'href="/zoeken/"' not in before

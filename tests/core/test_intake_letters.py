"""Letters: the same words as text and as HTML, safe whatever was typed, in the reader's language."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from wagtail.models import Site

from core.intake import letters, mail
from core.intake.letters import Letter
from core.models import OutgoingMail, SiteSettings
from tests.core.leaflets import Status, leaflet
from tests.factories import second_site

pytestmark = pytest.mark.usefixtures("leaflets")
NASTY = "<script>alert('x')</script> & \"Soep\"\r\nBcc: iedereen@voorbeeld.nl\n\x0b\u2028Einde"


class Words(HTMLParser):
    """The words of a letter in HTML, and its tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words, self.tags, self.links = [], set(), []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def contact():
    """What editors filled in on how to reach us."""
    chosen = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    chosen.contact_email, chosen.contact_phone = "hallo@voorbeeld.nl", "030 765 43 21"
    chosen.save()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("number", range(11))
def test_every_letter_says_the_same_as_text_and_as_html(language, number, contact):
    with translation.override(language):
        samples = letters.samples()
        assert len(samples) == 11, "a new letter: add it here"
        letter = samples[number]
        text, source = letter.render("txt"), letter.render("html")
    read = Words(source)
    for words in [
        *letter.paragraphs,
        *letter.closing,
        letter.quote,
        *(part for fact in letter.facts for part in fact),
    ]:
        assert words in text
        assert " ".join(str(words).split()) in read.text
    if letter.button:
        assert all(str(part) in text and str(part) in read.text for part in letter.button)
        assert letter.button[1] in read.links
    assert f'lang="{language}"' in source
    assert "Utrecht Omarmt" in text
    # For mail programs of old: no style sheet, no script, no picture from elsewhere.
    assert not read.tags & {"style", "script", "img", "link", "form", "iframe"}
    assert all(link.startswith(("http://", "mailto:")) for link in read.links)
    # Lines that a person can read: not a hole of empty lines anywhere.
    assert "\n\n\n" not in text
    assert not text.startswith("\n")
    assert "&#" not in text
    assert "%(" not in text + source


def test_the_two_languages_really_differ():
    said = {}
    for language in ("nl", "en"):
        with translation.override(language):
            said[language] = [letter.subject for letter in letters.samples()]
    assert not [pair for pair in zip(*said.values(), strict=True) if pair[0] == pair[1]]


def test_what_somebody_typed_can_do_no_harm():
    submission = leaflet(Status.ACCEPTED, title="Soep", name=NASTY)
    letter = Letter(NASTY, [NASTY], facts=[(NASTY, NASTY)], quote=NASTY, name=NASTY, closing=[NASTY])
    one = mail.queue(letter, to="noor@voorbeeld.nl", key="nasty", submission=submission)
    assert "script" not in Words(one.html).tags
    assert html.escape("<script>") in one.html
    assert not re.search(r"[\r\n\x0b\u2028]", one.subject)
    message = EmailMultiAlternatives(one.subject, one.text, "a@voorbeeld.nl", [one.to], headers=one.headers).message()
    assert "Bcc" not in message
    assert message["To"] == "noor@voorbeeld.nl"


def test_a_second_site_spoils_no_address_in_a_letter(site_root):
    second_site(site_root)
    submission = leaflet(Status.ACCEPTED)
    text = submission.letters.get(key__contains=":accepted").text
    addresses = [word for word in text.split() if submission.page.slug in word]
    assert {address.count("http") for address in addresses} == {1}


def test_a_very_long_title_still_makes_a_letter():
    one = mail.queue(Letter("Soep " * 200, ["Soep " * 2000]), to="noor@voorbeeld.nl", key="long")
    assert len(one.subject) <= 200


def test_a_letter_to_whoever_may_be_somebody_else_holds_nothing_that_was_typed():
    submission = leaflet(Status.UNCONFIRMED, title="Koop nu horloges", name="Koop nu horloges")
    one = submission.letters.get()
    assert "horloges" not in one.subject + one.text + one.html


def test_answers_go_to_the_address_that_editors_chose(contact):
    assert mail.queue(Letter("A", ["a"]), to="x@voorbeeld.nl", key="a").headers["Reply-To"] == "hallo@voorbeeld.nl"
    SiteSettings.objects.update(contact_email="")
    assert "Reply-To" not in mail.queue(Letter("B", ["b"]), to="x@voorbeeld.nl", key="b").headers


def test_a_letter_that_comes_by_itself_can_be_stopped_with_one_click_and_others_have_no_such_button():
    stop = "https://utrechtomarmt.nl/stoppen/abc/"
    weekly = mail.queue(Letter("A", ["a"], stop_url=stop), to="x@voorbeeld.nl", key="a")
    assert weekly.headers["List-Unsubscribe"] == f"<{stop}>"
    assert weekly.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in weekly.text
    assert stop in Words(weekly.html).links
    assert "List-Unsubscribe" not in mail.queue(Letter("B", ["b"]), to="x@voorbeeld.nl", key="b").headers


def test_a_letter_is_in_the_language_of_its_reader_whatever_the_editor_reads():
    with translation.override("nl"):
        submission = leaflet(Status.UNCONFIRMED)
        OutgoingMail.objects.all().delete()
        type(submission).objects.update(language="en", status="draft")
        from core.intake import services

        services.hand_in(submission)
    assert 'lang="en"' in OutgoingMail.objects.get().html

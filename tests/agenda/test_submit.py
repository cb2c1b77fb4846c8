"""Handing in an activity: four steps that lose nothing, once, and a last look before it is sent."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from agenda.intake import views
from agenda.models import AgendaItemPage, SubmitActivityPage
from core.intake import links, services
from core.intake.hints import hints
from core.models import JargonWord, OutgoingMail, Postcode, SentPicture, Submission
from tests.agenda.submitting import WHAT, Sender
from tests.factories import (
    AgendaIndexFactory,
    CampaignFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
    open_language,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def sender(client, clock, agenda, site_root):
    # Our own sentences, whatever the translators make of them.
    english = open_language(site_root).locale
    page = SubmitActivityPage(title="Submit an activity", slug="activiteit-aanmelden", locale=english)
    site_root.add_child(instance=page)
    TopicFactory()
    VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
    with translation.override("en"):
        yield Sender(client, "/en/activiteit-aanmelden/", clock)


def photo(colour: str = "red") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return SimpleUploadedFile("mijn naam.jpg", file.getvalue(), "image/jpeg")


def text_of(response) -> str:
    return response.content.decode()


def test_the_first_step_is_not_kept_by_any_cache_and_stores_nothing(sender):
    response = sender.client.get(sender.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not Submission.objects.exists()


def test_somebody_fills_in_four_steps_and_hears_to_look_in_the_mail(sender):
    sender.fill_in()
    check = text_of(sender.get("controle/"))
    assert "Tuesday 24 November from 12:00 to 13:30" in check
    assert all(word in check for word in ("Soep en een praatje", "Buurthuis de Boog", "Overvecht", "De Lange Tafel"))
    assert sender.hand_in()["Location"].endswith("/klaar/")
    assert "sam.zender@voorbeeld.nl" in text_of(sender.get("klaar/"))
    letter = OutgoingMail.objects.get()
    assert letter.to == "sam.zender@voorbeeld.nl"
    # Nobody may use us to write to somebody else.
    assert "Soep" not in letter.text
    submission = Submission.objects.get()
    assert (submission.status, submission.name, submission.language) == ("unconfirmed", "Sam Zender", "en")
    assert not AgendaItemPage.objects.exists()


def test_one_form_sent_twenty_times_is_one_activity(sender):
    form = sender.open() | WHAT
    answers = {sender.client.post(sender.url, form).status_code for _number in range(20)}
    assert answers == {303}
    assert Submission.objects.count() == 1


def test_the_last_button_pressed_again_sends_one_letter_and_shows_the_same(sender):
    sender.fill_in()
    for _number in range(3):
        assert sender.hand_in()["Location"].endswith("/klaar/")
    assert OutgoingMail.objects.count() == 1
    # The button for back does not bring it back either.
    for part in ("1/", "4/", "controle/", "later/"):
        assert sender.get(part)["Location"].endswith("/klaar/")
    assert sender.send(1, title="Iets anders")["Location"].endswith("/klaar/")
    assert Submission.objects.get().data["1"]["title"] == ["Soep en een praatje"]


def test_the_first_step_sent_again_after_handing_in_changes_nothing(sender):
    form = sender.open()
    sender.token_url = sender.client.post(sender.url, form | WHAT)["Location"].removesuffix("2/")
    for number in (2, 3, 4):
        sender.send(number)
    sender.hand_in()
    sender.client.post(sender.url, form | WHAT | {"title": "Iets anders"})
    assert Submission.objects.get().data["1"]["title"] == ["Soep en een praatje"]


def test_going_back_and_forward_loses_nothing_right_or_wrong(sender):
    sender.begin()
    back = sender.send(2, day_1="99", from_1="straks", back="1")
    assert back["Location"].endswith("/1/")
    first = text_of(sender.get("1/"))
    assert 'value="Soep en een praatje"' in first
    assert "als je niemand kent" in first
    second = text_of(sender.get("2/"))
    assert 'value="99"' in second
    assert 'value="straks"' in second
    # Nothing was judged yet.
    assert "error-summary" not in second


def test_dates_are_added_and_taken_away_by_buttons(sender):
    sender.begin()
    assert "/2/#date-2" in sender.send(2, add="1")["Location"]
    more = sender.send(2, rows_count="2", day_2="26", month_2="11", from_2="9", add="1")
    assert "/2/#date-3" in more["Location"]
    sender.send(2, rows_count="3", day_2="26", month_2="11", from_2="9", remove="1")
    shown = text_of(sender.get("2/"))
    assert 'name="day_1" value="26"' in shown
    assert 'name="day_2"' in shown
    assert 'name="day_3"' not in shown


@pytest.mark.parametrize(
    ("number", "changes", "says"),
    [
        (1, {"title": ""}, "Fill in a title."),
        (1, {"title": "x" * 80}, "at most 60 characters. Now there are 80."),
        (1, {"title": "!!!"}, "Use letters or numbers"),
        (1, {"text": ""}, "Tell in a few sentences"),
        (1, {"text": "x" * 2001}, "This is a long text"),
        (1, {"topic": "nope"}, "nope"),
        (1, {"topic": ""}, "Choose what it is about."),
        (1, {"costs": "paid", "price": ""}, "how many euros"),
        (1, {"costs": "paid", "price": "veel"}, "digits only"),
        (1, {"costs": "paid", "price": "0"}, "Is it free?"),
        (1, {"costs": "paid", "price": "1e5"}, "digits only"),
        (3, {"place": ""}, "name of the place"),
        (3, {"place": "Nergenshuis"}, "We do not know this place yet"),
        (3, {"place": "de boog"}, "Choose the place you mean."),
        (3, {"place": "Nieuw", "street": "Straat 1", "postcode": "35"}, "whole postcode"),
        (3, {"place": "Nieuw", "street": "Straat 1", "postcode": "9999 AB"}, "do not know this postcode"),
        (3, {"place": "Nieuw", "street": "Straat 1", "postcode": "9999 AB"}, "accessible with a wheelchair"),
        (3, {"no_building": "on"}, "Tell where people have to be"),
        (4, {"organisation": ""}, "who organises it"),
        (4, {"contact_phone": "bel maar"}, "digits"),
        (4, {"contact_phone": "", "sign_up": "required"}, "how people sign up"),
        (4, {"contact_website": "geen site"}, "Look at the address again"),
        (4, {"name": ""}, "Fill in your name."),
        (4, {"email": ""}, "Fill in your e-mail address."),
    ],
)
def test_what_is_wrong_is_told_in_words_with_a_link_to_its_field(sender, number, changes, says):
    response = sender.begin(**changes) if number == 1 else sender.begin() and sender.send(number, **changes)
    assert response.status_code == 200
    shown = text_of(response)
    summary = shown.split('class="error-summary"')[1].split("</div>")[0]
    assert says in summary
    assert '<a href="#id_' in summary
    assert "<title>Error:" in shown


def test_a_place_is_found_by_part_of_its_name(sender):
    sender.begin()
    shown = text_of(sender.send(3, place="de boog"))
    key = AgendaItemPage.venue.field.related_model.objects.get().pk
    assert f'name="venue" value="{key}"' in shown
    assert sender.send(3, place="de boog", venue=str(key))["Location"].endswith("/4/")


def test_a_new_place_gets_its_district_from_the_postcode(sender):
    Postcode.objects.create(district=DistrictFactory(name="Zuilen"), digits="3555")
    place = {"place": "Nieuw", "street": "Straat 1", "postcode": "3555xy", "step_free": "unknown"}
    sender.fill_in({}, {}, place)
    check = text_of(sender.get("controle/"))
    assert "3555 XY" in check
    assert "Zuilen" in check


def test_later_asks_for_an_address_and_sends_the_link_once(sender):
    # Not finished, so not judged; and every guard counts.
    response = sender.begin(title="", text="Half af", later="1")
    assert response["Location"].endswith("/later/")
    for _number in range(2):
        sent = sender.client.post(sender.token_url + "later/", {"email": "sam@voorbeeld.nl"})
        assert sent["Location"].endswith("/later/?verstuurd")
    assert "sam@voorbeeld.nl" in text_of(sender.client.get(sent["Location"]))
    letter = OutgoingMail.objects.get()
    assert "Half af" not in letter.text
    link = next(word for word in letter.text.split() if "/activiteit-aanmelden/" in word)
    assert "Half af" in text_of(sender.client.get("/en" + link.split("/en", 1)[1]))


def test_later_with_a_known_address_asks_nothing(sender):
    sender.begin()
    assert sender.send(4, organisation="", later="1")["Location"].endswith("/later/?verstuurd")
    assert OutgoingMail.objects.get().to == "sam.zender@voorbeeld.nl"


def test_links_to_go_on_are_not_sent_to_everybody(sender):
    sender.begin()
    for number in range(8):
        last = sender.client.post(sender.token_url + "later/", {"email": f"iemand{number}@voorbeeld.nl"})
    assert last.status_code == 200
    assert "a few times already" in text_of(last)
    assert OutgoingMail.objects.count() == 5


def test_a_form_filled_in_by_a_machine_is_not_kept_for_later_either(sender):
    sender.client.post(sender.url, sender.open() | WHAT | {"homepage": "https://spam.example", "later": "1"})
    assert not Submission.objects.exists()


def test_looking_it_over_leads_to_the_first_step_that_is_wrong_or_was_not_seen(sender):
    sender.begin()
    assert sender.get("controle/")["Location"].endswith("/2/")
    sender.send(2, day_1="99")
    back = sender.hand_in()
    assert back["Location"].endswith("/2/?fout")
    assert "error-summary" in text_of(sender.client.get(back["Location"]))
    assert Submission.objects.get().status == "draft"


def test_a_date_that_is_over_by_now_is_told_before_it_is_sent(sender):
    sender.fill_in()
    sender.clock.shift(dt.timedelta(days=3))
    assert sender.hand_in()["Location"].endswith("/2/?fout")


def test_mending_from_the_last_page_leads_back_to_it(sender):
    sender.fill_in()
    assert 'name="after" value="check"' in text_of(sender.get("1/?na=controle"))
    assert sender.send(1, title="Soep en meer", after="check")["Location"].endswith("/controle/")
    assert "Soep en meer" in text_of(sender.get("controle/"))


def test_the_picture_is_kept_when_something_else_is_wrong(sender):
    sender.begin()
    shown = text_of(sender.send(4, picture=photo(), name=""))
    assert "/foto/" in shown
    assert "Describe what can be seen" in shown
    assert SentPicture.objects.count() == 1
    picture = sender.get("foto/")
    assert picture["Content-Type"] == "image/jpeg"
    assert "no-store" in picture["Cache-Control"]
    # Sent again without the file it stays; with another file there is one.
    assert sender.send(4, picture_text="Soep", picture_rights="on").status_code == 303
    sender.send(4, picture=photo("blue"))
    assert SentPicture.objects.count() == 1
    sender.send(4, picture_remove="on")
    assert not SentPicture.objects.exists()


def test_a_picture_whose_file_is_lost_is_not_there(sender):
    sender.begin()
    sender.send(4, picture=photo(), name="")
    sent = SentPicture.objects.get()
    sent.file.storage.delete(sent.file.name)
    assert sender.get("foto/").status_code == 404


def test_what_is_no_picture_is_told_and_not_kept(sender):
    sender.begin()
    response = sender.send(4, picture=SimpleUploadedFile("x.jpg", b"<html>", "image/jpeg"))
    assert response.status_code == 200
    assert "id_picture-error" in text_of(response)
    assert not SentPicture.objects.exists()


def test_a_campaign_is_ticked_when_one_comes_from_it_and_it_is_open(sender, agenda):
    days = {"submissions_from": dt.date(2026, 11, 1), "end_date": dt.date(2026, 12, 24)}
    CampaignFactory(parent=agenda, title="De Week", slug="de-week", submissions_until=dt.date(2026, 12, 1), **days)
    CampaignFactory(parent=agenda, title="Oud", slug="oud", submissions_until=dt.date(2026, 11, 3), **days)
    shown = text_of(sender.client.get(sender.url + "?campagne=de-week"))
    assert "checked" in shown.split('value="de-week"')[1].split(">")[0]
    assert "Oud" not in shown
    assert "checked" not in text_of(sender.client.get(sender.url)).split('value="de-week"')[1].split(">")[0]
    assert sender.begin(campaign="oud").status_code == 200


def test_an_open_campaign_leads_to_the_form(sender, agenda):
    campaign = CampaignFactory(
        parent=agenda, slug="de-week", submissions_from=dt.date(2026, 11, 1), end_date=dt.date(2026, 12, 1)
    )
    assert 'href="/en/activiteit-aanmelden/?campagne=de-week"' in text_of(sender.client.get(campaign.url))
    campaign.submission_url = "https://voorbeeld.nl/form"
    assert campaign.hand_in_url == "https://voorbeeld.nl/form"


def test_a_link_of_another_purpose_or_with_a_letter_changed_gets_a_helpful_page(sender):
    sender.begin()
    submission = Submission.objects.get()
    for token in (
        links.token_for(submission, links.Purpose.MANAGE),
        sender.token_url.rstrip("/").rsplit("/", 1)[1][:-1] + "_",
        "a.b.c",
        "nonsense",
    ):
        for part in ("1/", "4/", "controle/", "later/", "klaar/", "foto/"):
            for method in (sender.client.get, sender.client.post):
                assert method(f"{sender.url}{token}/{part}").status_code == 404
    assert sender.get("5/").status_code == sender.get("0/").status_code == 404
    services.end_links(submission, None)
    assert sender.get("1/").status_code == 410


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_odd_input_is_never_an_error_of_ours(sender, number):
    sender.begin()
    odd = ["\x00", "\ud7ff" * 3000, "9" * 500, "<script>", "%s%(x)s{{x}}", "-1", "[]", "\u202e"]
    names = text_of(sender.get(f"{number}/")).split(' name="')[1:]
    for value in odd:
        given = {name.split('"')[0]: [value] * 3 for name in names} | {"csrfmiddlewaretoken": ""}
        assert sender.client.post(f"{sender.token_url}{number}/", given).status_code in {200, 303}
        assert sender.get(f"{number}/").status_code == 200
        assert sender.get("controle/").status_code == 303
    assert '<script>"' not in text_of(sender.get(f"{number}/"))


def test_the_tone_of_a_text_is_told_kindly_and_never_blocks(sender):
    long = "Dit is een zin die " + "maar door gaat en " * 8 + "ophoudt."
    sender.fill_in({"title": "Koffie voor eenzame ouderen", "text": f"Een laagdrempelige inloop. {long}"})
    check = text_of(sender.get("controle/"))
    assert "not what somebody misses" in check
    assert "laagdrempelige" in check.split("Plainer")[0]
    assert "One sentence is long" in check
    assert sender.hand_in()["Location"].endswith("/klaar/")


def test_a_tip_stands_beside_the_field_when_the_step_comes_back(sender):
    assert "not what somebody misses" in text_of(sender.begin(title="Eenzaam?", text=""))


def test_a_hard_word_that_editors_add_is_a_tip_for_senders_as_well(commit):
    text = {"title": "Soep", "text": "We gaan de buurt activeren. Deelnemers zijn welkom."}
    assert not hints(text)
    with commit():
        JargonWord.objects.create(word="deelnemers", better="wie meedoet")
    tip = hints(text)[0]
    assert (tip.field, "Deelnemers" in tip.text, "wie meedoet" in tip.text) == ("text", True, True)


def test_a_sentence_is_divided_as_for_editors():
    long = "Kom langs, want er is o.a. soep, brood, kaas, koffie, thee, taart en fruit voor jou en al je buren samen."
    assert ["Kom langs, want er" in hint.text for hint in hints({"text": long})] == [True]
    assert not hints({"text": long.replace(" is o.a.", " is iets.\nEr is")})


def test_a_good_text_gets_no_tips():
    assert not hints(
        {"title": "Soep en een praatje", "text": "Kom erbij in de Week tegen Eenzaamheid. Je bent welkom."}
    )


def test_each_step_costs_a_bounded_number_of_queries(sender, site_root, django_assert_max_num_queries):
    partners = PartnerIndexFactory(parent=site_root)
    for _number in range(8):
        VenueFactory()
        PartnerFactory(parent=partners)
    sender.fill_in()
    for part in ("1/", "2/", "3/", "4/", "controle/"):
        # What stands around every page is kept.
        sender.get(part)
        with django_assert_max_num_queries(25):
            assert sender.get(part).status_code == 200


def test_a_step_that_was_sent_while_another_window_handed_in_changes_nothing(sender, monkeypatch):
    sender.fill_in()
    typed = views._typed

    def meanwhile(request, number):
        sender.hand_in()
        return typed(request, number)

    monkeypatch.setattr(views, "_typed", meanwhile)
    assert sender.send(1, title="Iets anders")["Location"].endswith("/klaar/")
    assert Submission.objects.get().data["1"]["title"] == ["Soep en een praatje"]

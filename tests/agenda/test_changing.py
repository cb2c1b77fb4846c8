"""Changing an activity loses nothing that others put there, and only who looks after it now may do it."""

import datetime as dt
import io
import re
from html import unescape

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils.translation import gettext
from PIL import Image
from wagtail.models import Locale
from wagtail.rich_text import RichText

from agenda.intake import changing, words
from agenda.models import AgendaDate, AgendaItemPage, SubmitActivityPage
from core.intake import links, services
from core.intake.admin.people import export, submissions_of
from core.intake.flows import flow_of
from core.intake.links import Purpose
from core.models import CustomImage, OutgoingMail, Submission
from tests.agenda.submitting import Sender
from tests.core.moderation import member
from tests.factories import AgendaIndexFactory, CampaignFactory, DistrictFactory, TopicFactory, VenueFactory

pytestmark = pytest.mark.django_db
WEEKLY = {"repeat_1": "week"}
ON = {"day_1": "24", "month_1": "11", "year_1": "2026", "from_1": "12.00", "till_1": "13.30"}
TWO = {"rows_count": "2", "day_2": "1", "month_2": "12", "year_2": "2026", "from_2": "12.00", "till_2": "13.30"}


@pytest.fixture
def sender(client, site_root):
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as clock:
        AgendaIndexFactory(parent=site_root, slug="agenda")
        site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
        TopicFactory()
        VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
        yield Sender(client, "/activiteit-aanmelden/", clock)


def on_site(sender, *changes) -> Submission:
    """An activity that was handed in, confirmed and approved."""
    sender.fill_in(*changes)
    sender.hand_in()
    services.confirm(Submission.objects.get())
    services.accept(Submission.objects.get(), None)
    return Submission.objects.get()


def address(submission: Submission, verb: str = "") -> str:
    token = links.token_for(Submission.objects.get(pk=submission.pk), Purpose.MANAGE)
    return f"/inzending/{token}/{verb}/" if verb else f"/inzending/{token}/"


def page_of(submission: Submission) -> AgendaItemPage:
    return AgendaItemPage.objects.get(pk=submission.page_id)


def draft_of(submission: Submission) -> AgendaItemPage:
    return page_of(submission).get_latest_revision_as_object()


def accept(submission: Submission) -> None:
    services.accept(Submission.objects.get(pk=submission.pk), None)


def begin_change(sender, submission) -> None:
    answer = sender.client.post(address(submission, "wijzigen"))
    assert answer.status_code == 302
    sender.token_url = re.sub(r"\d/$", "", answer["Location"])


def typed_text(sender) -> str:
    html = sender.get("1/").content.decode()
    return unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)[1]).strip()


def statuses(submission: Submission) -> list[tuple[dt.date, str]]:
    return [(one.start.date(), one.status) for one in page_of(submission).occurrences.order_by("start")]


# Who looks after it


def test_after_handing_over_a_change_that_was_open_is_nobodys(sender):
    live = on_site(sender)
    begin_change(sender, live)
    sender.send(1, title="Van de oude organisator")
    old, letters = sender.token_url, OutgoingMail.objects.count()
    services.hand_over(live, "collega@voorbeeld.nl")

    # The colleague begins with what is on the site, and sees nothing of who was there before.
    answer = sender.client.post(address(live, "wijzigen"))
    sender.token_url = re.sub(r"\d/$", "", answer["Location"])
    assert sender.token_url != old
    shown = "".join(sender.get(f"{number}/").content.decode() for number in (1, 2, 3, 4))
    for word in ("Sam Zender", "sam.zender", "06 11 22 33 44", "Van de oude organisator"):
        assert word not in shown
    # And nothing of it is kept.
    assert Submission.objects.filter(kind=changing.CHANGE).count() == 1

    sender.token_url = old
    assert sender.get("1/").status_code in {404, 410}
    assert sender.hand_in().status_code in {404, 410}
    live.refresh_from_db()
    assert (live.email, live.name) == ("collega@voorbeeld.nl", "")
    assert OutgoingMail.objects.count() == letters + 1


def test_the_old_form_is_refused_before_the_colleague_does_anything(sender):
    live = on_site(sender)
    begin_change(sender, live)
    sender.send(1, title="Van de oude organisator")
    services.hand_over(live, "collega@voorbeeld.nl")
    for answer in (sender.get("1/"), sender.send(1, title="Toch"), sender.get("controle/"), sender.hand_in()):
        assert answer.status_code == 410
        assert "inzending/" not in answer.headers.get("Location", "")
    assert draft_of(live).title == "Soep en een praatje"
    live.refresh_from_db()
    assert live.name == ""


def test_another_address_is_given_by_handing_over_not_in_the_form(sender):
    live = on_site(sender)
    begin_change(sender, live)
    html = sender.get("4/").content.decode()
    assert 'name="email"' not in html
    assert "/overdragen/" in html
    sender.send(4, email="ander@voorbeeld.nl", contact_phone="030 999 99 99")
    assert "ander@voorbeeld.nl" not in sender.get("controle/").content.decode()
    sender.hand_in()
    live.refresh_from_db()
    assert live.email == "sam.zender@voorbeeld.nl"
    assert draft_of(live).phone == "030 999 99 99"


def test_what_changes_nothing_reaches_no_editor_and_says_so(sender):
    live, letters = on_site(sender), OutgoingMail.objects.count()
    begin_change(sender, live)
    answer = sender.hand_in()
    assert answer["Location"].endswith("?gedaan=ongewijzigd")
    live.refresh_from_db()
    assert (live.status, OutgoingMail.objects.count()) == ("accepted", letters)
    assert not page_of(live).has_unpublished_changes
    said = sender.client.get(answer["Location"]).content.decode()
    assert gettext("You changed nothing. Everything stays as it was.") in said
    assert gettext("Done. We sent you an e-mail about it.") not in said
    assert not Submission.objects.filter(kind=changing.CHANGE).exists()

    begin_change(sender, live)
    sender.send(4, name="Sam de Zender")
    assert sender.hand_in()["Location"].endswith("?gedaan=bewaard")
    live.refresh_from_db()
    assert (live.name, live.status, OutgoingMail.objects.count()) == ("Sam de Zender", "accepted", letters)


def test_leaving_it_as_it_was_answers_a_question(sender):
    sender.fill_in()
    sender.hand_in()
    submission = services.confirm(Submission.objects.get())
    services.ask(submission, None, "Klopt de tijd?")
    begin_change(sender, submission)
    assert sender.hand_in()["Location"].endswith("?gedaan=gewijzigd")
    submission.refresh_from_db()
    assert submission.status == "waiting"


# Dates


def test_a_cancelled_date_stays_cancelled_when_another_date_changes(sender):
    live = on_site(sender, {}, TWO)
    first = page_of(live).occurrences.order_by("start")[0]
    sender.client.post(address(live, "afzeggen"), {"dates": [first.start.isoformat()], "note": "Ziek"})
    begin_change(sender, live)
    sender.send(2, **{**TWO, "till_2": "15.00"})
    sender.hand_in()
    accept(live)
    one, other = page_of(live).occurrences.order_by("start")
    assert (one.status, one.note) == ("cancelled", "Ziek")
    assert (other.status, other.local_end.hour) == ("planned", 15)


def test_a_series_that_was_cancelled_as_a_whole_stays_so(sender):
    live = on_site(sender, {}, WEEKLY)
    sender.client.post(address(live, "afzeggen"), {"dates": ["alle"], "note": "Gestopt"})
    begin_change(sender, live)
    sender.send(2, **WEEKLY, till_1="14.00")
    sender.hand_in()
    accept(live)
    assert {(one.status, one.note, one.local_end.hour) for one in page_of(live).occurrences.all()} == {
        ("cancelled", "Gestopt", 14)
    }


def test_one_cancelled_date_does_not_cancel_the_series_made_of_it(sender):
    live = on_site(sender, {}, TWO)
    first = page_of(live).occurrences.order_by("start")[0]
    sender.client.post(address(live, "afzeggen"), {"dates": [first.start.isoformat()], "note": "Ziek"})
    begin_change(sender, live)
    sender.send(2, **WEEKLY)
    sender.hand_in()
    accept(live)
    assert [status for _day, status in statuses(live)][:3] == ["cancelled", "planned", "planned"]


@pytest.mark.parametrize(
    "rows",
    [
        [("FREQ=WEEKLY;BYDAY=TU,TH", dt.date(2026, 11, 24))],
        [("FREQ=MONTHLY;BYDAY=1TU,3TU", dt.date(2026, 12, 1))],
        [("FREQ=WEEKLY;COUNT=200", dt.date(2026, 11, 24))],
        [("", dt.date(2026, 12, day)) for day in range(1, 11)],
    ],
)
def test_dates_the_form_cannot_say_stay_as_they_are(sender, rows):
    live = on_site(sender)
    page = page_of(live)
    page.dates = [
        AgendaDate(start_date=day, start_time=dt.time(12), end_time=dt.time(13), rule=rule) for rule, day in rows
    ]
    page.save_revision().publish()
    begin_change(sender, live)
    html = sender.get("2/").content.decode()
    assert 'name="day_1"' not in html
    assert gettext("We change these dates for you") in html
    # Somebody else's form, or an old one.
    assert sender.send(2, **WEEKLY)["Location"].endswith("/3/")
    sender.send(1, title="Soep en brood")
    assert sender.get("controle/").status_code == 200
    assert sender.hand_in().status_code == 303
    draft = draft_of(live)
    assert draft.title == "Soep en brood"
    assert [(one.rule, one.start_date) for one in draft.dates.all()] == rows


@pytest.mark.parametrize("when", [WEEKLY, {"repeat_1": "month_weekday"}, {"repeat_1": "day", "until_1": "1-12-2026"}])
def test_dates_the_form_can_say_can_be_changed(sender, when):
    live = on_site(sender, {}, when)
    begin_change(sender, live)
    assert 'name="day_1"' in sender.get("2/").content.decode()


def test_a_day_left_out_is_left_out_of_its_own_series_only(sender):
    both = {**TWO, "day_2": "24", "month_2": "11", "from_2": "15.00", "till_2": "16.00", "repeat_2": "week"}
    live = on_site(sender, {}, {**both, **WEEKLY, "not_on_1": "1-12-2026"})
    before = statuses(live)
    begin_change(sender, live)
    html = sender.get("2/").content.decode()
    assert re.search(r'name="not_on_1"[^>]*value="01-12-2026"', html)
    assert not re.search(r'name="not_on_2"[^>]*value="01-12-2026"', html)
    sender.send(1, title="Soep en brood")
    sender.hand_in()
    accept(live)
    assert statuses(live) == before


def test_what_an_editor_chose_beyond_what_the_form_offers_stays(sender):
    live = on_site(sender)
    page, day = page_of(live), dt.date(2026, 1, 1)
    campaign = CampaignFactory(parent=page.get_parent(), title="Voorbij", start_date=day, end_date=day)
    page.kind, page.campaign = AgendaItemPage.Kind.CONGRESS, campaign
    page.save_revision().publish()
    begin_change(sender, live)
    sender.send(1, title="Soep en brood", kind="congress", campaign=campaign.slug)
    assert sender.hand_in()["Location"].endswith("?gedaan=gewijzigd")
    draft = draft_of(live)
    assert (draft.title, draft.kind, draft.campaign_id) == ("Soep en brood", "congress", campaign.pk)


# Words


def test_one_word_changes_one_word(sender):
    live = on_site(sender, {}, {}, {}, {"contact_website": "www.delangetafel.nl"})
    before = page_of(live)
    assert "Georganiseerd door" in before.body.render_as_block()
    begin_change(sender, live)
    text = typed_text(sender)
    assert "Georganiseerd" not in text
    assert 'value="https://www.delangetafel.nl"' in sender.get("4/").content.decode()
    sender.send(1, text=text.replace("niemand", "echt niemand"))
    sender.hand_in()
    accept(live)
    after = page_of(live)
    assert after.summary == before.summary.replace("niemand", "echt niemand")
    assert after.body.render_as_block() == before.body.render_as_block()


def test_a_text_that_an_editor_gave_a_layout_keeps_it_and_the_editor_gets_the_new_words(sender):
    live = on_site(sender)
    page = page_of(live)
    rich = "<h2>Programma</h2><ul><li>soep</li></ul><p>Zie <a href='https://example.org'>de site</a>.</p>"
    page.body = [("paragraph", RichText(rich))]
    page.save_revision().publish()
    begin_change(sender, live)
    html = sender.get("1/").content.decode()
    assert gettext("We put your new text in for you") in html
    sender.send(1, text="We koken voortaan met de hele buurt. Iedereen is welkom, ook jij.")
    sender.hand_in()
    live.refresh_from_db()
    draft = draft_of(live)
    assert (draft.body[0].value.source, draft.summary) == (rich, page.summary)
    facts = flow_of(live).review(live)["facts"]
    assert "We koken voortaan met de hele buurt. Iedereen is welkom, ook jij." in [value for _name, value in facts]
    accept(live)
    assert "words" not in Submission.objects.get(pk=live.pk).data


def test_a_long_text_of_an_editor_does_not_keep_one_from_changing_the_rest(sender):
    live = on_site(sender)
    page = page_of(live)
    rich = "<h2>Programma</h2><p>" + "Veel te vertellen. " * 200 + "</p>"
    page.body = [("paragraph", RichText(rich))]
    page.save_revision().publish()
    begin_change(sender, live)
    sender.send(1, text=typed_text(sender), title="Soep en brood")
    assert sender.hand_in()["Location"].endswith("?gedaan=gewijzigd")
    live.refresh_from_db()
    assert (draft_of(live).title, draft_of(live).body[0].value.source) == ("Soep en brood", rich)
    assert "words" not in live.data


LONG = "Een zin van precies dertig te. " * 14


@pytest.mark.parametrize(
    ("text", "organisation", "website"),
    [
        ("Kort.", "", ""),
        ("Kort.\n\nEn een tweede alinea & meer <niet>.", "De Lange Tafel", "https://www.delangetafel.nl/?a=1&b=2"),
        (LONG.strip(), "", "https://www.delangetafel.nl"),
        ("a" * 310, "De Lange Tafel", ""),
        ("Regel een\nregel twee", "", ""),
    ],
)
def test_words_come_back_as_they_were_typed(text, organisation, website):
    summary, rich = words.written(text, organisation, website)
    # The editor's screen gives each paragraph a key.
    item = AgendaItemPage(
        summary=summary, body=[("paragraph", RichText(rich.replace("<p>", '<p data-block-key="a1">')))]
    )
    if not rich:
        item.body = []
    found = words.read(item, organisation)
    assert found.is_ours
    assert found.website == website
    assert " ".join(found.text.split()) == " ".join(text.split())


# Pictures, other languages, who is found


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(file, "JPEG")
    file.seek(0)
    file.name = "x.jpg"
    return file


def stored() -> set[str]:
    try:
        return set(default_storage.listdir("original_images")[1])
    except FileNotFoundError:
        return set()


def test_a_change_of_what_was_withdrawn_leaves_no_picture_behind(sender):
    live = on_site(sender)
    begin_change(sender, live)
    sender.send(4, picture=picture(), picture_text="Rood", picture_rights="on")
    before = stored()
    services.withdraw(live)
    assert sender.hand_in().status_code == 410
    assert stored() == before


def test_a_photo_that_made_way_for_another_is_gone(sender):
    photo = {"picture_text": "Rood", "picture_rights": "on"}
    live = on_site(sender, {}, {}, {}, photo | {"picture": picture()})
    first = CustomImage.objects.get()
    for _again in range(2):
        begin_change(sender, live)
        sender.send(4, **photo, picture=picture())
        sender.hand_in()
    accept(live)
    assert CustomImage.objects.get() == page_of(live).cover_image != first


def test_withdrawing_takes_it_off_the_site_in_every_language(sender, commit):
    live = on_site(sender, {}, WEEKLY)
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = page_of(live).copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    services.withdraw(live)
    translated.refresh_from_db()
    assert not translated.live
    assert not page_of(live).live


def test_who_typed_an_address_and_went_away_is_found_by_it(sender):
    sender.fill_in()
    editor = member("Moderator")
    assert len(submissions_of("sam.zender@voorbeeld.nl", editor)) == 1
    assert "Soep" in str(export("sam.zender@voorbeeld.nl", editor))


def test_a_copy_is_not_offered_of_what_has_no_page(sender):
    sender.fill_in()
    sender.hand_in()
    submission = services.confirm(Submission.objects.get())
    services.withdraw(submission)
    assert "/kopie/" not in sender.client.get(address(submission)).content.decode()

"""What becomes of an activity that was handed in: one draft for the editors, then the site, or nothing."""

import io
import json

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, WorkflowState

from agenda.intake import changing
from agenda.models import AgendaItemPage, SubmitActivityPage, Venue
from core.intake import links, retention, services
from core.intake.flows import flow_of
from core.models import Audience, CustomImage, OutgoingMail, Postcode, SentPicture, Submission
from tests.agenda.submitting import Sender
from tests.factories import (
    AgendaIndexFactory,
    AudienceFactory,
    DistrictFactory,
    PartnerFactory,
    PartnerIndexFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
NEW_PLACE = {"place": "Nieuwe Plek", "street": "Straat 1", "postcode": "3555 XY", "step_free": "yes"}
# The sender's own, which only editors may see.
PERSONAL = ("Sam Zender", "sam.zender", "06 11 22 33 44")


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def agenda(site_root):
    return AgendaIndexFactory(parent=site_root, slug="agenda")


@pytest.fixture
def sender(client, clock, agenda, site_root):
    site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
    TopicFactory()
    AudienceFactory()
    Postcode.objects.create(district=DistrictFactory(name="Zuilen"), digits="3555")
    VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
    return Sender(client, "/activiteit-aanmelden/", clock)


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ed", "ed@example.org", "x")


def photo() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "JPEG")
    return SimpleUploadedFile("sam zender.jpg", file.getvalue(), "image/jpeg")


def handed_in(sender, *changes, picture: bool = False) -> Submission:
    """A submission of which the address is confirmed."""
    sender.fill_in(*changes)
    if picture:
        sender.send(4, **(changes[3] if len(changes) > 3 else {}), picture=photo())
        sender.send(4, **(changes[3] if len(changes) > 3 else {}), picture_text="Een pan soep", picture_rights="on")
    sender.hand_in()
    return services.confirm(Submission.objects.get())


def test_confirming_twice_makes_one_draft_that_waits_for_an_editor(sender):
    sender.fill_in()
    sender.hand_in()
    submission = Submission.objects.get()
    url = reverse("intake:confirm", args=[links.token_for(submission, links.Purpose.CONFIRM)])
    # A mail scanner follows every link.
    sender.client.get(url)
    assert not AgendaItemPage.objects.exists()
    for _number in range(3):
        assert sender.client.post(url).status_code == 200
    [item] = AgendaItemPage.objects.all()
    submission.refresh_from_db()
    assert (submission.status, submission.page_id) == ("waiting", item.pk)
    assert not item.live
    assert item.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert sender.client.get(item.get_url()).status_code == 404


def test_the_draft_holds_what_was_typed(sender, site_root):
    partner = PartnerFactory(parent=PartnerIndexFactory(parent=site_root), title="De Lange Tafel")
    audience = Audience.objects.get()
    what = {"costs": "paid", "price": "€ 2,50", "price_note": "gratis met U-pas", "audiences": audience.slug}
    when = {"repeat_1": "week", "not_on_1": "1-12-2026"}
    where = {"come_alone": "on", "dutch_level": "a1", "quiet": "yes", "meeting_point": "In de keuken"}
    who = {"sign_up": "required", "contact_website": "www.voorbeeld.nl", "sign_up_note": "Bel even"}
    submission = handed_in(sender, what, when, where, who)
    draft = AgendaItemPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.kind, str(draft.price), draft.price_note) == (
        "Soep en een praatje", "walk_in", "2.50", "gratis met U-pas",
    )  # fmt: skip
    assert (draft.topic.slug, list(draft.audiences.all()), list(draft.organisers.all())) == (
        "eten", [audience], [partner],
    )  # fmt: skip
    assert [(str(date.start_date), date.rule) for date in draft.dates.all()] == [("2026-11-24", "FREQ=WEEKLY")]
    assert [(str(change.day), change.action) for change in draft.changes.all()] == [("2026-12-01", "skipped")]
    assert (draft.venue.name, draft.meeting_point) == ("Buurthuis de Boog", "In de keuken")
    assert (draft.come_alone, draft.dutch_level, draft.quiet, draft.interpreter) == (True, "a1", "yes", "unknown")
    assert (draft.sign_up, draft.sign_up_url, draft.phone) == ("required", "https://www.voorbeeld.nl", "030 123 45 67")
    assert draft.summary == "We koken samen soep. Je bent welkom, ook als je niemand kent."
    draft.full_clean()
    assert submission.data == {"title": "Soep en een praatje"}


def test_nothing_about_the_sender_is_in_a_page_a_revision_a_picture_or_a_log(sender, editor):
    submission = handed_in(sender, {}, {}, NEW_PLACE, picture=True)
    services.accept(submission, editor)
    kept = [json.dumps(one.content) for one in Revision.objects.all()]
    for model in (Page, AgendaItemPage, CustomImage, Venue, PageLogEntry, ModelLogEntry):
        kept += [repr(row) for row in model.objects.values()]
    everything = " ".join(kept)
    assert "Soep en een praatje" in everything
    assert not [word for word in PERSONAL if word in everything]
    submission.refresh_from_db()
    assert not [word for word in PERSONAL if word in json.dumps(submission.data)]
    assert submission.email == "sam.zender@voorbeeld.nl"


def test_the_picture_becomes_one_of_the_site_under_a_name_nobody_can_guess(sender):
    handed_in(sender, picture=True)
    image = AgendaItemPage.objects.get().cover_image
    assert (image.description, image.collection.name) == ("Een pan soep", "Ingezonden")
    assert "zender" not in image.file.name
    assert not SentPicture.objects.exists()


def test_a_new_place_is_a_venue_only_once_an_editor_agrees(sender, editor):
    submission = handed_in(sender, {}, {}, NEW_PLACE | {"meeting_point": "Bij de deur"})
    draft = AgendaItemPage.objects.get().get_latest_revision_as_object()
    assert draft.meeting_point == "Nieuwe Plek, Straat 1, 3555 XY Utrecht (Bij de deur)"
    # Pages of districts show every venue there is.
    assert Venue.objects.count() == 1
    review = flow_of(submission).review(submission)
    assert "Straat 1" in review["address"]
    assert flow_of(submission).districts([submission]) == {submission.uuid: "Zuilen"}
    services.accept(submission, editor)
    item = AgendaItemPage.objects.get()
    assert (item.venue.name, item.venue.district.name, item.venue.step_free) == ("Nieuwe Plek", "Zuilen", "yes")
    assert item.meeting_point == "Bij de deur"
    assert item.live


def test_a_place_that_an_editor_chose_stays(sender, editor):
    submission = handed_in(sender, {}, {}, NEW_PLACE)
    draft = AgendaItemPage.objects.get().get_latest_revision_as_object()
    draft.venue, draft.meeting_point = Venue.objects.get(), ""
    draft.save_revision(user=editor)
    services.accept(submission, editor)
    assert AgendaItemPage.objects.get().venue.name == "Buurthuis de Boog"
    assert Venue.objects.count() == 1


def test_a_new_organisation_is_named_in_the_draft_and_gets_no_page(sender):
    submission = handed_in(
        sender, {}, {}, {}, {"organisation": "Tafel & <b>Co</b>", "contact_website": "voorbeeld.nl/50%25"}
    )
    draft = AgendaItemPage.objects.get().get_latest_revision_as_object()
    html = str(draft.body[0].value.source)
    assert "Georganiseerd" in html or "Organised" in html
    assert '<a href="https://voorbeeld.nl/50%25">Tafel &amp; &lt;b&gt;Co&lt;/b&gt;</a>' in html
    assert not draft.organisers.exists()
    assert ("Tafel & <b>Co</b>") in dict(flow_of(submission).review(submission)["facts"]).values()


@pytest.mark.parametrize("title", ["Kaart", "Overvecht", "Meenemen", "Café ☕", "汤"])
def test_a_title_whose_address_is_taken_gets_another(sender, agenda, title):
    handed_in(sender, {"title": title})
    item = AgendaItemPage.objects.get()
    item.full_clean()
    assert item.title == title


def test_two_activities_of_one_name_both_become_drafts(sender):
    first = handed_in(sender)
    sender.fill_in()
    sender.hand_in()
    services.confirm(Submission.objects.exclude(pk=first.pk).get())
    assert AgendaItemPage.objects.count() == 2


def test_what_is_confirmed_late_becomes_a_draft_all_the_same(sender):
    sender.fill_in()
    sender.hand_in()
    sender.clock.shift(10 * 24 * 3600)
    Venue.objects.all().delete()
    services.confirm(Submission.objects.get())
    assert AgendaItemPage.objects.get().dates.count() == 1


def test_accepting_puts_it_on_the_site_with_its_dates(sender, editor):
    submission = services.accept(handed_in(sender), editor)
    item = AgendaItemPage.objects.get()
    assert item.live
    assert item.occurrences.count() == 1
    assert item.current_workflow_state is None
    assert flow_of(submission).is_needed(submission)
    assert item.get_url() in OutgoingMail.objects.get(key__contains=":accepted").text
    sender.clock.shift(100 * 24 * 3600)
    assert not flow_of(submission).is_needed(submission)


def test_what_was_refused_can_still_be_mended_by_its_sender_for_a_while(sender, editor, commit):
    with commit():
        submission = services.refuse(handed_in(sender, picture=True), editor, "Te weinig bekend.")
    assert not WorkflowState.objects.filter(status="in_progress").exists()
    change = changing.begin(submission)
    services.keep(change, "1", {**change.data["1"], "title": ["Soep met brood"]})
    changing.finish(Submission.objects.get(pk=change.pk))
    submission.refresh_from_db()
    assert submission.status == "waiting"
    item = AgendaItemPage.objects.get()
    assert (item.live, item.draft_title, item.workflow_in_progress) == (False, "Soep met brood", True)


def test_what_was_refused_is_gone_a_month_later_with_its_draft_and_picture(sender, editor, commit):
    services.refuse(handed_in(sender, picture=True), editor, "Buiten Utrecht.")
    sender.clock.shift(31 * 24 * 3600)
    with commit():
        retention.erase_expired()
    assert not Submission.objects.exists()
    assert not AgendaItemPage.objects.exists()
    assert not CustomImage.objects.exists()
    assert not WorkflowState.objects.exists()


def test_refusing_a_change_leaves_what_is_live(sender, editor):
    submission = services.accept(handed_in(sender, picture=True), editor)
    draft = AgendaItemPage.objects.get().get_latest_revision_as_object()
    draft.title = "Iets heel anders"
    draft.save_revision()
    services.changed(submission)
    submission = services.refuse(submission, editor, "Dit past niet.")
    item = AgendaItemPage.objects.get()
    assert (submission.status, item.live, item.title) == ("accepted", True, "Soep en een praatje")
    assert item.get_latest_revision_as_object().title == "Soep en een praatje"
    assert item.cover_image is not None


@pytest.mark.parametrize("accepted", [True, False])
def test_withdrawing_takes_it_off_the_site_with_its_picture(sender, editor, accepted):
    submission = handed_in(sender, picture=True)
    if accepted:
        submission = services.accept(submission, editor)
    services.withdraw(submission)
    assert not AgendaItemPage.objects.filter(live=True).exists()
    assert AgendaItemPage.objects.exists() == accepted
    assert not CustomImage.objects.exists()


def test_the_page_behind_the_link_shows_what_was_sent(sender, editor):
    submission = handed_in(sender, {}, {"repeat_1": "week"})
    url = reverse("intake:manage", args=[links.token_for(submission, links.Purpose.MANAGE)])
    with translation.override("nl"):
        shown = sender.client.get(url).content.decode()
    assert "Elke dinsdag" in shown
    assert "Buurthuis de Boog" in shown
    services.withdraw(submission)
    assert sender.client.get(url).status_code == 200


def test_without_an_agenda_confirming_says_so_and_keeps_everything(sender, agenda):
    sender.fill_in()
    sender.hand_in()
    agenda.delete()
    submission = Submission.objects.get()
    url = reverse("intake:confirm", args=[links.token_for(submission, links.Purpose.CONFIRM)])
    assert sender.client.post(url).status_code == 410
    submission.refresh_from_db()
    assert (submission.status, submission.confirmed_at) == ("unconfirmed", None)
    assert timezone.now() >= submission.changed_at

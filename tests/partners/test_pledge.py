"""An organisation signs: from the form to the register, and nothing public before an editor agreed."""

import datetime as dt
import importlib
import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Revision

from core.intake import services
from core.intake.admin.people import submissions_of
from core.models import CustomImage, OutgoingMail, SentPicture, Submission
from partners import standing
from partners.models import PartnerPage, Pledge, PledgePage
from tests.core.moderation import member
from tests.factories import PartnerFactory
from tests.partners.pledges import ANSWERS, accepted, confirmed, filled_in, known, picture, signed, verb

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


def rewrite(commit, **fields):
    """Publish the declaration with another text."""
    with commit():
        page = PledgePage.objects.get()
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()


def content(client, address="/ik-doe-mee/"):
    return client.get(address).content.decode()


class TestSigning:
    def test_from_the_form_to_the_register(self, client, network, clock, commit):
        submission = signed(client, clock)
        assert submission.status == "unconfirmed"
        assert PartnerPage.objects.count() == 0
        clock.shift(dt.timedelta(days=2))
        submission = services.confirm(submission)
        draft = PartnerPage.objects.get()
        assert (draft.live, draft.title, draft.phone) == (False, "De Soepkeuken", "030 123 45 67")
        assert draft.current_workflow_state is not None
        assert Pledge.objects.count() == 0
        assert "De Soepkeuken" not in content(client)
        with commit():
            submission = services.accept(submission, None)
        partner, pledge = PartnerPage.objects.get(), Pledge.objects.get()
        assert (partner.live, partner.relation, partner.signed_on) == (True, "signed", TODAY)
        assert (pledge.signed_on, pledge.version) == (TODAY, dt.date(2021, 10, 4))
        assert pledge.text == "<p>Wij doen mee.</p>"
        page = content(client)
        assert "De Soepkeuken" in page
        assert "25 november 2026" in page
        profile = content(client, "/wie-doet-mee/de-soepkeuken/")
        for words in ("Een grote keuken", "Pannen", "Overvecht", "25 november 2026"):
            assert words in profile

    def test_nothing_about_the_sender_leaves_the_submission(self, client, network, clock):
        accepted(client, clock)
        revisions = json.dumps([one.content for one in Revision.objects.all()], default=str)
        page = content(client) + content(client, "/wie-doet-mee/de-soepkeuken/")
        for personal in ("Sam Sender", "sam@example.org"):
            assert personal not in revisions
            assert personal not in page
            assert personal not in json.dumps(Submission.objects.get().data)

    def test_a_telephone_number_may_be_written_with_brackets_and_full_stops(self, client, network, clock):
        confirmed(client, clock, phone="(030) 123.45.67")
        assert PartnerPage.objects.get().phone == "030 123 45 67"

    def test_no_letter_goes_to_every_moderator(self, client, network, clock, mailoutbox):
        moderator = member("Moderator")
        moderator.email = "mod@example.org"
        moderator.save()
        confirmed(client, clock)
        assert mailoutbox == []

    def test_one_form_sent_twenty_times_is_one_declaration(self, client, network, clock):
        form = filled_in(client, clock)
        urls = {client.post("/ik-doe-mee/", form).status_code for _ in range(20)}
        assert urls == {303}
        assert Submission.objects.count() == 1
        submission = Submission.objects.get()
        address = client.post("/ik-doe-mee/", form).url
        mark = PledgePage.objects.get().mark
        for _ in range(3):
            client.post(address, {"mark": mark})
        for _ in range(2):
            services.confirm(submission)
        assert PartnerPage.objects.count() == 1
        assert OutgoingMail.objects.filter(key__contains=":confirm").count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"organisation": ""}, "organisation"),
            ({"organisation": "!!!"}, "organisation"),
            ({"summary": ""}, "summary"),
            ({"summary": "x" * 301}, "summary"),
            ({"districts": None}, "districts"),
            ({"districts": ["bestaat-niet"]}, "districts"),
            ({"agree": None}, "agree"),
            ({"email": "geen adres"}, "email"),
            ({"website": "http://"}, "website"),
            ({"phone": "bel ons"}, "phone"),
            ({"offers": "a\nb\nc\nd\ne\nf\ng"}, "offers"),
            ({"seeks": "x" * 91}, "seeks"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, client, network, clock, wrong, field):
        response = client.post("/ik-doe-mee/", filled_in(client, clock, **wrong))
        assert response.status_code == 200
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert f'value="{ANSWERS["name"]}"' in response.content.decode()
        assert form["summary"].value() == wrong.get("summary", ANSWERS["summary"])
        assert Submission.objects.count() == 0

    def test_a_logo_is_kept_when_something_else_is_wrong(self, client, network, clock):
        form = filled_in(client, clock, summary="", logo=picture())
        response = client.post("/ik-doe-mee/", form)
        assert response.context["form"].has_logo
        assert SentPicture.objects.count() == 1
        del form["logo"]
        address = client.post("/ik-doe-mee/", form | {"summary": "Wij koken."}).url
        client.post(address, {"mark": PledgePage.objects.get().mark})
        services.accept(services.confirm(Submission.objects.get()), None)
        image = CustomImage.objects.get()
        assert PartnerPage.objects.get().logo == image
        assert "ons logo" not in image.file.name
        assert image.description
        assert SentPicture.objects.count() == 0

    def test_a_file_that_is_no_picture_is_refused_in_words(self, client, network, clock):
        from django.core.files.uploadedfile import SimpleUploadedFile

        logo = SimpleUploadedFile("logo.png", b"<html>", content_type="image/png")
        response = client.post("/ik-doe-mee/", filled_in(client, clock, logo=logo))
        assert list(response.context["form"].errors) == ["logo"]
        assert SentPicture.objects.count() == 0

    def test_whoever_read_an_older_text_reads_the_new_one_first(self, client, network, clock, commit):
        address = client.post("/ik-doe-mee/", filled_in(client, clock)).url
        old = client.get(address).context["page"].mark
        rewrite(commit, declaration="<p>Iets anders.</p>")
        response = client.post(address, {"mark": old})
        assert response.context["text_changed"]
        assert Submission.objects.get().status == "draft"
        client.post(address, {"mark": response.context["page"].mark})
        assert Submission.objects.get().data["text"] == "<p>Iets anders.</p>"

    def test_without_a_text_nobody_can_sign(self, client, network, clock, commit):
        form = filled_in(client, clock)
        rewrite(commit, declaration="")
        assert client.get("/ik-doe-mee/").context["form"] is None
        assert client.post("/ik-doe-mee/", form).status_code == 200
        assert Submission.objects.count() == 0

    def test_going_back_to_the_form_loses_nothing(self, client, network, clock):
        address = client.post("/ik-doe-mee/", filled_in(client, clock)).url
        back = address.replace("controle/", "wijzig/")
        form = client.get(back).context["form"]
        assert form["districts"].value() == ["overvecht"]
        answers = {name: form[name].value() for name in ("organisation", "name", "email")} | {
            "summary": "Iets nieuws.", "citywide": "on", "agree": "on",
        }  # fmt: skip
        assert client.post(back, answers).url == address
        assert "Iets nieuws." in content(client, address)
        wrong = client.post(back, answers | {"summary": ""})
        assert wrong.context["form"].errors
        assert client.get(address).url.endswith("wijzig/?fout")

    def test_a_name_that_is_nearly_known_is_asked_about(self, client, network, clock):
        partner = known(network)
        form = filled_in(client, clock, organisation="Soepkeuken")
        response = client.post("/ik-doe-mee/", form)
        assert list(response.context["form"].errors) == ["known"]
        assert partner.title in response.content.decode()
        assert client.post("/ik-doe-mee/", form | {"known": "999999"}).status_code == 200
        address = client.post("/ik-doe-mee/", form | {"known": str(partner.pk)}).url
        assert client.get(address).context["known"].pk == partner.pk
        back = client.get(address.replace("controle/", "wijzig/")).context["form"]
        assert back["known"].value() == str(partner.pk)
        client.post(address, {"mark": PledgePage.objects.get().mark})
        services.confirm(Submission.objects.get())
        assert Submission.objects.get().page_id == partner.pk
        assert PartnerPage.objects.count() == 1

    def test_looking_changes_nothing(self, client, network, clock):
        submission = signed(client, clock)
        before = Submission.objects.values().get()
        client.get(verb(submission))
        assert Submission.objects.values().get() == before


class TestStanding:
    def test_mentioned_and_signed_follow_the_register_alone(self, network):
        partner = known(network)
        with_old_draft = partner.get_latest_revision()
        pledge = Pledge.objects.create(partner=partner, signed_on=TODAY)
        partner.refresh_from_db()
        assert (partner.relation, partner.signed_on) == ("signed", TODAY)
        with_old_draft.publish()
        assert PartnerPage.objects.get().relation == "signed", "an older draft brings 'mentioned' not back"
        partner = PartnerPage.objects.get()
        partner.relation, partner.signed_on = "mentioned", None
        partner.save()
        assert PartnerPage.objects.get().relation == "signed"
        pledge.delete()
        assert (PartnerPage.objects.get().relation, PartnerPage.objects.get().signed_on) == ("mentioned", None)

    def test_ending_it_keeps_the_line_of_the_register(self, network):
        partner = known(network)
        Pledge.objects.create(partner=partner, signed_on=dt.date(2022, 1, 1))
        standing.end(partner)
        assert Pledge.objects.get().ended_on == TODAY
        assert PartnerPage.objects.get().relation == "mentioned"

    def test_it_cannot_end_before_its_day(self, network):
        partner, day = PartnerFactory(parent=network), dt.date(2026, 11, 25)
        pledge = Pledge(partner=partner, signed_on=dt.date(2025, 1, 1), ended_on=day + dt.timedelta(days=1))
        with pytest.raises(ValidationError) as refused:
            pledge.full_clean()
        assert list(refused.value.error_dict) == ["ended_on"]
        pledge.ended_on = day
        pledge.full_clean()

    def test_one_declaration_counts_at_a_time(self, network):
        partner = known(network)
        Pledge.objects.create(partner=partner, signed_on=dt.date(2021, 1, 1), ended_on=dt.date(2022, 1, 1))
        Pledge.objects.create(partner=partner, signed_on=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pledge.objects.create(partner=partner, signed_on=TODAY)
        with pytest.raises(ValidationError):
            Pledge(partner=partner, signed_on=TODAY, ended_on=dt.date(2020, 1, 1)).full_clean()

    def test_a_translation_follows_and_counts_once(self, client, network, commit):
        english = Locale.objects.get(language_code="en")
        partner = known(network)
        with commit():
            copy = partner.copy_for_translation(english, copy_parents=True)
            copy.save_revision().publish()
            pledge = Pledge(partner=copy, signed_on=TODAY)
            pledge.clean()
            pledge.save()
        assert pledge.partner_id == partner.pk
        assert set(PartnerPage.objects.values_list("relation", flat=True)) == {"signed"}
        assert len(client.get("/ik-doe-mee/").context["register"]) == 1

    def test_the_register_holds_what_visitors_may_see_the_latest_first(self, client, network):
        for number, live in enumerate([True, True, False]):
            partner = PartnerFactory(parent=network, title=f"Partner {number}", live=live)
            Pledge.objects.create(partner=partner, signed_on=dt.date(2022, 1, 1 + number))
        PartnerFactory(parent=network, title="Alleen genoemd")
        register = client.get("/ik-doe-mee/").context["register"]
        assert [one.title for one in register] == ["Partner 1", "Partner 0"]


def test_more_signatures_cost_no_more_queries(client, network, commit):
    client.get("/ik-doe-mee/")

    def cost(count):
        with commit():
            for _ in range(count):
                partner = PartnerFactory(parent=network)
                Pledge.objects.create(partner=partner, signed_on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            client.get("/ik-doe-mee/")
        return len(queries)

    assert cost(30) == cost(3) <= 20


def test_who_was_called_signed_before_the_register_is_in_it_once(network):
    fill_register = importlib.import_module("partners.migrations.0002_taking_part").fill_register
    english = Locale.objects.get(language_code="en")
    partner = known(network)
    partner.copy_for_translation(english, copy_parents=True)
    PartnerFactory(parent=network, title="Alleen genoemd")
    # As the code of before wrote it.
    PartnerPage.objects.filter(translation_key=partner.translation_key).update(relation="signed", signed_on=TODAY)
    fill_register(apps, None)
    assert list(Pledge.objects.values_list("partner", "signed_on")) == [(partner.pk, TODAY)]
    PartnerPage.objects.get(pk=partner.pk).save()
    assert PartnerPage.objects.get(pk=partner.pk).relation == "signed"


def test_who_typed_an_address_and_went_away_is_found_by_it(client, network, clock):
    answers = filled_in(client, clock)
    client.post("/ik-doe-mee/", answers)
    editor = member("Moderator")
    assert len(submissions_of("sam@example.org", editor)) == 1
    address = client.post("/ik-doe-mee/", answers).url.replace("controle/", "wijzig/")
    client.post(address, {**ANSWERS, "email": "ander@example.org"})
    assert [one.status for one in submissions_of("ander@example.org", editor)] == ["draft"]

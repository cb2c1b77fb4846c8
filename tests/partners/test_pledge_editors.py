"""What an editor decides about a declaration, and what nobody gets hold of before that."""

import datetime as dt

import pytest
from wagtail.log_actions import LogContext

from core.intake import services
from core.intake.flows import flow_of
from core.models import CustomImage, Submission
from partners.models import PartnerPage, Pledge
from tests.core.moderation import member
from tests.factories import PartnerFactory
from tests.partners.pledges import accepted, confirmed, known, picture, verb

pytestmark = pytest.mark.django_db


def content(client, address):
    return client.get(address).content.decode()


class TestAKnownOrganisation:
    def test_what_is_live_stays_until_an_editor_agrees(self, client, network, clock):
        partner = known(network, summary="Soep voor iedereen.", website="https://soep.example.org")
        submission = confirmed(client, clock)
        live = PartnerPage.objects.get()
        assert (live.summary, live.relation, live.phone) == ("Soep voor iedereen.", "mentioned", "")
        draft = live.get_latest_revision_as_object()
        assert draft.summary == "Wij koken elke week soep met de buurt."
        assert draft.website == "https://soep.example.org", "what was left empty is not wiped"
        services.accept(submission, None)
        live = PartnerPage.objects.get()
        assert (live.pk, live.summary, live.relation) == (partner.pk, draft.summary, "signed")
        assert live.source == "Verslag"

    def test_a_stranger_gets_no_hold_of_a_profile(self, client, network, clock):
        known(network, summary="Soep voor iedereen.")
        submission = confirmed(client, clock, organisation="DE SOEPKEUKEN")
        for word in ("overdragen", "klopt"):
            assert client.post(verb(submission, word), {"email": "x@example.org"}).status_code == 410
        assert "Soep voor iedereen." not in content(client, verb(submission, "wijzigen"))
        submission = services.refuse(submission, None, "Nee.")
        assert (submission.status, submission.page) == ("refused", None)
        for word in ("overdragen", "klopt", "wijzigen"):
            assert client.post(verb(submission, word), {"email": "x@example.org"}).status_code == 410
        live = PartnerPage.objects.get()
        assert (live.live, live.summary, live.has_unpublished_changes) == (True, "Soep voor iedereen.", False)

    def test_a_stranger_who_stops_takes_nothing_along(self, client, network, clock):
        known(network)
        submission = confirmed(client, clock)
        assert client.post(verb(submission, "intrekken")).status_code == 303
        live = PartnerPage.objects.get()
        assert (live.live, live.has_unpublished_changes) == (True, False)
        assert live.current_workflow_state is None

    def test_an_editors_own_draft_survives_a_refusal_that_changed_nothing(self, client, network, clock):
        partner = known(network)
        partner.body = [("paragraph", "<p>Half af</p>")]
        partner.save_revision()
        submission = confirmed(client, clock)
        Submission.objects.filter(pk=submission.pk).update(data=submission.data | {"drafted": False})
        services.refuse(Submission.objects.get(), None, "Nee.")
        assert PartnerPage.objects.get().has_unpublished_changes

    def test_who_signed_before_is_not_signed_twice(self, client, network, clock):
        Pledge.objects.create(partner=known(network), signed_on=dt.date(2022, 1, 1))
        accepted(client, clock)
        assert Pledge.objects.get().signed_on == dt.date(2022, 1, 1)

    def test_the_editor_sees_what_changes_and_what_looks_like_it(self, client, network, clock):
        PartnerFactory(parent=network, title="Soepkeuken Oost")
        PartnerFactory(parent=network, title="Soepkeukens")
        submission = confirmed(client, clock, organisation="Soepkeuken", known="new")
        review = flow_of(submission).review(submission)
        assert {name for name, _url, _why in review["duplicates"]} == {"Soepkeuken Oost", "Soepkeukens"}
        assert review["preview_url"]
        services.withdraw(submission)
        assert set(PartnerPage.objects.values_list("title", flat=True)) == {"Soepkeuken Oost", "Soepkeukens"}


class TestRefused:
    def test_what_is_new_can_be_mended_and_handed_in_again(self, client, network, clock):
        submission = services.refuse(confirmed(client, clock), None, "Wat doen jullie?")
        assert submission.status == "refused"
        assert PartnerPage.objects.get().current_workflow_state is None
        mended = {"summary": "Wij koken soep op dinsdag.", "citywide": "on"}
        assert client.post(verb(submission, "wijzigen"), mended).status_code == 303
        submission.refresh_from_db()
        assert submission.status == "waiting"
        assert PartnerPage.objects.get().current_workflow_state is not None
        services.accept(submission, None)
        assert PartnerPage.objects.get().relation == "signed"

    @pytest.mark.parametrize("is_known", [True, False])
    def test_erasing_its_sender_leaves_nothing_that_never_was_public(self, client, network, clock, is_known):
        before = known(network) if is_known else None
        submission = confirmed(client, clock, logo=picture())
        assert CustomImage.objects.count() == 1
        services.erase(submission)
        assert not CustomImage.objects.exists()
        assert [page.pk for page in PartnerPage.objects.all()] == ([before.pk] if before else [])
        assert not PartnerPage.objects.filter(has_unpublished_changes=True).exists()


class TestTheEditorsScreen:
    def decide(self, client, submission, word="goedkeuren"):
        screen = client.get(f"/admin/inzendingen/{submission.pk}/")
        assert screen.status_code == 200
        return client.post(f"/admin/inzendingen/{submission.pk}/{word}/", {"mark": screen.context["mark"]})

    def test_only_whoever_publishes_puts_it_in_the_register(self, client, network, clock):
        submission = confirmed(client, clock)
        client.force_login(member("Redacteur"))
        self.decide(client, submission)
        assert Pledge.objects.count() == 0
        client.force_login(member("Moderator"))
        self.decide(client, submission)
        assert Pledge.objects.count() == 1
        assert client.get(f"/admin/inzendingen/{submission.pk}/voorbeeld/").status_code == 200

    def test_publishing_a_page_decides_nothing_about_who_speaks_for_it(self, client, network, clock, commit):
        known(network)
        submission = confirmed(client, clock)
        editor = member("Moderator")
        with commit(), LogContext(user=editor):
            PartnerPage.objects.get().get_latest_revision().publish(user=editor)
        submission.refresh_from_db()
        assert submission.status == "waiting"
        assert Pledge.objects.count() == 0
        services.accept(submission, editor)
        assert Pledge.objects.count() == 1

    def test_publishing_a_new_page_accepts_its_declaration(self, client, network, clock, commit):
        submission = confirmed(client, clock)
        editor = member("Moderator")
        with commit(), LogContext(user=editor):
            PartnerPage.objects.get().get_latest_revision().publish(user=editor)
        submission.refresh_from_db()
        assert submission.status == "accepted"
        assert PartnerPage.objects.get().relation == "signed"

    def test_a_deleted_page_takes_its_lines_along(self, client, network, clock):
        accepted(client, clock)
        PartnerPage.objects.get().delete()
        assert Pledge.objects.count() == 0
        assert client.get(verb(Submission.objects.get())).context["verbs"] == []

"""Of those who sent in an activity or followed the agenda nothing is left anywhere when its time is over."""

import pytest
import time_machine
from django.utils import translation

from agenda.following.weekly import write_letters
from agenda.intake import changing
from agenda.models import AgendaItemPage, SubmitActivityPage
from core.intake import mail, retention, services
from core.models import Submission
from tests.agenda.submitting import WHO, Sender
from tests.core.anywhere import found_anywhere
from tests.factories import AgendaIndexFactory, DistrictFactory, TopicFactory, VenueFactory, open_language

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
TRACES = (WHO["name"], WHO["email"], WHO["phone"], "collega@voorbeeld.nl", "volger@voorbeeld.nl")


@pytest.fixture
def sender(client, site_root):
    with time_machine.travel("2026-11-22 12:00+01:00", tick=False) as clock, translation.override("en"):
        open_language(site_root)
        AgendaIndexFactory(parent=site_root, slug="agenda")
        site_root.add_child(instance=SubmitActivityPage(title="Activiteit aanmelden", slug="activiteit-aanmelden"))
        TopicFactory()
        VenueFactory(name="Buurthuis de Boog", district=DistrictFactory(name="Overvecht"))
        yield Sender(client, "/en/activiteit-aanmelden/", clock)


def sent_in(sender) -> Submission:
    sender.fill_in({}, {"repeat_1": "week"})
    sender.hand_in()
    return services.confirm(Submission.objects.latest("made_at"))


def test_after_withdrawing_only_the_activity_is_left(sender, django_user_model):
    editor = django_user_model.objects.create_superuser("els", password="x")
    submission = services.accept(sent_in(sender), editor)
    changing.begin(submission)
    services.ask(services.changed(submission), editor, "Tot hoe laat?")
    services.withdraw(submission)
    mail.send_due()
    assert found_anywhere(*TRACES)

    sender.clock.shift(31 * DAY)
    retention.erase_expired()
    assert found_anywhere(*TRACES) == []
    assert AgendaItemPage.objects.get().title == "Soep en een praatje"


def test_whoever_handed_over_is_gone_at_once_but_for_the_letters(sender):
    submission = services.accept(sent_in(sender), None)
    services.hand_over(submission, "collega@voorbeeld.nl")
    mail.send_due()
    assert {place.partition(".")[0] for place in found_anywhere(WHO["email"])} == {"core_outgoingmail"}
    sender.clock.shift(31 * DAY)
    retention.erase_expired()
    assert found_anywhere(WHO["email"], WHO["phone"]) == []


def test_a_follower_is_gone_with_one_press(sender):
    data = {"follow": {"wijk": ["overvecht"]}}
    made = services.start("follow", "form", language="nl", email="volger@voorbeeld.nl", data=data)
    services.confirm(services.hand_in(made))
    sent_in(sender)
    write_letters()
    mail.send_due()
    services.erase(made)
    assert found_anywhere("volger@voorbeeld.nl") == []

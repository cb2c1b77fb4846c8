"""What may become of something sent in, and that nothing is lost, doubled or done half, whatever happens when."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry, Page

from core.intake import flows, retention, services
from core.intake.services import IllegalMove
from core.models import OutgoingMail, Submission
from tests.core.leaflets import LeafletFlow, Status, leaflet
from tests.killing import Killed, everything, killed_after, rows, writes_of

pytestmark = pytest.mark.usefixtures("leaflets")

VERBS: dict[str, Callable[[Submission], Any]] = {
    "keep": lambda one: services.keep(one, "2", {"when": ["dinsdag"]}),
    "hand_in": services.hand_in,
    "confirm": services.confirm,
    "changed": services.changed,
    "accept": lambda one: services.accept(one, None),
    "ask": lambda one: services.ask(one, None, "Tot hoe laat?"),
    "refuse": lambda one: services.refuse(one, None, "Het is buiten Utrecht."),
    "withdraw": services.withdraw,
    "hand_over": lambda one: services.hand_over(one, "collega@voorbeeld.nl"),
    "end_links": lambda one: services.end_links(one, None),
}
# Where each verb leads from each state; what is not here is refused. A verb that was done already changes nothing.
LEADS_TO = {
    Status.DRAFT: {"keep": Status.DRAFT, "hand_in": Status.UNCONFIRMED, "end_links": Status.DRAFT},
    Status.UNCONFIRMED: {
        "keep": Status.UNCONFIRMED, "hand_in": Status.UNCONFIRMED, "confirm": Status.WAITING,
        "end_links": Status.UNCONFIRMED,
    },
    Status.WAITING: {
        "changed": Status.WAITING, "accept": Status.ACCEPTED, "ask": Status.ASKED, "refuse": Status.REFUSED,
    },
    Status.ASKED: {"changed": Status.WAITING, "accept": Status.ACCEPTED, "refuse": Status.REFUSED},
    Status.ACCEPTED: {"changed": Status.WAITING},
    Status.REFUSED: {"changed": Status.WAITING},
    Status.WITHDRAWN: {"hand_in": Status.WITHDRAWN, "confirm": Status.WITHDRAWN, "withdraw": Status.WITHDRAWN,
                       "end_links": Status.WITHDRAWN},
}  # fmt: skip
for _status in (Status.WAITING, Status.ASKED, Status.ACCEPTED, Status.REFUSED):
    LEADS_TO[_status] |= dict.fromkeys(("keep", "hand_in", "confirm", "hand_over", "end_links"), _status)
    LEADS_TO[_status]["withdraw"] = Status.WITHDRAWN


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", Status.values)
def test_each_verb_leads_where_the_table_says_and_is_refused_elsewhere(status, verb):
    submission = leaflet(status)
    before = everything()
    if goal := LEADS_TO[status].get(verb):
        VERBS[verb](submission)
        submission.refresh_from_db()
        assert submission.status == goal
    else:
        with pytest.raises(IllegalMove):
            VERBS[verb](submission)
        assert everything() == before


@pytest.mark.parametrize("status", Status.values)
def test_no_move_is_made_that_the_table_of_moves_does_not_know(status):
    submission = leaflet(status)
    for target in Status.values:
        assert submission.may_become(target) == (target in Submission.MOVES[status])
        with transaction.atomic():
            if target in Submission.MOVES[status] and (submission.confirmed_at or target == Status.UNCONFIRMED):
                services._move(submission, target)
                assert Submission.objects.get().status == target
            else:
                with pytest.raises(IllegalMove):
                    services._move(submission, target)
                assert Submission.objects.get().status == status
            transaction.set_rollback(True)
        submission.refresh_from_db()


@pytest.mark.parametrize(
    ("status", "verb"),
    [(status, verb) for status, verbs in LEADS_TO.items() for verb in verbs if verb not in {"hand_over", "end_links"}],
)
def test_a_verb_done_twice_makes_and_tells_it_once(status, verb):
    submission = leaflet(status)
    VERBS[verb](submission)
    once = rows(Page) | rows(OutgoingMail) | rows(ModelLogEntry)
    try:
        VERBS[verb](submission)
    except IllegalMove:
        assert verb in {"accept", "ask", "refuse"}
    assert (rows(Page) | rows(OutgoingMail) | rows(ModelLogEntry)) == once


def test_a_whole_life_is_told_in_one_letter_per_thing_that_happened():
    submission = leaflet(Status.WAITING)
    for step in ("ask", "changed", "accept"):
        VERBS[step](submission)
    OutgoingMail.objects.update(status=OutgoingMail.Status.SENT)
    for step in ("changed", "accept", "hand_over", "withdraw"):
        VERBS[step](submission)
    kinds = [key.split(":")[1] for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True)]
    assert kinds == [
        *("confirm", "received", "asked", "changed", "accepted", "changed", "accepted", "handed_over", "withdrawn")
    ]
    to = list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))
    assert to == ["noor@voorbeeld.nl"] * 7 + ["collega@voorbeeld.nl"] * 2


def test_a_letter_is_written_again_after_earlier_ones_were_erased():
    submission = leaflet(Status.ACCEPTED)
    for _time in range(3):
        VERBS["changed"](submission)
        OutgoingMail.objects.update(status=OutgoingMail.Status.SENT)
    # What was sent a month ago is erased, so that the count of letters starts low again.
    OutgoingMail.objects.exclude(pk=OutgoingMail.objects.latest("pk").pk).delete()
    for _time in range(6):
        before = OutgoingMail.objects.count()
        VERBS["changed"](submission)
        assert OutgoingMail.objects.count() == before + 1
        OutgoingMail.objects.update(status=OutgoingMail.Status.SENT)


def test_nobody_can_be_let_in_before_the_address_was_confirmed():
    submission = leaflet(Status.UNCONFIRMED)
    for verb in ("accept", "ask", "refuse", "changed", "hand_over", "withdraw"):
        with pytest.raises(IllegalMove):
            VERBS[verb](submission)
    assert not Page.objects.filter(title="Soep op dinsdag").exists()


def test_what_needs_no_editor_is_accepted_at_the_confirmation(monkeypatch):
    class Signature(LeafletFlow):
        kind = "signature"
        moderated = False

    monkeypatch.setitem(flows._flows, "signature", Signature())
    submission = services.start("signature", "k", language="nl", email="noor@voorbeeld.nl")
    services.keep(submission, "1", {"title": ["Ik doe mee"]})
    services.hand_in(submission)
    assert services.confirm(submission).status == Status.ACCEPTED


def test_a_refused_change_leaves_what_is_live_and_its_sender_alone():
    submission = leaflet(Status.ACCEPTED)
    services.changed(submission)
    assert services.refuse(submission, None, "Liever niet.").status == Status.ACCEPTED
    assert Page.objects.get(title="Soep op dinsdag").live


# --- Killed between two steps ------------------------------------------------------------------------------------
FATAL = [
    (Status.DRAFT, "keep"), (Status.DRAFT, "hand_in"), (Status.UNCONFIRMED, "confirm"), (Status.WAITING, "accept"),
    (Status.WAITING, "ask"), (Status.WAITING, "refuse"), (Status.WAITING, "changed"), (Status.ACCEPTED, "changed"),
    (Status.ACCEPTED, "withdraw"), (Status.ACCEPTED, "hand_over"), (Status.ACCEPTED, "end_links"),
]  # fmt: skip


@pytest.mark.usefixtures("no_tasks")
@pytest.mark.parametrize(("status", "verb"), FATAL)
def test_a_process_killed_after_any_write_leaves_all_or_nothing(status, verb):
    submission = leaflet(status)
    before = everything()
    writes = writes_of(lambda: VERBS[verb](submission))
    assert writes
    for number in range(1, len(writes) + 1):
        with pytest.raises(Killed), killed_after(number):
            VERBS[verb](Submission.objects.get(pk=submission.pk))
        assert everything() == before, f"something stayed after {writes[number - 1]}"
    # Pressed again afterwards, it happens after all.
    VERBS[verb](submission)
    assert everything() != before


def test_a_killed_erasure_is_done_the_next_night():
    submission = leaflet(Status.WITHDRAWN)
    Submission.objects.update(changed_at="2020-01-01T00:00Z")
    before = everything()
    writes = writes_of(retention.erase_expired)
    for number in range(1, len(writes) + 1):
        with transaction.atomic(), pytest.raises(Killed), killed_after(number):
            retention.erase_expired()
        if Submission.objects.filter(pk=submission.pk).exists():
            assert everything() == before
    retention.erase_expired()
    assert not Submission.objects.exists()
    assert not OutgoingMail.objects.filter(submission__isnull=False).exists()

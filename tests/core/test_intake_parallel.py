"""The same thing done by many at one moment is done once: real threads, each with its own connection."""

import time
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from wagtail.models import Page

from core.intake import links, mail, services
from core.intake.letters import Letter
from core.intake.services import IllegalMove
from core.models import OutgoingMail, Submission
from tests.core.leaflets import Status, leaflet
from tests.parallel import one

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.usefixtures("leaflets")]


def counts() -> tuple[int, Counter]:
    """How many submissions there are, and letters of each kind."""
    kinds = Counter(key.split(":")[1] for key in OutgoingMail.objects.values_list("key", flat=True))
    return Submission.objects.count(), kinds


def test_one_form_sent_fifty_times_at_once_is_one_submission_and_one_letter(together):
    def send() -> str:
        submission = services.start("leaflet", "one-key", language="nl", email="noor@voorbeeld.nl")
        services.keep(submission, "1", {"title": ["Soep"]})
        return services.hand_in(submission).pk

    answers = together(*[send] * 50)
    assert len(set(answers)) == 1, answers
    assert one(together, counts) == (1, Counter(confirm=1))


def test_a_button_pressed_twenty_times_at_once_confirms_once(together):
    address = one(together, lambda: links.confirm_url(leaflet(Status.UNCONFIRMED, title="Soep")))
    answers = together(*[lambda: Client().post(address).status_code] * 20)
    assert answers == [200] * 20
    assert one(together, counts) == (1, Counter(confirm=1, received=1))
    assert one(together, lambda: Page.objects.filter(title="Soep").count()) == 1


def test_two_editors_who_decide_at_once_make_one_decision(together):
    submission = one(together, lambda: leaflet(Status.WAITING))
    answers = together(
        *[lambda: services.accept(submission, None)] * 3, *[lambda: services.refuse(submission, None, "Nee.")] * 3
    )
    assert sum(isinstance(answer, IllegalMove) for answer in answers) == 5
    _number, kinds = one(together, counts)
    assert kinds["accepted"] + kinds["refused"] == 1


def test_a_sender_who_withdraws_while_an_editor_accepts_is_withdrawn_or_live_never_both(together):
    submission = one(together, lambda: leaflet(Status.WAITING))
    together(lambda: services.accept(submission, None), lambda: services.withdraw(submission))

    def ended() -> tuple[str, bool]:
        found = Submission.objects.select_related("page").get()
        return found.status, found.page.live

    assert one(together, ended) == (Status.WITHDRAWN, False)


def test_workers_at_the_same_moment_send_each_letter_once(together, monkeypatch):
    taken: list[str] = []

    def send(self: EmailMultiAlternatives) -> int:
        time.sleep(0.002)
        taken.append(self.to[0])
        return 1

    def write() -> None:
        for number in range(30):
            mail.queue(Letter("Soep", ["Dank je wel."]), to=f"{number}@voorbeeld.nl", key=f"{number}:x")

    one(together, write)
    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    answers = together(*[mail.send_due] * 4)
    assert sum(answers) == 30
    assert Counter(taken) == Counter(f"{number}@voorbeeld.nl" for number in range(30))
    assert one(together, lambda: set(OutgoingMail.objects.values_list("status", "attempts"))) == {("sent", 1)}


def test_a_count_of_visitors_is_right_when_many_come_at_once(together):
    from core.intake import throttle

    cache.clear()
    answers = together(*[lambda: throttle.allows("x", "192.0.2.7", most=5, seconds=60)] * 20)
    assert answers.count(True) == 5

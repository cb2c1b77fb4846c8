"""One form sent by many at one moment is one declaration: real threads, each with its own connection."""

from collections import Counter

import pytest
from django.core.cache import cache
from django.test import Client

from core.intake import links, services
from core.models import OutgoingMail, Submission
from partners.models import PartnerPage, Pledge
from tests.parallel import one
from tests.partners.pledges import filled_in, signed

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def kinds() -> Counter:
    """How many letters there are of each kind."""
    return Counter(key.split(":")[1] for key in OutgoingMail.objects.values_list("key", flat=True))


def test_fifty_resends_are_one_record_and_one_letter(network, clock, together):
    cache.clear()
    answers = one(together, lambda: filled_in(Client(), clock))
    sent = together(*[lambda: Client().post("/ik-doe-mee/", answers)] * 50)
    assert {getattr(answer, "status_code", answer) for answer in sent} == {303}
    assert one(together, Submission.objects.count) == 1
    address = sent[0]["Location"]
    mark = one(together, lambda: Client().get(address).context["page"].mark)
    signings = together(*[lambda: Client().post(address, {"mark": mark}).status_code] * 50)
    assert signings == [303] * 50
    assert one(together, kinds) == Counter(confirm=1)
    confirm = one(together, lambda: links.confirm_url(Submission.objects.get()))
    assert together(*[lambda: Client().post(confirm).status_code] * 20) == [200] * 20
    assert one(together, kinds) == Counter(confirm=1, received=1)
    assert one(together, PartnerPage.objects.count) == 1


def test_two_editors_who_approve_at_once_enter_it_once(network, clock, together):
    waiting = one(together, lambda: services.confirm(signed(Client(), clock)))
    together(*[lambda: services.accept(waiting, None)] * 5)
    assert one(together, Pledge.objects.count) == 1
    assert one(together, kinds)["accepted"] == 1

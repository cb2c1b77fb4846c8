"""Whatever dies between two writes of a partner's form, all of it happened or nothing; pressed again it happens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.intake import links, services
from core.intake.links import Purpose
from core.models import OutgoingMail, Submission
from partners import yearly
from partners.models import PartnerPage
from tests.killing import Killed, everything, killed_after, writes_of
from tests.partners.pledges import accepted, confirmed, filled_in, known, picture, signed, verb
from tests.partners.test_adverts import AdvertIndexFactory, placed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_tasks")]
CHANGED = {"summary": "Wij koken ook brood.", "citywide": "on"}
Job = Callable[[], Any]


def mark_of(page: Any) -> dict[str, str]:
    return {"mark": page.context["page"].mark}


def starting(client: Client, clock: Any, network: Any) -> Job:
    answers = filled_in(client, clock)

    def start() -> None:
        assert client.post("/ik-doe-mee/", answers | {"logo": picture()}).status_code == 303

    return start


def mending(client: Client, clock: Any, network: Any) -> Job:
    token = links.token_for(drafted(client, clock), Purpose.CONTINUE)
    answers = {name: value for name, value in filled_in(client, clock).items() if name != "form_key"}

    def mend() -> None:
        sent = answers | {"summary": "Anders.", "logo": picture()}
        assert client.post(f"/ik-doe-mee/{token}/wijzig/", sent).status_code == 303

    return mend


def drafted(client: Client, clock: Any) -> Submission:
    assert client.post("/ik-doe-mee/", filled_in(client, clock)).status_code == 303
    return Submission.objects.get()


def handing_in(client: Client, clock: Any, network: Any) -> Job:
    address = f"/ik-doe-mee/{links.token_for(drafted(client, clock), Purpose.CONTINUE)}/controle/"
    mark = mark_of(client.get(address))

    def hand_in() -> None:
        assert client.post(address, mark).status_code == 303

    return hand_in


def changing_the_address(client: Client, clock: Any, network: Any) -> Job:
    one = signed(client, clock)
    return lambda: services.change_address(one, "sam.sender@example.org")


def confirming(client: Client, clock: Any, network: Any) -> Job:
    one = signed(client, clock, logo=picture())
    return lambda: services.confirm(Submission.objects.get(pk=one.pk))


def confirming_a_known_one(client: Client, clock: Any, network: Any) -> Job:
    known(network)
    return confirming(client, clock, network)


def confirming_a_second_one(client: Client, clock: Any, network: Any) -> Job:
    known(network)
    confirmed(client, clock)
    one = signed(client, clock, summary="Anders.", email="kim@example.org")
    return lambda: services.confirm(Submission.objects.get(pk=one.pk))


def accepting(client: Client, clock: Any, network: Any) -> Job:
    one = confirmed(client, clock, logo=picture())
    return lambda: services.accept(one, None)


def accepting_a_known_one(client: Client, clock: Any, network: Any) -> Job:
    known(network)
    return accepting(client, clock, network)


def accepting_what_was_held(client: Client, clock: Any, network: Any) -> Job:
    known(network)
    first = confirmed(client, clock)
    one = confirmed(client, clock, summary="Anders.", email="kim@example.org", logo=picture())
    services.refuse(first, None, "Nee.")
    return lambda: services.accept(one, None)


def refusing(client: Client, clock: Any, network: Any) -> Job:
    known(network)
    one = confirmed(client, clock, logo=picture())
    return lambda: services.refuse(one, None, "Nee.")


def changing(client: Client, clock: Any, network: Any) -> Job:
    address = verb(accepted(client, clock), "wijzigen")

    def change() -> None:
        assert client.post(address, CHANGED | {"logo": picture()}).status_code == 303

    return change


def withdrawing(client: Client, clock: Any, network: Any) -> Job:
    address = verb(accepted(client, clock), "intrekken")

    def withdraw() -> None:
        assert client.post(address).status_code == 303

    return withdraw


def withdrawing_what_waits(client: Client, clock: Any, network: Any) -> Job:
    address = verb(confirmed(client, clock, logo=picture()), "intrekken")

    def withdraw() -> None:
        assert client.post(address).status_code == 303

    return withdraw


def placing_an_advert(client: Client, clock: Any, network: Any) -> Job:
    AdvertIndexFactory(parent=network, locale=network.locale)
    mine = accepted(client, clock)
    response, answers = placed(client, mine, title="")
    address, sent = verb(mine, "vraag-plaatsen"), answers | {"title": "Een kok"}
    assert response.context["form"].errors

    def place() -> None:
        assert "form" not in client.post(address, sent).context

    return place


def advert(client: Client, clock: Any, network: Any) -> Submission:
    placing_an_advert(client, clock, network)()
    return Submission.objects.get(kind="advert")


def accepting_an_advert(client: Client, clock: Any, network: Any) -> Job:
    one = advert(client, clock, network)
    return lambda: services.accept(one, None)


def withdrawing_an_advert(client: Client, clock: Any, network: Any) -> Job:
    one = services.accept(advert(client, clock, network), None)
    return lambda: services.withdraw(one)


def asking_once_a_year(client: Client, clock: Any, network: Any) -> Job:
    accepted(client, clock)
    clock.shift(366 * 24 * 3600)
    return yearly.ask


def answering(client: Client, clock: Any, network: Any) -> Job:
    mine = accepted(client, clock)
    clock.shift(366 * 24 * 3600)
    yearly.ask()
    address = verb(mine, "klopt")

    def answer() -> None:
        assert client.post(address).status_code == 200

    return answer


FATAL = [
    starting, mending, handing_in, changing_the_address, confirming, confirming_a_known_one, confirming_a_second_one,
    accepting, accepting_a_known_one, accepting_what_was_held, refusing, changing, withdrawing, withdrawing_what_waits,
    placing_an_advert, accepting_an_advert, withdrawing_an_advert, asking_once_a_year, answering,
]  # fmt: skip


@pytest.mark.parametrize("prepared", FATAL, ids=lambda one: one.__name__)
def test_a_process_killed_after_any_write_leaves_all_or_nothing(client, clock, network, prepared):
    job = prepared(client, clock, network)
    before = everything("partners")
    writes = writes_of(job)
    assert writes
    assert everything("partners") == before
    for number in range(1, len(writes) + 1):
        with pytest.raises(Killed), killed_after(number):
            job()
        assert everything("partners") == before, f"something stayed after {writes[number - 1]}"
    # Pressed again afterwards, it happens after all, and once: the same letters as without dying.
    job()
    once = everything("partners")
    assert once != before
    assert len(set(OutgoingMail.objects.values_list("to", "subject"))) == OutgoingMail.objects.count()
    assert PartnerPage.objects.count() <= 1

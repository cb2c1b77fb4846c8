"""Whatever dies when: an order is stored once and told of once, and the books are always right."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.intake import services
from core.models import OutgoingMail
from infokaart import orders, stock
from infokaart.models import Order, ProductPage
from infokaart.orders import Closed, IllegalMove, OutOfStock, TooMany
from tests.factories import ProductFactory
from tests.infokaart.ordering import balance, brought, check_books, elsewhere, form, letters, moves, wish

pytestmark = pytest.mark.django_db
Status = Order.Status


class Killed(BaseException):
    """Whatever ends a process."""


@contextmanager
def dies_before(statement: int, fault: type[BaseException] = Killed) -> Iterator[list[int]]:
    """Die before the statement with this number; the list holds how many are left, below zero once it died."""
    left = [statement]

    def watch(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        # The end of a transaction is one moment: before it nothing happened, after it all did.
        if "SAVEPOINT" not in sql:
            left[0] -= 1
            if left[0] < 0:
                raise fault
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch), suppress(fault):
        yield left


def everything() -> dict[str, list]:
    """Every row about orders, stock, people and letters."""
    models = [
        *apps.get_app_config("infokaart").get_models(),
        *map(apps.get_model, ("core.Submission", "core.OutgoingMail")),
    ]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def only_line(order: Order) -> int:
    return order.lines.get().pk


VERBS: dict[str, tuple[str, Callable[[Order, Any], Any]]] = {
    "change": ("new", lambda order, user: orders.change(order, {only_product(order): 3})),
    "cancel": ("new", lambda order, user: orders.cancel(order)),
    "cancel by the office": ("packed", orders.cancel),
    "confirm": ("unconfirmed", lambda order, user: services.confirm(order.submission)),
    "pack": ("new", orders.pack),
    "send": ("packed", lambda order, user: orders.send(order, user, track_code="3SABC")),
    "send a part": ("packed", lambda order, user: orders.send(order, user, {only_line(order): 1}, seen="packed")),
    "finish": ("partly_sent", orders.finish),
    "take back": ("sent", orders.take_back),
    "undo": ("sent", orders.undo),
    "erase": ("new", lambda order, user: order.submission and services.erase(order.submission)),
}


def only_product(order: Order) -> int:
    return order.lines.get().product_id


@pytest.mark.parametrize("fault", [Killed, OperationalError])
@pytest.mark.parametrize("verb", VERBS)
def test_killed_between_any_two_statements_nothing_happened_and_again_is_once(card, packer, verb, fault):
    status, do = VERBS[verb]
    order = brought(status, card, packer)
    before, statement, died = everything(), 0, True
    while died:
        with dies_before(statement, fault) as left:
            do(Order.objects.get(pk=order.pk), packer)
        died = left[0] < 0
        statement += 1
        if died:
            assert everything() == before, statement
    # Fewer would be no verb at all.
    assert statement > 8
    after = everything()
    assert after != before
    with suppress(IllegalMove):
        do(Order.objects.get(pk=order.pk), packer)
    assert everything() == after
    check_books()


@pytest.mark.parametrize("proven", [True, False])
def test_killed_while_ordering_the_form_is_intact_and_the_order_is_made_once(card, proven):
    submission, wanted = form(proven=proven), wish(card, 2)
    before, statement, died = everything(), 0, True
    while died:
        with dies_before(statement) as left:
            orders.place(submission, wanted)
        died = left[0] < 0
        statement += 1
        if died:
            assert everything() == before, statement
    orders.place(submission, wanted)
    assert Order.objects.count() == 1
    assert letters() == ["ordered" if proven else "confirm"]
    assert balance(card) == (100, 20)
    assert statement > 20


def test_the_letter_of_an_order_goes_once_whatever_the_worker_does(card, mailoutbox):
    from core.intake import mail

    orders.place(form(), wish(card))
    died, statement = True, 0
    while died:
        with dies_before(statement) as left, transaction.atomic():
            mail.send_due()
        died = left[0] < 0
        statement += 1
        mailoutbox.clear() if died else None
    assert mail.send_due() == 0
    assert len(mailoutbox) == 1
    assert OutgoingMail.objects.get().status == "sent"


# --- Any sequence of anything -------------------------------------------------------------------------------------
class Books(RuleBasedStateMachine):
    """Anybody does anything, legal or not, in any order: the books are right after each step."""

    cards: list[ProductPage] = []
    user: Any = None
    count = 0

    @initialize()
    def begin(self) -> None:
        """Keep what happens apart from other runs."""
        self.inside = transaction.atomic()
        self.inside.__enter__()

    def teardown(self) -> None:
        """Forget it all."""
        transaction.set_rollback(True)
        self.inside.__exit__(None, None, None)

    def some(self, number: int) -> Order:
        """One of the orders."""
        found = list(Order.objects.order_by("pk"))
        return found[number % len(found)]

    def try_to(self, job: Callable[[], Any]) -> None:
        """Do it; the refusals that are meant change nothing."""
        before = everything()
        try:
            job()
        except (Closed, IllegalMove, OutOfStock, TooMany, ValueError):
            assert everything() == before

    @rule(packs=st.lists(st.integers(-1, 6), min_size=2, max_size=2), proven=st.booleans(), who=st.integers(0, 3))
    def place(self, packs: list[int], proven: bool, who: int) -> None:
        """Somebody orders."""
        type(self).count += 1
        wanted = dict(zip([card.pk for card in self.cards], packs, strict=True))
        made = form(f"any-{self.count}", proven=proven)
        self.try_to(lambda: orders.place(made, wish(self.cards[0], wanted, **elsewhere(who))))

    @rule(card=st.integers(0, 1), cards=st.integers(-40, 40))
    def count_again(self, card: int, cards: int) -> None:
        """Cards are found or lost."""
        self.try_to(lambda: stock.correct(self.cards[card], cards, self.user, "Geteld"))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=st.integers(0, 9), packs=st.lists(st.integers(-1, 6), min_size=2, max_size=2))
    def change(self, number: int, packs: list[int]) -> None:
        """The orderer wants something else."""
        wanted = dict(zip([card.pk for card in self.cards], packs, strict=True))
        self.try_to(lambda: orders.change(self.some(number), wanted))

    @precondition(lambda self: Order.objects.exists())
    @rule(
        number=st.integers(0, 9),
        verb=st.sampled_from([
            lambda order, user: orders.cancel(order),
            orders.cancel, orders.pack, orders.send, orders.finish, orders.take_back, orders.undo,
            lambda order, user: services.confirm(order.submission),
        ]),
    )  # fmt: skip
    def move(self, number: int, verb: Callable[[Order, Any], Any]) -> None:
        """Somebody presses some button."""
        self.try_to(lambda: verb(self.some(number), self.user))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=st.integers(0, 9), packs=st.integers(-1, 6), back=st.booleans(), twice=st.booleans())
    def part(self, number: int, packs: int, back: bool, twice: bool) -> None:
        """Some packs go, or come back."""
        order = self.some(number)
        lines = dict.fromkeys(order.lines.values_list("pk", flat=True), packs)
        if back:
            self.try_to(lambda: orders.take_back(order, self.user, lines))
        else:
            self.try_to(lambda: orders.send(order, self.user, dict(list(lines.items())[: 1 + twice])))

    @invariant()
    def books_are_right(self) -> None:
        """Every time."""
        check_books()
        for order in Order.objects.all():
            before = ["", *moves(order)][-2:]
            assert before[-1] == order.status


@pytest.mark.any_database
def test_after_any_sequence_of_anything_the_books_are_right(card, order_page, packer):
    poster = ProductFactory(parent=order_page, pack_size=7, most_per_order=5, most_per_address=8)
    stock.receive(poster, 50, None, "Drukker")
    Books.cards, Books.user = [card, poster], packer
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

"""A crowd that orders: run as a process of its own, beside others, on the database that it is told.

    python -m tests.infokaart.crowd DATABASE JOB ARGUMENT …

It says `ready`, waits for a line, does its job in as many threads as that needs, and writes one line of JSON.
"""

import json
import os
import random
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any


def place(product: str, *keys: str) -> Counter:
    """Place the order of each of these forms, all at the same moment; counts what came of them."""
    from core.models import Submission
    from infokaart.models import ProductPage
    from tests.infokaart.ordering import elsewhere, wish

    card = ProductPage.objects.get(pk=product)
    forms = [(Submission.objects.get(key=key), wish(card, **elsewhere(number(key)))) for key in keys]
    return _together([lambda form=form, wanted=wanted: _place(form, wanted) for form, wanted in forms])


def press(*keys: str) -> Counter:
    """Look these forms over and press the button, all at the same moment; counts the answers and what was kept."""
    from django.test import Client

    from core.intake import links
    from core.intake.links import Purpose
    from core.models import Submission

    def once(form: Submission) -> str:
        address = f"/infokaart/{links.token_for(form, Purpose.CONTINUE)}/controle/"
        client = Client(HTTP_HOST="localhost")
        looked = client.get(address)
        if looked.status_code != 200:
            # Sold out already when it was looked over: back to the form, which says so.
            shown = client.get(looked["Location"])
            return f"{looked.status_code} {_kept(shown.content.decode(), form)}"
        mark = re.search(r'name="mark" value="([^"]+)"', looked.content.decode())[1]
        answer = client.post(address, {"mark": mark})
        return str(answer.status_code) if answer.status_code == 303 else (
            f"{answer.status_code} {_kept(answer.content.decode(), form)}"
        )  # fmt: skip

    forms = [Submission.objects.get(key=key) for key in keys]
    return _together([lambda form=form: _outcome(lambda: once(form)) for form in forms])


def _kept(page: str, form: Any) -> str:
    is_there = all(f'value="{form.data["order"][name][0]}"' in page for name in ("name", "street", "email"))
    return "form intact" if is_there and ">Op<" in page else "form lost"


def number(key: str) -> int:
    """The number at the end of a form's key."""
    return int(key.rpartition("-")[2])


def anything(seed: str, rounds: str) -> Counter:
    """Do whatever comes to mind with whatever there is, four at the same time; counts what came of it."""

    def some(chance: random.Random) -> str:
        from infokaart import orders
        from infokaart.models import Order, ProductPage
        from tests.infokaart.ordering import elsewhere, form, wish

        order = chance.choice(list(Order.objects.all()) or [None])
        cards = {card.pk: chance.randrange(1, 4) for card in ProductPage.objects.order_by("?")}
        user = _user()
        verb = chance.choice(["place", "place", "change", "cancel", "leave", "pack", "send", "part", "back", "undo"])
        if verb == "place" or order is None:
            someone = chance.randrange(10**6)
            card = ProductPage.objects.first()
            return _name(orders.place(form(f"any-{someone}"), wish(card, cards, **elsewhere(someone))))
        line = order.lines.order_by("?").first()
        jobs: dict[str, Callable[[], Any]] = {
            "change": lambda: orders.change(order, cards),
            "cancel": lambda: orders.cancel(order),
            "leave": lambda: orders.cancel(order, user),
            "pack": lambda: orders.pack(order, user),
            "send": lambda: orders.send(order, user),
            "part": lambda: orders.send(order, user, {line.pk: 1}),
            "back": lambda: orders.take_back(order, user),
            "undo": lambda: orders.undo(order, user),
        }
        return _name(jobs[verb]())

    chances = [random.Random(f"{seed}-{worker}") for worker in range(4)]  # noqa: S311  it keeps no secret

    def work(chance: random.Random) -> list[str]:
        return [_outcome(lambda: some(chance)) for _ in range(int(rounds))]

    return _together([lambda chance=chance: work(chance) for chance in chances])


def die(product: str, key: str, statement: str) -> Counter:
    """Place an order, and be killed for good before the statement with this number; never answers, or answers `done`."""
    from django.db import connection

    left = [int(statement)]

    def kill(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(kill):
        from core.models import Submission
        from infokaart.models import ProductPage
        from tests.infokaart.ordering import wish

        form, card = Submission.objects.get(key=key), ProductPage.objects.get(pk=product)
        return Counter([_place(form, wish(card))])


def books() -> dict[str, Any]:
    """Check the ledger, and say what there is."""
    from core.models import OutgoingMail, Submission
    from infokaart import stock
    from infokaart.models import Order, ProductPage
    from tests.infokaart.ordering import check_books

    check_books()
    found = stock.balances(ProductPage.objects.values_list("pk", flat=True))
    return {
        "orders": Order.objects.count(),
        "letters": OutgoingMail.objects.count(),
        "forms": Submission.objects.filter(status="draft").count(),
        "balances": {str(key): [one.on_hand, one.reserved] for key, one in found.items()},
    }


JOBS: dict[str, Callable[..., Any]] = {
    "place": place,
    "press": press,
    "anything": anything,
    "die": die,
    "books": books,
}


def _place(form: Any, wanted: Any) -> str:
    from infokaart import orders

    return _outcome(lambda: _name(orders.place(form, wanted)))


def _outcome(job: Callable[[], str]) -> str:
    from infokaart.orders import IllegalMove, OutOfStock, TooMany

    try:
        return job()
    except (OutOfStock, IllegalMove, TooMany) as refusal:
        return type(refusal).__name__
    except Exception as fault:  # noqa: BLE001 - the test says what may go wrong
        return repr(fault)[:300]


def _name(_done: Any) -> str:
    return "done"


def _user() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="els")


def _together(jobs: list[Callable[[], Any]]) -> Counter:
    from django.db import connection

    found: Counter = Counter()
    gate, lock = threading.Barrier(len(jobs)), threading.Lock()

    def work(job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answer = job()
        finally:
            connection.close()
        with lock:
            found.update([answer] if isinstance(answer, str) else answer)

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def main(database: str, job: str, *arguments: str) -> None:
    """Connect to the database, wait for the sign, and do the job."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "utrechtomarmt.settings.test"
    import django
    from django.conf import settings

    default: dict[str, Any] = settings.DATABASES["default"]
    default["NAME"] = database
    # Two hundred wait for one another here, on a machine that may be busy with more.
    patience = default["OPTIONS"] if "timeout" in default["OPTIONS"] else default["OPTIONS"]["pool"]
    patience["timeout"] = 90
    django.setup()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(JOBS[job](*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])

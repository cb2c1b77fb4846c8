"""What the tests of orders share: a form filled in, an order that came as far as one likes, and what must always hold."""

from typing import Any

from django.db.models import Sum

from core.intake import services
from core.models import OutgoingMail, Submission
from infokaart import orders, stock
from infokaart.models import Order, OrderMove, ProductPage, StockMovement
from infokaart.orders import Wish

Status = Order.Status
WHO = {"name": "Noor van Dijk", "email": "noor@voorbeeld.nl", "phone": "030 123 45 67"}
WHERE = {"street": "Kanaalstraat", "house_number": 12, "addition": "bis", "postcode": "3531 CJ", "city": "Utrecht"}


def form(key: str = "", *, proven: bool = True, language: str = "nl") -> Submission:
    """A form that somebody filled in, with something typed."""
    key = key or f"form-{Submission.objects.count()}"
    made = services.start("order", key, language=language, proven=proven)
    return services.keep(made, "order", {"name": [WHO["name"]], "street": [WHERE["street"]]})


def wish(product: ProductPage, packs: int | dict[int, int] = 1, **fields: Any) -> Wish:
    """So many packs of one product, or `packs` by product; by post."""
    wanted = packs if isinstance(packs, dict) else {product.pk: packs}
    return Wish(**{
        "packs": wanted, "orderer": Order.Orderer.RESIDENT, "purpose": Order.Purpose.VISITS,
        **WHO, **WHERE, **fields,
    })  # fmt: skip


def elsewhere(number: int) -> dict[str, Any]:
    """Somebody else at another address."""
    return {"email": f"{number}@voorbeeld.nl", "house_number": 100 + number}


def placed(product: ProductPage, packs: int | dict[int, int] = 1, *, proven: bool = True, **fields: Any) -> Order:
    """An order."""
    return orders.place(form(proven=proven), wish(product, packs, **fields))


def brought(status: str, product: ProductPage, user: Any, packs: int = 2, **fields: Any) -> Order:
    """An order that came as far as `status` by the same verbs as a real one."""
    order = placed(product, packs, proven=status != Status.UNCONFIRMED, **fields)
    if status in {Status.PACKED, Status.SENT, Status.PARTLY_SENT, Status.RETURNED}:
        order = orders.pack(order, user)
    if status in {Status.SENT, Status.RETURNED}:
        order = orders.send(order, user)
    if status == Status.PARTLY_SENT:
        order = orders.send(order, user, {order.lines.get().pk: 1})
    if status == Status.RETURNED:
        order = orders.take_back(order, user)
    if status == Status.CANCELLED:
        order = orders.cancel(order, user)
    assert order.status == status
    return order


def balance(product: ProductPage) -> tuple[int, int]:
    """Cards on hand and reserved."""
    found = stock.balances([product.pk])[product.pk]
    return found.on_hand, found.reserved


def moves(order: Order) -> list[str]:
    """The statuses it went through."""
    return list(OrderMove.objects.filter(order=order).values_list("after", flat=True))


def letters() -> list[str]:
    """What each letter tells of, the oldest first."""
    keys = OutgoingMail.objects.order_by("pk").values_list("key", flat=True)
    return [key.split(":")[1] for key in keys]


def check_books() -> None:
    """What holds at any moment: sums of the ledger, its last row and what the orders hold say the same."""
    sums = StockMovement.objects.order_by().values("product").annotate(on_hand=Sum("on_hand"), held=Sum("reserved"))
    found = {row["product"]: (row["on_hand"], row["held"]) for row in sums}
    latest = stock.balances(found)
    held = dict.fromkeys(found, 0)
    for order in Order.objects.prefetch_related("lines"):
        for line in order.lines.all():
            assert 0 <= line.packs_returned <= line.packs_sent <= line.packs
            if order.status in Order.HOLDING:
                held[line.product_id] += (line.packs - line.packs_sent) * line.pack_size
        assert order.moves.last().after == order.status
    for product, (on_hand, reserved) in found.items():
        assert (latest[product].on_hand, latest[product].reserved) == (on_hand, reserved)
        assert 0 <= reserved <= on_hand
        assert reserved == held[product]

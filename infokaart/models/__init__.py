"""Cards and other material: the products, the stock as a ledger, and the orders."""

from infokaart.models.orders import Delivery, Order, OrderLine, OrderMove
from infokaart.models.products import InfokaartOrderPage, PickupPoint, ProductPage
from infokaart.models.stock import StockMovement

__all__ = [
    "Delivery",
    "InfokaartOrderPage",
    "Order",
    "OrderLine",
    "OrderMove",
    "PickupPoint",
    "ProductPage",
    "StockMovement",
]

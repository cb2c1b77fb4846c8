"""What the tests of orders share."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile

from core.models import CustomDocument
from infokaart import stock
from infokaart.models import InfokaartOrderPage, ProductPage
from tests.factories import InfokaartOrderFactory, ProductFactory


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands still until a test moves it: a Wednesday in November 2026."""
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def order_page(site_root: Any, clock: Any) -> InfokaartOrderPage:
    """The page to order cards, with the mailbox of the office."""
    return InfokaartOrderFactory(parent=site_root, orders_email="bestellingen@voorbeeld.nl")


@pytest.fixture
def card(order_page: InfokaartOrderPage) -> ProductPage:
    """A card in packs of ten, of which there are a hundred."""
    product = ProductFactory(parent=order_page, title="Praatkaart", is_picked_up=True)
    stock.receive(product, 100, None, "Drukker")
    return product


@pytest.fixture
def plenty(card: ProductPage) -> ProductPage:
    """The same card, of which there is no lack."""
    stock.receive(card, 10_000, None, "Drukker")
    return card


@pytest.fixture
def packer(django_user_model: Any) -> Any:
    """Who packs on Friday afternoon."""
    return django_user_model.objects.create_user("els", password="x")


@pytest.fixture
def document(db: None) -> CustomDocument:
    """A small PDF among the documents."""
    made = CustomDocument(title="Praatkaart", file=ContentFile(b"%PDF-1.7", "praatkaart.pdf"))
    # What the office's screen notes of a file.
    made._set_document_file_metadata()
    made.save()
    return made

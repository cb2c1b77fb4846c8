"""What the tests of the foundations share."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def leaflets(db: None) -> Iterator[None]:
    """A kind of thing to send in that only tests know (`tests.core.leaflets`)."""
    from core.intake import flows
    from tests.core.leaflets import LeafletFlow

    flows.register(LeafletFlow())
    yield
    del flows._flows["leaflet"]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Any]:
    """A mail server on this machine (`tests.core.mail_server`), to which the site is told to send."""
    from tests.core.mail_server import running

    with running() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server

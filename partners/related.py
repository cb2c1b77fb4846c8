"""What apps on higher floors show on a partner's page: they register it, so that partners imports nothing above."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from partners.models import PartnerPage

_finders: dict[str, Callable[["PartnerPage", HttpRequest], Any]] = {}


def register(name: str, finder: Callable[["PartnerPage", HttpRequest], Any]) -> None:
    """Offer something under `name` in the context of a partner's page; called in an app's `ready`."""
    _finders[name] = finder


def for_partner(partner: "PartnerPage", request: HttpRequest) -> dict[str, Any]:
    """Everything registered, found for one partner."""
    return {name: finder(partner, request) for name, finder in _finders.items()}

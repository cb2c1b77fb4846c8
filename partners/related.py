"""What apps on higher floors show on a partner's page: they register it, so that partners imports nothing above."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from core.queries import source_id

if TYPE_CHECKING:
    from partners.models import PartnerPage

_finders: dict[str, Callable[[int], Any]] = {}


def register(name: str, finder: Callable[[int], Any]) -> None:
    """Offer something under `name` in the context of a partner's page; called in an app's `ready`."""
    _finders[name] = finder


def for_partner(partner: "PartnerPage") -> dict[str, Any]:
    """Everything registered, found for one partner in the source language; nothing for one that is not stored yet."""
    if not partner.pk:
        return {}
    key = source_id(partner)
    return {name: finder(key) for name, finder in _finders.items()}

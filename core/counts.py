"""What the site counts itself, for the counter in a text. An app registers what it can count when apps are ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.page_cache import per_generation


@dataclass(frozen=True)
class Count:
    """Something that is counted: its name (stored in texts), what editors call it, and the number at this moment."""

    name: str
    label: Any
    number: Callable[[], int]


_counts: dict[str, Count] = {}


def register(count: Count) -> None:
    """Make it known; called in an app's `ready`."""
    _counts[count.name] = count


def choices() -> list[tuple[str, Any]]:
    """What an editor can choose from."""
    return [(one.name, one.label) for one in _counts.values()]


@per_generation(maxsize=32)
def number_of(name: str) -> int:
    """The number, at most an hour old; 0 for a name that nobody registered."""
    return _counts[name].number() if name in _counts else 0

"""The shape of the demonstration content while it travels from data files to pages."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wagtail.models import Page

HOME = "index/home"


def read(name: str) -> dict[str, Any]:
    """The contents of a data file, by its name without extension."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class Values:
    """What a page must hold: plain fields, raw streams, ids of related rows, and rows of its own (dates and such)."""

    fields: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    relations: dict[str, list[int]] = field(default_factory=dict)
    dates: list[dict[str, Any]] | None = None
    changes: list[dict[str, Any]] | None = None
    pickup_points: list[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Entry:
    """One page of the data: where it belongs, and what it holds once the other pages can be linked to."""

    key: str
    parent: str
    model: type[Page]
    row: dict[str, Any]
    values: Callable[["Book", "Entry"], Values]
    birth: dict[str, Any] = field(default_factory=dict)


@dataclass
class Book:
    """Where everything in the data is found once it is in the database."""

    pages: dict[str, Page] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    topics: dict[str, int] = field(default_factory=dict)
    audiences: dict[str, int] = field(default_factory=dict)
    districts: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    profiles: dict[str, int] = field(default_factory=dict)
    venues: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)

    def page_id(self, key: str) -> int | None:
        """The id of the page with this key; None when an editor deleted it. Raises LookupError for an unknown key."""
        if key not in self.known:
            raise LookupError(f"The demonstration content has no page '{key}'.")
        page = self.pages.get(key)
        return page.pk if page else None

    def page_ids(self, section: str, slugs: Iterable[str]) -> list[int]:
        """The ids of the pages of a section that exist."""
        return [found for slug in slugs if (found := self.page_id(f"{section}/{slug}"))]

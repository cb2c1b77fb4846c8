"""A question to the search and its answer, in the terms of a page."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Question:
    """What somebody asks, as it came from an address; whatever is not known is left out."""

    words: str
    language: str
    kind: str = ""
    # "", "komend", "week", "maand" or "geweest".
    when: str = ""
    # Slugs.
    district: str = ""
    topic: str = ""
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """One thing that was found, in words a page can show; `title` and `extract` are safe and have `<mark>`."""

    title: SafeString
    url: str
    kind: str
    kind_label: str
    language: str
    extract: SafeString
    # In words; empty for what has no date.
    when: str = ""
    place: str = ""
    is_past: bool = False
    is_cancelled: bool = False
    # Made up by us, to show what there could be.
    is_example: bool = False
    is_promoted: bool = False
    # The editor's words with a promotion.
    why: str = ""
    art_topic: str = ""
    art_seed: str = ""


@dataclass(frozen=True)
class Facet:
    """One choice to narrow the list by, with how many would be left."""

    code: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Answer:
    """What was found: one page of hits, and what can be chosen."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    pages: int = 1
    kinds: list[Facet] = field(default_factory=list)
    whens: list[Facet] = field(default_factory=list)
    districts: list[Facet] = field(default_factory=list)
    topics: list[Facet] = field(default_factory=list)
    # Corrected words that have a result; empty when there is nothing to correct.
    did_you_mean: str = ""
    # The words that were looked for.
    searched: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Something to choose while typing."""

    text: str
    url: str
    kind_label: str
    # Of the text.
    language: str

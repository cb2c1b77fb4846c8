"""The lists of words.toml, read once."""

import tomllib
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def words_of(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_LISTS[name].split())


def phrases_of(name: str) -> frozenset[str]:
    """The phrases of one list, which commas divide."""
    return frozenset(phrase.strip() for phrase in _LISTS[name].replace("\n", " ").split(","))

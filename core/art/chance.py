"""Chance that comes out the same everywhere: FNV-1a feeds a small generator in 32-bit unsigned arithmetic."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = 0xFFFFFFFF


class Chance:
    """Numbers and picks that follow from a text and nothing else."""

    def __init__(self, text: str) -> None:
        """Start from `text`."""
        state = 2166136261
        for character in text:
            state = ((state ^ ord(character)) * 16777619) & _MASK
        self._state = state

    def number(self) -> float:
        """The next number, from 0 up to but not including 1 (mulberry32)."""
        self._state = (self._state + 0x6D2B79F5) & _MASK
        mixed = ((self._state ^ self._state >> 15) * (1 | self._state)) & _MASK
        mixed = (mixed + ((mixed ^ mixed >> 7) * (61 | mixed)) & _MASK ^ mixed) & _MASK
        return ((mixed ^ mixed >> 14) & _MASK) / 4294967296

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`, which may not be empty."""
        return options[int(self.number() * len(options))]

"""How a model says of each of its fields whether it has words of its own in every language, or is the same in all."""

from wagtail_localize.fields import SynchronizedField, TranslatableField


def translated(*names: str) -> list[TranslatableField]:
    """Fields with words: each language has its own."""
    return [TranslatableField(name) for name in names]


def same(*names: str) -> list[SynchronizedField]:
    """Fields that are those of the Dutch page in every language: dates, places, numbers, states, pictures."""
    return [SynchronizedField(name, overridable=False) for name in names]

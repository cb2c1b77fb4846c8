"""The picture of an activity; what is done with it is the same for everything that is sent in."""

from core.intake.pictures import COLLECTION, remove, take_over

__all__ = ["COLLECTION", "remove", "take_over"]

"""Quiet while a calendar is read: no letter to every moderator for every draft."""

from core.intake.quiet import connect, no_letters

__all__ = ["connect", "no_letters"]

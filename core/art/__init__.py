"""The illustration language: everything is an arch. Pure functions that return SVG as text.

The same topic and seed always give the same drawing, in every process and on every machine.
"""

from core.art.covers import TOPICS, cover, shield
from core.art.emblems import arch_border, door, logo
from core.art.scene import wharf

__all__ = ["TOPICS", "arch_border", "cover", "door", "logo", "shield", "wharf"]

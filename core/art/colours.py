"""The palette of the drawings, and the distance between two colours. Not for text."""

from functools import lru_cache

INK = "#15313a"
CANAL = "#0b5563"
CANAL_MID = "#2f8290"
CANAL_DEEP = "#083f4a"
WATER = "#9ccdd1"
WATER_LIGHT = "#d6eced"
SKY = "#e4f1f6"
BRICK = "#b54a33"
BRICK_DEEP = "#93331f"
BRICK_LIGHT = "#db8467"
BLOSSOM = "#f6c9bb"
BLOSSOM_LIGHT = "#fce9e3"
LANTERN = "#ffc83d"
LANTERN_LIGHT = "#ffe7a3"
LIGHT = "#fff4d2"
LEAF = "#3c7d58"
LEAF_DEEP = "#2a5e41"
LEAF_LIGHT = "#9cc5a1"
LEAF_PALE = "#dceedc"
STONE = "#d9d4c7"
STONE_DEEP = "#b4ae9e"
PURPLE = "#6c5a8e"
PURPLE_DEEP = "#4d3e6b"
PURPLE_LIGHT = "#d9d0e8"
WOOD = "#7a5a44"
WHITE = "#fff"

SKINS = ("#f3cdb0", "#e3ae86", "#c68a5e", "#a86c48", "#855640", "#fadcc6")
HAIRS = ("#2b2320", "#5b3a26", "#8c5a2e", "#c9c4bc", "#efeae2", "#b7632c")
CLOTHES = (CANAL, BRICK, LEAF, PURPLE, LANTERN, CANAL_MID, BRICK_LIGHT)
SCARVES = (PURPLE, CANAL, BRICK_DEEP, LEAF)
CAPS = (BRICK, CANAL, LEAF, LANTERN)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


@lru_cache(maxsize=4096)
def distance(first: str, second: str) -> float:
    """How different two colours look: 0 is the same, about 80 is told apart, 765 is black and white (redmean)."""
    (r1, g1, b1), (r2, g2, b2) = _channels(first), _channels(second)
    mean = (r1 + r2) / 2
    red = (2 + mean / 256) * (r1 - r2) ** 2
    green = 4 * (g1 - g2) ** 2
    blue = (2 + (255 - mean) / 256) * (b1 - b2) ** 2
    return float((red + green + blue) ** 0.5)


def shade(colour: str) -> str:
    """The colour a little darker, for an arm that lies over its own coat."""
    return "#" + "".join(f"{round(channel * 0.86):02x}" for channel in _channels(colour))

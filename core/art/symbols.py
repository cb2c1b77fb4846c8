"""One symbol for each topic, in a field of 100 by 100 around (0, 0)."""

from core.art import colours as c
from core.art.shapes import arch, circle, fill, line, rect

_DOTS = ((-19, -19), (19, -19), (0, 0), (-19, 19), (19, 19))

SYMBOLS: dict[str, str] = {
    "food": fill("M-40 -8h80a40 42 0 0 1 -80 0z", c.BRICK)
    + rect(-46, -14, 92, 10, c.BRICK_DEEP, 5)
    + rect(-22, 32, 44, 7, c.BRICK_DEEP, 3)
    + line("M-16 -26q-8 -9 0 -18M2 -26q-8 -9 0 -18M20 -26q-8 -9 0 -18", c.WHITE, 5),
    "coffee": fill("M-34 -22h60v30a26 26 0 0 1 -26 26h-8a26 26 0 0 1 -26 -26z", c.WHITE)
    + line("M28 -12h5a12 12 0 0 1 0 24h-7", c.WHITE, 7)
    + fill("M-34 -22h60v8h-60z", c.BRICK_DEEP)
    + rect(-44, 36, 80, 7, c.WHITE, 3.5)
    + line("M-14 -32q-7 -8 0 -16M6 -32q-7 -8 0 -16", c.WHITE, 5),
    "walking": arch(0, 40, 90, 66, c.LEAF_LIGHT)
    + line("M-8 40q16 -12 2 -24t6 -26", c.LIGHT, 11)
    + circle(-34, 10, 15, c.LEAF)
    + rect(-36, 16, 4, 24, c.WOOD)
    + circle(30, 2, 18, c.LEAF)
    + rect(28, 14, 4, 26, c.WOOD)
    + circle(2, -38, 11, c.LANTERN),
    "music": line("M-16 26V-34l44 -9V18M-16 -20l44 -9", c.INK, 7)
    + f'<ellipse cx="-27" cy="27" rx="14" ry="10.5" fill="{c.INK}" transform="rotate(-18 -27 27)"/>'
    + f'<ellipse cx="17" cy="19" rx="14" ry="10.5" fill="{c.INK}" transform="rotate(-18 17 19)"/>',
    "games": rect(-38, -38, 76, 76, c.WHITE, 14) + "".join(circle(x, y, 7.5, c.INK) for x, y in _DOTS),
    "crafts": rect(-34, -2, 68, 38, c.WHITE, 6)
    + fill("M-34 4a34 34 0 0 1 68 0z", c.PURPLE)
    + line("M28 30q26 8 18 -14t-18 -20", c.BRICK, 5)
    + circle(-12, -12, 6, c.LANTERN)
    + circle(10, -14, 6, c.BLOSSOM)
    + circle(-1, 18, 6, c.CANAL)
    + circle(18, 20, 5, c.BRICK)
    + circle(-19, 20, 5, c.LEAF),
    "language": fill("M-44 -34h58a12 12 0 0 1 12 12v22a12 12 0 0 1 -12 12h-34l-16 16v-16h-8z", c.WHITE)
    + fill(
        "M46 -4v34h-6v14l-14 -14h-26a8 8 0 0 1 -8 -8v-4h28a16 16 0 0 0 16 -16v-6z",
        c.BRICK_LIGHT,
    )
    + line("M-30 -18h34M-30 -4h22", c.CANAL, 5),
    "nature": line("M0 42V-6", c.LEAF, 6)
    + fill("M0 6C-34 8 -40 -18 -38 -32C-12 -32 2 -18 0 6z", c.LEAF)
    + fill("M0 -6C28 -6 36 -26 34 -42C10 -42 -2 -26 0 -6z", c.LEAF_LIGHT)
    + fill("M-24 20h48l-6 26h-36z", c.BRICK),
    "sport": circle(0, 0, 38, c.LANTERN) + line("M-36 -10Q0 8 36 -10M-26 28Q0 4 26 28M0 -38V38", c.BRICK_DEEP, 4.5),
    "digital": rect(-26, -44, 52, 88, c.INK, 12)
    + rect(-20, -34, 40, 62, c.WATER_LIGHT, 4)
    + circle(0, 36, 4, c.WHITE)
    + fill("M0 16C-22 2 -14 -16 0 -8C14 -16 22 2 0 16z", c.BRICK),
    "animals": fill("M-34 38V4a20 20 0 0 1 20 -20h22a24 24 0 0 1 24 24v30z", c.BRICK_LIGHT)
    + circle(14, -22, 22, c.BRICK_LIGHT)
    + fill("M-4 -36q-16 4 -10 26q12 0 14 -18zM32 -36q16 4 10 26q-12 0 -14 -18z", c.BRICK_DEEP)
    + circle(14, -13, 5, c.INK)
    + circle(6, -24, 2.6, c.INK)
    + circle(22, -24, 2.6, c.INK)
    + line("M-34 14q-14 -2 -12 -18", c.BRICK_LIGHT, 8),
    "helping": fill("M0 36C-58 2 -40 -44 -4 -26Q0 -24 0 -18Q0 -24 4 -26C40 -44 58 2 0 36z", c.BRICK)
    + line("M-22 -6a22 18 0 0 0 44 0", c.WHITE, 6),
    "together": circle(0, -10, 19, c.LANTERN)
    + line("M36 -34v34a36 36 0 0 1 -36 36", c.BRICK, 14)
    + line("M-36 -34v34a36 36 0 0 0 54 31", c.CANAL, 14),
}

# A ground on which each symbol shows at its best: for badges, and for the opening of the bridge.
GROUNDS: dict[str, str] = {
    "food": c.LANTERN,
    "coffee": c.CANAL_MID,
    "walking": c.SKY,
    "music": c.BLOSSOM,
    "games": c.CANAL_MID,
    "crafts": c.LANTERN,
    "language": c.CANAL_MID,
    "nature": c.LIGHT,
    "sport": c.BLOSSOM,
    "digital": c.BLOSSOM,
    "animals": c.WATER_LIGHT,
    "helping": c.LIGHT,
    "together": c.LIGHT,
}
# Symbols with white in them need more than a pale light behind them.
NEEDS_COLOUR = frozenset({"food", "coffee", "games", "crafts", "language", "helping"})

"""Covers: a drawing for every page without a photo, from its topic and a stable text.

640 by 400. What matters stands in the middle 440 and the lower 320, so every crop from 2:1 to nearly square is safe.
"""

from dataclasses import dataclass
from functools import lru_cache

from core.art import colours as c
from core.art.chance import Chance
from core.art.figures import Person, dom, embrace, person, somebody, tree
from core.art.shapes import arch, at, bowl, box, circle, fill, line, rect, svg
from core.art.symbols import GROUNDS, NEEDS_COLOUR, SYMBOLS

WIDTH, HEIGHT = 640, 400


@dataclass(frozen=True)
class Palette:
    """Sky, wall, dark of the wall, lit arch, ground or water, reflection."""

    sky: str
    wall: str
    deep: str
    lit: str
    water: str
    mirror: str


DAY = Palette(c.SKY, c.BRICK, c.BRICK_DEEP, c.LANTERN, c.CANAL_MID, "#4b99a4")
BLOOM = Palette(c.BLOSSOM_LIGHT, c.CANAL, c.CANAL_DEEP, c.BLOSSOM, c.CANAL_MID, "#4b99a4")
GARDEN = Palette(c.LEAF_PALE, c.LEAF, c.LEAF_DEEP, c.LANTERN_LIGHT, c.CANAL_MID, "#4b99a4")
SUN = Palette(c.LANTERN_LIGHT, c.BRICK_LIGHT, c.BRICK_DEEP, c.LIGHT, c.CANAL, "#23697a")
EVENING = Palette(c.PURPLE_LIGHT, c.PURPLE, c.PURPLE_DEEP, c.LANTERN, c.CANAL, "#2a6f80")
CANAL_SIDE = Palette(c.WATER_LIGHT, c.CANAL_MID, c.CANAL, c.BLOSSOM, c.CANAL, "#2a6f80")

PALETTES: dict[str, tuple[Palette, ...]] = {
    "food": (SUN, DAY, BLOOM),
    "coffee": (BLOOM, DAY, CANAL_SIDE),
    "walking": (GARDEN, DAY),
    "music": (EVENING, BLOOM, SUN),
    "games": (DAY, CANAL_SIDE, EVENING),
    "crafts": (DAY, GARDEN, BLOOM),
    "language": (CANAL_SIDE, BLOOM, EVENING),
    "nature": (GARDEN, CANAL_SIDE),
    "sport": (CANAL_SIDE, SUN, GARDEN),
    "digital": (EVENING, CANAL_SIDE, BLOOM),
    "animals": (GARDEN, SUN, BLOOM),
    "helping": (BLOOM, SUN, DAY),
    "together": (DAY, BLOOM, SUN),
}
TOPICS = tuple(PALETTES)
_OUTDOOR = frozenset({"walking", "nature", "sport", "animals"})
_AT_TABLE = frozenset({"food", "coffee", "games", "crafts", "language", "digital"})


def _lit(topic: str, palette: Palette) -> str:
    """The light behind the symbol: never so pale that white in the symbol is lost."""
    if topic in NEEDS_COLOUR and palette.lit in {c.LIGHT, c.LANTERN_LIGHT}:
        return c.LANTERN
    return palette.lit


def _wharf(topic: str, p: Palette, chance: Chance) -> str:
    """A row of cellars; in the lit one two people."""
    foot, place = 362, int(chance.number() * 3)
    middle = (220, 320, 420)[place]
    lit = _lit(topic, p)
    first = somebody(chance, (lit,))
    second = somebody(chance, (lit,), (first,))
    right = place == 0
    parts = rect(0, 0, WIDTH, HEIGHT, p.sky) + circle(552 if right else 88, 118, 30, c.LANTERN)
    parts += tree(500 if right else 150, 164, 0.6) + tree(440 if right else 206, 164, 0.5)
    if place != 1:
        parts += dom(372 if right else 300, 164, 0.185, "#00000020", "#00000024")
    parts += rect(0, foot + 8, WIDTH, HEIGHT - foot, p.water)
    parts += rect(0, 160, WIDTH, 12, p.deep) + rect(0, 170, WIDTH, foot - 168, p.wall)
    for offset in (-460, -310, -160, 160, 310, 460):
        x = middle + offset
        if -50 < x < WIDTH + 50:
            parts += arch(x, foot, 104, 128, p.deep) + bowl(x, foot + 9, 104, 60, p.mirror)
    parts += arch(middle, foot, 204, 182, lit) + bowl(middle, foot + 9, 204, 100, p.mirror)
    parts += person(middle - 56, foot, 0.98, first) + person(middle + 58, foot, 0.94, second)
    return parts + at(middle, foot - 124, 0.58, SYMBOLS[topic]) + rect(0, foot, WIDTH, 10, c.STONE)


def _bridge(topic: str, p: Palette, chance: Chance) -> str:
    """A bridge whose opening and reflection make one circle of light; three people stand on it."""
    people: list[Person] = []
    for _ in range(3):
        people.append(somebody(chance, (p.sky, p.wall), tuple(people)))
    ground = GROUNDS[topic]
    if min(c.distance(ground, p.deep), c.distance(ground, p.water)) < 130:
        ground = _lit(topic, p)
    parts = rect(0, 0, WIDTH, HEIGHT, p.sky) + circle(486, 98, 34, c.LANTERN)
    parts += tree(88, 214, 0.95) + tree(574, 212, 0.8)
    for (x, y, scale), who in zip(((226, 148, 0.84), (296, 140, 0.86), (396, 146, 0.82)), people, strict=True):
        parts += person(x, y, scale, who)
    parts += fill("M0 262V200Q320 68 640 200V262z", p.wall) + fill("M0 200Q320 68 640 200v12Q320 80 0 212z", c.STONE)
    parts += fill("M104 254a216 108 0 0 1 432 0z", p.deep) + rect(0, 250, WIDTH, 150, p.water)
    parts += fill("M126 250a194 92 0 0 1 388 0z", ground)
    parts += fill("M126 250a194 116 0 0 0 388 0z", p.mirror)
    symbol = SYMBOLS[topic]
    mirrored = at(320, 284, 0.8, symbol, -0.8).replace("<g ", '<g opacity=".3" ', 1)
    return parts + at(320, 208, 0.86, symbol) + mirrored


def _embrace(topic: str, p: Palette, chance: Chance, *, narrow: bool) -> str:
    """Two people under two arches of light, one arm round the other."""
    outer = p.lit if c.distance(p.lit, p.sky) >= 60 else c.LANTERN
    first = somebody(chance, (p.sky, outer))
    second = somebody(chance, (p.sky, outer), (first,))
    parts = rect(0, 0, WIDTH, HEIGHT, p.sky) + arch(320, 400, 560, 380, outer) + arch(320, 400, 400, 290, p.sky)
    parts += embrace(320, 404, 2.5, first, second)
    if not narrow:
        x = 166 if chance.number() < 0.5 else 474
        badge = circle(x, 136, 50, c.WHITE) + circle(x, 136, 44, GROUNDS[topic])
        parts += badge + at(x, 136, 0.55, SYMBOLS[topic])
    return parts


def _windows(topic: str, p: Palette, chance: Chance) -> str:
    """Three windows like those of the Dom, with blind arches beside them."""
    lit = _lit(topic, p)
    first = somebody(chance, (p.sky, p.deep))
    second = somebody(chance, (p.sky, p.deep), (first,))
    parts = rect(0, 0, WIDTH, HEIGHT, p.wall)
    parts += arch(16, 400, 104, 214, p.deep) + arch(624, 400, 104, 214, p.deep)
    for x, width, height, ground in ((164, 128, 232, p.sky), (476, 128, 232, p.sky), (320, 152, 292, lit)):
        parts += arch(x, 400, width + 24, height + 14, p.deep) + arch(x, 400, width, height, ground)
    parts += person(164, 402, 1.6, first) + person(476, 402, 1.56, second)
    return parts + at(320, 262, 1.22, SYMBOLS[topic])


def _ceiling(lit: str, p: Palette, chance: Chance) -> str:
    """What hangs in a cellar: bunting, a lamp, or a small round window."""
    kind = int(chance.number() * 3)
    if kind == 0:
        flags = [colour for colour in (c.BRICK, c.CANAL_MID, c.WHITE, c.LEAF) if c.distance(colour, lit) > 90]
        parts = line("M164 166Q320 226 476 166", p.deep, 3)
        for number, (x, y) in enumerate(((196, 177), (246, 190), (296, 196), (344, 196), (394, 190), (444, 177))):
            parts += fill(f"M{x - 14} {y - 2}h28l-14 28z", flags[number % len(flags)])
        return parts
    if kind == 1:
        return (
            line("M320 74V146", p.deep, 3) + fill("M286 172a34 34 0 0 1 68 0z", p.wall) + circle(320, 174, 9, c.WHITE)
        )
    pane = c.SKY if c.distance(c.SKY, lit) > 90 else c.WATER
    return (
        circle(320, 150, 40, p.deep)
        + circle(320, 150, 32, pane)
        + fill(box(317, 118, 6, 64) + box(288, 147, 64, 6), p.deep)
    )


def _table(topic: str, p: Palette, chance: Chance) -> str:
    """One wide cellar with a long table; three people and what stands between them."""
    lit = _lit(topic, p)
    first = somebody(chance, (lit,))
    second = somebody(chance, (lit,), (first,))
    parts = rect(0, 0, WIDTH, HEIGHT, p.wall) + rect(0, 0, WIDTH, 26, p.deep)
    parts += arch(-6, 384, 150, 226, p.deep) + arch(646, 384, 150, 226, p.deep)
    parts += fill("M106 384V250a214 196 0 0 1 428 0V384z", p.deep) + fill("M122 384V252a198 180 0 0 1 396 0V384z", lit)
    parts += _ceiling(lit, p, chance) + person(206, 372, 1.6, first) + person(434, 372, 1.56, second)
    parts += fill(box(306, 322, 28, 62), c.WOOD) + rect(142, 312, 356, 16, c.WOOD, 8)
    return parts + at(320, 268, 0.98, SYMBOLS[topic]) + rect(0, 382, WIDTH, 18, c.STONE)


def _park(topic: str, p: Palette, chance: Chance) -> str:
    """A green hill with a path, trees and two people out of doors."""
    first = somebody(chance, (c.LEAF_LIGHT, p.sky))
    second = somebody(chance, (c.LEAF_LIGHT, p.sky), (first,))
    sun_left = chance.number() < 0.5
    parts = rect(0, 0, WIDTH, HEIGHT, p.sky) + circle(146 if sun_left else 494, 126, 42, c.LANTERN)
    parts += dom(388 if sun_left else 250, 268, 0.34, "#00000016", "#0000001c")
    parts += fill("M0 400V282Q170 196 340 262T640 236V400z", c.LEAF_LIGHT)
    parts += fill("M0 400V338Q200 268 400 314T640 300V400z", c.LEAF)
    parts += fill("M236 400Q300 356 372 338T520 304l40 2Q480 330 440 352T368 400z", c.LIGHT)
    parts += tree(68, 316, 1.15) + tree(588, 300, 1.2) + tree(128, 330, 0.8)
    parts += person(252, 392, 1.72, first) + person(362, 396, 1.66, second)
    if topic != "walking":
        parts += (
            circle(474, 322, 58, c.WHITE) + circle(474, 322, 51, GROUNDS[topic]) + at(474, 322, 0.66, SYMBOLS[topic])
        )
    return parts


@lru_cache(maxsize=4096)
def cover(topic: str, seed: str, *, narrow: bool = False) -> str:
    """The cover for `topic` (one of TOPICS; anything else is 'together') and `seed`, as SVG.

    `narrow` leaves out the badge, for thumbnails and arch-shaped masks.
    """
    topic = topic if topic in PALETTES else "together"
    chance = Chance(f"{topic}|{seed}")
    palette = chance.pick(PALETTES[topic])
    kinds = ["wharf", "bridge", "embrace", "windows"]
    if topic in _OUTDOOR:
        kinds += ["park"]
    if topic in _AT_TABLE:
        kinds += ["table"]
    kind = chance.pick(kinds)
    drawn = {"wharf": _wharf, "bridge": _bridge, "windows": _windows, "table": _table, "park": _park}
    if kind == "embrace":
        content = _embrace(topic, palette, chance, narrow=narrow)
    else:
        content = drawn[kind](topic, palette, chance)
    return svg("cover", f"0 0 {WIDTH} {HEIGHT}", content, "xMidYMid" if kind == "bridge" else "xMidYMax")


@lru_cache(maxsize=2048)
def shield(topic: str, seed: str) -> str:
    """The standing arch of an organisation without a logo, 100 by 122, as SVG."""
    topic = topic if topic in PALETTES else "together"
    palette = Chance(f"{topic}|{seed}").pick(PALETTES[topic])
    content = arch(50, 122, 100, 122, palette.wall) + arch(50, 122, 78, 110, _lit(topic, palette))
    return svg("shield", "0 0 100 122", content + at(50, 74, 0.64, SYMBOLS[topic]))

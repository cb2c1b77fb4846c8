"""The wharf of the Oudegracht: the large scene of the front page."""

from collections.abc import Callable
from functools import lru_cache

from core.art import colours as c
from core.art.chance import Chance
from core.art.figures import Gable, Person, dom, embrace, house, lamp, person, tree
from core.art.shapes import arch, at, bowl, box, fill, line, num, rect, svg
from core.art.symbols import SYMBOLS

WIDTH, HEIGHT = 1920, 580
MIDDLE = WIDTH / 2
STREET = 262  # where the houses stand
QUAY = 470  # where the cellars stand
GABLES = (
    Gable("stepped", c.BLOSSOM, c.BRICK_LIGHT),
    Gable("cornice", "#e9b9a6", c.BRICK),
    Gable("bell", c.LANTERN_LIGHT, "#d9a53c"),
    Gable("pointed", "#cfe0dc", "#8fb3ae"),
    Gable("stepped", "#dda08b", c.BRICK_DEEP),
    Gable("cornice", "#f3ddb0", "#c99a4a"),
    Gable("bell", "#bfd9de", c.CANAL_MID),
    Gable("pointed", c.BLOSSOM, c.BRICK_LIGHT),
)
# Places below are measured from the middle, so that the wide scene and its crops share one centre.
DOM_AT = 58


def _city(chance: Chance) -> str:
    """Gabled houses from edge to edge, with room for the Dom."""
    parts = dom(MIDDLE + DOM_AT, STREET, 0.585, "#cdd3d0", "#aeb8b6")
    x, number = -20.0, 0
    while x < WIDTH + 40:
        width, height = 70 + int(chance.number() * 44), 92 + int(chance.number() * 70)
        if not MIDDLE + DOM_AT - 52 - width < x < MIDDLE + DOM_AT + 52:
            parts += house(x, STREET, width, height, GABLES[number % len(GABLES)], chance)
        x += width + (16 if chance.number() < 0.25 else 2)
        number += 1
    for place, size in ((-850, 0.85), (-563, 0.8), (-211, 0.92), (179, 0.78), (339, 0.8), (582, 0.95), (860, 0.8)):
        parts += tree(MIDDLE + place, STREET, size)
    return parts


def _street(chance: Chance) -> str:
    """Kerb, railing, lamps, the brick wall, and people on their way."""
    parts = rect(0, STREET - 2, WIDTH, 12, c.STONE) + rect(0, STREET + 10, WIDTH, QUAY - STREET - 10, c.BRICK)
    bricks = ""
    for x in range(0, WIDTH, 64):
        for row in range(3):
            if chance.number() < 0.34:
                bricks += box(x + (row % 2) * 30, STREET + 22 + row * 17, 26, 7)
    posts = "".join(box(x, STREET - 20, 2.4, 20) for x in range(20, WIDTH, 26))
    parts += fill(bricks, "#a8402b") + fill(posts + box(0, STREET - 22, WIDTH, 3), c.INK)
    for place in (-760, -429, -32, 467, 780):
        parts += lamp(MIDDLE + place, STREET, 0.8)
    walkers = (
        (-690, 0.56, Person(c.SKINS[3], c.LANTERN, c.HAIRS[0], "short")),
        (-339, 0.56, Person(c.SKINS[2], c.LEAF, style="scarf", scarf="#2d6f7c")),
        (-297, 0.54, Person(c.SKINS[4], c.LANTERN, c.HAIRS[0], "curls")),
        (-90, 0.56, Person(c.SKINS[0], c.PURPLE, c.HAIRS[4], "bun", glasses=True)),
        (384, 0.55, Person(c.SKINS[1], c.CANAL, c.HAIRS[4], "bald")),
        (426, 0.55, Person(c.SKINS[3], c.BRICK_DEEP, c.HAIRS[1], "long")),
        (700, 0.56, Person(c.SKINS[5], c.CANAL_MID, c.HAIRS[5], "bun")),
        (738, 0.5, Person(c.SKINS[5], c.BRICK, c.HAIRS[5], "curls")),
    )
    return parts + "".join(person(MIDDLE + place, STREET + 2, size, who) for place, size, who in walkers)


def _table(x: float) -> str:
    return rect(x - 42, QUAY - 36, 84, 8, c.WOOD, 4) + rect(x - 4, QUAY - 30, 8, 30, c.WOOD)


def _dog(x: float) -> str:
    """A walk with the dog."""
    walker = Person(c.SKINS[3], c.CANAL, style="cap", cap=c.BRICK)
    return person(x - 14, QUAY, 0.98, walker) + at(x + 44, QUAY - 23, 0.6, SYMBOLS["animals"])


def _soup(x: float) -> str:
    """Soup at a small table."""
    left = Person(c.SKINS[5], c.BRICK, c.HAIRS[3], "bun", glasses=True)
    right = Person(c.SKINS[4], c.CANAL_MID, c.HAIRS[0], "curls")
    people = person(x - 46, QUAY, 0.95, left) + person(x + 46, QUAY, 0.95, right)
    return people + _table(x) + at(x, QUAY - 54, 0.42, SYMBOLS["food"])


def _song(x: float) -> str:
    """Three who sing."""
    left = Person(c.SKINS[0], c.LEAF, c.HAIRS[5], "long")
    right = Person(c.SKINS[1], c.BRICK, style="scarf", scarf=c.PURPLE)
    middle = Person(c.SKINS[3], c.CANAL, c.HAIRS[0], "short")
    people = person(x - 50, QUAY, 0.9, left) + person(x + 50, QUAY, 0.9, right) + person(x, QUAY, 1, middle)
    return people + at(x - 44, QUAY - 120, 0.3, SYMBOLS["music"]) + at(x + 46, QUAY - 118, 0.26, SYMBOLS["music"])


def _embrace(x: float) -> str:
    """Two who are glad to see each other."""
    first = Person(c.SKINS[2], c.BRICK, c.HAIRS[1], "long")
    return embrace(x, QUAY + 1, 1.12, first, Person(c.SKINS[0], c.CANAL, c.HAIRS[4], "bun"))


def _chess(x: float) -> str:
    """A game of chess."""
    left = Person(c.SKINS[0], c.PURPLE, c.HAIRS[4], "bald")
    right = Person(c.SKINS[2], c.BRICK, c.HAIRS[1], "curls")
    pieces = rect(x - 16, QUAY - 58, 8, 22, c.INK, 4) + rect(x + 12, QUAY - 60, 8, 24, c.INK, 4)
    pieces += rect(x - 2, QUAY - 52, 8, 16, c.WHITE, 4)
    return person(x - 46, QUAY, 0.95, left) + person(x + 46, QUAY, 0.92, right) + _table(x) + pieces


def _plant(x: float) -> str:
    """Somebody who looks after a plant."""
    gardener = Person(c.SKINS[1], c.CANAL_MID, style="scarf", scarf=c.BRICK_DEEP)
    return person(x - 26, QUAY, 0.98, gardener) + at(x + 44, QUAY - 38, 0.8, SYMBOLS["nature"])


def _coffee(x: float) -> str:
    """Two cups of coffee."""
    left = Person(c.SKINS[4], c.LEAF, style="cap", cap=c.BRICK_DEEP)
    right = Person(c.SKINS[1], c.PURPLE, c.HAIRS[1], "short", glasses=True)
    people = person(x - 46, QUAY, 0.95, left) + person(x + 46, QUAY, 0.93, right) + _table(x)
    return people + at(x - 16, QUAY - 50, 0.34, SYMBOLS["coffee"]) + at(x + 18, QUAY - 50, 0.34, SYMBOLS["coffee"])


def _talk(x: float) -> str:
    """A talk."""
    left = Person(c.SKINS[3], c.BRICK, c.HAIRS[0], "bun")
    right = Person(c.SKINS[0], c.CANAL, c.HAIRS[2], "short")
    people = person(x - 38, QUAY, 0.95, left) + person(x + 40, QUAY, 0.97, right)
    return people + at(x, QUAY - 126, 0.42, SYMBOLS["language"])


def _crafts(x: float) -> str:
    """Somebody at the sewing machine."""
    crafter = Person(c.SKINS[5], c.LEAF, c.HAIRS[5], "curls")
    return person(x - 40, QUAY, 0.96, crafter) + _table(x + 34) + at(x + 34, QUAY - 52, 0.5, SYMBOLS["crafts"])


# From left to right, each with its light; the middle one is the heart of the scene.
_CELLARS: tuple[tuple[Callable[[float], str], str], ...] = (
    (_talk, c.LANTERN),
    (_dog, "#f2b632"),
    (_soup, c.LANTERN_LIGHT),
    (_song, c.LANTERN_LIGHT),
    (_embrace, c.LANTERN),
    (_chess, c.LANTERN_LIGHT),
    (_plant, c.LANTERN_LIGHT),
    (_coffee, "#f2b632"),
    (_crafts, c.LANTERN_LIGHT),
)


def _cellars() -> tuple[str, str]:
    """The nine cellars, and their light on the water."""
    cellars = water = ""
    for number, (company, light) in enumerate(_CELLARS):
        x = MIDDLE - 752.5 + number * 215
        cellars += arch(x, QUAY, 194, 176, c.BRICK_DEEP) + arch(x, QUAY, 176, 166, light)
        cellars += company(x)
        water += bowl(x, QUAY + 16, 176, 110, "#3e929e") + bowl(x, QUAY + 16, 127, 74, "#66aeb5")
    return cellars, water


def _boat() -> str:
    x, y = MIDDLE + 205, QUAY + 76
    rowers = person(x - 34, y, 0.62, Person(c.SKINS[4], c.LANTERN, c.HAIRS[0], "short"))
    rowers += person(x + 24, y, 0.6, Person(c.SKINS[0], c.BLOSSOM, c.HAIRS[2], "long"))
    hull = fill(f"M{num(x - 96)} {y - 8}h190q-8 34 -40 34h-112q-30 0 -38 -34z", c.WHITE)
    hull += fill(f"M{num(x - 96)} {y - 8}h190l-3 9h-185z", c.BRICK)
    return rowers + hull + line(f"M{num(x - 8)} {y - 40}L{num(x + 70)} {y + 30}", c.WOOD, 5)


@lru_cache(maxsize=1)
def wharf() -> str:
    """The scene, 1920 by 580: city, street, nine lit cellars, water and a boat, as SVG."""
    chance = Chance("wharf")
    city = f'<g class="wharf__city">{_city(chance)}</g>'
    street = _street(chance)
    cellars, light = _cellars()
    ripples = ""
    for _ in range(36):
        x, y, width = chance.number() * WIDTH, QUAY + 34 + chance.number() * 76, 26 + chance.number() * 50
        ripples += f"M{num(x)} {num(y)}h{num(width)}"
    water = rect(0, QUAY + 16, WIDTH, 150, c.CANAL_MID) + light + line(ripples, "#8cc7cb", 3)
    quay = rect(0, QUAY, WIDTH, 18, c.STONE) + rect(0, QUAY + 12, WIDTH, 6, c.STONE_DEEP)
    return svg("wharf", f"0 0 {WIDTH} {HEIGHT}", city + street + cellars + water + quay + _boat(), "xMidYMax")

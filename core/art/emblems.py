"""The mark, the three doors and the row of arches above the footer."""

from functools import lru_cache

from core.art import colours as c
from core.art.figures import Person, embrace, person
from core.art.shapes import arch, at, circle, line, rect, svg
from core.art.symbols import SYMBOLS

DOORS = ("meet", "help", "work")


@lru_cache(maxsize=8)
def door(kind: str) -> str:
    """The lit cellar door of one of DOORS: to meet people, to do something for another, to work together.

    Raises ValueError for any other kind.
    """
    if kind not in DOORS:
        raise ValueError(f"There is no door called {kind!r}.")
    light = {"meet": c.LANTERN, "help": c.BLOSSOM, "work": c.WATER}[kind]
    content = arch(120, 220, 216, 212, c.BRICK_DEEP) + arch(120, 220, 192, 198, light)
    if kind == "meet":
        content += person(66, 222, 0.98, Person(c.SKINS[2], c.CANAL, style="scarf", scarf=c.BRICK_DEEP))
        content += person(174, 222, 0.98, Person(c.SKINS[0], c.LEAF, c.HAIRS[4], "bald"))
        content += rect(70, 184, 100, 9, c.WOOD, 4) + rect(116, 190, 9, 32, c.WOOD)
        content += at(104, 166, 0.4, SYMBOLS["coffee"]) + at(142, 166, 0.4, SYMBOLS["coffee"])
    elif kind == "help":
        content += embrace(
            116,
            223,
            1.22,
            Person(c.SKINS[4], c.BRICK, c.HAIRS[0], "curls"),
            Person(c.SKINS[5], c.CANAL, c.HAIRS[4], "bun", glasses=True),
        )
    else:
        content += person(84, 222, 1.1, Person(c.SKINS[1], c.PURPLE, c.HAIRS[1], "long"))
        card = rect(-30, -42, 60, 84, c.WHITE, 5) + rect(-20, -30, 40, 26, c.LANTERN, 3)
        card += line("M-20 8h40M-20 20h30", c.CANAL, 5) + at(0, -17, 0.18, SYMBOLS["together"])
        content += f'<g transform="translate(160 164) rotate(6)">{card}</g>' + circle(128, 176, 9, c.SKINS[1])
    return svg("door__art", "0 0 240 222", content)


@lru_cache(maxsize=1)
def logo() -> str:
    """The mark: a U of two arms that holds an O. The arms have classes, for a dark ground."""
    arms = (
        '<g fill="none" stroke-width="9" stroke-linecap="round">'
        f'<path class="logo__arm-b" d="M50 8v20a22 22 0 0 1 -22 22" stroke="{c.BRICK}"/>'
        f'<path class="logo__arm-a" d="M6 8v20a22 22 0 0 0 33 19" stroke="{c.CANAL}"/></g>'
    )
    return svg("logo__art", "0 0 56 56", circle(28, 22, 12, c.LANTERN) + arms)


@lru_cache(maxsize=1)
def arch_border() -> str:
    """A row of small arches; the style sheet colours them and lights every fifth."""
    arches = "".join(arch(30 + number * 60, 44, 50, 36, c.CANAL_DEEP) for number in range(24))
    return svg("arch-border", "0 0 1440 44", arches, "xMidYMax")

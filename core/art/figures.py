"""People, and what the city is made of: the Dom, trees, lamps and gabled houses."""

from dataclasses import dataclass

from core.art import colours as c
from core.art.chance import Chance
from core.art.shapes import arch, at, box, circle, fill, line, num, rect

STYLES = ("short", "long", "scarf", "curls", "bun", "bald", "cap")
# From about here two colours are told apart at a glance.
APART = 110
FACE_APART = 78


@dataclass(frozen=True)
class Person:
    """How somebody looks. `scarf` and `cap` are colours, used by the styles of that name."""

    skin: str = c.SKINS[1]
    clothes: str = c.CANAL
    hair: str = c.HAIRS[1]
    style: str = "short"
    scarf: str = c.PURPLE
    cap: str = c.BRICK
    glasses: bool = False


_HEAD = -84  # the middle of the head, with the feet at 0
_FACE = line(
    f"M-9.5 {_HEAD + 2.5}q2.6 -3.6 5.2 0M4.3 {_HEAD + 2.5}q2.6 -3.6 5.2 0M-5 {_HEAD + 8.5}q5 4.6 10 0", c.INK, 1.9
)
_GLASSES = (
    f'<g fill="none" stroke="{c.INK}" stroke-width="1.5"><circle cx="-7" cy="{_HEAD + 1.5}" r="5.4"/>'
    f'<circle cx="7" cy="{_HEAD + 1.5}" r="5.4"/></g>'
)


def _behind(who: Person) -> str:
    """What of hair or scarf hangs behind the shoulders."""
    if who.style == "long":
        return fill(f"M-20 {_HEAD + 30}V{_HEAD}a20 20 0 0 1 40 0v30z", who.hair)
    if who.style == "scarf":
        return fill(f"M-22 {_HEAD + 34}V{_HEAD - 1}a22 22 0 0 1 44 0v35z", who.scarf)
    if who.style == "curls":
        spots = ((-13, -6, 11), (13, -6, 11), (0, -14, 13), (-17, 5, 8), (17, 5, 8))
        return "".join(circle(x, _HEAD + y, r, who.hair) for x, y, r in spots)
    if who.style == "bun":
        return circle(0, _HEAD - 22, 9, who.hair)
    return ""


def _on_top(who: Person) -> str:
    """What of hair or cap lies over the head. Arcs have the middle of the head, so no skin shows above them."""
    if who.style in {"short", "bun"}:
        return fill(f"M-18.6 {_HEAD}a18.6 18.6 0 0 1 37.2 0q-9 -8 -18.6 -8t-18.6 8z", who.hair)
    if who.style == "long":
        return fill(f"M-18.6 {_HEAD}a18.6 18.6 0 0 1 37.2 0q-16 0 -22 -9q-5 8 -15.2 9z", who.hair)
    if who.style == "curls":
        return fill(f"M-18.6 {_HEAD}a18.6 18.6 0 0 1 37.2 0q-18.6 -11 -37.2 0z", who.hair)
    if who.style == "bald":
        return (
            circle(-17, _HEAD + 3, 5, who.hair) + circle(17, _HEAD + 3, 5, who.hair) + circle(0, _HEAD, 17.5, who.skin)
        )
    if who.style == "cap":
        return fill(f"M-19 {_HEAD - 3}a19 19 0 0 1 38 0h8a3 3 0 0 1 0 5h-46z", who.cap)
    return ""


def person(x: float, y: float, scale: float, who: Person) -> str:
    """Somebody of 100 high times `scale`, feet at (x, y): an arch, a circle and three small arcs."""
    shoulders = fill("M-31 0V-36a31 31 0 0 1 62 0V0z", who.clothes)
    if who.style == "scarf":
        shoulders += fill(f"M-22 {_HEAD + 24}a22 22 0 0 0 44 0z", who.scarf)
    head = circle(0, _HEAD, 15.5 if who.style == "scarf" else 18, who.skin)
    glasses = _GLASSES if who.glasses or who.style == "bald" else ""
    return at(x, y, scale, _behind(who) + shoulders + head + _on_top(who) + _FACE + glasses)


def embrace(x: float, y: float, scale: float, first: Person, second: Person) -> str:
    """Two people; `first` stands in front and has an arm round `second`."""
    arm = line("M-44 -34Q-6 2 42 -36", c.shade(first.clothes), 11) + circle(43, -37, 6.5, first.skin)
    return at(x, y, scale, person(24, 0, 1, second) + person(-24, 4, 1.04, first) + arm)


def _far(options: tuple[str, ...], *others: str, least: float = APART) -> list[str]:
    """The colours that stand out from all of `others`, or else the one that does best."""
    kept = [option for option in options if all(c.distance(option, other) >= least for other in others)]
    return kept or [max(options, key=lambda option: min(c.distance(option, other) for other in others))]


def somebody(chance: Chance, grounds: tuple[str, ...], beside: tuple[Person, ...] = ()) -> Person:
    """A person by chance who shows well before `grounds` and differs from the people beside."""
    style = chance.pick([style for style in STYLES if style not in {other.style for other in beside}])
    skins = tuple(skin for skin in c.SKINS if skin not in {other.skin for other in beside})
    skin = chance.pick(_far(skins, *grounds, least=FACE_APART))
    hairs = c.HAIRS[3:5] if style == "bald" else c.HAIRS
    hair = chance.pick(_far(hairs, *grounds, skin, least=FACE_APART))
    clothes = chance.pick(_far(c.CLOTHES, *grounds, *(other.clothes for other in beside)))
    if style == "bald" and c.distance(hair, grounds[0]) < FACE_APART:
        style = "short"
        hair = chance.pick(_far(c.HAIRS[:3], *grounds, skin, least=FACE_APART))
    return Person(
        skin=skin,
        clothes=clothes,
        hair=hair,
        style=style,
        scarf=chance.pick(_far(c.SCARVES, clothes, skin, *grounds)),
        cap=chance.pick(_far(c.CAPS, clothes, skin, *grounds)),
        glasses=chance.number() < 0.18,
    )


def tree(x: float, y: float, scale: float, crown: str = c.LEAF, light: str = c.LEAF_LIGHT) -> str:
    """A round tree, foot at (x, y)."""
    parts = rect(-4, -60, 8, 60, c.WOOD) + circle(-20, -78, 28, crown) + circle(20, -76, 28, crown)
    parts += circle(0, -104, 34, crown) + circle(-8, -108, 16, light) + circle(22, -84, 9, light)
    return at(x, y, scale, parts)


def lamp(x: float, y: float, scale: float) -> str:
    """A street lamp, foot at (x, y)."""
    post = fill(box(-2.5, -74, 5, 74) + box(-8, -4, 16, 4) + "M-10 -96a10 9 0 0 1 20 0z", c.INK)
    return at(x, y, scale, fill("M-10 -74h20l-3 -22h-14z", c.LANTERN) + post)


def dom(x: float, y: float, scale: float, wall: str = "#c9c6bc", dark: str = "#a9a599") -> str:
    """The Dom tower, 440 high times `scale`, foot at (x, y)."""

    def window(middle: float, foot: float, width: float, height: float) -> str:
        left, right = num(middle - width / 2), num(middle + width / 2)
        spring, shoulder = num(foot - height + width * 0.8), num(foot - height + width * 0.25)
        top = num(foot - height)
        return (
            f"M{left} {num(foot)}V{spring}Q{left} {shoulder} {num(middle)} {top}"
            f"Q{right} {shoulder} {right} {spring}V{num(foot)}z"
        )

    light = box(-48, -150, 96, 150) + box(-40, -270, 80, 116) + "M-30 -276V-366h60v90z"
    deep = box(-52, -156, 104, 8) + box(-44, -276, 88, 8) + box(-33, -370, 66, 6)
    for pinnacle in (-46, 46):
        light += box(pinnacle - 4, -176, 8, 22)
        deep += f"M{pinnacle - 4} -176l4 -12l4 12z"
    for pinnacle in (-39, 39):
        light += box(pinnacle - 3.5, -292, 7, 18)
        deep += f"M{num(pinnacle - 3.5)} -292l3.5 -11l3.5 11z"
    deep += window(-22, -40, 22, 84) + window(22, -40, 22, 84) + window(-18, -166, 20, 86) + window(18, -166, 20, 86)
    deep += window(-15, -284, 13, 74) + window(0, -284, 12, 74) + window(15, -284, 13, 74)
    deep += "M-28 -370q6 -22 28 -40q22 18 28 40z" + box(-1.2, -440, 2.4, 32) + box(-6, -442, 12, 2.4)
    return at(
        x, y, scale, fill(light, wall) + fill(deep, dark) + circle(0, -428, 4, c.LANTERN) + arch(0, 0, 34, 62, dark)
    )


@dataclass(frozen=True)
class Gable:
    """A kind of front and its colours."""

    kind: str
    wall: str
    trim: str


def house(  # noqa: PLR0917 - place, size, kind: as one draws it
    x: float, y: float, width: float, height: float, gable: Gable, chance: Chance
) -> str:
    """A canal house, bottom left corner at (x, y); about a third of its windows are lit."""
    w = width
    if gable.kind == "stepped":
        step = w / 6
        moves = ((step, -0.9), (step, -0.9), (step * 0.6, -0.6))
        path = f"M{num(x)} {num(y)}v{num(-height)}"
        path += "".join(f"h{num(dx)}v{num(dy * step)}" for dx, dy in moves) + f"h{num(step * 0.8)}"
        path += f"v{num(step * 0.6)}h{num(step * 0.6)}v{num(step * 0.9)}h{num(step)}v{num(step * 0.9)}h{num(step)}"
        front = fill(path + f"v{num(height)}z", gable.wall)
    elif gable.kind == "bell":
        front = fill(
            f"M{num(x)} {num(y)}v{num(-height)}q{num(w * 0.22)} {num(-w * 0.04)} {num(w * 0.24)} {num(-w * 0.3)}"
            f"a{num(w * 0.26)} {num(w * 0.26)} 0 0 1 {num(w * 0.52)} 0"
            f"q{num(w * 0.02)} {num(w * 0.26)} {num(w * 0.24)} {num(w * 0.3)}v{num(height)}z",
            gable.wall,
        )
    elif gable.kind == "cornice":
        front = rect(x, y - height - 14, w, height + 14, gable.wall) + rect(
            x - 3, y - height - 18, w + 6, 7, gable.trim
        )
    else:
        front = fill(
            f"M{num(x)} {num(y)}v{num(-height)}l{num(w / 2)} {num(-w / 2)}l{num(w / 2)} {num(w / 2)}v{num(height)}z",
            gable.wall,
        )
    columns = 3 if w > 70 else 2
    pane = w / (columns * 2 + 0.6)
    lit = dark = ""
    for row in range(max(2, int(height // 46))):
        top = y - height + 8 + row * 44
        for column in range(columns):
            if top + 30 < y - 6:
                shape = box(x + pane * 0.8 + column * pane * 2, top, pane, 28)
                if chance.number() < 0.34:
                    lit += shape
                else:
                    dark += shape
    return front + fill(lit, c.LANTERN_LIGHT) + fill(dark, gable.trim)

"""A poster as PDF: how large the letters are, how the days fall over the sheets, and how much room the drawing gets.

Lengths are in rem: a millimetre times the scale of the poster. First everything is set on one endless sheet, from
which the heights are read; then the sheets are filled. So nothing is cut off and no activity is split.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import paper
from core.art.scene import HEIGHT as SCENE_HEIGHT
from core.art.scene import QUAY, STREET
from core.art.scene import WIDTH as SCENE_WIDTH

if TYPE_CHECKING:
    from weasyprint import Document

    from agenda.posters.poster import Poster, PosterDay

FORMATS = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
# 14 pt in millimetres: the least size of letters on A4, and that of the foot; on A3 it grows with the paper.
LEAST = 14 * 25.4 / 72
ENDLESS = 20_000.0  # millimetres
ARCH = 14.6
AIR, MOST_AIR = 0.9, 7.0
LINE = 0.25  # below a day
LARGEST_SCENE = 140.0
# The top of the drawing is sky and the spire of the Dom: it reaches up beside the last words of the head.
SKY, MOST_OVERLAP, LEAST_OVERLAP = 0.13, 12.0, 2.0
# Where the spire begins, as a part of the width of the drawing.
SPIRE = 0.515
# How high the drawing is, as a part of its width: all of it; the cellars; the cellars from the faces down; the water.
WHOLE, CELLARS, FACES, WATER = ((SCENE_HEIGHT - top) / SCENE_WIDTH for top in (0, STREET + 4, QUAY - 120, QUAY - 6))


class Step(NamedTuple):
    """A way to set a poster, tried in order: the first on which all fits on one sheet is taken."""

    scale: float
    most: float  # activities; more are not even tried
    scene: float  # the least height of the drawing, as a part of the width of the page
    kind: str = ""  # roomy: few, each on lines of its own; dense: with a smaller head


_A4_STEPS = (
    Step(1.5, 3, WHOLE, "roomy"),
    Step(1.25, 6, WHOLE, "roomy"),
    Step(1, 16, CELLARS),
    Step(1, math.inf, WATER, "dense"),
)
_SQRT2 = math.sqrt(2)
# An A3 is an A4 seen from further away, until it is full: then it holds more.
STEPS = {
    "a4": _A4_STEPS,
    "a3": (*(step._replace(scale=step.scale * _SQRT2) for step in _A4_STEPS), Step(1.2, math.inf, WATER, "dense")),
}


@dataclass(frozen=True)
class Scene:
    """The drawing on a sheet: its height, how far it reaches up under the head, its full width, and its shift."""

    height: float = 0
    overlap: float = 0
    width: float = 0
    shift: float = 0


@dataclass
class Sheet:
    """A sheet: its days (or parts of days), its drawing, and the white above and below each day."""

    days: "list[PosterDay]" = field(default_factory=list)
    height: float = 0
    scene: Scene = Scene()
    air: float = AIR


@dataclass(frozen=True)
class Heights:
    """What was measured: both heads, the foot, what stands below the last day, and each activity of each day.

    `words` is how far the last words of the head reach from the edge.
    """

    words: float
    head: float
    later_head: float
    foot: float
    rest: float
    days: list[list[float]]


def make_pdf(poster: "Poster", size: str) -> bytes:
    """The poster on sheets of a size (`a4`, `a3`), as tagged PDF. Hold `paper.making`. Raises `paper.Unavailable`."""
    return paper.to_pdf(_document(poster, size))


def _document(poster: "Poster", size: str) -> "Document":
    width, height = FORMATS[size]
    number = sum(len(day.activities) for day in poster.days)
    best: tuple[Step, list[Sheet], float] | None = None
    for step in STEPS[size]:
        if number > step.most:
            continue
        page = (width / step.scale, height / step.scale)
        heights = _measure(poster, step, width)
        sheets = divide(poster.days, heights, page)
        fits = len(sheets) == 1 and page[1] - sheets[0].height >= step.scene * page[0]
        # Until all fits on one sheet: the fewest sheets, and then the largest letters.
        if fits or (step.kind == "dense" and (best is None or len(sheets) < len(best[1]))):
            best = step, sheets, heights.words
        if fits:
            break
    step, sheets, words = best  # type: ignore[misc]
    page = (width / step.scale, height / step.scale)
    for turn, sheet in enumerate(sheets):
        # The head of a later sheet has words up to its far edge.
        _fill(sheet, page, page[0] if turn else words)
    return _set(poster, step, sheets, {"width": width, "height": height, "sheet": height - 0.05})


# --- Measuring and dividing -------------------------------------------------------------------------------
def _measure(poster: "Poster", step: Step, width: float) -> Heights:
    """Set everything on one endless sheet, with the head of a later sheet after it."""
    sheets = [Sheet(poster.days), Sheet()]
    document = _set(poster, step, sheets, {"width": width, "height": ENDLESS}, measuring=True)
    # From the pixels of CSS, 96 to an inch.
    rem = 96 / 25.4 * step.scale
    first, later = ({name: box[1] / rem for name, box in page.anchors.items()} for page in document.pages)
    words = max(document.pages[0].anchors[name][2] for name in ("welcome", "about") if name in first) / rem
    days = []
    for number, day in enumerate(poster.days, start=1):
        places = [first[f"activity-{number}-{turn}"] for turn in range(1, len(day.activities) + 1)]
        places.append(first[f"day-{number}"])
        days.append([below - above for above, below in itertools.pairwise(places)])
    last = first[f"day-{len(days)}"] + AIR + LINE if days else first["scene-1"]
    foot = first["foot-end-1"] - first["foot-1"]
    return Heights(words, first["scene-1"], later["scene-2"], foot, first["end-1"] - last, days)


def day_height(activities: Iterable[float]) -> float:
    """The height of a day with activities of these heights."""
    return max(ARCH, sum(activities)) + 2 * AIR + LINE


def divide(days: "list[PosterDay]", heights: Heights, page: tuple[float, float]) -> list[Sheet]:
    """Spread the days over as few sheets as hold them, about equally full."""
    fewest = _divided(days, heights, page, 1)
    if len(fewest) > 1:
        for share in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
            if len(even := _divided(days, heights, page, share)) == len(fewest):
                return even
    return fewest


def _divided(days: "list[PosterDay]", heights: Heights, page: tuple[float, float], share: float) -> list[Sheet]:
    """Fill sheet after sheet, each with this share of the room it has; a day is split between activities only."""
    width, height = page
    around = heights.foot + heights.rest
    sheets = [Sheet(height=heights.head + around)]
    # The first always has a drawing.
    room = full = share * (height - sheets[0].height - WATER * width)
    for day, activities in zip(days, heights.days, strict=True):
        start = 0
        while start < len(activities):
            stop = _stop(activities, start, room, full)
            if stop > start:
                part = activities[start:stop]
                sheets[-1].days.append(replace(day, activities=day.activities[start:stop], continued=start > 0))
                sheets[-1].height += day_height(part)
                room -= day_height(part)
                start = stop
            if start < len(activities):
                sheets.append(Sheet(height=heights.later_head + around))
                # At least one: an activity, of some fifteen lines at most, is never higher than a sheet.
                room = full = max(share * (height - sheets[-1].height), day_height(activities[start : start + 1]))
    return sheets


def _stop(activities: list[float], start: int, room: float, full: float) -> int:
    """Up to where the activities from `start` go into the room that is left of a `full` sheet."""
    stop = start
    while stop < len(activities) and day_height(activities[start : stop + 1]) <= room:
        stop += 1
    # A day begins on a new sheet rather than being torn, unless that leaves much white; and no activity stays alone.
    if stop < len(activities) and start == 0 and room < 0.4 * full:
        return start
    return stop - 1 if stop - start > 1 and stop == len(activities) - 1 else stop


def _fill(sheet: Sheet, page: tuple[float, float], words: float) -> None:
    """Give what is left of a sheet to the drawing and to the white between the days."""
    width, left = page[0], page[1] - sheet.height
    days = max(1, len(sheet.days))
    wanted = left - min(left * 0.3, 2 * days * (MOST_AIR - AIR))
    if left >= WHOLE * width:
        wanted = max(wanted, WHOLE * width)
    sheet.scene = _scene(width, left, wanted, words)
    left -= sheet.scene.height - sheet.scene.overlap
    sheet.air = AIR + min(left / (2 * days), MOST_AIR - AIR)


def _scene(width: float, most: float, wanted: float, words: float) -> Scene:
    """The drawing for so much room; where not all of it fits a part, so that neither spire nor faces are cut off."""
    if wanted >= WHOLE * width:
        height = min(wanted, LARGEST_SCENE)
        drawn = height / WHOLE
        # The spire stands to the right of the words, where the drawing allows it.
        shift = min(max(SPIRE * drawn - 0.8 * width, 0), drawn - width)
        overlap = MOST_OVERLAP if SPIRE * drawn - shift > words + 2 else LEAST_OVERLAP
        return Scene(height, min(overlap, SKY * height), drawn, -shift)
    if wanted >= FACES * width:
        return Scene(min(wanted, CELLARS * width), 0, width)
    return Scene(WATER * width, 0, width) if most >= WATER * width else Scene()


# --- Setting ------------------------------------------------------------------------------------------------
def _set(
    poster: "Poster", step: Step, sheets: list[Sheet], page: dict[str, float], *, measuring: bool = False
) -> "Document":
    context = {
        "language": get_language(),
        "poster": poster,
        "sheets": sheets,
        "kind": step.kind,
        "page": {**page, "unit": step.scale, "least": LEAST * page["width"] / FORMATS["a4"][0]},
        "measuring": measuring,
        "code": qr_code(poster.list_url, poster.code_title),
    }
    return paper.typeset(render_to_string("print/poster.html", context))


def qr_code(address: str, title: str) -> SafeString:
    """An address as QR code: SVG with a title, safe to stand in HTML."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=3, omitsize=True, title=title, light="#fff", dark="#15313a")
    return mark_safe(drawing)  # noqa: S308 - segno escapes the title

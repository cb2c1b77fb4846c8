"""Cut the web fonts: one small woff2 file per script, only the glyphs and weights the site uses.

Called by build_front.mjs as `python tools/fonts.py NODE_MODULES OUT_DIR`. A file that is newer than its source
and than this script is left alone, so a second build costs nothing.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
NOTO_ARABIC = "@fontsource-variable/noto-sans-arabic"

# Output name, package, source file, weight range, code points. The ranges repeat in static/src/css/fonts.css.
FONTS = [
    (
        "atkinson-next.woff2",
        ATKINSON,
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        (400, 800),
        "20-7E,A0-FF,131,152-153,2013-2014,2018-201A,201C-201E,2022,2026,20AC,2192,2212",
    ),
    (
        "atkinson-next-ext.woff2",
        ATKINSON,
        "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        (400, 800),
        "100-130,132-151,154-2AF,1E00-1EFF",
    ),
    (
        "noto-arabic.woff2",
        NOTO_ARABIC,
        "noto-sans-arabic-arabic-wght-normal.woff2",
        (400, 700),
        "20,60C,61B,61F,621-63A,640-652,654,660-66D,670-671,679,67E,686,698,6A9,6AF,6CC,6F0-6F9,200C-200F",
    ),
]
LICENCES = {"OFL-atkinson-hyperlegible-next.txt": ATKINSON, "OFL-noto-sans-arabic.txt": NOTO_ARABIC}


def code_points(ranges: str) -> list[int]:
    """Every code point in a list such as `20-7E,20AC` (hexadecimal)."""
    points: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


def cut(source: Path, target: Path, weights: tuple[int, int], ranges: str) -> None:
    """Write `source` to `target` as woff2, limited to these weights and code points."""
    font = TTFont(source, recalcTimestamp=False)
    # tnum keeps times and dates in columns; the rest is what Dutch and Arabic need to be set right.
    features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "init", "medi", "fina", "isol", "rlig", "calt"]
    options = subset.Options(layout_features=features, hinting=False, name_IDs=[0, 1, 2, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(ranges))
    subsetter.subset(font)
    # After the glyphs, because the instancer drops variation data the subsetter expects to find.
    font = instancer.instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    font.save(target)


def main(node_modules: Path, out: Path) -> None:
    """Cut every font that is missing or older than its source, and copy the licences beside them."""
    out.mkdir(parents=True, exist_ok=True)
    for name, package, file, weights, ranges in FONTS:
        source, target = node_modules / package / "files" / file, out / name
        newest = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        if not target.exists() or target.stat().st_mtime < newest:
            cut(source, target, weights, ranges)
    for name, package in LICENCES.items():
        (out / name).write_bytes((node_modules / package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

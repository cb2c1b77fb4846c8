"""The letters of each language: in our own font where it has them, and else in one with a bold of its own."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tools import fonts, messages

CSS = (messages.ROOT / "static" / "src" / "css" / "fonts.css").read_text(encoding="utf-8")
FACE = re.compile(r"@font-face \{(.+?)\}", re.DOTALL)
EXTENDED = "fonts/atkinson-next-ext.woff2"


def _points(ranges: str) -> set[int]:
    return set(fonts.code_points(ranges.replace("U+", "").replace(" ", "")))


def _faces() -> list[tuple[str, str, set[int]]]:
    """Of each face its family, its address and the code points it is for."""
    return [
        (
            re.findall(r'font-family: "(.+?)"', face)[0],
            "".join(re.findall(r'url\("(.+?)"\)', face)),
            _points(re.findall(r"unicode-range: (.+?);", face)[0]),
        )
        for face in FACE.findall(CSS)
    ]


def _letters(language: str) -> set[int]:
    entries = [entry for entry in messages._entries(language) if messages._is_translated(entry)]
    return {ord(letter) for entry in entries for text in messages._translations(entry) for letter in text} - {10}


@pytest.mark.parametrize("language", ["nl", "en", "tr"])
def test_every_letter_of_the_language_is_in_our_own_font(language: str) -> None:
    ours = set().union(*(points for family, _, points in _faces() if family == "Atkinson Next"))
    assert {chr(point) for point in _letters(language) - ours} == set()


def test_the_style_sheet_asks_for_what_each_file_was_cut_to() -> None:
    asked = {
        address.removeprefix("fonts/"): points for family, address, points in _faces() if family != "Atkinson Fallback"
    }
    for name, package, _, _, ranges in fonts.FONTS:
        if package == fonts.ATKINSON:
            assert asked[name] == set(fonts.code_points(ranges))


@pytest.mark.parametrize("letters", [range(0x400, 0x500), range(0x600, 0x700)], ids=["Cyrillic", "Arabic"])
def test_letters_that_our_font_lacks_do_not_get_a_bold_that_is_smeared_on(letters: range) -> None:
    # The stand-in has one weight: the browser would thicken its letters by itself.
    stand_in = next(points for family, _, points in _faces() if family == "Atkinson Fallback")
    assert not stand_in & set(letters)


def test_nothing_moves_when_the_font_arrives_because_its_letters_stood_in_one_of_the_same_measures() -> None:
    stand_in = next(points for family, _, points in _faces() if family == "Atkinson Fallback")
    assert {chr(point) for point in (_letters("nl") | _letters("tr")) - stand_in} == set()


@pytest.mark.parametrize(("language", "early"), [("tr", True), ("nl", False), ("en", False), ("uk", False)])
def test_turkish_pages_ask_for_their_second_font_file_at_once_and_others_do_not(
    db: None, rf: RequestFactory, language: str, early: bool
) -> None:
    with translation.override(language):
        page = render_to_string("404.html", request=rf.get("/"))
    preloads = re.findall(r'<link rel="preload" href="[^"]*/(fonts/[^".]+)[^"]*"', page)
    assert (EXTENDED.removesuffix(".woff2") in preloads) is early

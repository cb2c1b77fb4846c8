"""Drawn covers: always the same for a page, different between pages, and nothing a browser or policy refuses."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import art
from core.models import Topic

ROOT = Path(__file__).parents[2]
TOPICS = [str(symbol) for symbol in Topic.Symbol]


@given(topic=st.sampled_from(TOPICS), seed=st.text(max_size=40), narrow=st.booleans())
def test_every_cover_is_a_well_formed_decoration_without_inline_style(topic, seed, narrow):
    drawing = art.cover(topic, seed, narrow=narrow)
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    assert root.get("aria-hidden") == "true"
    assert not [one for one in root.iter() if one.get("style") or one.tag.endswith("script")]
    assert len(drawing) < 6000


def test_a_page_keeps_its_drawing_also_in_another_process():
    """Neither Python's random hash nor what was drawn before may change it."""
    code = "from core import art; art.cover('food', 'x'); print(art.cover('music', 'een-vast-zaadje'))"
    drawn = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert drawn == [art.cover("music", "een-vast-zaadje")] * 2


@pytest.mark.parametrize("topic", TOPICS)
def test_pages_of_one_topic_look_different(topic):
    assert len({art.cover(topic, str(seed)) for seed in range(40)}) >= 36


@pytest.mark.django_db
def test_another_number_gives_another_drawing():
    """What an editor does who does not like the drawing."""
    from home.models import ContentPage

    page = ContentPage(title="x")
    seeds = set()
    for number in range(4):
        page.drawing = number
        seeds.add(page.art_seed)
    assert len({art.cover("food", seed) for seed in seeds}) == 4


@pytest.mark.parametrize("draw", [art.wharf, art.logo, art.arch_border, lambda: art.door("meet")])
def test_the_fixed_drawings_are_well_formed(draw):
    assert ET.fromstring(draw()).get("aria-hidden") == "true"  # noqa: S314 - our own drawing

"""Tests that share something stay on one worker; everything else goes where there is time."""

import pytest

from tests.house.test_source_root import ROOT
from tests.workers import together


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tests/e2e/test_map.py::test_a[chromium]", "tests/e2e/test_crawl.py::test_b[nl]"),
        ("tests/storage/test_s3.py::test_a", "tests/storage/test_s3.py::test_b"),
        ("tests/home/test_load_demo.py::LoadedSite::test_a", "tests/home/test_load_demo.py::LoadedSite::test_b[x::y]"),
    ],
)
def test_what_shares_something_stays_together(one: str, other: str) -> None:
    assert together(one) == together(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tests/news/test_articles.py::test_a", "tests/news/test_articles.py::test_b"),
        ("tests/house/test_edge.py::test_a[/1::]", "tests/house/test_edge.py::test_a[/2::]"),
        ("tests/home/test_load_demo.py::LoadedSite::test_a", "tests/home/test_load_demo.py::test_a"),
        ("tests/e2e/test_map.py::test_a", "tests/storage/test_s3.py::test_a"),
    ],
)
def test_what_shares_nothing_goes_where_there_is_time(one: str, other: str) -> None:
    assert together(one) != together(other)


def test_make_hands_them_out_that_way() -> None:
    assert "--dist loadscope" in (ROOT / "Makefile").read_text()

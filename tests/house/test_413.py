"""What nginx says by itself when a photo is too large."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "deploy" / "413.html"


def test_it_says_so_in_dutch_and_then_in_english():
    text = PAGE.read_text()
    assert '<html lang="nl">' in text
    dutch, english = text.split('<p lang="en">')
    assert "te groot" in dutch
    assert "15 MB" in dutch
    assert "too large" in english
    assert "15 MB" in english
    # Served without the site: nothing else is asked for.
    assert "<link" not in text
    assert "<script" not in text

"""The sixty questions, asked of a site with the demonstration content; the test and the bench share this."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from search.finding import Hit, Question, find

FIRST = 3


def questions():
    """The rows of the table: words, and the addresses of which one must be among the first three."""
    return tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["question"]


def address(hit: Hit) -> str:
    """A hit as the table writes it: the path of a page, or the name of a place."""
    if hit.kind == "locatie":
        return "venue:" + re.sub(r"</?mark>", "", hit.title)
    return urlsplit(hit.url).path


def missed() -> list[str]:
    """The questions that do not have their page among the first three."""
    rows = [(row, {address(hit) for hit in find(Question(row["words"], "nl")).hits[:FIRST]}) for row in questions()]
    return [row["words"] for row, found in rows if not found & set(row["pages"])]

"""Filling in the form for activities as a browser does: for the tests of handing in."""

import re
from html import unescape
from typing import Any

from django.test import Client

WHAT = {
    "title": "Soep en een praatje",
    "text": "We koken samen soep. Je bent welkom, ook als je niemand kent.",
    "topic": "eten",
    "kind": "walk_in",
    "costs": "free",
}
WHEN = {"rows_count": "1", "day_1": "24", "month_1": "11", "year_1": "2026", "from_1": "12.00", "till_1": "13.30"}
WHERE = {"place": "Buurthuis de Boog"}
WHO = {
    "organisation": "De Lange Tafel",
    "sign_up": "none",
    "contact_phone": "030 123 45 67",
    "name": "Sam Zender",
    "email": "sam.zender@voorbeeld.nl",
    "phone": "06 11 22 33 44",
}
STEPS: list[dict[str, Any]] = [WHAT, WHEN, WHERE, WHO]


class Sender:
    """Somebody with a browser, who fills in the form at `url`; `clock` moves on as they type."""

    def __init__(self, client: Client, url: str, clock: Any) -> None:
        self.client, self.url, self.clock = client, url, clock
        self.token_url = ""

    def open(self, query: str = "") -> dict[str, str]:
        """Open the first step; answer with what a browser sends along."""
        html = unescape(self.client.get(self.url + query).content.decode())
        found = re.search(r'name="form_key" value="([^"]+)"', html)
        assert found
        self.clock.shift(20)
        return {"form_key": found[1], "homepage": "", "proof": ""}

    def begin(self, **changes: Any) -> Any:
        """Send the first step."""
        response = self.client.post(self.url, self.open() | WHAT | changes)
        if response.status_code == 303:
            self.token_url = re.sub(r"(2|later|klaar)/$", "", response["Location"])
        return response

    def send(self, number: int, **changes: Any) -> Any:
        """Send a step; a None takes an answer out."""
        answers = STEPS[number - 1] | changes
        given = {name: value for name, value in answers.items() if value is not None}
        return self.client.post(f"{self.token_url}{number}/", given)

    def get(self, part: str) -> Any:
        """Look at a page below the token."""
        return self.client.get(self.token_url + part)

    def fill_in(self, *changes: dict[str, Any]) -> None:
        """Send all four steps, each with its changes."""
        each = [*changes, *[{}] * (4 - len(changes))]
        assert self.begin(**each[0]).status_code == 303
        for number in (2, 3, 4):
            assert self.send(number, **each[number - 1]).status_code == 303, number

    def hand_in(self) -> Any:
        """Press the last button."""
        return self.client.post(f"{self.token_url}controle/")

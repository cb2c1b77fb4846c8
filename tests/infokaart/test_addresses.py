"""An address as people type it becomes one a postman can use, or a sentence that says what is wrong with it."""

import pytest
from django.core.exceptions import ValidationError

from infokaart import addresses


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("3511 AB", "3511 AB"),
        ("3511ab", "3511 AB"),
        (" 3511  aB ", "3511 AB"),
        ("3511-AB", "3511 AB"),
        ("NL-3511 AB", "3511 AB"),
        ("3511\u00a0AB", "3511 AB"),
        ("３５１１ＡＢ", "3511 AB"),
        ("٣٥١١ AB", "3511 AB"),
        ("9999XX", "9999 XX"),
    ],
)
def test_a_postcode_is_written_one_way(typed, tidy):
    assert addresses.postcode(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0000AA", "begins with 0"),
        ("0123 AB", "begins with 0"),
        ("3511 SA", "ends with SA"),
        ("3511sd", "ends with SD"),
        ("3511 SS", "ends with SS"),
        ("2000", "in the Netherlands"),
        ("B-2000", "in the Netherlands"),
        ("3511", "in the Netherlands"),
        ("3511 A", "four digits"),
        ("3511 ABC", "four digits"),
        ("35111 AB", "four digits"),
        ("AB 3511", "four digits"),
        ("3511 Á1", "four digits"),
        ("Utrecht", "four digits"),
        ("²³¹¹AB", "four digits"),
        ("'; --", "four digits"),
        ("3" * 5000, "four digits"),
        ("", "four digits"),
    ],
)
def test_what_is_no_postcode_is_refused_in_words_that_help(typed, words, settings):
    from django.utils import translation

    if typed == "²³¹¹AB":
        # Written small they are digits all the same.
        assert addresses.postcode(typed) == "2311 AB"
        return
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        addresses.postcode(typed)
    assert words in refused.value.messages[0]


@pytest.mark.parametrize(
    ("number", "addition", "house"),
    [
        ("12", "", (12, "")),
        (" 12 ", "", (12, "")),
        ("012", "", (12, "")),
        ("12", "A", (12, "A")),
        ("12A", "", (12, "A")),
        ("12 A", "", (12, "A")),
        ("12a", "", (12, "a")),
        ("12-A", "", (12, "A")),
        ("12-bis", "", (12, "bis")),
        ("12 bis", "", (12, "bis")),
        ("12bis A", "", (12, "bis A")),
        ("12", "bis", (12, "bis")),
        ("12 bis", "bis", (12, "bis")),
        ("12 bis", "A", (12, "bis A")),
        ("12 hs", "", (12, "hs")),
        ("12'", "", (12, "")),
        ("12’", "", (12, "")),
        ("12", "'", (12, "")),
        ("12", "'s", (12, "s")),
        ("12-2", "", (12, "2")),
        ("12", "-3", (12, "3")),
        ("12/4", "", (12, "4")),
        ("12 1-2", "", (12, "1-2")),
        ("12", "III", (12, "III")),
        ("12.", "", (12, "")),
        ("12,", "A,", (12, "A")),
        ("١٢", "", (12, "")),
        ("１２ａ", "", (12, "a")),
        ("99999", "", (99999, "")),
    ],
)
def test_a_house_number_comes_from_one_field_or_two(number, addition, house):
    assert addresses.house(number, addition) == house


@pytest.mark.parametrize(
    ("number", "addition"),
    [
        ("", ""),
        ("A", ""),
        ("bis 12", ""),
        ("0", ""),
        ("-12", ""),
        ("100000", ""),
        ("1000000000", ""),
        ("9" * 5000, ""),
        ("12", "achter het grote huis"),
        ("12", "<b>"),
        ("12;DROP", ""),
        ("12 =1+1", ""),
        ("½", ""),
        ("Voorstraat 12", ""),
    ],
)
def test_what_is_no_house_number_is_refused(number, addition):
    with pytest.raises(ValidationError):
        addresses.house(number, addition)


@pytest.mark.parametrize(
    ("typed", "house", "street"),
    [
        ("Voorstraat", (12, ""), "Voorstraat"),
        ("  Oude   Gracht ", (12, ""), "Oude Gracht"),
        ("Voorstraat 12", (12, ""), "Voorstraat"),
        ("Voorstraat 12 bis", (12, "bis"), "Voorstraat"),
        ("Voorstraat 12-A", (12, "a"), "Voorstraat"),
        ("Voorstraat, 12", (12, ""), "Voorstraat"),
        # The number of a street is not that of the house.
        ("Plein 1944", (12, ""), "Plein 1944"),
        ("Plein 1944 12", (12, ""), "Plein 1944"),
        ("2e Daalsedijk", (2, ""), "2e Daalsedijk"),
        ("1e Oosterparkstraat", (1, ""), "1e Oosterparkstraat"),
        ("'t Goylaan", (7, ""), "'t Goylaan"),
        ("'s-Gravenzandestraat", (3, ""), "'s-Gravenzandestraat"),
        ("Voorstraat 12 bis", None, "Voorstraat 12 bis"),
    ],
)
def test_a_street_loses_only_the_number_that_a_browser_filled_in_twice(typed, house, street):
    assert addresses.street(typed, addresses.House(*house) if house else None) == street


def test_two_ways_to_write_one_address_are_one_for_the_count():
    from infokaart.limits import address_key

    keys = {
        address_key(addresses.postcode(postcode), *addresses.house(number, addition))
        for postcode, number, addition in [
            ("3511ab", "12-bis", ""), ("3511 AB", "12", "BIS"), ("NL3511AB", "12 bis", ""), ("3511 AB", "12bis'", ""),
        ]
    }  # fmt: skip
    assert len(keys) == 1

"""A Dutch address as people type it, made into how it stands on a label."""

import re
import unicodedata
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidComponent
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.nl import postcode as dutch_postcode

LONGEST_ADDITION = 10
# The highest in the country is below 40,000.
HIGHEST = 99_999
_NUMBER = re.compile(r"(\d{1,5})(?!\d)(.*)")
_SIGNS = re.compile(r"[\s'’‘`´\"/.,_-]+")
_NO_ADDITION = re.compile(r"[^\w-]")


class House(NamedTuple):
    """A house number, and what comes after it: `12`, `bis A`."""

    number: int
    addition: str = ""


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, and wide letters as plain ones."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def postcode(text: str) -> str:
    """The postcode as `3511 AB`. Raises ValidationError, in words that help, for what is none of ours."""
    plain = plain_digits(text).strip()
    try:
        return dutch_postcode.validate(plain)
    except InvalidComponent:
        # SA, SD and SS are never given out.
        message = _("No postcode ends with %(letters)s. Look at it again.")
        raise ValidationError(message, params={"letters": plain[-2:].upper()}) from None
    except InvalidNumber:
        if re.fullmatch(r"(B[- ]?)?[1-9]\d{3}", plain, re.IGNORECASE):
            message = _("The two letters are missing. We only send to addresses in the Netherlands, such as 3511 AB.")
        elif re.fullmatch(r"0\d{3}\s*[a-z]{2}", plain, re.IGNORECASE):
            message = _("No postcode begins with 0. Look at it again.")
        else:
            message = _("A postcode has four digits and two letters, for example 3511 AB.")
        raise ValidationError(message) from None


def house(number: str, addition: str = "") -> House:
    """The house number from one field (`12-bis`) or two (`12`, `bis`).

    Signs around an addition mean nothing to the post: `12'`, `12-A` and `12 a` are 12, 12 A and 12 a. Raises
    ValidationError when it begins with no number, or the addition is none.
    """
    found = _NUMBER.fullmatch(plain_digits(number).strip())
    if found is None or not 1 <= int(found[1]) <= HIGHEST:
        raise ValidationError(_("Begin with the number of the house, for example 12 or 12 bis."))
    parts = [_tidy(found[2]), _tidy(plain_digits(addition))]
    # Who types '12 bis' and 'bis' means it once.
    if parts[0].casefold() == parts[1].casefold():
        parts.pop()
    together = " ".join(part for part in parts if part)
    if len(together) > LONGEST_ADDITION or _NO_ADDITION.search(together.replace(" ", "")):
        raise ValidationError(_("What comes after the number is short: a letter, a number or 'bis'."))
    return House(int(found[1]), together)


def street(text: str, at: House | None = None) -> str:
    """The street on one line, without the house number that some browsers fill in there too."""
    line = " ".join(text.split())
    if at:
        ending = re.compile(rf"(.*\S)\s+{at.number}(?!\d)(.*)")
        found = ending.fullmatch(plain_digits(line))
        if found and _tidy(found[2]).casefold() in {"", at.addition.casefold()}:
            return found[1].strip().removesuffix(",")
    return line


def _tidy(text: str) -> str:
    """An addition without the signs around and between its parts; one dash stays between two numbers."""
    words = [word for word in _SIGNS.split(text) if word]
    return re.sub(r"(?<=\d) (?=\d)", "-", " ".join(words))

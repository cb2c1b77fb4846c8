"""What goes into a spreadsheet stays text, whoever wrote it."""

import datetime as dt
from decimal import Decimal
from typing import Any

# What makes a spreadsheet take the rest of a cell for a formula, also as the wide signs of East Asian keyboards.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before one. Numbers and days stay so."""
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal, dt.date)):
        return value
    # Control characters are no text, and cannot be in an XLSX at all.
    text = "".join(sign for sign in str(value) if sign in "\t\r\n" or ord(sign) >= 32)
    return f"'{text}" if text.startswith(_FORMULA) else text

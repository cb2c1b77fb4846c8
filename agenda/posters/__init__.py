"""The agenda on paper: `poster.py` is what stands on a poster, `sheets.py` how it is set as PDF."""

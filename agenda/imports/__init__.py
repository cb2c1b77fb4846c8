"""Bringing in the calendars of partners.

- `fetching.py`: over the internet, safely; `files.py`: from bytes to events.
- `moments.py`, `dates.py`: their days and rules on Utrecht's clocks; `words.py`: their words, without mark-up.
- `drafts.py`: events become drafts, and change what they made before; `admin.py`: the screens of the office.
"""

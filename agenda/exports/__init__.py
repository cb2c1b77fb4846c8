"""Taking the agenda along: any list of it for calendars, feed readers, programs and other people's sites.

- `basis.py`: what all forms share; `ical.py` with `timezone.ics`: calendars; `feeds.py`: Atom.
- `open_data.py`, `open_data_schema.py`: JSON and what it promises; `embed.py`: on other people's sites.
"""

"""A question to the agenda and its answer: as a list, a month, a map, the page of a district.

- `filters.py`: what is asked, read from an address and written back; `answers.py`: the dates that answer it.
- `options.py`, `choices.py`: what is offered; `near_misses.py`: what comes close when nothing fits.
- `lists.py`, `months.py`, `maps.py`, `districts.py`: the answer as people see it.
"""

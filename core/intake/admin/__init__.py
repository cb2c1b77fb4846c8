"""The editors' office for what people send in.

- `queue.py`: what waits, in what order; `screen.py`: the one at hand, and the decisions about it.
- `elsewhere.py`: decisions taken on Wagtail's own screens count too.
- `letters_admin.py`: letters that could not be sent, and how every letter looks; `reasons.py`: reasons to refuse.
- `people.py`: everything about one person; `panel.py`: what waits, on the first screen of the office.
"""

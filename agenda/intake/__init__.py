"""Handing in an activity without an account.

- `moments.py`: days and times as people type them; `choices.py`: what is offered and known.
- `steps.py`, `when.py`, `where.py`, `who.py`: the four steps of the form; `answers.py`: what was typed in them.
- `views.py`: the pages of the form; `later.py`: going on another time; `summary.py`: a last look at it.
- `drafts.py`: answers become a draft; `pictures.py`: its picture; `flow.py`: what happens to it afterwards.
- `manage.py`, `cancelling.py`, `letters.py`: what an organiser does with it later.
"""

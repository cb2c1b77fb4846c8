"""From what an editor enters to dates: rules that repeat and their exceptions become occurrences.

- `recurrence.py`: rules (RFC 5545); `occurrences.py`: the dates that follow from rows, rules and exceptions.
- `words.py`: the same in words; `widgets.py`: how one enters a rule.
- `panels.py`, `admin.py`: what the editor sees of it before saving.
"""

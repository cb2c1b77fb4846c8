"""The one way in for anything sent by people without an account.

- `flows.py`: what there is to send in; an app registers its own.
- `protect.py`, `throttle.py`: the form that machines find hard; `uploads.py`: pictures made anew.
- `services.py`: everything that changes a submission, one function per verb.
- `links.py`: signed links for one purpose, that end; `views.py`: where they lead.
- `letters.py`: what is written; `mail.py`: how it gets there.
- `retention.py`: how long what is kept.
"""

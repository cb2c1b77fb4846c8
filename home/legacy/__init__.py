"""Saved pages of the present site become drafts here: `manage.py import_legacy FOLDER`, as often as one likes."""

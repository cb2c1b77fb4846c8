"""Addresses of the present site, and of pages that moved: each leads on, in one step.

The rows are Wagtail's redirects; editors see and change them on Wagtail's own screen.
"""

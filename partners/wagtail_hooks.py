"""The editorial office of partners: its screens register themselves."""

from partners import admin  # noqa: F401

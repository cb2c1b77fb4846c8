"""The editorial office: its first screen."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from home.panels import ShortcutsPanel


@hooks.register("construct_homepage_panels")
def add_shortcuts(request: HttpRequest, panels: list[Any]) -> None:
    """Put the shortcuts above Wagtail's own panels."""
    panels.append(ShortcutsPanel())

"""Sends the letters that wait."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections

from core.intake import mail

# How long to wait for new letters, in seconds.
PAUSE = 5


class Command(BaseCommand):
    """Sends what is due; with --watch goes on until it is told to stop."""

    help = "Send the letters that wait, and try again those that failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --watch and --with-parent."""
        parser.add_argument("--watch", action="store_true", help="go on until stopped, looking every few seconds")
        parser.add_argument("--with-parent", action="store_true", help="stop with the process that started this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send; a stop signal waits for the letter at hand."""
        if not options["watch"]:
            self.stdout.write(f"{mail.send_due()} letters sent")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        parent = os.getppid()
        while not stopped.is_set() and not (options["with_parent"] and os.getppid() != parent):
            self._round(stopped)
            stopped.wait(PAUSE)

    def _round(self, stopped: threading.Event) -> None:
        try:
            close_old_connections()
            mail.send_due(goes_on=lambda: not stopped.is_set())
        except Error as error:
            # The database restarts now and then; the letters wait there.
            self.stderr.write(f"The database does not answer: {error}")

"""``manage.py make_editor``: the demonstration editor, with a password nobody can guess."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

USERNAME = "redactie"


class Command(BaseCommand):
    """Makes the account once; says how to get a new password when it exists already."""

    help = "Make the demonstration editor's account and print its password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--reset``: a new password for an existing account."""
        parser.add_argument("--reset", action="store_true", help="give the account a new password and print it")

    def handle(self, *args: Any, reset: bool = False, **options: Any) -> None:
        """Create or reset the account; an existing account is left as it is without ``--reset``."""
        editor, created = get_user_model().objects.get_or_create(
            username=USERNAME,
            # A superuser: whoever tries the demonstration wants to see every corner of it.
            defaults={"is_staff": True, "is_superuser": True, "first_name": "Redactie", "email": "redactie@localhost"},
        )
        if not created and not reset:
            self.stdout.write(f"· the editor's account exists: user {USERNAME} (a new password: make editor)")
            return
        password = secrets.token_urlsafe(12)
        editor.set_password(password)
        editor.save()
        self.stdout.write(f"· the editor's office: /admin/ user {USERNAME} password {password} (shown only now)")

"""A process that is asked something in English first still has a Dutch office."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The handler is made as at the first request, while English happens to be active.
CODE = """
from django.test.client import ClientHandler
from django.urls import resolve
from django.utils import translation
from wagtail.admin.menu import reports_menu
with translation.override("en"):
    ClientHandler().load_middleware()
    menu = [str(item.label) for item in reports_menu.registered_menu_items]
    found = resolve("/admin/snippets/agenda/calendarsource/add/").func
form = getattr(found, "__wrapped__", found).view_initkwargs["form_class"]
print("WORDS=" + str(form.base_fields["organiser"].widget.choose_one_text))
print("MENU=" + "|".join(menu) + "|")
"""


def test_the_office_is_dutch_whatever_the_first_visitor_reads():
    environment = {
        **os.environ,
        "DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "utrechtomarmt.settings.test",
    }
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v", "0", "-c", CODE],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "WORDS=Kies een pagina (Partner)" in done.stdout
    assert "|Vertalingen|" in done.stdout

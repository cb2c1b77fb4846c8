"""Production settings are strict by default, and a missing secret stops the start instead of weakening it."""

import os
import subprocess
import sys

import pytest

from tests.house.test_source_root import ROOT

COMPLETE = {"SECRET_KEY": "x9" * 32 + "aB-_", "ALLOWED_HOSTS": "utrechtomarmt.nl"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run manage.py under production settings with nothing else from this machine's environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env={
            **clean,
            "DJANGO_SETTINGS_MODULE": "utrechtomarmt.settings.production",
            "DATABASE_URL": "sqlite://:memory:",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_silent() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_does_not_start_without(missing: str) -> None:
    done = manage("check", **{**COMPLETE, missing: ""})
    assert done.returncode != 0
    assert f"Set {missing}" in done.stderr


def test_production_refuses_a_short_secret() -> None:
    assert "Set SECRET_KEY" in manage("check", **{**COMPLETE, "SECRET_KEY": "short"}).stderr


def test_debug_cannot_be_switched_on_from_outside() -> None:
    done = manage("diffsettings", "--all", DEBUG="1", **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "DEBUG = False" in [line.removeprefix("### ") for line in done.stdout.splitlines()]

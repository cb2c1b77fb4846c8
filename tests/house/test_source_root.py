"""``site/`` shares its name with a module of the standard library: it must stay a source root, and stay in git."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def git(*arguments: str) -> subprocess.CompletedProcess:
    """Run git here; tests of a copy without a repository are skipped aloud."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("this copy is not a git checkout")
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False)


def test_site_is_never_a_package() -> None:
    assert (ROOT / "site").is_dir()
    assert not (ROOT / "site" / "__init__.py").exists()


def test_site_is_not_ignored_by_git() -> None:
    assert git("check-ignore", "site/utrechtomarmt/urls.py", "site/new_module.py").stdout == ""


def test_the_standard_library_keeps_its_module_site() -> None:
    import site

    assert hasattr(site, "getsitepackages")

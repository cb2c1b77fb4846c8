"""Nothing in the repository ties it to one machine, one registry or one workplace."""

import re
from pathlib import Path

import pytest

from tests.house.test_source_root import ROOT, git

BINARY = {".avif", ".gif", ".ico", ".jpg", ".mo", ".pdf", ".png", ".webp", ".woff2"}
# Written in two parts, so that this file does not accuse itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:" + r"work|home/\w+/(?:src|code|projects|\.\w+)|Users|" + r"root|opt/[a-z]+)/(?:[\w.-]+/)"
)
REGISTRY = re.compile(r"https?://(?:" + r"files\.pythonhosted|pypi\.|registry\.npm|registry\.yarn|deb\.debian)")
SECRET = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}")


def text_files() -> list[Path]:
    """Every file that git tracks or would track, as far as it is text."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    paths = [ROOT / name for name in listed]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


@pytest.mark.parametrize("fault", [MACHINE_PATH, REGISTRY, SECRET], ids=["machine path", "registry", "secret"])
def test_no_file_holds(fault: re.Pattern) -> None:
    # Where the server keeps things is what deploy/ and its handbook are about.
    allowed = {"deploy", "LICENSE"}
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in text_files()
        if path.relative_to(ROOT).parts[0] not in allowed
        for match in fault.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["base", "build", "dev", "node"])
def test_a_python_lock_has_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in lock
    assert not re.search(r"^\s*(?:--index-url|--extra-index-url|--find-links|-e)\b", lock, re.MULTILINE)
    assert lock.count("==") <= lock.count("--hash=sha256:")


def test_the_npm_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


def test_sets_share_one_environment() -> None:
    """The development set may add packages, never change a version the site runs on."""

    def versions(name: str) -> dict[str, str]:
        pins = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE)
        return dict(pins)

    base, dev = versions("base"), versions("dev")
    assert base.items() <= dev.items()


def test_nothing_is_called_utils_helpers_or_common() -> None:
    banned = {"utils", "helpers", "common"}
    assert [path for path in text_files() if banned & {path.stem, *path.relative_to(ROOT).parts}] == []

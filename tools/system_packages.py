"""Finds a program on this machine; installs its Debian package when it is missing and we may."""

import os
import shutil
import subprocess
from collections.abc import Iterable

_index_refreshed = False


class MissingProgramError(Exception):
    """A program is not here and could not be installed; the text says what a person can do."""


def ensure(commands: str | Iterable[str], package: str) -> str:
    """Return the path of the first of ``commands`` that exists, installing Debian's ``package`` if none does.

    Raises:
        MissingProgramError: when nothing was found and installing was impossible (no apt-get, not root, no network).
    """
    names = [commands] if isinstance(commands, str) else list(commands)
    if found := _first(names):
        return found
    install(package, needed_for=names[0])
    if found := _first(names):
        return found
    raise MissingProgramError(f"{package} was installed, but {names[0]} is still not on the PATH.")


def install(package: str, needed_for: str) -> None:
    """Install Debian's ``package`` without asking anything.

    Raises:
        MissingProgramError: when this is not a Debian machine, we are not root, or apt-get failed.
    """
    global _index_refreshed  # noqa: PLW0603  one refresh per run is enough
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingProgramError(
            f"{needed_for} is not on this machine. Install it, for example: sudo apt-get install {package}"
        )
    print(f"· {needed_for} is missing: installing {package} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = [["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]]
    if not _index_refreshed:
        steps.insert(0, ["apt-get", "update", "-qq"])
    for step in steps:
        done = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise MissingProgramError(f"{' '.join(step)} failed:\n{done.stderr.strip()}")
    _index_refreshed = True


def _first(names: list[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)

"""Writes requirements/*.txt from pyproject.toml: versions and hashes, no download address, no machine path."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
COMPILE = ["pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
# A header would hold the command line, annotations hold paths, and an index address ties the lock to one machine.
BARE = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
# Later sets are bound to the versions of the first, so all can share one environment.
SETS = {
    "base": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group", "dev", "--constraint", "requirements/base.txt"],
    "build": ["--group", "build", "--constraint", "requirements/dev.txt"],
    "node": ["--group", "node"],
}


def main() -> None:
    """Compile every set in order; options such as ``--upgrade`` go to uv.

    Raises:
        subprocess.CalledProcessError: when uv finds no set of versions that fits.
    """
    for name, sources in SETS.items():
        target = f"requirements/{name}.txt"
        subprocess.run([UV, *COMPILE, *BARE, *sys.argv[1:], *sources, "-o", target], cwd=ROOT, check=True)
        print(f"· {target}")


if __name__ == "__main__":
    main()

"""Lighthouse over the main pages as a slow telephone sees them: ``make lighthouse``.

gunicorn under production settings with the demonstration content, the installed Chromium, npm's lighthouse (kept out
of package.json: it is as large as everything else together). Stops with 1 when a page scores below its promise.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from system_packages import MissingProgramError, ensure  # noqa: E402

from bench.run import PAGE_TYPES, find_pages  # noqa: E402
from tests.rehearsal.server import Rehearsal  # noqa: E402

# 13 wants Node 22.
VERSION = "12.8.2"
ATTEMPTS = 3
TOOLS = ROOT / "var" / "lighthouse"
PROMISED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def install() -> Path:
    """Path of the lighthouse program, installed under var/ at the first call."""
    program = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm") or str(ROOT / ".venv" / "bin" / "npm")
        command = [npm, "install", "--prefix", str(TOOLS), "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return program


def scores(program: Path, address: str, scratch: Path) -> tuple[dict[str, int], list[str]]:
    """The four scores of one page (0 to 100), and the audits that cost points."""
    chromium = ensure("chromium", "chromium")
    report = scratch / "report.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    command = [str(program), address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    environment = {**os.environ, "CHROME_PATH": str(chromium)}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, timeout=180)
            break
        except subprocess.SubprocessError:
            # On a busy machine the browser's trace may miss its start; Lighthouse itself says to run it again.
            if attempt == ATTEMPTS:
                raise
    found = json.loads(report.read_text())
    result = {name: round(found["categories"][name]["score"] * 100) for name in PROMISED}
    lost = [
        f"{name}: {reference['id']}"
        for name in PROMISED
        for reference in found["categories"][name]["auditRefs"]
        if reference["weight"]
        and (found["audits"][reference["id"]]["score"] or 0) < 0.9
        and found["audits"][reference["id"]]["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}
    ]
    return result, lost


def main() -> int:
    """Measure every main page; 1 when a promise is broken or something is missing."""
    scratch = Path(tempfile.mkdtemp(prefix="lighthouse-"))
    broken = False
    try:
        program = install()
        site = Rehearsal(scratch, f"sqlite:///{scratch / 'site.sqlite3'}")
        site.fill()
        print(f"{'page':14}" + "".join(f"{name:>16}" for name in PROMISED))
        with site.serve(PAGE_CACHE_SECONDS="300") as address:
            for name, path in find_pages(site).items():
                found, lost = scores(program, address + path, scratch)
                print(f"{name:14}" + "".join(f"{found[kind]:>16}" for kind in PROMISED), *lost, flush=True)
                broken |= any(found[kind] < least for kind, least in PROMISED.items())
    except (MissingProgramError, RuntimeError, subprocess.SubprocessError) as reason:
        print(f"Stopped: {reason}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"Lighthouse {VERSION}, mobile, {len(PAGE_TYPES)} page types")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())

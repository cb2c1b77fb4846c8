"""Sets this checkout up, from nothing, with the standard library alone.

``bootstrap.py tools``    the environment with uv in it
``bootstrap.py runtime``  what the site needs: locked packages, front end, messages
``bootstrap.py dev``      the same plus what tests and linters need, a browser included
``bootstrap.py run``      runtime, database, demonstration content, an editor; then serves the site

Each step prints one plain line and is skipped when its inputs did not change since it last succeeded.
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from ctypes.util import find_library
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
LOCKS = ROOT / "requirements"
NODE_MINIMUM = 20
APPS = ("core", "partners", "agenda", "news", "infokaart", "search", "home")


class SetupError(Exception):
    """A step could not be done; the text says what is missing and what to do."""


# --- Steps -------------------------------------------------------------------------------------------------
def environment() -> None:
    """Make ``.venv`` with uv in it; a half-made environment of an earlier try is made anew."""
    if not _works(PYTHON):
        with _Step("making the Python environment"):
            _make_venv()
    tools = LOCKS / "build.txt"
    stamp = VENV / ".build-packages"
    if _stamped(stamp, digest := _digest([tools])):
        return
    with _Step("installing the build tools"):
        # uv itself comes by pip, hashes checked; everything after it by uv.
        hint = "Is there a network? The build tools come from the Python package index."
        _call([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", tools], hint)
    stamp.write_text(digest)


def packages(name: str) -> None:
    """Install the locked set ``requirements/<name>.txt``, hashes checked."""
    lock = LOCKS / f"{name}.txt"
    stamp = VENV / f".{name}-packages"
    if _stamped(stamp, digest := _digest([lock])):
        return
    with _Step(f"installing the Python packages ({lock.relative_to(ROOT)})"):
        hint = "Is there a network? The packages come from the Python package index."
        # Compiled once here, every later start is twice as fast.
        options = ["-q", "--compile-bytecode", "--require-hashes", "--python", PYTHON]
        _call([BIN / "uv", "pip", "install", *options, "-r", lock], hint)
    stamp.write_text(digest)


def front_end() -> None:
    """Build ``static/dist`` with Node, when anything it is made of changed."""
    inputs = [
        *(ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")),
        *_files("tools", "build_front.mjs", "fonts.py"),
        *_files("static/src", "*"),
        *_files("templates", "*.html"),
        *_files("core/templatetags", "*.py"),
    ]
    digest, dist, stamp = _digest(inputs), ROOT / "static" / "dist", STAMPS / "front"
    if dist.is_dir() and _stamped(stamp, digest):
        return
    node = _node()
    path = {"PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}", "PYTHON": str(PYTHON)}
    modules_stamp = STAMPS / "node_modules"
    modules = _digest([ROOT / "package-lock.json"]) + str(node)
    if not ((ROOT / "node_modules").is_dir() and _stamped(modules_stamp, modules)):
        with _Step("installing the front-end packages"):
            hint = "Is there a network? The packages come from the npm registry."
            _call([node.parent / "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], hint, **path)
        _write(modules_stamp, modules)
    with _Step("building the front end"):
        _call([node, "tools/build_front.mjs"], **path)
    _write(stamp, digest)


def messages() -> None:
    """Compile the message catalogues that changed."""
    sources = _files("locale", "*.po")
    targets = [source.with_suffix(".mo") for source in sources]
    stamp, digest = STAMPS / "messages", _digest(sources)
    if all(target.exists() for target in targets) and _stamped(stamp, digest):
        return
    with _Step("compiling the translations"):
        _call([PYTHON, "tools/messages.py", "compile"])
    _write(stamp, digest)


def browser() -> None:
    """Make sure there is a Chromium for the browser tests: the machine's own, apt's, or Playwright's."""
    from system_packages import MissingProgramError, ensure

    try:
        ensure(("chromium", "chromium-browser", "google-chrome"), "chromium")
    except MissingProgramError as reason:
        if list((Path.home() / ".cache" / "ms-playwright").glob("chromium*")):
            return
        with _Step("no Chromium on this machine: fetching Playwright's"):
            _call([BIN / "playwright", "install", "chromium"], str(reason))


def calendar_program() -> None:
    """Try to get khal, a calendar program with which tests read our calendar files; without it they read less."""
    from system_packages import MissingProgramError, ensure

    try:
        ensure("khal", "khal")
    except MissingProgramError as reason:
        print(f"· the tests do without khal: {reason}")


def poster_libraries() -> None:
    """Make sure the libraries that set posters are here; without them all else works, so this only says so."""
    from system_packages import MissingProgramError, install

    needed = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz-subset": "libharfbuzz-subset0",
    }
    try:
        for library, package in needed.items():
            if not find_library(library):
                install(package, needed_for=f"The library {library}, which makes posters,")
    except MissingProgramError as reason:
        print(f"· no posters (PDF) yet, all else works: {reason}", flush=True)


def content() -> None:
    """Migrate the database, load the demonstration content and make the editor's account."""
    inputs = [LOCKS / "base.txt", *(path for app in APPS for path in _files(app, "*.py")), *_files("home/demo", "*")]
    stamp = STAMPS / "content"
    # Example activities lie around today, so a new day is a new load.
    digest = _digest(inputs) + date.today().isoformat() + _database_identity()
    if _stamped(stamp, digest):
        print("· the editor's office: user redactie (a new password: make editor)")
        return
    with _Step("migrating the database"):
        _call([PYTHON, "manage.py", "migrate", "--noinput", "-v", "0"])
    with _Step("loading the demonstration content"):
        _call([PYTHON, "manage.py", "load_demo"])
    subprocess.run([PYTHON, "manage.py", "make_editor"], cwd=ROOT, check=True)
    _write(stamp, _digest(inputs) + date.today().isoformat() + _database_identity())


def serve(port: int) -> None:
    """Replace this process by Django's development server on the loopback address, with the sender of letters."""
    print(f"· serving http://127.0.0.1:{port}/ and http://127.0.0.1:{port}/admin/ (Ctrl+C stops)", flush=True)
    os.chdir(ROOT)
    environment = {**os.environ, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    # It ends with the server, which takes the place of its parent. Without EMAIL_URL letters are printed here.
    subprocess.Popen(
        [PYTHON, "manage.py", "send_mail", "--watch", "--with-parent"], env=environment, stdin=subprocess.DEVNULL
    )
    # The steps above already ran Django's checks; a second round would only cost start time.
    command = [str(PYTHON), "manage.py", "runserver", f"127.0.0.1:{port}", "--skip-checks"]
    os.execve(command[0], command, environment)


# --- What the steps stand on ---------------------------------------------------------------------------------
class _Step:
    """Prints the step's line at once and the time it took behind it."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        print(f"· {self.what} …", end=" ", flush=True)
        self.started = time.monotonic()

    def __exit__(self, kind: type | None, *_: object) -> None:
        print("failed" if kind else f"{time.monotonic() - self.started:.1f} s", flush=True)


def _call(command: list, hint: str = "", **environment: str) -> None:
    """Run quietly; on failure show the end of what it said."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join(done.stdout.strip().splitlines()[-25:])
        command_line = " ".join(str(part) for part in command)
        raise SetupError(f"{command_line} ended with code {done.returncode}:\n{said}\n{hint}".strip())


def _make_venv() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        _call([sys.executable, "-m", "venv", VENV])
    except SetupError:
        from system_packages import MissingProgramError, install

        # Debian keeps a part of Python's own venv module in a package apart.
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        try:
            install(f"python{version}-venv", needed_for="Python's venv module")
        except MissingProgramError as reason:
            raise SetupError(str(reason)) from reason
        shutil.rmtree(VENV, ignore_errors=True)
        _call([sys.executable, "-m", "venv", VENV])


def _node() -> Path:
    """Node of the machine, else from its Python package in the environment."""
    for found in (shutil.which("node"), BIN / "node"):
        if found and _node_version(found) >= NODE_MINIMUM and (Path(found).parent / "npm").exists():
            return Path(found)
    packages("node")
    return BIN / "node"


def _node_version(node: str | Path) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        return int(said.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def _works(python: Path) -> bool:
    try:
        subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _files(folder: str, *patterns: str) -> list[Path]:
    """Files under ``folder`` in a stable order, without caches."""
    found = {path for pattern in patterns for path in (ROOT / folder).rglob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _digest(paths: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for path in paths:
        seen.update(str(path.relative_to(ROOT)).encode())
        seen.update(path.read_bytes() if path.exists() else b"absent")
    return seen.hexdigest()


def _database_identity() -> str:
    """Changes when the SQLite file is another one; random for any other database, so that its steps always run."""
    if "DATABASE_URL" in os.environ or (ROOT / ".env").exists():
        return str(time.time())
    path = VAR / "db.sqlite3"
    return str(path.stat().st_ino) if path.exists() else "absent"


def _stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def _write(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as reason:
            raise SetupError(f"Port {port} cannot be used ({reason.strerror}). Try: make run PORT=8001") from reason


def main() -> int:
    """Run the steps of one goal; 0 when all went well, 1 with a plain line when something is missing."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("goal", choices=("tools", "runtime", "dev", "run"))
    arguments.add_argument("--port", type=int, default=8000)
    options = arguments.parse_args()
    try:
        if sys.version_info < (3, 11):  # noqa: UP036  run by whatever python3 there is
            raise SetupError("Python 3.11 or later is needed.")
        if options.goal == "run":
            _refuse_taken_port(options.port)
        VAR.mkdir(exist_ok=True)
        environment()
        if options.goal == "tools":
            return 0
        packages("dev" if options.goal == "dev" else "base")
        front_end()
        messages()
        poster_libraries()
        if options.goal == "dev":
            browser()
            calendar_program()
        if options.goal == "run":
            content()
            serve(options.port)
    except SetupError as reason:
        print(f"\nStopped: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

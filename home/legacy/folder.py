"""A folder with saved files: only what really lies in it, and nothing larger than we want to read."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from django.utils.translation import gettext as _

from core.old_addresses.addresses import NETWORK_HOSTS

MOST_FILES = 20_000
MOST_BYTES = {"html": 2 * 1024 * 1024, "pdf": 25 * 1024 * 1024, "picture": 15 * 1024 * 1024}
KINDS = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".pdf": "pdf",
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"), "picture"),
}
# What a page is built with; whatever else is not taken over, an editor may miss.
_BUILT_WITH = frozenset({
    ".css", ".js", ".mjs", ".map", ".json", ".xml", ".txt", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot",
    ".download",
})  # fmt: skip
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:-]{2,30})""", re.IGNORECASE)


class UnreadableError(Exception):
    """A file that cannot be used; says why."""


@dataclass
class Folder:
    """The regular files below a folder, by their path in it; `left_out` says of the others why they are not read."""

    root: Path
    files: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """A file's bytes; raises UnreadableError for one that is too large, gone, or no file any more."""
        most = MOST_BYTES[self.files[name]]
        try:
            # Not through a link, also when somebody put one there a moment ago, and not waiting for a pipe.
            handle = os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            raise UnreadableError(_("The file cannot be opened.")) from None
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableError(_("This is no ordinary file."))
            data = b"" if status.st_size > most else file.read(most + 1)
        if status.st_size > most or len(data) > most:
            raise UnreadableError(_("The file is larger than %(most)s MB.") % {"most": most // 1024 // 1024})
        return data

    def find(self, path: str) -> str | None:
        """The name of the file at a path from the root, as a link writes it; None when it is not in this folder."""
        for spelling in (path, path.partition("?")[0]):
            name = spelling.lstrip("/")
            for one in (name, unquote(name)):
                if one in self._names:
                    return self._names[one]
        return None

    def __post_init__(self) -> None:
        self._names: dict[str, str] = {}

    def know(self, name: str, kind: str) -> None:
        """Add a file, under its path with and without the host that `wget` puts first."""
        self.files[name] = kind
        for one in (name, without_host(name)):
            self._names.setdefault(one, name)


def without_host(name: str) -> str:
    """A path in the folder without the name of the site as its first part."""
    first, _slash, rest = name.partition("/")
    return rest if first.lower().partition(":")[0] in NETWORK_HOSTS and rest else name


def look(root: Path) -> Folder:
    """Every file below a folder; links are not followed, wherever they lead."""
    folder = Folder(root.resolve())
    for path, name in _walk(folder.root):
        if len(folder.files) >= MOST_FILES:
            folder.left_out[name] = _("There are more than %(most)s files.") % {"most": MOST_FILES}
            break
        if path.is_symlink():
            folder.left_out[name] = _("This is a link to another place.")
        elif len(name) > 500 or not name.isprintable():
            folder.left_out[name[:500]] = _("Its name cannot be used.")
        elif not path.is_file():
            folder.left_out[name] = _("This is no ordinary file.")
        # wget keeps what stood behind the question mark in the name of the file.
        elif kind := KINDS.get(Path(name.partition("?")[0]).suffix.lower()) or KINDS.get(path.suffix.lower()):
            folder.know(name, kind)
        elif Path(name.partition("?")[0]).suffix.lower() not in _BUILT_WITH:
            folder.left_out[name] = _("This site does not take over files of this kind.")
    return folder


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    for here, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        linked = [name for name in folders if (Path(here) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            if not name.startswith("."):
                path = Path(here) / name
                yield path, path.relative_to(root).as_posix().encode(errors="replace").decode()


def decode(data: bytes) -> str:
    """The text of a page, in whatever encoding: its bytes know better than its words what it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    name = declared[1].decode().lower() if declared else ""
    # Browsers read Latin 1 as Windows' own; and it was not UTF-8.
    if name in {"", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii"} or not _is_text_encoding(name):
        name = "windows-1252"
    return data.decode(name, errors="replace")


def _is_text_encoding(name: str) -> bool:
    try:
        return isinstance(b"x".decode(name), str) and "utf" not in name.replace("utf-16", "").replace("utf-32", "")
    except (LookupError, TypeError, ValueError):
        return False

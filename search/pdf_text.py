"""The text of one PDF, read in a process of its own: ``python pdf_text.py FILE`` prints JSON and knows no Django.

A PDF from outside may be broken, endless or a bomb: here it can only end this process, within limits.
"""

import json
import resource
import sys

MOST_PAGES = 300
MOST_SIGNS = 200_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 25


def read(path: str) -> dict[str, object]:
    """The text and number of pages, or a problem: `encrypted`, `empty`, `broken`."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        # An empty password opens what is only protected against changes.
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "encrypted"}
        pieces: list[str] = []
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES or sum(map(len, pieces)) > MOST_SIGNS:
                break
            pieces.append(page.extract_text() or "")
        text = "\n".join(pieces)[:MOST_SIGNS].strip()
        return {"text": text, "pages": len(reader.pages)} if text else {"problem": "empty"}
    except MemoryError:
        return {"problem": "large"}
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        EOFError,
        NotImplementedError,
        ArithmeticError,
        AssertionError,
    ):
        return {"problem": "broken"}


def main() -> None:
    """Read the file of the command line within limits of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Nothing is written: not even a core.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.write(json.dumps(read(sys.argv[1])))


if __name__ == "__main__":
    main()

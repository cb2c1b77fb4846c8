"""Reads the texts of documents in the background, each file once; what cannot be read says why, and is left alone."""

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import CustomDocument
from search import pdf_text
from search.indexing import write_documents
from search.models import DocumentText

logger = logging.getLogger(__name__)
# For reading it all, the start of a process included.
PATIENCE = 30
LARGEST = 60 * 1024 * 1024
PROBLEMS: dict[str, str | Promise] = {
    "encrypted": _("It is locked with a password."),
    "empty": _("There is no text in it, only pictures."),
    "broken": _("The file is damaged."),
    "large": _("The file is too large, or too complicated."),
    "missing": _("The file is not there."),
}


def unread() -> QuerySet[CustomDocument]:
    """The PDFs whose present file was not read yet."""
    read = DocumentText.objects.filter(file_hash=F("document__file_hash")).values("document")
    return CustomDocument.objects.filter(file__iendswith=".pdf").exclude(pk__in=read).order_by("pk")


def read_all() -> tuple[int, int]:
    """Read what was not read yet; gives how many were read, and how many could not be."""
    good = bad = 0
    for document in unread():
        if read_one(document):
            good += 1
        else:
            bad += 1
    return good, bad


def read_one(document: CustomDocument) -> bool:
    """Read a document, note its text or why it cannot be read, and let it be found; gives whether it could be read.

    Where the storage itself does not answer nothing is noted: it is tried again.
    """
    try:
        file_hash = document.get_file_hash()
        answer = _read_file(document)
    except FileNotFoundError:
        file_hash, answer = document.file_hash, {"problem": "missing"}
    except OSError:
        logger.warning("Document %s could not be fetched to read its text", document.pk)
        return False
    problem = str(answer.get("problem", ""))
    text = str(answer.get("text", "")).replace("\x00", "").encode("utf-8", "ignore").decode()
    values = {"file_hash": file_hash, "text": text, "problem": problem, "pages": int(answer.get("pages", 0))}
    DocumentText.objects.update_or_create(document=document, defaults=values)
    write_documents([document.pk])
    return not problem


def _read_file(document: CustomDocument) -> dict:
    """What the reading process says of a document's file."""
    if (document.get_file_size() or 0) > LARGEST:
        return {"problem": "large"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        with document.open_file() as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        try:
            # Nothing of our environment goes along: a PDF that breaks out of its reader finds no keys.
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-I", pdf_text.__file__, str(path)],
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"problem": "large"}
    try:
        return json.loads(done.stdout)
    except ValueError:
        # It was ended: out of memory or time, or something in it that nobody thought of.
        return {"problem": "large" if done.returncode < 0 else "broken"}

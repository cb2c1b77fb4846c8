"""Pictures and documents of the saved site: each is taken over once, through the same checks as elsewhere."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.intake.uploads import read_picture
from core.models import CustomDocument, CustomImage
from core.models.media import office_folder
from home.legacy.folder import Folder, UnreadableError
from home.legacy.records import LegacyFile

# A folder in the office, so its name is Dutch like all content.
COLLECTION = "Van de oude site"
# Stands for what would be made: nothing is written in a dry run.
TO_BE_MADE = 0
_LONGEST_ALT = 255


class Shelf:
    """Takes files over; `known` holds what became of every file before."""

    def __init__(self, folder: Folder, known: dict[str, LegacyFile], *, write: bool) -> None:
        self.folder, self.known, self.write = folder, known, write
        self.made: dict[str, int | None] = {}
        self.problems: dict[str, str] = {}
        self.of_digest = {
            (one.digest, kind): key
            for one in known.values()
            for kind, key in (("picture", one.image_id), ("pdf", one.document_id))
            if key
        }

    def take(self, name: str, alt: str | None = None) -> int | None:
        """The key of the picture or document of a file; None with a word in `problems` when it cannot be used."""
        if name not in self.made:
            try:
                self.made[name] = self._take(name, alt)
            except UnreadableError as error:
                self.made[name], self.problems[name] = None, str(error)
        return self.made[name]

    def _take(self, name: str, alt: str | None) -> int | None:
        kind, record = self.folder.files[name], self.known.get(name)
        data = self.folder.read(name)
        digest = hashlib.sha256(data).hexdigest()
        if record and record.digest == digest:
            key = record.image_id if kind == "picture" else record.document_id
            if key is None:
                raise UnreadableError(_("An editor deleted it."))
            return key
        if kind == "pdf" and not data.lstrip()[:5].startswith(b"%PDF-"):
            raise UnreadableError(_("This is no PDF."))
        clean = _clean_picture(data) if kind == "picture" else data
        found = self.of_digest.get((digest, kind))
        if not self.write:
            return found or TO_BE_MADE
        with transaction.atomic():
            key = found or (self._picture(name, clean, alt) if kind == "picture" else self._document(name, clean))
            record = record or LegacyFile(path=name)
            record.digest = digest
            if kind == "picture":
                record.image_id = key
            else:
                record.document_id = key
            record.save()
        self.known[name] = record
        self.of_digest[digest, kind] = key
        return key

    def _picture(self, name: str, data: bytes, alt: str | None) -> int:
        image = CustomImage(title=_title(name), collection=office_folder(COLLECTION))
        image.description, image.is_decorative = (alt or "")[:_LONGEST_ALT], not alt
        image.file = ContentFile(data, name=f"{PurePosixPath(name).stem[:60]}.jpg")
        image.full_clean(exclude=["file_size", "file_hash"])
        image.save()
        return image.pk

    def _document(self, name: str, data: bytes) -> int:
        document = CustomDocument(title=_title(name), collection=office_folder(COLLECTION))
        document.file = ContentFile(data, name=f"{PurePosixPath(name.partition('?')[0]).stem[:80]}.pdf")
        # What Wagtail's own screen notes of a file, so that no page has to ask the storage.
        document._set_document_file_metadata()
        document.save()
        return document.pk


def _clean_picture(data: bytes) -> bytes:
    try:
        return read_picture(ContentFile(data))
    except ValidationError as refused:
        raise UnreadableError(" ".join(refused.messages)) from None


def _title(name: str) -> str:
    stem = PurePosixPath(name.partition("?")[0]).stem
    return " ".join(stem.replace("-", " ").replace("_", " ").split())[:200].capitalize() or "Bestand"


def block_value(key: int, alt: str | None) -> dict[str, Any]:
    """A picture as a block has it."""
    return {"image": key, "decorative": not alt, "alt_text": (alt or "")[:_LONGEST_ALT]}

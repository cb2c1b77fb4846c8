"""Reading a folder: what is new becomes drafts, what an editor touched is left alone, nothing is made twice."""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from core.models import CustomDocument
from core.old_addresses.addresses import LONGEST, canonical, key
from core.old_addresses.finding import page_at
from home.legacy.drafts import LISTS, Tree, fill, new_page, values_of
from home.legacy.folder import UnreadableError, look, without_host
from home.legacy.links import Around
from home.legacy.reading import SavedPage, read_page
from home.legacy.records import LegacyFile
from home.legacy.report import Line, Outcome
from home.legacy.shelf import TO_BE_MADE, Shelf

logger = logging.getLogger(__name__)


class LegacyImport:
    """One reading of a folder with saved pages; without `write` nothing is written."""

    def __init__(self, root: Path, *, write: bool) -> None:
        self.write = write
        self.site = Site.objects.select_related("root_page").get(is_default_site=True)
        self.folder = look(root)
        self.known = {one.path: one for one in LegacyFile.objects.select_related("page")}
        self.around = Around(self.folder, Shelf(self.folder, self.known, write=write), self.site)
        self.tree = Tree(self.site)
        self.lines = [Line(name, Outcome.SKIPPED, notes=[reason]) for name, reason in self.folder.left_out.items()]
        self.born: set[str] = set()

    def __call__(self) -> list[Line]:
        """Read everything: first which pages there are, so that their links can lead to each other."""
        for name in self._planned():
            self._guarded(name, self._make)
        for name, address in self.around.addresses.items():
            if address in self.around.pages:
                self._guarded(name, self._fill)
        for name, kind in self.folder.files.items():
            if kind == "pdf":
                self._guarded(name, self._document)
        return self.lines

    def _guarded(self, name: str, do: Any) -> None:
        try:
            do(name)
        except UnreadableError as error:
            self._skip(name, str(error))
        except Exception:
            # One strange page must not keep the others out.
            logger.exception("A saved page cannot be read: %s", name)
            self._skip(name, _("It cannot be read."))

    def _skip(self, name: str, reason: str) -> None:
        self.lines.append(Line(name, Outcome.SKIPPED, notes=[reason]))

    def _read(self, name: str) -> SavedPage:
        return read_page(name, self.folder.read(name))

    def _planned(self) -> list[str]:
        """The pages to make, those nearer the front page first; the others are reported."""
        taken: dict[str, str] = {}
        for name in [one for one, kind in self.folder.files.items() if kind == "html"]:
            try:
                address = self._read(name).address
            except UnreadableError as error:
                self._skip(name, str(error))
                continue
            self.around.addresses[name] = address
            if address in LISTS:
                self._skip(name, _("This is a list, which this site makes itself."))
            elif len(address) > LONGEST:
                self._skip(name, _("Its address is too long."))
            elif address in taken:
                self._skip(name, _("It has the same address as %(file)s.") % {"file": taken[address]})
            else:
                taken[address] = name
        return sorted(taken.values(), key=lambda name: (self.around.addresses[name].count("/"), name))

    def _make(self, name: str) -> None:
        """Make a draft with a title of a new page, or find the one of the last time."""
        address, record = self.around.addresses[name], self.known.get(name)
        if record:
            if record.page is None:
                self.lines.append(Line(name, Outcome.LEFT, notes=[_("An editor deleted it.")]))
                return
            self.around.pages[address] = record.page.pk
            return
        if page := page_at(self.site, address):
            self.around.living[address] = page.pk
            note = _("There is a page at this address already.")
            self.lines.append(Line(name, Outcome.LEFT, page.title, [note]))
            return
        saved = self._read(name)
        model, parent = self.tree.place(saved, self.around)
        self.born.add(name)
        self.around.pages[address] = TO_BE_MADE
        if self.write:
            with transaction.atomic():
                made = new_page(saved, model, parent)
                self.known[name] = LegacyFile.objects.create(path=name, page=made)
                self._lead_on(address, page=made)
            self.around.pages[address] = made.pk

    def _lead_on(self, address: str, *, page: Page | None = None, link: str = "") -> None:
        """A redirect from an old address, unless it is the page's own or leads somewhere already."""
        if page and canonical(page.url_path[len(self.site.root_page.url_path) - 1 :]) == address:
            return
        if not Redirect.objects.filter(old_path=key(address)).exists():
            Redirect.objects.create(
                site=self.site, old_path=key(address), redirect_page=page, redirect_link=link, is_permanent=True
            )

    def _fill(self, name: str) -> None:
        """Write what a page says, where that is not what we wrote before and nobody else did since."""
        saved, record = self._read(name), self.known.get(name)
        if saved.address not in self.around.pages or (record is None and name not in self.born):
            return
        model = record.page.specific_class if record and record.page else self.tree.place(saved, self.around)[0]
        values = values_of(saved, model or Page, self.tree, self.around)
        if record and record.digest == values.digest:
            self.lines.append(Line(name, Outcome.SAME, saved.title))
        elif record and name not in self.born and (reason := _touched(record)):
            self.lines.append(Line(name, Outcome.LEFT, saved.title, [reason]))
        else:
            if self.write and record and record.page:
                self._save(record, values)
            outcome = Outcome.NEW if name in self.born else Outcome.CHANGED
            self.lines.append(Line(name, outcome, saved.title, values.notes))

    @transaction.atomic
    def _save(self, record: LegacyFile, values: Any) -> None:
        page = record.page.specific  # type: ignore[union-attr]
        fill(page, values)
        record.revision = page.save_revision(clean=False, log_action=True).pk
        record.digest = values.digest
        record.save()

    def _document(self, name: str) -> None:
        """Take a document over, also when no page links to it; its old address leads to it."""
        was_known = name in self.known
        key_of_document = self.around.shelf.take(name)
        if key_of_document is None:
            self._skip(name, self.around.shelf.problems[name])
            return
        address = canonical(without_host(name).partition("?")[0])
        document = CustomDocument.objects.filter(pk=key_of_document).first()
        if document and self.write and len(address) <= LONGEST:
            self._lead_on(address, link=f"{settings.PUBLIC_URL}{document.url}")
        self.lines.append(Line(name, Outcome.SAME if was_known else Outcome.NEW, document.title if document else ""))


def _touched(record: LegacyFile) -> str:
    """Why a page is left as it is; empty when nobody but us wrote in it."""
    page = record.page
    if page is None:
        return _("An editor deleted it.")
    if page.live or page.first_published_at:
        return _("It says something else now, but the page is on the site. Change it by hand.")
    if page.latest_revision_id != record.revision or page.locked:
        return _("It says something else now, but an editor worked on the page. Change it by hand.")
    return ""

"""Old addresses out of a file: what becomes of each line is said before anything is written."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, TextChoices
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from core.old_addresses.addresses import LONGEST, canonical, key, own_part, plain
from core.old_addresses.finding import answer_below, page_at, public_page, url_paths_of
from core.queries import public

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 20_000
_DEEPEST_CHAIN = 10


class FileError(Exception):
    """A file that is no list of addresses; says why."""


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """A line that cannot be used; says why."""


class Outcome(TextChoices):
    """What becomes of a line."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("The same")
    REFUSED = "refused", gettext_lazy("Not taken over")


@dataclass(frozen=True)
class Target:
    """Where an old address is to lead: a page (and an address below its own), or an address of this site."""

    page: Page | None = None
    route: str = ""
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the file and what became of it; `number` counts from 1, as a text editor does."""

    number: int
    old: str
    new: str
    outcome: Outcome
    reason: str = ""
    # The row that leads on, where there is one by now; it may be one of all sites.
    redirect: Redirect | None = None


@dataclass(frozen=True)
class Row:
    """A line as it stands in the file."""

    number: int
    old: str
    new: str


def read(data: bytes) -> list[Row]:
    """The lines of a CSV file, a heading left out; raises FileError for what is too large or no such file."""
    if len(data) > MOST_BYTES:
        raise FileError(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", errors="replace")
    if "\0" in text:
        raise FileError(_("This is not a CSV file."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        rows = [_row(cells, reader.line_num) for reader in [csv.reader(io.StringIO(text), delimiter=delimiter)]
                for cells in reader if any(cell.strip() for cell in cells)]  # fmt: skip
    except csv.Error:
        raise FileError(_("This is not a CSV file.")) from None
    if len(rows) > MOST_LINES:
        raise FileError(_("The file has more than %(most)s lines.") % {"most": MOST_LINES})
    is_heading = rows and not rows[0].old.startswith(("/", "http://", "https://"))
    return rows[1:] if is_heading else rows


def _row(cells: list[str], number: int) -> Row:
    old, new = [cell.strip() for cell in [*cells, "", ""][:2]]
    return Row(number, old, new)


def take(rows: list[Row], site: Site, *, write: bool) -> list[Line]:
    """What becomes of each line; with `write` it does become so, all of it or nothing. Again makes nothing twice."""
    with transaction.atomic():
        # Two at once would both find that a row is not there yet.
        Site.objects.select_for_update().get(pk=site.pk)
        return list(_Import(rows, site, write)())


class _Import:
    """One file."""

    def __init__(self, rows: list[Row], site: Site, write: bool) -> None:
        self.rows, self.site, self.write = rows, site, write
        # Asked for once: a list has thousands of lines, and an editor waits.
        self.url_paths = set(Page.objects.filter(public()).values_list("url_path", flat=True))
        self.pages: dict[str, Page | None] = {}
        self.wanted: dict[str, set[str]] = {}
        for row in rows:
            if (old := own_part(row.old)) is not None:
                self.wanted.setdefault(_key(old), set()).add(row.new)
        self.known: dict[str, Redirect] = {}
        found = Redirect.objects.filter(Q(site=None) | Q(site=site)).select_related("redirect_page")
        for redirect in found.order_by("site"):
            if redirect.site_id or _key(redirect.old_path) not in self.known:
                self.known[_key(redirect.old_path)] = redirect
        self.done: dict[str, int] = {}

    def __call__(self) -> Iterator[Line]:
        for row in self.rows:
            try:
                yield self._one(row)
            except Refused as refused:
                yield Line(row.number, row.old, row.new, Outcome.REFUSED, str(refused))

    def _one(self, row: Row) -> Line:
        if not row.old or not row.new:
            raise Refused(_("Two columns are needed: the old address and the new one."))
        old = self._old(row.old)
        if len(self.wanted[_key(old)]) > 1:
            raise Refused(_("The same old address stands in the file with different new ones."))
        if _key(old) in self.done:
            reason = _("It stands in line %(number)s as well.") % {"number": self.done[_key(old)]}
            return Line(row.number, row.old, row.new, Outcome.SAME, reason)
        target = self._target(row.new, {_key(old)})
        self.done[_key(old)] = row.number
        outcome, redirect = self._keep(old, target)
        return Line(row.number, row.old, row.new, outcome, redirect=redirect)

    def _old(self, address: str) -> str:
        old = own_part(address)
        if old is None:
            raise Refused(_("The old address is not one of this site."))
        path, query = plain(urlsplit(old).path), urlsplit(old).query
        if "\0" in path or len(key(path, query)) > LONGEST:
            raise Refused(_("The old address is too long, or is no address."))
        # With a question it is another address than the page's own.
        if canonical(path) == "/" or (not query and self._lives_at(path)):
            raise Refused(_("There is a page at the old address, and that goes first."))
        return old

    def _lives_at(self, path: str) -> bool:
        return self._page_at(path) is not None or self._below(path) is not None or _has_view(path)

    def _page_at(self, path: str) -> Page | None:
        if path not in self.pages:
            is_there = not self.url_paths.isdisjoint(url_paths_of(self.site, path))
            self.pages[path] = page_at(self.site, path) if is_there else None
        return self.pages[path]

    def _below(self, path: str) -> tuple[Page, str] | None:
        return answer_below(path, self._page_at)

    def _target(self, address: str, seen: set[str]) -> Target:
        if "/" not in address:
            return _document_named(address)
        own = own_part(address)
        if own is None:
            raise Refused(_("The new address is not one of this site."))
        if _key(own) in seen:
            raise Refused(_("The old address would lead back to itself."))
        parts = urlsplit(own)
        path = plain(parts.path)
        page = self._page_at(path)
        if page and not parts.query and not parts.fragment:
            return Target(page)
        if page or _has_view(path):
            return Target(link=own)
        if found := self._below(path):
            return Target(*found)
        if parts.path.startswith("/documents/"):
            return _document_at(parts.path)
        return self._further(own, seen)

    def _further(self, own: str, seen: set[str]) -> Target:
        """Where a new address leads that is an old one itself: in this file, else in what is known."""
        further = self.wanted.get(_key(own), set())
        if len(further) == 1 and len(seen) < _DEEPEST_CHAIN:
            return self._target(next(iter(further)), seen | {_key(own)})
        redirect = self.known.get(_key(own))
        if redirect and redirect.redirect_page and public_page(redirect.redirect_page.pk):
            return Target(redirect.redirect_page, redirect.redirect_page_route_path)
        if redirect and redirect.redirect_link and len(seen) < _DEEPEST_CHAIN:
            return self._target(redirect.redirect_link, seen | {_key(own)})
        raise Refused(_("There is no page or document at the new address."))

    def _keep(self, old: str, target: Target) -> tuple[Outcome, Redirect | None]:
        redirect = self.known.get(_key(old))
        values: dict[str, Any] = {
            "redirect_page": target.page,
            "redirect_page_route_path": target.route,
            "redirect_link": f"{settings.PUBLIC_URL}{target.link}" if target.link else "",
            "is_permanent": True,
        }
        if redirect and all(getattr(redirect, name) == value for name, value in values.items()):
            return Outcome.SAME, redirect
        outcome = Outcome.CHANGED if redirect else Outcome.NEW
        if self.write:
            redirect = redirect or Redirect(site=self.site)
            for name, value in values.items():
                setattr(redirect, name, value)
            path, query = plain(urlsplit(old).path), urlsplit(old).query
            redirect.old_path, redirect.automatically_created = key(path, query), False
            redirect.save()
        return outcome, redirect


def _key(address: str) -> str:
    parts = urlsplit(address)
    return key(plain(parts.path), parts.query)


def _has_view(path: str) -> bool:
    """Whether an address belongs to the site without being a page's."""
    try:
        match = resolve(f"{path.rstrip('/')}/")
    except Resolver404:
        return False
    return match.func.__module__ not in {"wagtail.views", "wagtail.documents.views.serve"}


def _document_at(path: str) -> Target:
    number, _slash, _name = path.removeprefix("/documents/").partition("/")
    found = get_document_model().objects.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    if found is None:
        raise Refused(_("There is no page or document at the new address."))
    return Target(link=found.url)


def _document_named(name: str) -> Target:
    """The one document with this file name."""
    found = list(get_document_model().objects.filter(file__endswith=f"/{name}")[:2])
    if len(found) != 1:
        raise Refused(
            _("There is no document with this file name.") if not found else _("More documents have this file name.")
        )
    return Target(link=found[0].url)


def summary(lines: list[Line]) -> dict[Outcome, int]:
    """How many lines there are of each outcome, in their order."""
    counts = Counter(line.outcome for line in lines)
    return {outcome: counts[outcome] for outcome in Outcome}

"""Where the links of a saved page lead now."""

import posixpath
import re
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.utils.translation import gettext as _
from wagtail.models import Site

from core.old_addresses.addresses import NETWORK_HOSTS, canonical, own_part, plain, with_query
from core.old_addresses.finding import page_at
from home.legacy.folder import Folder
from home.legacy.shelf import Shelf, block_value

_MAIL_OR_PHONE = re.compile(r"(mailto:[^\s<>\"'?]{3,200}|tel:\+?[\d -]{3,20})", re.IGNORECASE)
_LONGEST = 500


@dataclass
class Around:
    """What the links of all pages share."""

    folder: Folder
    shelf: Shelf
    site: Site
    # The key of the draft made of an old address.
    pages: dict[str, int] = field(default_factory=dict)
    # The old address of a file.
    addresses: dict[str, str] = field(default_factory=dict)
    # The key of the page that lives at an address, once asked.
    living: dict[str, int | None] = field(default_factory=dict)

    def page_at(self, address: str) -> int | None:
        """The key of the page, draft or public, that an address of the present site means."""
        if address not in self.pages and address not in self.living:
            page = page_at(self.site, address)
            self.living[address] = page.pk if page else None
        return self.pages.get(address, self.living.get(address))


@dataclass
class Links:
    """The links and pictures of one page: the name of its file, its old address, and what an editor should look at."""

    name: str
    address: str
    around: Around
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, words: str) -> None:
        """Something to look at; said once."""
        self.notes[words] = None

    def link(self, href: str) -> str:
        """The mark-up that opens a link; empty when only its words stay."""
        href = "".join(sign for sign in href.strip() if sign.isprintable())
        if not href or href.startswith("#"):
            return ""
        # Whom it is for, not the letter it already began.
        way = href.partition("?")[0]
        if _MAIL_OR_PHONE.fullmatch(way):
            scheme, _colon, who = way.partition(":")
            return f'<a href="{escape(scheme.lower())}:{escape(who)}">'
        file, path = self._aim(href)
        if file and self.around.folder.files[file] == "pdf":
            return self._document(file)
        if path is not None:
            return self._page(canonical(plain(urlsplit(path).path)), path)
        return self._elsewhere(href)

    def picture(self, source: str, alt: str | None) -> dict[str, object] | None:
        """A picture as a block has it; None with a note when it is not in the folder or cannot be used."""
        shown = source[:200] if not source.startswith("data:") else "data:"
        file = self._aim(source)[0] if source and not source.startswith("data:") else None
        if file is None or self.around.folder.files[file] != "picture":
            self.note(_("This picture is missing: %(file)s") % {"file": shown})
            return None
        key = self.around.shelf.take(file, alt)
        if key is None:
            reason = self.around.shelf.problems.get(file, "")
            self.note(_("This picture was left out: %(file)s. %(reason)s") % {"file": shown, "reason": reason})
            return None
        if not alt:
            self.note(_("This picture has no description, so it counts as decoration: %(file)s") % {"file": shown})
        elif len(alt) > 255:
            self.note(_("The description of this picture was cut: %(file)s") % {"file": shown})
        return block_value(key, alt)

    def _aim(self, href: str) -> tuple[str | None, str | None]:
        """The file in the folder that a link means, and its address on the present site; None where there is none."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None, None
        if not parts.scheme and not parts.netloc and not href.startswith("/"):
            # `wget` writes links from file to file.
            beside = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), unquote(parts.path)))
            file = None if beside.startswith("..") else self.around.folder.find(beside)
            if file:
                return file, self.around.addresses.get(file)
        path = own_part(urljoin(f"https://{min(NETWORK_HOSTS)}{quote(self.address)}/", href))
        return (self.around.folder.find(unquote(path.partition("#")[0])) if path else None), path

    def _document(self, file: str) -> str:
        key = self.around.shelf.take(file)
        if key is None:
            reason = self.around.shelf.problems.get(file, "")
            self.note(_("This document was left out: %(file)s. %(reason)s") % {"file": file, "reason": reason})
            return ""
        return f'<a linktype="document" id="{key}">'

    def _page(self, old: str, path: str) -> str:
        key = self.around.page_at(old)
        if key is not None:
            return f'<a linktype="page" id="{key}">'
        self.note(_("It links to a page that is not known here: %(address)s") % {"address": old[:200]})
        # When that address leads on one day, so does this link.
        return f'<a href="{escape(quote(plain(urlsplit(path).path)))}">'

    def _elsewhere(self, href: str) -> str:
        try:
            parts = urlsplit(f"https:{href}" if href.startswith("//") else href)
            is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            is_web = False
        if not is_web or len(href) > _LONGEST:
            self.note(_("A link was left out: %(address)s") % {"address": href[:200]})
            return ""
        clean = with_query(parts._replace(query="", fragment="").geturl(), parts.query)
        return f'<a href="{escape(clean + (f"#{parts.fragment}" if parts.fragment else ""))}">'

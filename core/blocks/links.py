"""Links: to a page of this site, to another site, or to a document; exactly one of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock


class LinkValue(blocks.StructValue):
    """A link with the address and the text that follow from what the editor chose."""

    @property
    def url(self) -> str:
        """Where the link goes; empty when the page behind it is gone or not published."""
        page, document = self.get("page"), self.get("document")
        if page:
            return page.url or "" if page.live else ""
        if document:
            return document.url
        return self.get("url") or ""

    @property
    def text(self) -> str:
        """The editor's text, else the title of the page or document."""
        target = self.get("page") or self.get("document")
        return self.get("label") or (target.title if target else "") or self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """One link."""

    label = blocks.CharBlock(
        label=_("text of the link"),
        max_length=80,
        required=False,
        help_text=_("Say what one finds there, not 'read more'. Empty: the title of the page."),
    )
    page = blocks.PageChooserBlock(label=_("page of this site"), required=False)
    url = blocks.URLBlock(label=_("address on another site"), required=False)
    document = DocumentChooserBlock(label=_("document"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("A link to a page, a document or another site.")
        template = "blocks/link.html"
        value_class = LinkValue
        preview_value = {"label": "Agenda", "url": "https://example.org/"}

    def clean(self, value: Any) -> Any:
        """Raise a validation error unless exactly one target is given, with a text for another site."""
        result = super().clean(value)
        targets = [name for name in ("page", "url", "document") if result.get(name)]
        errors = {}
        if len(targets) != 1:
            message = ValidationError(_("Choose one: a page, an address on another site, or a document."))
            errors["page" if not targets else targets[-1]] = ErrorList([message])
        elif targets == ["url"] and not result.get("label"):
            errors["label"] = ErrorList([ValidationError(_("Give the link a text."))])
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return result


class LinkListBlock(blocks.StreamBlock):
    """Links one below the other."""

    link = LinkBlock()

    class Meta:
        required = False
        icon = "list-ul"
        label = _("Links")
        template = "blocks/link_list.html"


class LinkColumnBlock(blocks.StructBlock):
    """A heading with links below it, as in the footer."""

    title = blocks.CharBlock(label=_("heading"), max_length=40)
    links = LinkListBlock(label=_("links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")
        preview_value = {"title": "Meedoen", "links": []}

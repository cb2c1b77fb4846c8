"""Pictures with honest alternative texts, and documents that stay private until asked for."""

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Collection


def document_storage() -> Storage:
    """The private storage for documents: a folder outside the public one, or a bucket with signed addresses."""
    return storages["documents"]


def office_folder(name: str) -> Collection:
    """The office's folder of pictures and documents with this name; made when it is not there."""
    found = Collection.objects.filter(name=name).first()
    return found or Collection.get_first_root_node().add_child(name=name)


class CustomImage(AbstractImage):
    """A picture whose alternative text is written, or that is marked as decoration."""

    # Not `decorative`: Wagtail keeps the choice made in one text under that name.
    is_decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_("Tick this when the picture adds no information. Screen readers then skip it."),
    )
    credit = models.CharField(_("photographer or source"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    @property
    def default_alt_text(self) -> str:
        """The alternative text; empty for decoration."""
        return "" if self.is_decorative else self.description

    def clean(self) -> None:
        """Raise ValidationError when the alternative text is missing and the picture is not decoration."""
        super().clean()
        if not self.is_decorative and not self.description.strip():
            raise ValidationError(
                {"description": _("Describe what can be seen, or mark the picture as decoration only.")}
            )


class CustomRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file to download; served by the site (local) or by a signed address (S3)."""

    file = models.FileField(upload_to="documents", storage=document_storage, verbose_name=_("file"))

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

"""What became of each saved file, so that a second reading makes nothing twice and undoes no editor's work."""

from django.db import models


class LegacyFile(models.Model):
    """A file of the saved site, and the page, picture or document made of it; none any more: an editor deleted it."""

    path = models.CharField(max_length=500, unique=True)
    # Of a page what we wrote, of a picture or document the file itself.
    digest = models.CharField(max_length=64, blank=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    # The revision we wrote: when the page has a newer one, somebody else did.
    revision = models.PositiveBigIntegerField(null=True)
    image = models.ForeignKey("core.CustomImage", null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey("core.CustomDocument", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.path

"""A picture that was sent along: from the private place where it waited to the pictures of the site, and away."""

import uuid

from django.core.files.base import ContentFile
from wagtail.models import Collection, ReferenceIndex

from core.models import CustomImage, SentPicture

# A folder in the office, so its name is Dutch like all content.
COLLECTION = "Ingezonden"


def take_over(sent: SentPicture, title: str, description: str) -> CustomImage:
    """Make a picture of the site of one that was sent along, under a name nobody can guess; the sent one is erased.

    Run in a transaction. Raises ValidationError without a description.
    """
    with sent.file.open("rb") as file:
        data = file.read()
    image = CustomImage(title=title, description=description, collection=_collection())
    image.file = ContentFile(data, name=f"{uuid.uuid4().hex}.jpg")
    image.full_clean(exclude=["file_size", "file_hash"])
    image.save()
    sent.delete()
    return image


def remove(keys: set[int]) -> None:
    """Delete those of these pictures that were sent along and that nothing on the site uses."""
    for image in CustomImage.objects.filter(pk__in=keys, collection__name=COLLECTION):
        if not ReferenceIndex.get_references_to(image).exists():
            image.delete()


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)

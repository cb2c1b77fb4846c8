"""A picture that was sent along: from the private place where it waited to the pictures of the site, and away."""

import uuid

from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse
from wagtail.models import ReferenceIndex

from core.models import CustomImage, SentPicture
from core.models.media import office_folder

# A folder in the office, so its name is Dutch like all content.
COLLECTION = "Ingezonden"


def picture_response(sent: SentPicture | None) -> HttpResponse:
    """The picture as it waits, for whoever may see it; raises Http404 without one, or when its file is lost."""
    if sent is None:
        raise Http404
    try:
        with sent.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def take_over(sent: SentPicture, title: str, description: str) -> CustomImage:
    """Make a picture of the site of one that was sent along, under a name nobody can guess; the sent one is erased.

    Run in a transaction. Raises ValidationError without a description.
    """
    with sent.file.open("rb") as file:
        data = file.read()
    image = CustomImage(title=title, description=description, collection=office_folder(COLLECTION))
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
